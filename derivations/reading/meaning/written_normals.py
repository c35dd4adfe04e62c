"""Normal densities of single numbers as the formulas that they are: what is differentiated in numbers."""

from __future__ import annotations

import sympy
from sympy import Dummy, Symbol

from derivations.language import words as L


def with_normals_written_out(value: sympy.Expr) -> sympy.Expr:
    """A formula with its normal densities of single numbers as their formulas, logarithms of them as sums."""
    places = {n: sympy.exp(-((n.args[0] - n.args[1]) ** 2) / (2 * n.args[2])) / sympy.sqrt(2 * sympy.pi * n.args[2])
              for n in value.atoms(L.Normal) if of_one_number(n)}  # fmt: skip
    logs = {
        one: sympy.expand_log(one.xreplace(places), force=True)
        for one in value.atoms(sympy.log)
        if one.args[0] in places
    }
    return value.xreplace(logs).xreplace(places)


def of_one_number(normal: L.Normal) -> bool:
    """Whether a normal density is of a number, which may be one entry of a list."""
    entries = {one: Dummy() for one in normal.atoms(L.Component)}
    rest = [part.xreplace(entries) for part in normal.args]
    return not any(part.atoms(L.Notation) or not all(map(number, part.free_symbols)) for part in rest)


def in_numbers(formula: sympy.Expr) -> sympy.Expr | None:
    """A formula without the language of densities, a normal density of one number written out; None if it has none."""
    if isinstance(formula, L.Normal) and all(map(number, formula.free_symbols)):
        value, mean, variance = formula.args
        formula = sympy.exp(-((value - mean) ** 2) / (2 * variance)) / sympy.sqrt(2 * sympy.pi * variance)
    return None if formula.atoms(L.Notation) else formula


def number(x: Symbol) -> bool:
    """Whether a name is no vector."""
    return getattr(x, "dimension", None) is None
