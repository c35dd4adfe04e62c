"""A statement put into exact worlds: refuted by one in which its sides differ, with the world and both exact values.

    compare(left, right, facts, relation)          equal, <=, >=, or "~": right is an unbiased estimator of left
    compare_objectives(left, right, free, facts)   min left = min right: worlds that order the two differently

Finite worlds come first; floating point skips the exact evaluation where the sides agree. A world that cannot speak
of the statement is passed over, with its reason.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from sympy import Expr, preorder_traversal, sympify

from derivations.language import words as L
from derivations.language.facts import Fact, Free
from derivations.numbers import exact_numbers as X
from derivations.numbers.budget import spend
from derivations.numbers.exact_text import text
from derivations.worlds.asked import asked
from derivations.worlds.evaluation.averages import draw_key, random_averages
from derivations.worlds.evaluation.evaluator import CannotSpeak, Evaluator, charge, evaluator, whole
from derivations.worlds.evaluation.measures import binders
from derivations.worlds.finite.tables import FiniteWorld, finite_world
from derivations.worlds.finite.written import written
from derivations.worlds.gaussian.densities import GaussianWorld, gaussian_world
from derivations.worlds.outcomes import Outcome, Refuted, Search, Silent, described
from derivations.worlds.smallest import smallest
from derivations.worlds.vocabulary import Vocabulary, study
from derivations.worlds.world import Freedom, World, listed

RELATIVE, ABSOLUTE = 1e-9, 1e-12
FINITE_WORLDS, GAUSSIAN_WORLDS, QUICK, QUICK_SIBLINGS = 10, 4, (3, 1), 3
OF_A_NODE = 30  # steps of work: what each node of a line costs in a world, beside the terms it goes through
TINY = 1e-9  # numbers so small, as densities far out, are compared exactly: rounding tells nothing of them
MOST_SILENT = 3  # worlds of a kind, after which it is given up
FAMILIES = {"finite": (3, 12), "gaussian": (3, 12)}
IN_A_MESSAGE = 26  # characters of an exact value; of a longer one the decimal is told
SILENCING = (CannotSpeak, ArithmeticError, ValueError, RecursionError)
VIOLATED = {"=": (-1, 1), "~": (-1, 1), "<=": (1,), ">=": (-1,), "<": (0, 1), ">": (-1, 0)}


class Sides(NamedTuple):
    """Both sides of a statement, as they stand and as what evaluates them in a world."""

    expressions: tuple[Expr, Expr]
    run: tuple[Evaluator, Evaluator]
    size: int  # nodes

    @classmethod
    def of(cls, left: Expr, right: Expr) -> Sides:
        """Raises CannotSpeak for what no world evaluates."""
        size = sum(1 for side in (left, right) for _ in preorder_traversal(side))
        return cls((left, right), (evaluator(left), evaluator(right)), size)


def compare(
    left: Expr, right: Expr, facts: Sequence[Fact] = (), relation: str = "=", *,
    finite: int = FINITE_WORLDS, gaussian: int = GAUSSIAN_WORLDS, seed: int = 0, quick: bool = False,
) -> Outcome:  # fmt: skip
    """Whether `left relation right` is false in some exact world.

    Free variables, symbols and functions get random values: the sides are compared as functions. With "~" a sample
    average stands for its expectation over the draws (exactly, inside a log too). With "=" between two sides that
    average over the same draws they are compared draw by draw, otherwise in expectation.
    `quick` tries a few worlds only; of those that refute it takes the first, undescribed. The work in each is
    counted (world.Arithmetic.work): no clock decides anything.
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
    for world in _worlds(vocabulary, finite, gaussian, seed, search):
        try:
            found = _compare_in(world, sides, relation, draws, search, told=not quick)
        except SILENCING as error:
            search.silenced(error)
            continue
        search.tried[world.kind] += 1
        if found is not None:
            again, makers = partial(_again, vocabulary, sides, relation, draws), _makers(finite, gaussian)
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


def flat(value) -> list:
    """A value as a list of numbers: vectors and matrices component by component."""
    return [n for part in value for n in flat(part)] if isinstance(value, tuple) else [value]


def margin(a: float, b: float) -> float:
    return RELATIVE * max((abs(v) for v in (a, b) if abs(v) != float("inf")), default=0.0) + ABSOLUTE


def order(a: float, b: float, margin: float) -> int:
    return 0 if a == b or abs(a - b) <= margin else (1 if a > b else -1)


