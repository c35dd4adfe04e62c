"""One claim in, one verdict out."""
