"""Worksheets: right lines with slips planted in them, and what a student hands in, judged by its mathematics."""
