"""The sum done: both sides of a refuted line with the numbers of its world put in."""
