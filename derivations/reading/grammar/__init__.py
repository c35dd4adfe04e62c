"""Rows to trees: what a formula says, before what it means."""
