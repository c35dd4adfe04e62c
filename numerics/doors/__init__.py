"""The commands beside the witness table: train and bench."""
