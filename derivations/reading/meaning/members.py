"""One sequence for a letter: beside beta(i) under a product, beta_t is beta(t), and no number of its own."""

from __future__ import annotations

import re
from dataclasses import replace

import sympy
from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.language.facts import Fact

_MEMBER = re.compile(r"(.+?)_\{?(\w)(?:([+-])(\d+))?\}?")


def as_members(
    left: Expr, right: Expr, facts: tuple[Fact, ...] = ()
) -> tuple[Expr, Expr, tuple[Fact, ...]]:  # fmt: skip
    """The sides of a line, and what is given of its densities, with every number beta_t written as the member beta(t)
    of the sequence that the sides speak of."""
    sides, formulas = (left, right), tuple(f.formula for f in facts)
    applied = {f for e in sides for f in e.atoms(AppliedUndef) if len(f.args) == 1 and f.args[0].is_integer}
    sequences = {type(f).__name__: f.func for f in applied}
    counts = {s.name: s for e in sides for s in e.free_symbols if s.is_integer}
    swaps = {}
    for number in {s for e in (*sides, *formulas) for s in e.free_symbols if isinstance(s, sympy.Symbol)}:
        found = _MEMBER.fullmatch(number.name)
        if found and found[1] in sequences:
            name = found[2]
            index = sympy.Integer(name) if name.isdigit() else counts.get(name, sympy.Symbol(name, integer=True))
            by = int(f"{found[3]}{found[4]}") if found[3] else 0
            swaps[number] = sequences[found[1]](index + by)
    if not swaps:
        return left, right, facts
    given = tuple(replace(f, formula=f.formula.xreplace(swaps)) for f in facts)
    return left.xreplace(swaps), right.xreplace(swaps), given
