"""What an expression is about: densities alone, or numbers, functions and sets beside them."""

from __future__ import annotations

import sympy
from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.reading.verdicts.names_alike import variables_in


def sets_counted(e: Expr) -> set[str]:
    """The sets whose sizes stand in an expression as numbers, not only as how many are averaged over."""
    inside = {a: sympy.Dummy() for a in e.atoms(L.SampleAverage)}
    return {s.name for s in e.xreplace(inside).free_symbols if s.name.startswith("|")}


def only_densities(e: Expr, counts: bool = True) -> bool:
    """No Gaussian, no undefined function, no parameter (numbers of draws aside): a statement about densities alone."""
    roles = variables_in(e)
    parameters = [s for s in e.free_symbols if not (counts and s.is_integer) and getattr(s, "role", None) not in roles]
    return not (parameters or e.has(L.Normal) or e.atoms(AppliedUndef))
