"""Estimates: sample averages that stand linearly, and the expectations that they sample."""

from __future__ import annotations

from sympy import Add, Dummy, Expr, Mul

from derivations.language import words as L


def sides_of_an_estimate(left: Expr, right: Expr) -> tuple[Expr, Expr] | None:
    """Both sides, each average replaced by what it estimates; None where one does not stand linearly, or none stands.

    What averages over draws already (OverDraws) is an exact side.
    """
    random = [e.has(L.SampleAverage) and not e.has(L.OverDraws) for e in (left, right)]
    sides = [unbiased(e) if r else e for e, r in zip((left, right), random, strict=True)]
    return None if None in sides or not any(e.has(L.SampleAverage) for e in (left, right)) else tuple(sides)


def unbiased(right: Expr) -> Expr | None:
    """Each sample average replaced by its expectation; None where one does not stand linearly, in another too."""
    if any(unbiased(e.body) is None for e in right.atoms(L.SampleAverage) if e.body.has(L.SampleAverage)):
        return None
    marks = {}
    marked = right.replace(
        lambda e: isinstance(e, L.SampleAverage), lambda e: marks.setdefault(e, Dummy("average", real=True))
    )
    if not marks:
        return None
    expanded = marked.expand()
    for term in Add.make_args(expanded):
        inside = [m for m in marks.values() if term.has(m)]
        if len(inside) > 1 or (inside and not Mul.make_args(term).count(inside[0]) == 1):
            return None
        if inside and any(f.has(inside[0]) for f in Mul.make_args(term) if f != inside[0]):
            return None
    return marked.xreplace({mark: L.Expectation(e.body, e.density) for e, mark in marks.items()})
