"""Worlds of tables: every density a finite table of rationals."""
