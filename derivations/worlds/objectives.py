"""Whether two objectives have the same minimisers: two worlds that share all that is fixed and that they order
otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from sympy import Expr, sympify

from derivations.language import words as L
from derivations.language.facts import Fact, Free
from derivations.worlds.candidates import at_their_optima, ordered
from derivations.worlds.evaluation.evaluator import CannotSpeak
from derivations.worlds.finite.tables import FiniteWorld, finite_world
from derivations.worlds.gaussian.densities import GaussianWorld, gaussian_world
from derivations.worlds.outcomes import Outcome, Place, Refuted, Search, Silent
from derivations.worlds.sides import SILENCING, Sides, margin, order
from derivations.worlds.smallest import at_place, smallest
from derivations.worlds.vocabulary import study
from derivations.worlds.world import Freedom, World

FAMILIES, SIBLINGS, QUICK_SIBLINGS = 3, 12, 3


def compare_objectives(
    left: Expr, right: Expr, free: Free | None = None, facts: Sequence[Fact] = (), *,
    seed: int = 0, families: int | None = None, place: Place | None = None,
) -> Outcome:  # fmt: skip
    """Whether two objectives order some two worlds differently, the worlds sharing all that is fixed.

    `free` says what is optimised: `densities` and `functions` by name (None: all of them),
    `symbols` by name, and `fixed`, the densities that are given. Everything else, free variables included, is the
    same throughout a family of worlds. If left is a strictly increasing function of right no family can refute.
    A sample average stands for its expectation. With `families` it is a quick look: what refutes is not described.
    `place` is where a small family was found before (see `compare`).
    """
    left, right = (e.objective if isinstance(e, L.Minimum) else e for e in map(sympify, (left, right)))
    search = Search()
    try:
        sides = Sides.of(left, right)._replace(told=-1 if free and free.maximised else 1)
        vocabulary = study((left, right, *(free.fixed if free else ())), facts)
    except CannotSpeak as error:
        return Silent((str(error),))
    freedom, makers = _freedom(free), (FiniteWorld, GaussianWorld)
    again = partial(_family_again, vocabulary, freedom, sides, SIBLINGS)
    known = at_place(place, again, makers)
    if known is not None:
        return known.in_full()
    for make, kind in ((finite_world, "finite"), (gaussian_world, "gaussian")):
        if families is not None and search.tried:
            break  # one kind of world is enough for a quick look
        most, siblings = (FAMILIES, SIBLINGS) if families is None else (families, QUICK_SIBLINGS)
        for k in range(most if kind == "finite" or not search.tried["finite"] else 1):
            if k >= 2 and not search.tried[kind]:
                break
            found = _compare_family(make, vocabulary, freedom, sides, seed + k, siblings, search, families is None)
            if found is not None:
                return found if families is not None else smallest(found, again, makers).in_full()
    return search.outcome()


def _family_again(vocabulary, freedom, sides: Sides, siblings: int, make, seed: int) -> Refuted | bool | None:
    """The objectives in one more family: as counterexample._again."""
    search = Search()
    found = _compare_family(make, vocabulary, freedom, sides, seed, siblings, search)
    return found or (False if search.tried else None)


def _freedom(free: Free | None) -> Freedom:
    if free is None:
        return Freedom()
    return Freedom(tuple(free.fixed), free.densities, free.functions, frozenset(free.symbols | free.parameters))


def _compare_family(
    make, vocabulary, freedom, sides, seed, siblings, search: Search, told: bool = True
) -> Refuted | None:
    """Siblings one after the other, each against all before it."""
    family: list[tuple[World, float, float]] = []
    first = None
    for variation in range(siblings):
        if variation >= 3 and not family:
            break
        try:
            world = make(vocabulary, seed, variation, freedom, sibling=first).unasked()
            first = first or world
            a, b = world.settled(lambda world=world: [number(side(world.floats, {})) for side in sides.run])
        except SILENCING as error:
            search.silenced(error)
            continue
        if a != a or b != b or abs(a) == float("inf") or abs(b) == float("inf"):
            continue
        search.tried[world.kind] += 1
        search.gap = max(search.gap, margin(a, a), margin(b, b))
        for before in family:
            if _discordant(before[1:], (a, b)):
                found = ordered(before[0], world, sides, told=told)
                if found is not None:
                    return replace(found, fuller=partial(at_their_optima, before[0], vocabulary, freedom, sides))
        family.append((world, a, b))
    return None


def number(value) -> float:
    """An objective's value. Raises CannotSpeak for a vector, of which none is the least."""
    if isinstance(value, tuple):
        raise CannotSpeak("an objective that is no number")
    return float(value)


def _discordant(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return len({order(a, b, margin(a, b)) for a, b in zip(one, two, strict=True)}) > 1
