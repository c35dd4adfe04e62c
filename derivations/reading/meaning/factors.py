"""The factors of formulas, and those of them that must be positive for the whole to be."""

from __future__ import annotations

from collections.abc import Iterable

from derivations.reading.grammar import syntax as S


def factors_of(node: S.Node) -> Iterable[S.Node]:
    """The factors of a product, quotient or power, below and above the bar."""
    if isinstance(node, S.Mul):
        for f in node.factors:
            yield from factors_of(f)
    elif isinstance(node, S.Divide):
        yield from factors_of(node.numerator)
        yield from factors_of(node.denominator)
    elif isinstance(node, S.Power):
        yield from factors_of(node.base)
    elif isinstance(node, S.Apply) and node.function in ("exp", "sqrt"):
        yield from factors_of(node.arguments[0])
    else:
        yield node


def odd_factors(node: S.Node) -> Iterable[S.Node]:
    """The factors that must be positive for the product to be: those whose power is not even."""
    if isinstance(node, S.Power) and isinstance(node.exponent, S.Number) and float(node.exponent.text) % 2 == 0:
        return
    if isinstance(node, S.Mul):
        for f in node.factors:
            yield from odd_factors(f)
    elif isinstance(node, S.Divide):
        yield from odd_factors(node.numerator)
        yield from odd_factors(node.denominator)
    else:
        yield from factors_of(node)
