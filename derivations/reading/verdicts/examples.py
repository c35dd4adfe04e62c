"""Sums over examples that come from anywhere: said of each example, or written out for a few."""

from __future__ import annotations

import sympy
from sympy import Expr

from derivations.language import words as L


def averages(e: Expr) -> set[Expr]:
    """The sample averages of an expression over draws from a single density."""
    return {a for a in e.atoms(L.SampleAverage) if isinstance(a.density, L.Density)}


def written_out(e: Expr, count: int) -> Expr:
    """An expression about examples that may come from anywhere, for so many of them, each with its own variable."""
    totals, numbers = {}, {}
    for average in sorted(averages(e), key=str):
        (variable,) = average.density.targets
        if average.density.name == "sample":
            draws = [variable.renamed(f"{variable.name}^{k}") for k in range(1, count + 1)]
            totals[average] = sum((average.body.subs(variable, draw) for draw in draws), sympy.S.Zero) / count
            if isinstance(average.count, sympy.Symbol):
                numbers[average.count] = sympy.Integer(count)
    return e.xreplace(totals).xreplace(numbers)


def each_example(e: Expr) -> Expr | None:
    """What an expression says of one example, where it is a sum of averages over the examples; None if it is not."""
    bodies = {a: a.body for a in averages(e) if a.density.name == "sample"}
    if not bodies:
        return None
    names = {a: sympy.Dummy() for a in bodies}
    try:
        linear = sympy.Poly(e.xreplace(names), *names.values()).total_degree() == 1
    except sympy.PolynomialError:
        return None
    return e.xreplace(bodies) if linear else None


def numbers_in(e: Expr) -> set[Expr]:
    """The free variables that are used as numbers, not only as what densities and functions are of."""
    found, walk = set(), sympy.preorder_traversal(e)
    for node in walk:
        if isinstance(node, (L.Density, sympy.core.function.AppliedUndef)):
            walk.skip()
        elif isinstance(node, sympy.Symbol):
            found.add(node)
    return found & e.free_symbols
