"""Floating point: every number with its error."""

PROJECT = "vae-derivations"  # other distributions have packages of this name
