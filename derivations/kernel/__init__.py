"""What must be believed: terms, the rules as inference figures, and the replaying of traces. It searches for nothing."""
