"""Finite worlds: every letter one joint table of rational weights, every integral a sum, every number exact.

A world is made from a vocabulary and a seed. Tables have integer weights 1..10 over value sets of different sizes,
so that swapped roles show; each value of a variable is also a distinct rational, so that x^2 or a mean make sense.
A vector variable is a tuple of component variables. What is given (a factorisation, a shared marginal) is built into
the tables and then checked exactly; a density with a formula that no table can have (a Gaussian) cannot be spoken of.

A world whose `variation` differs shares with its siblings all that a minimisation holds fixed (see `Freedom`).
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import product

from sympy import Expr

from derivations.logic import language as L
from derivations.logic.arrays import Matrix, Vector
from derivations.logic.evaluation import CannotSpeak, bound, evaluator, whole
from derivations.logic.normal_form import Fact
from derivations.logic.vocabulary import Letter, Vocabulary
from derivations.logic.worlds import (
    NOTHING_FREE,
    Arithmetic,
    Axis,
    Floating,
    Freedom,
    Sizes,
    VocabularyKey,
    World,
    axis_name,
    letter_name,
)

SIZES = (2, 3, 2, 3, 2, 2)
MOST_CELLS = 1500
ROUNDS = 6


class FiniteWorld(World):
    """Tables for each letter of a vocabulary. Raises CannotSpeak where no table can honour what is given."""

    kind = "finite"

    def __init__(
        self, vocabulary: Vocabulary, seed: int = 0, variation: int = 0, freedom: Freedom = NOTHING_FREE,
        zeros: float = 0.0, sibling: FiniteWorld | None = None,
    ):  # fmt: skip
        super().__init__(vocabulary, seed, variation, freedom)
        self.numbers = Sizes(self)
        self.exact, self.floats = FiniteMachine(self), FiniteFloats(self)
        self.sibling = sibling
        if vocabulary.matrices and any(f.formula.has(L.MatrixName) for f in vocabulary.facts):
            raise CannotSpeak("a Gaussian density has no finite table")
        self._axes = {role: self._axes_of(role) for role in sorted(vocabulary.roles)}
        self._number_of = {axis: k for k, axis in enumerate(a for axes in self._axes.values() for a in axes)}
        self.values = {axis: self._values(axis, k) for axis, k in self._number_of.items()}
        self.tables: dict[Letter, tuple[tuple[Axis, ...], dict]] = {}
        self._marginals: dict = {}
        self._conditionals: dict = {}
        for letter, roles in sorted(vocabulary.letters.items()):
            self.tables[letter] = self._table(letter, roles, zeros)
        self._honour()

    def _axes_of(self, role: str) -> tuple[Axis, ...]:
        v = self.vocabulary
        if role not in v.vector_roles:
            return ((role, 0),)
        return tuple((role, j + 1) for j in range(self.size(v.roles[role])))

    def stands_for(self, role: str) -> str:
        """The role whose values a role takes: its own, unless it names draws of another."""
        return self.vocabulary.aliases.get(role, role)

    def slot_axis(self, role: str, component_of: str, j: int) -> Axis:
        """The axis of a letter's table that a component in a slot runs along."""
        if role == component_of:
            return self.component_axis(role, j)
        if len(self._axes[role]) > 1:
            raise CannotSpeak(f"a component in place of the whole of {role}")
        return self._axes[role][0]

    def _values(self, axis: Axis, k: int) -> tuple[Fraction, ...]:
        if axis[0] in self.vocabulary.aliases:
            of = self._axes[self.stands_for(axis[0])]
            same = of[0] if len(of) == 1 else (of[0][0], axis[1])
            return self._values(same, self._number_of[same])
        in_letter = any(axis[0] in roles for roles in self.vocabulary.letters.values())
        n = (2 if axis[1] else SIZES[(k + self.seed) % len(SIZES)]) if in_letter else 1
        # what stands in no density is a parameter: it may be what is optimised
        rng = self.generator("value" if in_letter else "symbol", f"{axis[0]}[{axis[1]}]" if axis[1] else axis[0])
        return tuple(rng.sample([v for v in self.nonzero if abs(v) <= 4], n))

    def _table(self, letter: Letter, roles: Iterable[str], zeros: float):
        axes = tuple(a for role in sorted(roles) for a in self._axes[role])
        cells = list(product(*(range(len(self.values[a])) for a in axes)))
        if len(cells) > MOST_CELLS:
            raise CannotSpeak(f"a joint table of {len(cells)} cells is too large")
        rng = self.generator("letter", letter[0])
        rng.seed(f"{rng.random()} {letter}")
        weights = [0 if zeros and rng.random() < zeros else rng.randint(1, 10) for _ in cells]
        if not any(weights):
            weights[0] = 1
        total = sum(weights)
        return axes, {cell: Fraction(w, total) for cell, w in zip(cells, weights, strict=True)}

    # -- what is given ---------------------------------------------------------------------------------------------

    def _honour(self) -> None:
        """Build the facts, and what siblings share, into the tables; then check every one of them exactly."""
        conditions = [c for fact in self.vocabulary.facts for c in self._instances(fact)]
        if self.sibling is not None:
            conditions += self._shared()
        if not conditions:
            return
        for starter in self._apart():
            self._impose(starter)
        for _ in range(ROUNDS):
            broken = [c for c in conditions if not self._holds(c)]
            if not broken:
                return
            for condition in broken:
                self._impose(condition)
        if any(not self._holds(c) for c in conditions):
            raise CannotSpeak("no finite table was found that has all the densities given")

    def _apart(self):
        """Where the densities of single components are given, the components start out independent given the rest."""
        for fact in self.vocabulary.facts:
            targets, givens = fact.density.targets, fact.density.givens
            if len(targets) != 1 or not isinstance(targets[0], L.Component):
                continue
            if not targets[0].index.free_symbols or any(isinstance(v, L.Component) for v in givens):
                continue
            outside = tuple(a for v in givens for a in self._axes[v.role])
            inside = self._axes[targets[0].role]
            for letter in self.tables:
                if letter[0] == fact.density.name:
                    factors = [self.conditional(letter, (a,), outside) for a in inside]
                    yield letter, inside, outside, _independent(factors)

    def _instances(self, fact: Fact):
        """A fact as (letter, targets, givens, table function), once for each value of its free indices."""
        if fact.formula.has(L.Normal):
            raise CannotSpeak("a Gaussian density has no finite table")
        indices = sorted({s for value in (*fact.density.targets, *fact.density.givens)
                          if isinstance(value, L.Component) for s in value.index.free_symbols}, key=str)  # fmt: skip
        vectors = [v for v in (*fact.density.targets, *fact.density.givens) if isinstance(v, L.Component)]
        for values in product(*(range(1, self._length(i, vectors) + 1) for i in indices)):
            env = dict(zip(indices, values, strict=True))
            slots = [
                [(role, *self._place(role, v, env)) for role, v in part]
                for part in (fact.density.target_slots, fact.density.given_slots)
            ]
            axes = [tuple(a for _, _, some in part for a in some) for part in slots]
            for letter in self.vocabulary.letters:
                if letter[0] == fact.density.name:
                    yield letter, *axes, self._formula(fact.formula, slots, env)

    def _length(self, index, vectors) -> int:
        return min(len(self._axes[v.base.role]) for v in vectors if index in v.index.free_symbols)

    def _place(self, role: str, value: Expr, env: dict):
        if isinstance(value, L.RandomVariable):
            return (value, None), self._axes[role]
        if isinstance(value, L.Component) and isinstance(value.base, L.RandomVariable):
            j = whole(evaluator(value.index)(self.numbers, env))
            return (value.base, j), (self.component_axis(role, j),)
        raise CannotSpeak("a density given at a point has no finite table")

    def component_axis(self, role: str, j: int) -> Axis:
        if (role, j) not in self._axes[role]:
            raise CannotSpeak(f"{role} has no component {j}")
        return role, j

    def _formula(self, formula: Expr, slots, env: dict):
        evaluate = evaluator(formula)

        def at(cell: tuple[int, ...]):
            inner, start = env, 0
            for _, (variable, j), axes in (*slots[0], *slots[1]):
                inner = bound(inner, variable, j, cell[start : start + len(axes)])
                start += len(axes)
            return evaluate(self.exact, inner)

        return at

    def _cells(self, axes: tuple[Axis, ...]):
        return product(*(range(len(self.values[a])) for a in axes))

    def _holds(self, condition) -> bool:
        letter, targets, givens, formula = condition
        table = self.conditional(letter, targets, givens)
        return all(table[cell] == formula(cell) for cell in self._cells(targets + givens))

    def _impose(self, condition) -> None:
        """Replace the conditional of a joint table; its other conditionals stay."""
        letter, targets, givens, formula = condition
        axes, joint = self.tables[letter]
        wanted = {cell: formula(cell) for cell in self._cells(targets + givens)}
        n = len(targets)
        totals: dict = {}
        for cell, w in wanted.items():
            if not isinstance(w, Fraction) or w < 0:
                raise CannotSpeak("a density is given by a formula that has no rational table")
            totals[cell[n:]] = totals.get(cell[n:], 0) + w
        if any(total != 1 for total in totals.values()):
            raise CannotSpeak("a density is given by a formula that does not sum to one on a finite set")
        both, given = self.marginal(letter, targets + givens), self.marginal(letter, givens)
        places = [axes.index(a) for a in targets + givens]
        new = {}
        for cell, w in joint.items():
            part = tuple(cell[i] for i in places)
            share = w / both[part] if both[part] else Fraction(0)
            new[cell] = given[part[n:]] * wanted[part] * share
        self.tables[letter] = axes, new
        self._marginals.clear()
        self._conditionals.clear()

    def _shared(self):
        """Densities that are given stay those of the sibling world."""
        for density in self.freedom.fixed:
            for part in density.atoms(L.Density):
                roles = [[r for r, _ in s] for s in (part.target_slots, part.given_slots)]
                for letter in self.tables:
                    if letter[0] == part.name and all(r in self.vocabulary.letters[letter] for s in roles for r in s):
                        axes = [tuple(a for r in s for a in self._axes[r]) for s in roles]
                        yield letter, *axes, self.sibling.conditional(letter, *axes).__getitem__

    # -- tables ----------------------------------------------------------------------------------------------------

    def marginal(self, letter: Letter, axes: tuple[Axis, ...]) -> dict:
        """The table of some axes of a letter, in this order."""
        key = (letter, axes)
        if key not in self._marginals:
            if letter not in self.tables:
                raise CannotSpeak(f"{letter[0]} has no table in this world")
            of, joint = self.tables[letter]
            if not set(axes) <= set(of):
                raise CannotSpeak(f"{letter[0]} has no table in this world for {', '.join(a[0] for a in axes)}")
            places = [of.index(a) for a in axes]
            table: dict = {}
            for cell, w in joint.items():
                part = tuple(cell[i] for i in places)
                table[part] = table.get(part, 0) + w
            self._marginals[key] = table
        return self._marginals[key]

    def conditional(self, letter: Letter, targets: tuple[Axis, ...], givens: tuple[Axis, ...], floating=False) -> dict:
        """The table of a conditional density, cells in the order targets + givens."""
        key = (letter, targets, givens, floating)
        if key not in self._conditionals:
            if floating:
                table = {c: float(w) for c, w in self.conditional(letter, targets, givens).items()}
            elif not givens:
                table = self.marginal(letter, targets)
            else:
                both, given, n = self.marginal(letter, targets + givens), self.marginal(letter, givens), len(targets)
                if not all(given.values()):
                    raise CannotSpeak("a conditional density given something of probability zero")
                table = {cell: w / given[cell[n:]] for cell, w in both.items()}
            self._conditionals[key] = table
        return self._conditionals[key]

    def axes(self, role: str) -> tuple[Axis, ...]:
        return self._axes[role]

    def describe(self) -> dict:
        """Everything that was asked of this world, in text: JSON-ready."""
        of_axis = {axis: [str(v) for v in values] for axis, values in self.values.items()}
        used = {role for roles in self.vocabulary.letters.values() for role in roles}
        names = {axis: axis_name(axis) for axis in of_axis}
        return {
            "kind": self.kind,
            "seed": self.seed,
            "variation": self.variation,
            "values": {names[axis]: values for axis, values in of_axis.items() if axis[0] in used},
            "tables": {
                f"{letter_name(letter)}({','.join(names[a] for a in axes)})": self._shown_table(axes, joint)
                for letter, (axes, joint) in self.tables.items()
            },
            "at": {name: self._shown_point(name, point) for name, point in self.points.items()},
            **self.describe_names(),
        }

    def _shown_table(self, axes, joint, start=()):
        if len(start) == len(axes):
            return str(joint[start])
        return [self._shown_table(axes, joint, (*start, i)) for i in range(len(self.values[axes[len(start)]]))]

    def _shown_point(self, name: str, point: tuple[int, ...]):
        role = self.standing[name]
        values = [str(self.values[a][i]) for a, i in zip(self._axes[role], point, strict=True)]
        return values if role in self.vocabulary.vector_roles else values[0]

    def point(self, variable: L.RandomVariable) -> tuple[int, ...]:
        """Where a free variable stands."""
        self.standing[variable.name] = variable.role
        if variable.name not in self.points:
            rng = random.Random(f"{self.seed} point {variable.name}")
            self.points[variable.name] = tuple(rng.randrange(len(self.values[a])) for a in self._axes[variable.role])
        return self.points[variable.name]


