"""Pictures for teaching: one idea, one file, one picture."""
