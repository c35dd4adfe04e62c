"""Estimators with their standard errors and false-alarm rates."""
