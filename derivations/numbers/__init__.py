"""Exact arithmetic: polynomials, logarithms of rationals, arrays of them. Nothing here rounds."""
