"""Means, variances and covariances of vectors and matrices."""

from __future__ import annotations

from derivations.language import words as L
from derivations.reading.meaning.unreadable import Unreadable


def averaged_body(read, node, wrap):
    """(kind, body, the mean or variance of it): the mean of a matrix is one, and so is the variance of a vector."""
    kind, body = read.typed(node.body)
    if kind in ("r", "diag") or (kind == "m" and wrap is L.Variance):
        raise Unreadable("a matrix or row stands where a number is expected", node)
    if kind == "v" and wrap is L.Variance:
        return "m", body, lambda body, density: covariance_of(body, body, density)
    return kind, body, L.MatrixMean if kind == "m" else wrap


def covariance_of(a, b, density):
    """The matrix E[a b'] - E[a] E[b]' of two vectors."""
    return L.MatrixMean(L.Outer(a, b), density) - L.Outer(L.Expectation(a, density), L.Expectation(b, density))
