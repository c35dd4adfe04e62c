"""Exact numbers as text for people."""

from __future__ import annotations

from fractions import Fraction

import mpmath

from derivations.numbers import polynomial as P
from derivations.numbers.exact_numbers import Exact, value


def text(n, longest: int = 60) -> str:
    """The number for people: its exact form where that is short, always a decimal where it is not an integer.

    >>> from derivations.numbers.exact_numbers import log
    >>> text(2 * log(Fraction(3, 4)) + Fraction(1, 2))
    '-4 log 2 + 2 log 3 + 1/2 = -0.0753641'
    """
    if isinstance(n, float):
        return "infinity" if n > 0 else "-infinity"
    decimal = mpmath.nstr(value(n), 6)
    if not isinstance(n, Exact):
        short = str(Fraction(n))
        if "/" not in short:
            return short if len(short) <= longest else decimal
        return f"{short} = {decimal}" if len(short) <= longest else decimal
    try:
        written = _written(n.polynomial)
    except KeyError:  # an unopened logarithm, exponential or root of a sum: the decimal says it better
        return decimal
    return f"{written} = {decimal}" if len(written) <= longest else decimal


def _written(p: P.Polynomial) -> str:
    parts: list[str] = []
    for monomial, coefficient in sorted(p.items(), key=lambda item: (not item[0], -abs(item[1]), P.order(item[0]))):
        factors = [_written_power(a, Fraction(e)) for a, e in sorted(monomial, key=P.order)]
        size = abs(coefficient)
        body = " ".join(([str(size)] if size != 1 or not factors else []) + factors)
        mark = "-" if coefficient < 0 else "+"
        parts.append(f"{mark} {body}" if parts else (f"-{body}" if coefficient < 0 else body))
    return " ".join(parts)


def _written_power(atom, e: Fraction) -> str:
    name = {"pi": "π", "e": "e", "log pi": "log π"}.get(atom[0]) or {"log": "log {}", "n": "{}"}[atom[0]].format(
        atom[1]
    )
    if e == 1:
        return name
    if e == Fraction(1, 2) and atom[0] in ("pi", "n"):
        return f"√{name}"
    bracketed = f"({name})" if " " in name else name
    return f"{bracketed}^{e}" if e.denominator == 1 else f"{bracketed}^({e})"
