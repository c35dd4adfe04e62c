"""Exact: the language of densities, the rules, and the chapters that re-derive the note."""
