"""Where the numbers of a world come from: pools to draw from, at large for finding, small ones for showing.

A world at large finds what is false: values unlike each other, of every size and sign. A world for a pencil has as few
and as short numbers as will do. `LADDER` lists such pools, the smallest first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

SIGNED = tuple(Fraction(n, d) for d in (1, 2, 3, 5) for n in range(-7, 8) if n and math.gcd(n, d) == 1)
BELOW_ONE = tuple(Fraction(n, d) for d in (2, 3, 4, 5, 7) for n in range(1, d) if math.gcd(n, d) == 1)
# small and large ones too: an optimum shows only where the parameter passes it
EXTREMES = (*(Fraction(1, n) for n in (10, 20, 50, 100)), Fraction(10), Fraction(30))
# not 1, whose log is 0 and whose square is itself: it hides too much
POSITIVE = EXTREMES + tuple(Fraction(n, d) for d in (1, 2, 3, 5) for n in range(1, 8) if math.gcd(n, d) == 1 and n != d)
_SQUARES = tuple(Fraction(n, d) ** 2 for n in range(1, 5) for d in range(1, 6) if math.gcd(n, d) == 1 and n != d)
HALVES = tuple(Fraction(n, 2) for n in (-3, -2, -1, 1, 2, 3))


@dataclass(frozen=True, eq=False)  # there are few of them, and fractions are hashed slowly
class Pools:
    """What a world's random numbers are chosen from.

    signed, below_one, positive  numbers for symbols, functions and points: a world of seed k takes reals from the k-th
    squares          positive numbers of a Gaussian world, so that the square root of a variance is rational too
    sizes            what a dimension, a number of draws or of examples may be
    one_larger       of these sizes one is larger by one: another in each world
    values           how many values the variables of a finite world take, in turn; a component takes the first
    weights          of the cells of its tables
    scales, widths   of a Gaussian factor: the diagonal of the root of its precision, and what multiplies the precision
    offsets, slopes  of its mean; of the functions that must be affine
    bends            of those that may be quadratic
    apart            a Gaussian letter is made of one variable after the other, not of all together
    """

    signed: tuple[Fraction, ...] = SIGNED
    below_one: tuple[Fraction, ...] = BELOW_ONE
    positive: tuple[Fraction, ...] = POSITIVE
    squares: tuple[Fraction, ...] = (*_SQUARES, *_SQUARES, Fraction(64), Fraction(400))  # where large, its log shows
    sizes: tuple[int, ...] = (2, 3)
    values: tuple[int, ...] = (2, 3, 2, 3, 2, 2)
    weights: tuple[int, ...] = tuple(range(1, 11))
    scales: tuple[Fraction, ...] = (Fraction(1), Fraction(2), Fraction(1, 2), Fraction(3, 2))
    widths: tuple[Fraction, ...] = (Fraction(1), Fraction(1), Fraction(9), Fraction(100))
    offsets: tuple[Fraction, ...] = tuple(Fraction(n, 2) for n in range(-4, 5))
    slopes: tuple[Fraction, ...] = HALVES
    bends: tuple[Fraction, ...] = tuple(Fraction(n, 2) for n in (-2, -1, 1, 2))
    apart: bool = False
    one_larger: bool = False

    @cached_property
    def values_at_hand(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """What the values of a variable are chosen from: of either sign, and between 0 and 1."""
        signed, below_one = (tuple(v for v in pool if abs(v) <= 4) for pool in (self.signed, self.below_one))
        return signed, below_one

    def sizes_of(self, names: Sequence[str], seed: int) -> dict[str, int]:
        """How large each of these is in the world of a seed."""
        found = {name: self.sizes[(k + seed) % len(self.sizes)] for k, name in enumerate(names)}
        if self.one_larger and names:
            found[names[seed % len(names)]] += 1
        return found


AT_LARGE = Pools()

_ONE, _TWO, _HALF = Fraction(1), Fraction(2), Fraction(1, 2)


def _plain(sizes: tuple[int, ...], weights: tuple[int, ...], one_larger: bool = False) -> Pools:
    """One bit for each variable, N(0, 1), N(1, 1) and N(0, 4), means z and 2 z, parameters 1, 2 and 1/2."""
    return Pools(
        signed=(_ONE, _TWO, -_ONE), below_one=(_HALF, Fraction(1, 4)), positive=(_ONE, _TWO, _HALF),
        squares=(_ONE, Fraction(4), Fraction(1, 4)), sizes=sizes, values=(2,), weights=weights,
        scales=(_ONE, _HALF), widths=(_ONE,), offsets=(Fraction(0), _ONE), slopes=(_ONE, _TWO), bends=(_ONE,),
        apart=True, one_larger=one_larger,
    )  # fmt: skip


# From one bit and one dimension upwards; the last rung has longer numbers, for what small ones do not tell apart.
LADDER = (
    _plain((1,), (1, 1, 1, 2)),
    _plain((1,), (1, 2, 3)),
    _plain((1,), (1, 2, 3), one_larger=True),
    _plain((2,), (1, 2, 3)),
    Pools(sizes=(1, 2), values=(2,), weights=(1, 2, 3, 4), offsets=(Fraction(0), _ONE), slopes=(_ONE, _TWO, -_ONE),
          scales=(_ONE, _TWO, _HALF), widths=(_ONE, Fraction(4), Fraction(100)), apart=True),
)  # fmt: skip
