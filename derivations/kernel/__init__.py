"""What must be believed: terms, the rules as inference figures, and the replaying of traces. No search."""