def _refutation(world: World, sides: Sides, a, b, env: dict) -> Refuted:
    left, right = text(a), text(b)
    details = {**world.describe(), "asked": asked(world, sides.expressions)}
    for key, points in env.items():
        details["draws"] = {str(key[1]): [world.exact.shown(p) for p in points]}
        details["asked"] |= {f"draws from {name}": listed(drawn) for name, drawn in details["draws"].items()}
    description = f"{described(details)}; left = {text(a, IN_A_MESSAGE)}, right = {text(b, IN_A_MESSAGE)}"
    in_full = partial(written, world, sides.run, env)
    return Refuted(world.kind, left, right, description, {**details, "left": left, "right": right}, in_full)


# -- objectives ------------------------------------------------------------------------------------------------


def compare_objectives(
    left: Expr, right: Expr, free: Free | None = None, facts: Sequence[Fact] = (), *,
    seed: int = 0, families: int | None = None,
) -> Outcome:  # fmt: skip
    """Whether two objectives order some two worlds differently, the worlds sharing all that is fixed.

    `free` (certificates.Free) says what is optimised: `densities` and `functions` by name (None: all of them),
    `symbols` by name, and `fixed`, the densities that are given. Everything else, free variables included, is the
    same throughout a family of worlds. If left is a strictly increasing function of right no family can refute.
    A sample average stands for its expectation.
    """
    left, right = (e.objective if isinstance(e, L.Minimum) else e for e in map(sympify, (left, right)))
    search = Search()
    try:
        sides = Sides.of(left, right)
        vocabulary = study((left, right, *(free.fixed if free else ())), facts)
    except CannotSpeak as error:
        return Silent((str(error),))
    freedom = _freedom(free)
    for make, kind in ((finite_world, "finite"), (gaussian_world, "gaussian")):
        if families is not None and search.tried:
            break  # one kind of world is enough for a quick look
        most, siblings = FAMILIES[kind] if families is None else (families, QUICK_SIBLINGS)
        for k in range(most if kind == "finite" or not search.tried["finite"] else 1):
            if k >= 2 and not search.tried[kind]:
                break
            found = _compare_family(make, vocabulary, freedom, sides, seed + k, siblings, search)
            if found is not None:
                again = partial(_family_again, vocabulary, freedom, sides, siblings)
                return found if families is not None else smallest(found, again, (FiniteWorld, GaussianWorld))
    return search.outcome()


def _family_again(vocabulary, freedom, sides: Sides, siblings: int, make, seed: int) -> Refuted | bool | None:
    """The objectives in one more family: see `_again`."""
    search = Search()
    found = _compare_family(make, vocabulary, freedom, sides, seed, siblings, search)
    return found or (False if search.tried else None)


def _freedom(free: Free | None) -> Freedom:
    if free is None:
        return Freedom()
    return Freedom(tuple(free.fixed), free.densities, free.functions, frozenset(free.symbols | free.parameters))


def _compare_family(make, vocabulary, freedom, sides, seed, siblings, search: Search) -> Refuted | None:
    """Siblings one after the other, each against all before it."""
    family: list[tuple[World, float, float]] = []
    first = None
    for variation in range(siblings):
        if variation >= 3 and not family:
            break
        try:
            world = make(vocabulary, seed, variation, freedom, sibling=first).unasked()
            first = first or world
            a, b = world.settled(lambda world=world: [float(side(world.floats, {})) for side in sides.run])
        except SILENCING as error:
            search.silenced(error)
            continue
        if a != a or b != b or abs(a) == float("inf") or abs(b) == float("inf"):
            continue
        search.tried[world.kind] += 1
        search.gap = max(search.gap, margin(a, a), margin(b, b))
        for before in family:
            if _discordant(before[1:], (a, b)):
                found = _confirmed(before[0], world, sides)
                if found is not None:
                    return found
        family.append((world, a, b))
    return None


def _discordant(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return len({order(a, b, margin(a, b)) for a, b in zip(one, two, strict=True)}) > 1


def _confirmed(one: World, two: World, sides) -> Refuted | None:
    each = [w.settled(lambda w=w: [side(w.exact, {}) for side in sides.run]) for w in (one, two)]
    values = list(zip(*each, strict=True))
    orders = [X.compare_numbers(*pair) for pair in values]
    if orders[0] == orders[1]:
        return None
    texts = [[text(v) for v in pair] for pair in values]
    shown = [asked(w, sides.expressions) for w in (one, two)]
    details = {
        "kind": one.kind, "first": one.describe(), "second": two.describe(), "left": texts[0], "right": texts[1],
        "asked": candidates(*shown),
    }  # fmt: skip
    signs = {-1: "<", 0: "=", 1: ">"}
    lines = [
        f"{side}: {text(one, IN_A_MESSAGE)} {signs[order]} {text(other, IN_A_MESSAGE)}"
        for side, (one, other), order in zip(("left", "right"), values, orders, strict=True)
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
