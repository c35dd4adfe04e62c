"""The arithmetic of exact worlds: exact numbers, and the same in floating point for a first look."""

from __future__ import annotations

import math
from fractions import Fraction

from derivations.numbers import exact_numbers as X

MOST_WORK = 200_000  # cells of tables that are summed, terms of Gaussian sums that are integrated


class Arithmetic:
    """Exact numbers. `floating` is the same in floating point, for a first look."""

    floating = False
    pi = X.PI
    spent = 0
    log = staticmethod(X.log)
    exp = staticmethod(X.exp)
    power = staticmethod(X.power)

    def work(self, amount: int) -> None:
        """Counts what an integral or a sum costs in this world. Raises X.Undefined once a world costs too much."""
        self.spent += amount
        if self.spent > MOST_WORK:
            raise X.Undefined("this takes too long in an exact world")

    @staticmethod
    def rational(n: Fraction):
        return n

    @staticmethod
    def absolute(n):
        return -n if X.sign(n) < 0 else n


class Floating(Arithmetic):
    """Floating point with the same conventions at the edges. Only to see whether a closer look is worth it."""

    floating = True
    pi = math.pi
    rational = staticmethod(float)
    absolute = staticmethod(abs)

    @staticmethod
    def log(n):
        if n > 0:
            return math.log(n) if n != math.inf else n
        if n == 0:
            return -math.inf
        raise X.Undefined("the logarithm of a negative number")

    exp = staticmethod(lambda n: math.exp(n) if n != math.inf else n)

    @staticmethod
    def power(n, exponent):
        if n == 0:
            return 0.0 if exponent > 0 else 1.0 if exponent == 0 else math.inf
        if n < 0 and exponent != int(exponent):
            raise X.Undefined("a root of a negative number")
        return n ** float(exponent)
