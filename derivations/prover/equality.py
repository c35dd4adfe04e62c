"""Whether rules alone turn one side into the other: both have the same normal form under them."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr

from derivations.language.facts import Fact
from derivations.numbers import polynomial as P
from derivations.prover.normal_form.normal_form import NormalForm


def difference(left: Expr, right: Expr, rules: Iterable[str], facts: Iterable[Fact]) -> tuple[P.Polynomial, set[str]]:
    """Normal form of left minus right under the rules, and the rules that fired. Fractions are cleared."""
    form = NormalForm(rules, facts)
    gap = P.add(form.normal(left), P.scale(form.normal(right), -1))
    return form.clear_fractions(gap), form.fired


def equal(left: Expr, right: Expr, rules: Iterable[str], facts: Iterable[Fact] = ()) -> bool:
    """Whether the rules alone turn one side into the other; what the normal form cannot take is not equal."""
    try:
        return not difference(left, right, rules, facts)[0]
    except (TypeError, ZeroDivisionError):
        return False
