"""The normal form of an expression under chosen rules."""
