"""How a picture writes a number: a class reads 0.0008 and 4 x 10^-16, not 8e-04 and 4e-16."""

from __future__ import annotations

import math

PLAIN = 1e-4  # what is smaller is written with a power of ten


def short(value: float) -> str:
    """A positive number by its first digit, as mathematics; "0" for zero. Raises ValueError if negative or not finite.

    >>> short(8.3e-4), short(0.5), short(4.4e-16), short(9.7e-5), short(0)
    ('$0.0008$', '$0.5$', '$4\\\\times10^{-16}$', '$0.0001$', '$0$')
    """
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"a size that is finite and not negative is wanted, not {value!r}")
    if value == 0:
        return "$0$"
    digit, exponent = (int(part) for part in f"{value:.0e}".split("e"))
    if digit * 10.0**exponent < PLAIN:
        return rf"${digit}\times10^{{{exponent}}}$"
    return f"${value:.{max(-exponent, 0)}f}$"
