"""Numbers written so that no world can break what was said of them: a sum from a to b is written for a <= b, so b is
a and a whole number on top; weights that sum to one are each a share of their sum."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr, Function, Symbol
from sympy.core.function import AppliedUndef

from derivations.language import words as L


def normalised(e: Expr, weights: dict[str, tuple[Expr, Expr]], of: Callable[[Expr, Expr], Expr] | None = None) -> Expr:
    """The expression with every w_k divided by the sum of all, for names that sum to one between two limits. `of(w_k,
    index)` is what each is a share of: positive numbers of their own, or the weights themselves."""
    of = of or _in_proportion

    def share(entry: Expr) -> Expr:
        name, at = _entry(entry)
        low, high = weights[name]
        index = Symbol(f"{at}'", integer=True) if isinstance(at, Symbol) else Symbol("k'", integer=True)
        return of(entry, at) / L.Sum(of(entry, index), (index, low, high))

    entries = {n: share(n) for n in e.atoms(AppliedUndef, L.Component) if _entry(n)[0] in weights}
    return e.xreplace(entries)


def itself(entry: Expr, at: Expr) -> Expr:
    """Another of the same weights."""
    return L.Component(entry.base, at) if isinstance(entry, L.Component) else entry.func(at)


def _in_proportion(entry: Expr, at: Expr) -> Expr:
    """What a weight is a share of: positive numbers of their own, named so that a reader sees what they are."""
    name = entry.base.name if isinstance(entry, L.Component) else type(entry).__name__
    return Function(f"{name} up to scale", positive=True)(at)


def _entry(e: Expr) -> tuple[str, Expr | None]:
    """(name, index) of w_k, read as a function of its index or as an entry of a vector."""
    if isinstance(e, L.Component):
        return getattr(e.base, "name", ""), e.index
    return (type(e).__name__, e.args[0]) if len(e.args) == 1 else ("", None)


def in_order(*sides: Expr) -> dict[Expr, Expr]:
    """What each last limit that is a symbol is, where the first limit is one too: b is a + (b - a), and b - a >= 0. The
    i of a sum from i to n inside a sum over i is none: it has every value."""
    found: dict[Expr, Expr] = {}
    for side in sides:
        for node in side.atoms(L.Sum, L.Product):
            for _, first, last in node.limits:
                free = {first, last} <= side.free_symbols
                if free and isinstance(first, Symbol) and isinstance(last, Symbol) and first != last not in found:
                    found[last] = first + Symbol(f"({last.name} - {first.name} + 1)", integer=True, positive=True) - 1
    firsts = {s for value in found.values() for s in value.free_symbols}
    return {last: value for last, value in found.items() if last not in firsts}
