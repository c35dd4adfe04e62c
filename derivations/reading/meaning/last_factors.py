"""Products that end at different members: beside one up to t-1, the one up to t is that times its last factor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Derivative, Expr, Integer, Integral, Mul, Product, Sum, Symbol

from derivations.language import words as L
from derivations.language.facts import Fact

MOST = 6  # factors that are split off


def with_last_factors(
    left: Expr, right: Expr, facts: tuple[Fact, ...] = ()
) -> tuple[Expr, Expr, tuple[Fact, ...]]:  # fmt: skip
    """The sides of a line, and what is given of its densities, with their products written by the shortest of each."""
    found = {p for e in (left, right, *(f.formula for f in facts)) for p in e.atoms(Product) if len(p.limits) == 1}
    longer = dict(split_off(p, found) for p in found if len(found) > 1)
    swaps = {p: value for p, value in longer.items() if p != value}
    if not swaps:
        return left, right, facts
    given = tuple(replace(f, formula=f.formula.xreplace(swaps)) for f in facts)
    return left.xreplace(swaps), right.xreplace(swaps), given


def split_off(product: Product, others: set[Product]) -> tuple[Product, Expr]:
    """A product, and what it is by the shortest that begins and goes on as it does."""
    ((index, first, last),) = product.limits
    steps = max(steps_beyond(product, others), default=0)
    short = product.func(product.function, (index, first, last - steps))
    factors = (product.function.subs(index, last - k) for k in range(steps))
    return product, Mul(*factors, short)


def steps_beyond(product: Product, others: set[Product]) -> Iterator[int]:
    """By how many factors a product is longer than each of the others that are alike."""
    ((index, first, last),) = product.limits
    for other in others:
        ((at, begin, end),) = other.limits
        by = last - end
        if begin == first and last.is_positive and isinstance(by, Integer) and 0 < by <= MOST:
            if other.function.xreplace({at: index}) == product.function:
                yield int(by)


def as_numbers(*sides: Expr) -> tuple[Expr, ...]:
    """The sides of a line with every product over members as a number: what holds of any number holds of it, be its
    factors zero or not. Nothing is bound around it."""
    if any(side.has(L.Binder, L.Density, Integral, Sum, Derivative) for side in sides):
        return sides
    found = {p for side in sides for p in side.atoms(Product)}
    swaps = {p: Symbol(str(p), real=True, positive=p.function.is_positive or None) for p in found}
    return tuple(side.xreplace(swaps) for side in sides)
