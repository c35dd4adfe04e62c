"""Worlds of linear-Gaussian densities: closed forms, exact."""
