"""A line of a derivation as it is measured: both sides without what is only assumed, its world, its free values."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.judging.derivation import Step
from derivations.language import words as lg
from derivations.language.facts import Fact, Free
from numerics.interpreter.given import with_facts
from numerics.interpreter.setting import POINTS, Setting
from numerics.worlds.world import Unmeasurable, World, make_world

ABOUT_GAUSSIANS = (lg.Normal, lg.SquaredNorm, lg.MatrixName)


@dataclass(frozen=True)
class Line:
    """What is measured: both sides with the facts of the chapter put in, the relation, the kind, what is free."""

    left: Expr
    right: Expr
    relation: str = "="
    kind: str = "value"
    free: Free = field(default_factory=Free)

    @classmethod
    def of(cls, left: Expr, step: Step, facts: tuple[Fact, ...] = (), free: Free | None = None) -> Line:
        """The line of a step, given the expression above it. Raises Unmeasurable if the facts contradict each other."""
        left, right = map(_objective, with_facts([left, step.right], facts))
        return cls(left, right, step.relation, step.kind, free or Free())

    @property
    def speaks_of_worlds(self) -> bool:
        """Whether densities remain: otherwise the line is about written-out formulas, the same in every world."""
        return bool(self.left.atoms(lg.Density) | self.right.atoms(lg.Density))


def _objective(side: Expr) -> Expr:
    return side.objective if isinstance(side, lg.Minimum) else side


@lru_cache(maxsize=64)
def _world(name: str, seed: int, settings: tuple) -> World:
    """Lines of one shape share their world, with what it has computed."""
    return make_world(name, seed, **{key: dict(value) if key == "shapes" else value for key, value in settings})


def world_for(line: Line, name: str, seed: int, variation: int = 0) -> World:
    """The world of that name in the shape the line needs: variables that are used as numbers have dimension one."""
    if name == "finite":
        if line.left.atoms(*ABOUT_GAUSSIANS) or line.right.atoms(*ABOUT_GAUSSIANS):
            raise Unmeasurable("the finite world has tables only, and the line is about Gaussian densities")
        return _world(name, seed, (("roles", _roles(line, ("x", "z"))), ("variation", variation)))
    numbers = _numbers(line.left) | _numbers(line.right)
    if name == "trained":
        if variation or numbers:
            raise Unmeasurable("the trained world is one model, and its x and z are no numbers")
        return _world(name, seed, ())
    shapes = {"x": 3, "z": 2} if name == "linear_gaussian" else {"x": 2, "z": 1}
    for variable in numbers:
        if variable.dimension is None and (variable.role in shapes or name == "linear_gaussian"):
            shapes[variable.role] = 1
    if name == "linear_gaussian":
        shapes |= {r: 1 for r in _roles(line, tuple(shapes)) if r not in shapes}
    return _world(name, seed, (("shapes", tuple(shapes.items())), ("variation", variation)))


def _roles(line: Line, always: tuple[str, ...]) -> tuple[str, ...]:
    found = {
        r
        for side in (line.left, line.right)
        for d in side.atoms(lg.Density)
        for r, _ in (*d.target_slots, *d.given_slots)
    }
    return (*always, *sorted(found - set(always)))


def _numbers(expr: Expr) -> set[lg.RandomVariable]:
    """Random variables that stand outside the slots of a density, as numbers."""
    if isinstance(expr, lg.Density):  # a draw by number, z_j in the slot z, is a number too
        slots = [(r, v) for r, v in (*expr.target_slots, *expr.given_slots) if isinstance(v, lg.Component)]
        return {lg.RandomVariable(r) for r, v in slots if v.role != r}
    if isinstance(expr, lg.RandomVariable):
        return {expr}
    if isinstance(expr, lg.Integral):
        return _numbers(expr.body)
    if isinstance(expr, lg.MutualInformation):
        return set()
    return set().union(*(_numbers(a) for a in expr.args))


def setting_for(line: Line, world: World, seed: int, variation: int = 0) -> Setting:
    """Random values of all that is free in the line; one point if nothing is."""
    free = line.left.free_symbols | line.right.free_symbols
    applied = line.left.atoms(AppliedUndef) | line.right.atoms(AppliedUndef)
    points = POINTS if free or applied else 1

    def varies(name: str) -> bool:
        functions = {a.func.__name__ for a in applied}
        if name in functions:
            return line.free.functions is None or name in line.free.functions
        return name in line.free.symbols

    setting = Setting(world, seed, points, variation, varies)
    setting.study(line.left, line.right)
    return setting
