"""One sequence for a letter: beside beta(i) under a product, beta_t is beta(t), and no number of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

import sympy
from sympy import Expr
from sympy.core.function import AppliedUndef

_MEMBER = re.compile(r"(.+?)_\{?(\w)(?:([+-])(\d+))?\}?")


def as_members(sides: Iterable[Expr]) -> tuple[Expr, ...]:
    """The sides of a line with every number beta_t written as the member beta(t) of the sequence that they speak of."""
    sides = tuple(sides)
    applied = {f for e in sides for f in e.atoms(AppliedUndef) if len(f.args) == 1 and f.args[0].is_integer}
    sequences = {type(f).__name__: f.func for f in applied}
    counts = {s.name: s for e in sides for s in e.free_symbols if s.is_integer}
    swaps = {}
    for number in {s for e in sides for s in e.free_symbols if isinstance(s, sympy.Symbol)}:
        found = _MEMBER.fullmatch(number.name)
        if found and found[1] in sequences:
            name = found[2]
            index = sympy.Integer(name) if name.isdigit() else counts.get(name, sympy.Symbol(name, integer=True))
            by = int(f"{found[3]}{found[4]}") if found[3] else 0
            swaps[number] = sequences[found[1]](index + by)
    return tuple(e.xreplace(swaps) for e in sides) if swaps else sides
