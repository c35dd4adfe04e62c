"""What is given about densities, built into the tables of a finite world and then checked exactly.

A condition is (letter, targets, givens, table): this conditional of this letter has these values. It is imposed by
replacing the conditional in the joint table, all other conditionals staying; conditions are imposed in turn until all
hold, which a few rounds do for factorisations along a graph and for marginals that are shared.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from sympy import Expr

from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.worlds.evaluation.evaluator import CannotSpeak, evaluator, whole
from derivations.worlds.evaluation.measures import bound
from derivations.worlds.world import Axis, World

ROUNDS = 6
MOST_BITS = 300  # of a probability: conditions that meet do so with a few dozen, the others only grow


class FiniteFacts(World):
    """The part of a finite world that honours facts; tables and marginals are those of the world."""

    def honour(self) -> None:
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
            if any(w.denominator.bit_length() > MOST_BITS for _, joint in self.tables.values() for w in joint.values()):
                break
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

    def _formula(self, formula: Expr, slots, env: dict):
        evaluate = evaluator(formula)

        def at(cell: tuple[int, ...]):
            inner, start = env, 0
            for _, (variable, j), axes in (*slots[0], *slots[1]):
                inner = bound(inner, variable, j, cell[start : start + len(axes)])
                start += len(axes)
            return evaluate(self.exact, inner)

        return at

    def cells(self, axes: tuple[Axis, ...]):
        return product(*(range(len(self.values[a])) for a in axes))

    def _holds(self, condition) -> bool:
        letter, targets, givens, formula = condition
        table = self.conditional(letter, targets, givens)
        return all(table[cell] == formula(cell) for cell in self.cells(targets + givens))

    def _impose(self, condition) -> None:
        """Replace the conditional of a joint table; its other conditionals stay."""
        letter, targets, givens, formula = condition
        axes, joint = self.tables[letter]
        wanted = {cell: formula(cell) for cell in self.cells(targets + givens)}
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


def _independent(factors: list[dict]):
    """The product of conditional tables of one component each, given the same."""

    def at(cell: tuple[int, ...]):
        total = Fraction(1)
        for k, table in enumerate(factors):
            total *= table[(cell[k], *cell[len(factors) :])]
        return total

    return at
