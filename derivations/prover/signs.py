"""The sign of a polynomial over atoms, read term by term: at least zero, above zero, or not told.

A sign is read before any denominator is cleared: what stands below a bar may be negative.
"""

from __future__ import annotations

from sympy import Expr

from derivations.numbers import polynomial as P
from derivations.prover.normal_form.normal_form import NormalForm

AVERAGES = ("int", "E", "sum", "avg")


def manifestly_nonnegative(gap: P.Polynomial, form: NormalForm) -> bool:
    """Each term is a positive multiple of even powers and positive things (or an average or sum of such)."""

    def fine(m) -> bool:
        for a, e in m:
            even = e.denominator == 1 and e % 2 == 0
            if even or form.positive(a):
                continue
            if a[0] in AVERAGES and all(c > 0 and fine(inner) for inner, c in a[-1]):
                continue
            return False
        return True

    return all(c > 0 and fine(m) for m, c in gap.items())


def manifestly_positive(gap: P.Polynomial, form: NormalForm) -> bool:
    """No term is below zero, and one is above it: an absolute value or a sum of no terms may be zero."""

    def above(a) -> bool:
        if a[0] in ("abs", "sum") or not form.positive(a):
            return False
        return all(above(b) for m, _ in a[-1] for b, _ in m) if a[0] in ("int", "E", "avg", "poly", "prod") else True

    return manifestly_nonnegative(gap, form) and any(all(above(a) for a, _ in m) for m in gap)


def strictly_below(small: Expr, large: Expr, keys, facts) -> bool:
    """Whether small < large is plain from the signs of the terms of large - small, under the rewriting rules."""
    form = NormalForm(keys, facts)
    try:
        gap = P.add(form.normal(large), P.scale(form.normal(small), -1))
    except (TypeError, ZeroDivisionError):
        return False
    return manifestly_positive(form.clear_fractions(gap, only_positive=True), form)
