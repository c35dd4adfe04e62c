"""Finite worlds: every letter one joint table of rational weights, every integral a sum, every number exact.

A world is made from a vocabulary and a seed. Tables have integer weights 1..10 over value sets of different sizes,
so that swapped roles show; each value of a variable is also a distinct rational, so that x^2 or a mean make sense.
A vector variable is a tuple of component variables. What is given (a factorisation, a shared marginal) is built into
the tables and then checked exactly; a density with a formula that no table can have (a Gaussian) cannot be spoken of.

A world whose `variation` differs shares with its siblings all that a minimisation holds fixed (see `Freedom`).
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import product

from derivations.language import words as L
from derivations.worlds.evaluation.evaluator import CannotSpeak
from derivations.worlds.finite.facts import FiniteFacts
from derivations.worlds.finite.machine import FiniteFloats, FiniteMachine
from derivations.worlds.pools import AT_LARGE, Pools
from derivations.worlds.vocabulary import Letter, Vocabulary
from derivations.worlds.world import (
    NOTHING_FREE,
    Axis,
    Freedom,
    VocabularyKey,
    axis_name,
    letter_name,
)

MOST_CELLS = 1500


class FiniteWorld(FiniteFacts):
    """Tables for each letter of a vocabulary. Raises CannotSpeak where no table can honour what is given."""

    kind = "finite"

    def __init__(
        self, vocabulary: Vocabulary, seed: int = 0, variation: int = 0, freedom: Freedom = NOTHING_FREE,
        zeros: float = 0.0, sibling: FiniteWorld | None = None, pools: Pools = AT_LARGE, chosen: Mapping | None = None,
    ):  # fmt: skip
        super().__init__(vocabulary, seed, variation, freedom, pools, chosen)
        self.exact, self.floats = FiniteMachine(self), FiniteFloats(self)
        self.sibling = sibling
        if vocabulary.matrices and any(f.formula.has(L.MatrixName) for f in vocabulary.facts):
            raise CannotSpeak("a Gaussian density has no finite table")
        lengths = vocabulary.counted & vocabulary.logged - vocabulary.discrete
        if lengths:  # log p(x) dx depends on the unit of x: with x^2 beside it a sum over points says nothing of it
            raise CannotSpeak(f"a differential entropy beside values of {', '.join(sorted(lengths))} is no finite sum")
        self.set_axes()
        self._number_of = {axis: k for k, axis in enumerate(a for axes in self._axes.values() for a in axes)}
        self.values = {axis: self._values(axis, k) for axis, k in self._number_of.items()}
        self.tables: dict[Letter, tuple[tuple[Axis, ...], dict]] = {}
        self._marginals: dict = {}
        self._conditionals: dict = {}
        for letter, roles in sorted(vocabulary.letters.items()):
            self.tables[letter] = self._table(letter, roles, zeros)
        self.honour()

    def unasked(self) -> FiniteWorld:
        super().unasked()
        for machine in (self.exact, self.floats):
            machine.forget()
        return self

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
        sizes = self.pools.values
        n = (sizes[0] if axis[1] else sizes[(k + self.seed) % len(sizes)]) if in_letter else 1
        # what stands in no density is a parameter: it may be what is optimised
        rng = self.generator("value" if in_letter else "symbol", f"{axis[0]}[{axis[1]}]" if axis[1] else axis[0])
        pool = self.pools.values_at_hand[self.seed % 3 == 2]
        if axis[0] in self.vocabulary.positive:
            pool = tuple(v for v in pool if v > 0)
        return tuple(rng.sample(pool, n))

    def _table(self, letter: Letter, roles: Iterable[str], zeros: float):
        axes = tuple(a for role in sorted(roles) for a in self._axes[role])
        size = math.prod(len(self.values[a]) for a in axes)
        if size > MOST_CELLS:
            raise CannotSpeak(f"a joint table of {size} cells is too large")
        cells = list(product(*(range(len(self.values[a])) for a in axes)))
        rng = self.generator("letter", letter[0])
        rng.seed(f"{rng.random()} {letter}")
        weights = [0 if zeros and rng.random() < zeros else rng.choice(self.pools.weights) for _ in cells]
        if not any(weights):
            weights[0] = 1
        total = sum(weights)
        return axes, {cell: Fraction(w, total) for cell, w in zip(cells, weights, strict=True)}

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


@lru_cache(maxsize=256)
def _cached(vocabulary: VocabularyKey, seed, variation, freedom, sibling, pools):
    return FiniteWorld(vocabulary.vocabulary, seed, variation, freedom, sibling=sibling, pools=pools)


def finite_world(
    vocabulary: Vocabulary, seed: int = 0, variation: int = 0, freedom: Freedom = NOTHING_FREE,
    sibling: FiniteWorld | None = None, pools: Pools = AT_LARGE,
) -> FiniteWorld:  # fmt: skip
    """A finite world for a vocabulary, kept for the next statement with the same vocabulary."""
    return _cached(VocabularyKey(vocabulary.key(), vocabulary), seed, variation, freedom, sibling, pools)
