"""Masses of Bernoulli variables as they are written: y^x (1 - y)^{1 - x}, whose x is 0 or 1."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of


def binary_exponents(factors: Iterable[S.Node]) -> set[str]:
    """The names of exponents e with a^e (1 - a)^{1 - e} among some factors."""
    powers = [f for f in factors if isinstance(f, S.Power)]
    return {
        name_of(one.exponent) or ""
        for one, two in permutations(powers, 2)
        if is_rest(two.base, one.base) and is_rest(two.exponent, one.exponent)
    } - {""}


def is_rest(rest: S.Node, part: S.Node) -> bool:
    """Whether a tree is 1 less another."""
    if not isinstance(rest, S.Add) or len(rest.terms) != 2:
        return False
    first, second = rest.terms
    return S.outline(first) == "1" and isinstance(second, S.Neg) and S.outline(second.operand) == S.outline(part)
