"""Concrete joint distributions in which every expression becomes a number."""