def _independent(factors: list[dict]):
    """The product of conditional tables of one component each, given the same."""

    def at(cell: tuple[int, ...]):
        total = Fraction(1)
        for k, table in enumerate(factors):
            total *= table[(cell[k], *cell[len(factors) :])]
        return total

    return at


class FiniteMachine(Arithmetic):
    """The evaluator's arithmetic in a finite world, exact."""

    lebesgue = False

    def __init__(self, world: FiniteWorld):
        self.world = world
        self.symbols: dict = {}
        self.functions: dict = {}
        self._numbers: dict = {}

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
        if key not in self.functions:
            self.functions[key] = self.converted(self.world.function(name, arguments, j))
        return self.functions[key]

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
        parts: tuple[list, list] = ([], [])
        cell: list[int] = []
        for axes, slots in zip(parts, (targets, givens), strict=True):
            for role, variable, index, _ in slots:
                if variable is None or self.world.stands_for(variable.role) != role:
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
        axes = self.world.axes(v.role)
        if v.role not in self.world.vocabulary.vector_roles:
            return env[v] if v in env else self.world.point(v)
        return tuple(self.point_of_component(v, a[1], env) for a in axes)

    def point_of_component(self, v: L.RandomVariable, j: int, env: dict) -> int:
        self.world.component_axis(v.role, j)
        here = env.get((v, j))
        if here is not None:
            return here[0]
        return (env[v] if v in env else self.world.point(v))[j - 1]

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
            ranges.append([(key, cell) for cell in self.world._cells(axes)])
        return [dict(choice) for choice in product(*ranges)]

    def integrate(self, names, body, env):
        whole_vectors = [v for v, index in names if index is None and v.role in self.world.vocabulary.vector_roles]
        if whole_vectors:
            env = {k: x for k, x in env.items() if not (isinstance(k, tuple) and k[0] in whole_vectors)}
        total = 0
        for point in self.support(names, env):
            total = total + body({**env, **point})
        return total


class FiniteFloats(Floating, FiniteMachine):
    """The same in floating point."""

    def converted(self, value):
        return value.map(float) if isinstance(value, Vector) else float(value)


@lru_cache(maxsize=256)
def _cached(vocabulary: VocabularyKey, seed, variation, freedom, sibling):
    return FiniteWorld(vocabulary.vocabulary, seed, variation, freedom, sibling=sibling)


def finite_world(
    vocabulary: Vocabulary, seed: int = 0, variation: int = 0, freedom: Freedom = NOTHING_FREE,
    sibling: FiniteWorld | None = None,
) -> FiniteWorld:  # fmt: skip
    """A finite world for a vocabulary, kept for the next statement with the same vocabulary."""
    return _cached(VocabularyKey(vocabulary.key(), vocabulary), seed, variation, freedom, sibling)
