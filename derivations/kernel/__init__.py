"""What must be believed: the rules by name, and theorems."""
