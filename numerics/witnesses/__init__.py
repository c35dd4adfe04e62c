"""Every line measured: both sides, their difference, and what it can show."""
