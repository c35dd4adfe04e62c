"""A statement put into exact worlds: refuted by one in which its sides differ, with the world and both exact values.

    compare(left, right, facts, relation)    equal, <=, >=, or "~": right is an unbiased estimator of left

Finite worlds come first; floating point skips the exact evaluation where the sides agree. A world that cannot speak
of the statement is passed over, with its reason.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from functools import partial

from sympy import Expr, sympify

from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.numbers import exact_numbers as X
from derivations.numbers.budget import spend
from derivations.numbers.exact_text import text
from derivations.worlds.asked import asked
from derivations.worlds.evaluation.averages import draw_key, random_averages
from derivations.worlds.evaluation.evaluator import CannotSpeak, charge, evaluator, whole
from derivations.worlds.evaluation.measures import binders
from derivations.worlds.finite.tables import FiniteWorld, finite_world
from derivations.worlds.gaussian.densities import GaussianWorld, gaussian_world
from derivations.worlds.outcomes import Outcome, Place, Refuted, Search, Silent, described
from derivations.worlds.sides import IN_A_MESSAGE, SILENCING, Sides, flat, margin, order
from derivations.worlds.smallest import at_place, smallest
from derivations.worlds.vocabulary import Vocabulary, study
from derivations.worlds.world import World, listed
from derivations.worlds.written.sides import with_sums

FINITE_WORLDS, GAUSSIAN_WORLDS, QUICK = 10, 4, (3, 1)
OF_A_NODE = 30  # steps of work: what each node of a line costs in a world, beside the terms it goes through
TINY = 1e-9  # numbers so small, as densities far out, are compared exactly: rounding tells nothing of them
MOST_SILENT = 3  # worlds of a kind, after which it is given up
VIOLATED = {"=": (-1, 1), "~": (-1, 1), "<=": (1,), ">=": (-1,), "<": (0, 1), ">": (-1, 0)}


def compare(
    left: Expr, right: Expr, facts: Sequence[Fact] = (), relation: str = "=", *,
    finite: int = FINITE_WORLDS, gaussian: int = GAUSSIAN_WORLDS, seed: int = 0, quick: bool = False,
    place: Place | None = None,
) -> Outcome:  # fmt: skip
    """Whether `left relation right` is false in some exact world.

    Free variables, symbols and functions get random values: the sides are compared as functions. With "~" a sample
    average stands for its expectation over the draws (exactly, inside a log too). With "=" between two sides that
    average over the same draws they are compared draw by draw, otherwise in expectation.
    `quick` tries a few worlds only; of those that refute it takes the first, undescribed. The work in each is
    counted (Arithmetic.work): no clock decides anything. `place` is where a small world that refutes was found
    before: it is asked first, and where it refutes no more, or never did, everything is searched for.
    """
    left, right, search = sympify(left), sympify(right), Search()
    if quick:
        finite, gaussian = QUICK
    try:
        sides = Sides.of(left, right)
        vocabulary = study((left, right), facts)
    except CannotSpeak as error:
        return Silent((str(error),))
    draws = () if relation == "~" else _shared_draws(left, right)
    again, makers = partial(_again, vocabulary, sides, relation, draws), _makers(finite, gaussian)
    known = at_place(place, again, makers)
    if known is not None:
        return known.in_full()
    for world in _worlds(vocabulary, finite, gaussian, seed, search):
        try:
            found = _compare_in(world, sides, relation, draws, search, told=not quick)
        except SILENCING as error:
            search.silenced(error)
            continue
        search.tried[world.kind] += 1
        if found is not None:
            return found if quick else smallest(found, again, makers).in_full()
    return search.outcome()


def _makers(finite: int, gaussian: int) -> list[type[World]]:
    """The kinds of world that were asked for."""
    return [make for make, number in ((FiniteWorld, finite), (GaussianWorld, gaussian)) if number]


def _again(vocabulary: Vocabulary, sides, relation: str, draws, make, seed: int) -> Refuted | bool | None:
    """The statement in one more world: refuted, not refuted, or not spoken of (see smallest.py)."""
    try:
        return _compare_in(make(vocabulary, seed), sides, relation, draws, Search()) or False
    except SILENCING:
        return None


def _worlds(vocabulary: Vocabulary, finite: int, gaussian: int, seed: int, search: Search) -> Iterator[World]:
    """Worlds of each kind, so many that speak or were tried; one that stays silent in its first three is given up."""
    for make, number, kind in ((finite_world, finite, "finite"), (gaussian_world, gaussian, "gaussian")):
        for k in range(max(number, MOST_SILENT) if number else 0):
            if (k >= MOST_SILENT and not search.tried[kind]) or (k >= number and search.tried[kind]):
                break
            try:
                yield make(vocabulary, seed + k).unasked()
            except SILENCING as error:
                search.silenced(error)


def _shared_draws(left: Expr, right: Expr) -> tuple[L.SampleAverage, ...]:
    """The averages of both sides, if both average over the same draws."""
    one, two = ({draw_key(a): a for a in random_averages(side)} for side in (left, right))
    return tuple(one.values()) if one and one.keys() == two.keys() else ()


def _drawn(world: World, draws) -> dict:
    """One random outcome of the draws, as an environment."""
    env = {}
    for average in draws:
        rng = random.Random(f"{world.seed} {average.density}")
        count = whole(evaluator(average.count)(world.exact, {}))
        charge(world.exact, count)
        env[draw_key(average)] = [world.exact.draw(binders(average.bound_symbols), rng) for _ in range(count)]
    return env


def _compare_in(world: World, sides: Sides, relation: str, draws, search: Search, told: bool = True) -> Refuted | None:
    spend(OF_A_NODE * sides.size)
    env = _drawn(world, draws)
    looks = world.settled(lambda: [flat(side(world.floats, env)) for side in sides.run])
    if len(looks[0]) != len(looks[1]):
        raise CannotSpeak("the sides are of different shape")
    pairs = [(float(a), float(b)) for a, b in zip(*looks, strict=True)]
    if any(a != a or b != b for a, b in pairs):
        raise CannotSpeak("an infinite quantity minus another")
    if any(math.isinf(n) for pair in pairs for n in pair):  # a division by zero as often as a divergence
        raise CannotSpeak("a side that is infinite in this world")
    margins = [margin(a, b) for a, b in pairs]
    suspect = any(
        order(a, b, m) in VIOLATED[relation] or 0 < max(abs(a), abs(b)) < TINY
        for (a, b), m in zip(pairs, margins, strict=True)
    )
    search.gap = max(search.gap, *margins)
    if not suspect:
        return None
    values = world.settled(lambda: [flat(side(world.exact, env)) for side in sides.run])
    for a, b in zip(*values, strict=True):
        found = X.compare_numbers(a, b)
        if found in VIOLATED[relation] and (found or a == b):
            return _refutation(world, sides, a, b, env) if told else Refuted(world.kind)
    return None


def _refutation(world: World, sides: Sides, a, b, env: dict) -> Refuted:
    left, right = text(a), text(b)
    details = {**world.describe(), "asked": asked(world, sides.expressions)}
    for key, points in env.items():
        details["draws"] = {str(key[1]): [world.exact.shown(p) for p in points]}
        details["asked"] |= {f"draws from {name}": listed(drawn) for name, drawn in details["draws"].items()}
    fuller = partial(with_sums, world, sides.expressions, env)
    description = f"{described(details)}; left = {text(a, IN_A_MESSAGE)}, right = {text(b, IN_A_MESSAGE)}"
    return Refuted(world.kind, left, right, description, {**details, "left": left, "right": right}, fuller)
