"""A density right behind the logarithm of a fraction, where another is averaged over: it may stand under the logarithm.

So `E_q[\\log \\frac{q(z)}{p(x,z)} p(x)]`, `\\int q(z) \\log \\frac{q(z)}{p(x,z)} p(x) dz`; where nothing else is
averaged over, `\\sum_x \\log \\frac{p(x)}{q(x)} p(x)`, it is the weight.
"""

from __future__ import annotations

from derivations.judging.step import PROVED
from derivations.reading.document import Side
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.choices import point_of, reach
from derivations.reading.verdicts.judgement import Judgement


def doubt_reach(left: S.Node, right: S.Node, out) -> None:
    """Leaves a line open that fails where a logarithm ends at its fraction."""
    if out.verdict == "refuted" and any(map(reaches_on, (left, right))):
        out.doubt("how far the logarithm of a fraction reaches is not said")


def open_reaches(*sides: Side) -> tuple[str, ...]:
    """What is open of the reach of functions and sums in a step, as it is read first."""
    found = S.every(S.Ambiguous, *(side.tree for side in sides if side.read))
    return tuple(dict.fromkeys(f"{point_of(node)}: {reach(node, node.readings[0])}" for node in found))


def one_reach(judge, sides: tuple[Side, Side], out: Judgement) -> None:
    """Leaves a step open whose proof reads a product behind a function in another way than the step before it did."""
    for node in S.every(S.Ambiguous, *(side.tree for side in sides if side.read)):
        told = next((r for r in out.reading if r.startswith(point_of(node))), "")
        if out.verdict != PROVED or not told:
            continue
        reading, line = judge.reaches.setdefault(S.outline(node.readings[0]), (told, out.line))
        if reading != told:
            out.leave(f"line {line} is proved with another reach of the function before the product")
            return


def reaches_on(tree: S.Node) -> bool:
    """Whether such a logarithm stands in a tree."""
    averaged = [n for e in S.every(S.Expectation, tree) for n in S.every(S.Mul, e.body)]
    return any(behind(n, averaged) for n in S.every(S.Mul, tree))


def behind(product: S.Mul, averaged: list[S.Mul]) -> bool:
    """Whether a density follows a logarithm of a fraction in a product that is averaged over something else."""
    factors = product.factors
    places = [k for k, f in enumerate(factors[:-1]) if is_logarithm(f) and isinstance(factors[k + 1], S.Density)]
    weighted = places and any(isinstance(f, S.Density) for f in factors[: places[0]])
    return bool(places) and bool(weighted or any(product is one for one in averaged))


def is_logarithm(node: S.Node) -> bool:
    return isinstance(node, S.Apply) and node.function in ("log", "ln") and isinstance(node.arguments[0], S.Divide)
