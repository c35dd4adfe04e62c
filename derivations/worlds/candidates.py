"""Two candidates for a minimum that the sides of a statement order otherwise: the 2x2 table of both objectives.

Where both are quadratic in a number that is optimised, all else held, the candidates are where they have their least
(or greatest) values.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from derivations.numbers import exact_numbers as X
from derivations.numbers.exact_text import text
from derivations.worlds.asked import asked
from derivations.worlds.outcomes import Refuted, described
from derivations.worlds.sides import IN_A_MESSAGE, SILENCING, Sides
from derivations.worlds.smallest import reading
from derivations.worlds.vocabulary import Vocabulary
from derivations.worlds.world import Freedom, World

POINTS = tuple(map(Fraction, (-2, -1, 0, 1, 2, 3)))


def ordered(
    one: World, two: World, sides: Sides, best: tuple[str, str] = ("", ""), told: bool = True
) -> Refuted | None:
    """The refutation by two worlds, if the sides order them differently. `best`: what one of the two is to a side;
    `told`: whether anybody is to be told of them."""
    each = [w.settled(lambda w=w: [side(w.exact, {}) * sides.told for side in sides.run]) for w in (one, two)]
    values = list(zip(*each, strict=True))
    orders = [X.compare_numbers(*pair) for pair in values]
    if orders[0] == orders[1]:
        return None
    if not told:
        return Refuted(one.kind)
    texts = [[text(v) for v in pair] for pair in values]
    shown = [asked(w, sides.expressions) for w in (one, two)]
    details = {
        "kind": one.kind, "first": one.describe(), "second": two.describe(), "left": texts[0], "right": texts[1],
        "asked": candidates(*shown), "best": list(best),
    }  # fmt: skip
    signs = {-1: "<", 0: "=", 1: ">"}
    lines = [
        f"{side}: {said and said + ', '}{text(one, IN_A_MESSAGE)} {signs[order]} {text(other, IN_A_MESSAGE)}"
        for side, said, (one, other), order in zip(("left", "right"), best, values, orders, strict=True)
    ]
    description = f"{described(details)}; {'; '.join(lines)}"
    return Refuted(one.kind, " ".join(texts[0]), " ".join(texts[1]), description, details)


def candidates(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    """What two worlds share, once, and then where they differ: candidate A and candidate B."""
    shared = {name: value for name, value in first.items() if second.get(name) == value}
    return {
        **shared,
        **{f"A: {name}": value for name, value in first.items() if name not in shared},
        **{f"B: {name}": value for name, value in second.items() if name not in shared},
    }


# -- where the optima lie ------------------------------------------------------------------------------------------


class Optimum(NamedTuple):
    """Where a quadratic turns, and whether that is its least value."""

    at: Fraction
    least: bool

    def said(self, candidate: str) -> str:
        return f"{'least' if self.least else 'greatest'} at {candidate}"


def at_their_optima(one: World, vocabulary: Vocabulary, freedom: Freedom, sides: Sides, found: Refuted) -> Refuted:
    """The refutation by the places where the sides are least (or greatest) in a number that is optimised, if they are
    quadratic in one, and if these are no harder to read than the candidates that were found."""
    for key in numbers_optimised(one, freedom):
        try:
            optima = [_turning(values) for values in zip(*_profile(one, vocabulary, freedom, sides, key), strict=True)]
            if None in optima or optima[0] == optima[1]:
                continue
            left, right = optima
            other = right.at if right.at != left.at else left.at + 1
            pair = [_made(one, vocabulary, freedom, key, t) for t in (left.at, other)]
            again = ordered(*pair, sides, (left.said("A"), right.said("B" if right.at != left.at else "A")))
        except SILENCING:
            continue
        if again is not None and reading(again)[0] <= reading(found)[0]:
            return again
    return found


def numbers_optimised(world: World, freedom: Freedom) -> Iterator[tuple]:
    """The real numbers that were asked for and are free to take any value: (kind, name, arguments, component)."""
    told = world.vocabulary
    for name, arguments, j in world.functions:
        fixed = name in told.weights or told.functions.get(name) or name in getattr(world, "affine", ())
        if freedom.varies("function", name) and not fixed:
            yield "function", name, arguments, j
    for name, j in world.symbols:
        plain = name not in (*told.vectors, *told.indices, *world.sizes) or j is not None
        if freedom.varies("symbol", name) and plain and not set(told.symbols.get(name, ())) & BOUNDED:
            yield "symbol", name, (), j


BOUNDED = {"positive", "nonnegative", "negative", "integer"}


def _made(one: World, vocabulary: Vocabulary, freedom: Freedom, key: tuple, t: Fraction) -> World:
    """The same world with another value of one number."""
    return type(one)(vocabulary, one.seed, one.variation, freedom, sibling=one, pools=one.pools, chosen={key: t})


def _profile(one: World, vocabulary: Vocabulary, freedom: Freedom, sides: Sides, key: tuple) -> Iterator[list]:
    for t in POINTS:
        world = _made(one, vocabulary, freedom, key, t)
        yield world.settled(lambda world=world: [side(world.exact, {}) * sides.told for side in sides.run])


def _turning(values: tuple) -> Optimum | None:
    """Where a quadratic through POINTS turns; None for what is none, or turns at no fraction."""
    before, here, after = values[1:4]
    bend, slope = (before + after - 2 * here) / 2, (after - before) / 2
    if not X.compare_numbers(bend, 0):
        return None
    if any(X.compare_numbers(v, bend * t * t + slope * t + here) for t, v in zip(POINTS, values, strict=True)):
        return None
    at = slope / bend * Fraction(-1, 2)
    return Optimum(at, X.compare_numbers(bend, 0) > 0) if isinstance(at, Fraction) else None
