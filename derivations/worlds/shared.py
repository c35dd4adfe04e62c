"""Many statements looked at in the same few worlds: each expression is evaluated once in each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sympy import Expr

from derivations.language.facts import Fact
from derivations.worlds.counterexample import VIOLATED, Search, compare
from derivations.worlds.evaluation.averages import random_averages
from derivations.worlds.evaluation.evaluator import evaluator
from derivations.worlds.finite.tables import finite_world
from derivations.worlds.gaussian.densities import gaussian_world
from derivations.worlds.outcomes import Agrees, Outcome
from derivations.worlds.sides import SILENCING, flat, margin, order
from derivations.worlds.vocabulary import study
from derivations.worlds.world import World

FEW = ((finite_world, 0), (finite_world, 1), (gaussian_world, 0))
ENOUGH = 2  # worlds that speak of a statement


def comparing(expressions: Sequence[Expr], facts: Sequence[Fact]) -> Callable[[Expr, str, Expr], Outcome]:
    """A look at statements between these expressions; one that seems false is looked at again by itself, exactly."""
    worlds: dict[int, World | None] = {}
    studied: list = []
    values: dict[tuple[int, Expr], list[float] | None] = {}

    def opened(place: int) -> World | None:
        """The world of that place, or None where it cannot be made for these expressions."""
        if place not in worlds:
            make, seed = FEW[place]
            try:
                if not studied:
                    studied.append(study(tuple(dict.fromkeys(expressions)), facts))
                worlds[place] = make(studied[0], seed).unasked()
            except SILENCING:
                worlds[place] = None
        return worlds[place]

    def value(place: int, e: Expr) -> list[float] | None:
        """The numbers of an expression in a world; None where that world cannot speak of it."""
        if (place, e) not in values:
            world = opened(place)
            try:
                asked = evaluator(e)
                values[place, e] = [float(v) for v in flat(world.settled(lambda: asked(world.floats, {})))]
            except SILENCING:
                values[place, e] = None
        return values[place, e]

    def look(left: Expr, relation: str, right: Expr) -> Outcome:
        if relation == "~" or random_averages(left) or random_averages(right):
            return compare(left, right, facts, relation, quick=True)
        search = Search()
        for place in range(len(FEW)):
            if opened(place) is None:
                continue
            one, two = value(place, left), value(place, right)
            if one is None or two is None or len(one) != len(two) or any(v != v for v in (*one, *two)):
                continue
            gaps = [margin(a, b) for a, b in zip(one, two, strict=True)]
            if any(order(a, b, m) in VIOLATED[relation] for a, b, m in zip(one, two, gaps, strict=True)):
                return compare(left, right, facts, relation)
            search.tried[worlds[place].kind] += 1
            search.gap = max(search.gap, *gaps)
            if sum(search.tried.values()) == ENOUGH:
                break
        if search.tried:
            return Agrees(sum(search.tried.values()), tuple(search.tried.items()), search.gap)
        return compare(left, right, facts, relation, quick=True)

    return look
