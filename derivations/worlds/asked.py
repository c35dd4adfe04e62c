"""What a person must know of a world to check one statement by hand: only what its two sides ask for.

    asked(world, (left, right))    {"p(z|x=1)": "1/3, 2/3", "mu(2)": "1", ...}, in reading order

Of a table only the densities that stand in the statement, at the points where its free variables stand; of a Gaussian
letter the factors that these come from; of a function its values at the places that were asked for. A vector of one
component is a number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import product

from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.worlds.collecting import letter_of
from derivations.worlds.finite.tables import FiniteWorld
from derivations.worlds.gaussian.densities import GaussianWorld
from derivations.worlds.world import World, axis_name, letter_name, listed

_NUMBER = re.compile(r"(?<![A-Za-z_\d.])\d+(?:\.\d+)?(?:/\d+)?")
_FIRST_OF_ONE = re.compile(r"_1(?=\(|$)")


def asked(world: World, expressions: Iterable[Expr]) -> dict[str, str]:
    """Names with values, as text. Only what was evaluated in this world is known to have been asked for."""
    expressions = tuple(expressions)
    details = world.describe()
    found = dict(_tables(world, expressions) if isinstance(world, FiniteWorld) else _factors(world, expressions))
    counted = _counted(world, expressions)
    for name, value in details["at"].items():
        if world.standing_role(name) in counted or not any(f"{name}=" in shown for shown in found):
            found[name] = listed(_unwrapped(value))
    names = {name: value for group in ("functions", "symbols") for name, value in details[group].items()}
    plain = {name for name in world.vocabulary.dimensions if names.get(name) == "1"}  # vectors of one entry: numbers
    for name in (name for name in names if name not in plain):
        found[_short(world, name)] = _plainly(listed(_unwrapped(names[name])), False)
    return found or dict.fromkeys(sorted(plain), "1")


def numbers_to_read(shown: Iterable[str]) -> int:
    """How many numbers stand in texts: what a person has to copy.

    >>> numbers_to_read(["1/3, 2/3", "N(z, 1)", "x_1"])
    3
    """
    return sum(len(_NUMBER.findall(text)) for text in shown)


def _counted(world: World, expressions: tuple[Expr, ...]) -> set[str]:
    """The roles whose values stand in the arithmetic or in functions, and those that no density is of."""
    used = {role for roles in world.vocabulary.letters.values() for role in roles}
    free = {v.role for e in expressions for v in e.free_symbols if isinstance(v, L.RandomVariable)}
    everything = (*expressions, *(f.formula for f in world.vocabulary.facts))
    inside = {v.role for e in everything for f in e.atoms(AppliedUndef) for v in f.atoms(L.RandomVariable)}
    return world.vocabulary.counted | inside | (free - used)


def _unwrapped(value):
    """A list of one thing is that thing."""
    if isinstance(value, list):
        return _unwrapped(value[0]) if len(value) == 1 else [_unwrapped(v) for v in value]
    return value


def _short(world: World, name: str) -> str:
    """mu_1([2]) is mu(2) where vectors have one component."""
    name = re.sub(r"\[([^\[\],]*)\]", r"\1", name)
    return _FIRST_OF_ONE.sub("", name, count=1) if world.pools.sizes == (1,) else name


# -- tables --------------------------------------------------------------------------------------------------------


def _tables(world: FiniteWorld, expressions: tuple[Expr, ...]) -> Iterator[tuple[str, str]]:
    densities = sorted({d for e in expressions for d in e.atoms(L.Density)}, key=str)
    wanted = list(dict.fromkeys(entry for d in densities for entry in _entries(world, d)))
    shown = [entry for letter in dict.fromkeys(e[0] for e in wanted) for entry in _fewest(world, letter, wanted)]
    across = dict.fromkeys(axis for _, targets, _, _ in shown for axis in targets)
    standing = {a for v in world.points for a in world.axes_of(world.standing_role(v))}
    named = standing | {axis for _, _, givens, _ in shown for axis in givens}
    counted = _counted(world, expressions)
    for axis in across:
        if axis in named or axis[0] in counted:
            yield f"{_axis(world, axis)} ∈", ", ".join(map(str, world.values[axis]))
    for letter, targets, givens, at in shown:
        table = world.conditional(letter, targets, givens)
        for places in _places(world, givens, at):
            conditions = [f"{_axis(world, a)}={world.values[a][k]}" for a, k in zip(givens, places, strict=True)]
            name = f"{letter_name(letter)}({','.join(_axis(world, a) for a in targets)}"
            yield f"{name}{'|' + ','.join(conditions) if conditions else ''})", _cells(world, table, targets, places)


def _fewest(world: FiniteWorld, letter, wanted: list[tuple]) -> list[tuple]:
    """The densities of a letter that are wanted, or their joint table where that has no more numbers."""
    own = [entry for entry in wanted if entry[0] == letter]
    axes = tuple(a for a in world.tables[letter][0] if any(a in (*targets, *givens) for _, targets, givens, _ in own))
    joint = (letter, axes, (), None)
    return [joint] if sum(_count(world, entry) for entry in own) >= _count(world, joint) else own


def _count(world: FiniteWorld, entry: tuple) -> int:
    _, targets, givens, at = entry
    return math.prod(len(world.values[a]) for a in targets) * len(list(_places(world, givens, at)))


def _places(world: FiniteWorld, givens, at) -> Iterable[tuple[int, ...]]:
    return [at] if at is not None else product(*(range(len(world.values[a])) for a in givens))


def _entries(world: FiniteWorld, d: L.Density) -> Iterator[tuple]:
    """(letter, target axes, given axes, the given cell or None for all of them) of a density in the statement."""
    letter = letter_of(d)
    parts = [tuple(a for role, _ in slots for a in world.axes(world.stands_for(role)))
             for slots in (d.target_slots, d.given_slots)]  # fmt: skip
    if letter not in world.tables or not set((*parts[0], *parts[1])) <= set(world.tables[letter][0]):
        return
    if set(parts[0]) & set(parts[1]):  # p(x_t|x_{t-1}): of which members is told where it stands, so all are shown
        yield letter, tuple(dict.fromkeys((*parts[0], *parts[1]))), (), None
        return
    standing = [v for _, v in d.given_slots]
    fixed = all(isinstance(v, L.RandomVariable) and v.name in world.points for v in standing)
    at = tuple(k for v in standing for k in world.points[v.name]) if standing and fixed else None
    yield letter, *parts, at


def _cells(world: FiniteWorld, table: dict, targets, places: tuple[int, ...], start=()) -> str:
    sizes = [len(world.values[a]) for a in targets]
    if len(start) == len(sizes):
        return str(table[(*start, *places)])
    inner = [_cells(world, table, targets, places, (*start, k)) for k in range(sizes[len(start)])]
    return ", ".join(inner) if len(start) + 1 == len(sizes) else "; ".join(inner)


def _axis(world: World, axis) -> str:
    return axis[0] if len(world.axes(axis[0])) == 1 else axis_name(axis)


# -- Gaussian factors ----------------------------------------------------------------------------------------------


def _factors(world: GaussianWorld, expressions: tuple[Expr, ...]) -> Iterator[tuple[str, str]]:
    alone = world.pools.sizes == (1,)
    for d in sorted({d for e in expressions for d in e.atoms(L.Density)}, key=str):
        parts = [{a for role, _ in slots for a in world.axes_of(role)} for slots in (d.target_slots, d.given_slots)]
        for factor in world.behind(letter_of(d), *parts):
            if not factor.given:
                name, _, law = factor.text.partition(" ~ ")
                yield tuple(_plainly(part, alone) for part in (name, law))


def _plainly(text: str, alone: bool) -> str:
    """`0 + 1 x` is x, `1/2 + -1 x` is 1/2 - x; x_1 is x where vectors have one component."""
    text = re.sub(r"(?<![\w/])0 \+ ", "", text)
    text = re.sub(r"(?<![\w/])1 (?=[A-Za-z])", "", text).replace("+ -", "- ")
    return re.sub(r"\b([A-Za-z]+)_1\b", r"\1", text) if alone else text
