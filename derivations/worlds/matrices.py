"""Random rational matrices: covariances, and matrices of which nothing is said."""

from __future__ import annotations

import random
from fractions import Fraction

from derivations.numbers.arrays import Matrix


def covariance(n: int, rng: random.Random) -> Matrix:
    """A positive definite matrix L L', L lower triangular with a positive diagonal."""

    def entry(i: int, k: int) -> Fraction:
        if i == k:
            return Fraction(rng.randint(1, 3))
        return Fraction(rng.choice((-2, -1, 1, 2)), 2) if k < i else Fraction(0)

    low = Matrix(tuple(entry(i, k) for k in range(n)) for i in range(n))
    return low * low.transposed


def square_matrix(n: int, rng: random.Random) -> Matrix:
    """An invertible matrix that is not symmetric (where it can be); its determinant is of either sign."""
    while True:
        entries = [
            [Fraction(rng.choice((-3, -2, -1, 1, 2, 3)), rng.choice((1, 1, 2))) for _ in range(n)] for _ in range(n)
        ]
        made = Matrix(map(tuple, entries))
        if made.determinant and (n == 1 or made != made.transposed):
            return made
