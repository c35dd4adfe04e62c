"""Strict signs: that a difference is more than nothing, which its being no less than nothing does not say."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr

from derivations.numbers import polynomial as P
from derivations.prover.inference import BASES, manifestly_nonnegative
from derivations.prover.normal_form.normal_form import NormalForm

ABOVE_ZERO = ("s", "f", "c", "n", "pi", "exp", "det")  # an absolute value, a sum or a density may be zero somewhere


def strictly_less(small: Expr, large: Expr, facts: Iterable = ()) -> bool:
    """Whether large - small is a sum of what is at least zero, one term of it positive whatever the rest is."""
    for base in BASES[:3]:
        form = NormalForm(base, tuple(facts))
        try:
            gap = P.add(form.normal(large), P.scale(form.normal(small), -1))
        except (TypeError, ZeroDivisionError):
            continue
        if manifestly_nonnegative(gap, form) and any(all(above_zero(a, form) for a, _ in m) for m in gap):
            return True
    return False


def above_zero(a, form: NormalForm) -> bool:
    return a[0] in ABOVE_ZERO and form.positive(a)
