"""Floating point: every number with its error."""
