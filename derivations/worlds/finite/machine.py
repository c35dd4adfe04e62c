"""The arithmetic of a finite world: densities are looked up in its tables, integrals are sums over their cells."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING

from derivations.language import words as L
from derivations.numbers.arrays import Matrix, Vector
from derivations.numbers.budget import spend
from derivations.worlds.arithmetic import Arithmetic, Floating
from derivations.worlds.evaluation.evaluator import CannotSpeak, whole
from derivations.worlds.world import Axis

if TYPE_CHECKING:
    from derivations.worlds.finite.tables import FiniteWorld

OF_A_POINT = 4  # steps of work for each point of what is summed over
OF_A_DENSITY = 8  # its cell is looked for variable by variable


class FiniteMachine(Arithmetic):
    """The evaluator's arithmetic in a finite world, exact."""

    lebesgue = False

    def __init__(self, world: FiniteWorld):
        self.world = world
        self.symbols: dict = {}
        self.functions: dict = {}
        self._numbers: dict = {}

    def forget(self) -> None:
        """What was looked up is looked up again, and so known to have been asked for."""
        self.symbols.clear()
        self.functions.clear()

    @property
    def exact(self) -> FiniteMachine:
        return self.world.exact

    def converted(self, value):
        return value

    def symbol(self, name: str, j: int | None = None):
        key = (name, j)
        if key not in self.symbols:
            self.symbols[key] = self.converted(self.world.symbol(name, j))
        return self.symbols[key]

    def matrix(self, name: str):
        if name not in self.symbols:
            matrix = self.world.matrix(name)
            self.symbols[name] = Matrix(tuple(map(self.converted, row)) for row in matrix)
        return self.symbols[name]

    def function(self, name, arguments, j):
        key = (name, arguments, j)
        found = self.functions.get(key)  # its arguments are fractions, which are hashed slowly
        if found is None:
            found = self.functions[key] = self.converted(self.world.function(name, arguments, j))
        return found

    def number(self, axis: Axis, index: int):
        """The rational that a value of a variable stands for."""
        key = (axis, index)
        if key not in self._numbers:
            self._numbers[key] = self.converted(self.world.values[axis][index])
        return self._numbers[key]

    def variable(self, v: L.RandomVariable, env: dict):
        numbers = (self.number(a, i) for a, i in zip(self.world.axes(v.role), self.point(v, env), strict=True))
        return Vector(numbers) if v.role in self.world.vocabulary.vector_roles else next(numbers)

    def component(self, v: L.RandomVariable, j: int, env: dict):
        return self.number((v.role, j), self.point_of_component(v, j, env))

    def density(self, letter, targets, givens, env):
        spend(OF_A_DENSITY)
        parts: tuple[list, list] = ([], [])
        cell: list[int] = []
        aliases = self.world.vocabulary.aliases
        for axes, slots in zip(parts, (targets, givens), strict=True):
            for role, variable, index, _ in slots:
                if variable is None or aliases.get(variable.role, variable.role) != role:
                    raise CannotSpeak(f"a density taken at an expression in place of {role} has no finite table")
                if index is None:
                    axes.extend(self.world.axes(role))
                    cell.extend(self.point(variable, env))
                else:
                    j = whole(index(self, env))
                    axes.append(self.world.slot_axis(role, variable.role, j))
                    cell.append(self.point_of_component(variable, j, env))
        if len({*parts[0], *parts[1]}) < len(cell):
            raise CannotSpeak("one component stands twice in a density")
        return self.world.conditional(letter, tuple(parts[0]), tuple(parts[1]), self.floating)[tuple(cell)]

    def point(self, v: L.RandomVariable, env: dict) -> tuple[int, ...]:
        """The place of a whole variable: one index for each of its axes."""
        if v.role not in self.world.vocabulary.vector_roles:
            here = env.get(v)
            return self.world.point(v) if here is None else here
        return tuple(self.point_of_component(v, a[1], env) for a in self.world.axes(v.role))

    def point_of_component(self, v: L.RandomVariable, j: int, env: dict) -> int:
        self.world.component_axis(v.role, j)
        here = env.get((v, j))
        if here is not None:
            return here[0]
        whole_vector = env.get(v)
        return (self.world.point(v) if whole_vector is None else whole_vector)[j - 1]

    def normal(self, value, mean, variance):
        raise CannotSpeak("a Gaussian density has no finite table")

    def draw(self, names, rng) -> dict:
        """One point of some bound variables, each as likely as any other."""
        return rng.choice(self.support(names, {}))

    def shown(self, point: dict):
        """A point as text."""
        texts = []
        for key, cell in point.items():
            variable, j = key if isinstance(key, tuple) else (key, None)
            axes = self.world.axes(variable.role) if j is None else ((variable.role, j),)
            texts += [str(self.world.values[a][i]) for a, i in zip(axes, cell, strict=True)]
        return texts[0] if len(texts) == 1 else texts

    def support(self, names, env) -> list[dict]:
        """All points of some bound variables, each as what it adds to the environment."""
        ranges = []
        for variable, index in names:
            j = None if index is None else whole(index(self, env))
            axes = self.world.axes(variable.role) if j is None else (self.world.component_axis(variable.role, j),)
            key = variable if j is None else (variable, j)
            ranges.append([(key, cell) for cell in self.world.cells(axes)])
        spend(OF_A_POINT * math.prod(map(len, ranges)))
        return [dict(choice) for choice in product(*ranges)]

    def integrate(self, names, body, env):
        whole_vectors = [v for v, index in names if index is None and v.role in self.world.vocabulary.vector_roles]
        if whole_vectors:
            env = {k: x for k, x in env.items() if not (isinstance(k, tuple) and k[0] in whole_vectors)}
        total = 0
        points = self.support(names, env)
        self.work(len(points))
        for point in points:
            total = total + body({**env, **point})
        return total


class FiniteFloats(Floating, FiniteMachine):
    """The same in floating point."""

    def converted(self, value):
        return value.map(float) if isinstance(value, Vector) else float(value)
