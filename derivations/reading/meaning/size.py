"""How large a side is, and would be once it is multiplied out: looked at on its tree, before anything is built.

terms of a sum: added          of a product: multiplied          of a power (n terms)^k: C(n + k - 1, k)
of prod_{i=1}^{9} f_i: as of a product of nine          of what is applied to a formula: one
"""

from __future__ import annotations

from math import comb

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.unreadable import Unreadable

MOST_TERMS = 20_000
MOST_FACTORS = 200_000  # of all its terms, and of those inside their sums, products and functions
DEEPEST = 150
TERMS = f"this side is too large to be judged: multiplied out it would have more than {MOST_TERMS} terms"
DEPTH = f"this side is nested more than {DEEPEST} deep"


def check_size(tree: S.Node) -> None:
    """Raises Unreadable for a side that would take too long, or too much memory, to be judged."""
    level, depth = [tree], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise Unreadable(DEPTH, tree)
        level = [below for node in level for below in S.children(node) if isinstance(below, S.Node)]
    if terms(tree) > MOST_TERMS or factors(tree) > MOST_FACTORS:
        raise Unreadable(TERMS, tree)


def factors(node: S.Node) -> int:
    """How many factors all terms of a tree have once it is multiplied out, at most MOST_FACTORS + 1: a product over k
    that stands in each of 500 terms stands there 500 times, with all that is inside."""
    parts = [child for child in S.children(node) if isinstance(child, S.Node)]
    if isinstance(node, S.Mul | S.Power):
        many = terms(node)
        each = sum(factors(part) * (many // max(1, terms(part))) for part in parts)
        return min(each, MOST_FACTORS + 1)
    inside = sum(map(factors, parts)) + (not isinstance(node, S.Add))
    if isinstance(node, S.ProductOver):
        inside *= 1 + terms(node)
    return min(inside, MOST_FACTORS + 1)


def terms(node: S.Node) -> int:
    """How many terms a tree has once it is multiplied out, at most MOST_TERMS + 1."""
    below = [terms(child) for child in S.children(node) if isinstance(child, S.Node)]
    if isinstance(node, S.Add):
        return min(sum(below), MOST_TERMS + 1)
    if isinstance(node, S.Mul):
        return _multiplied(below)
    if isinstance(node, S.Power):
        exponent = _number(node.exponent)
        return _power(terms(node.base), exponent)
    if isinstance(node, S.ProductOver):
        low, high = _number(node.lower), _number(node.upper)
        if low is not None and high is not None and high >= low:
            return _multiplied([terms(node.body)] * min(high - low + 1, 64))
        if low != 1:  # what stands before the first is split off
            return terms(node.body)
    if isinstance(node, S.Divide | S.Neg | S.Integral | S.SumOver | S.Expectation | S.Optimum | S.Ambiguous):
        return max(below, default=1)
    return MOST_TERMS + 1 if below and max(below) > MOST_TERMS else 1


def _multiplied(sizes: list[int]) -> int:
    product = 1
    for size in sizes:
        product = min(product * size, MOST_TERMS + 1)
    return product


def _power(base: int, exponent: int | None) -> int:
    if exponent is None or base <= 1:
        return base
    return MOST_TERMS + 1 if exponent > 64 else min(comb(base + exponent - 1, exponent), MOST_TERMS + 1)


def _number(node: S.Node | None) -> int | None:
    """A whole number as written, of few digits; None for anything else."""
    return int(node.text) if isinstance(node, S.Number) and node.text.isdecimal() and len(node.text) < 6 else None
