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
    written = _exact_form(n, longest)
    if written and (isinstance(n, float) or (not isinstance(n, Exact) and "/" not in written)):
        return written
    return f"{written} = {_decimal(n)}" if written else _decimal(n)


def brief(n, longest: int = 60) -> str:
    """The number in its exact form where that is short, else as a decimal.

    >>> brief(Fraction(-3, 4))
    '-3/4'
    """
    return _exact_form(n, longest) or _decimal(n)


def _decimal(n) -> str:
    return mpmath.nstr(value(n), 6)


def _exact_form(n, longest: int) -> str:
    """What an exact number is, "" where that is too long or has no words."""
    if isinstance(n, float):
        return "infinity" if n > 0 else "-infinity"
    try:
        written = _written(n.polynomial) if isinstance(n, Exact) else str(Fraction(n))
    except KeyError:  # an unopened logarithm, exponential or root of a sum: the decimal says it better
        return ""
    return written if len(written) <= longest else ""


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
