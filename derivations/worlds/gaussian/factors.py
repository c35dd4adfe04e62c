"""How the letters of a Gaussian world are built: factors p(T|G), given ones by their formula, the rest at random."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import product
from math import prod

from sympy import Expr, Mul

from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.numbers.arrays import Matrix, Vector
from derivations.worlds.evaluation.evaluator import CannotSpeak, charge, evaluator, whole
from derivations.worlds.vocabulary import Letter
from derivations.worlds.world import Axis, World, axis_name, letter_name, listed, shown


@dataclass(frozen=True)
class Factor:
    """The conditional density of `targets` given `givens`; `at(machine, values by axis)` is its value, `told()` what a
    person is told of it."""

    targets: tuple[Axis, ...]
    givens: tuple[Axis, ...]
    at: Callable[[object, dict], object]
    told: Callable[[], str]
    given: bool

    @property
    def text(self) -> str:
        return self.told()


class GaussianFactors(World):
    """The factors of every letter, each given only what comes before it."""

    def set_factors(self) -> None:
        vocabulary = self.vocabulary
        self._instances = [i for fact in vocabulary.facts for i in self._instances_of(fact)]
        self.factors: dict[Letter, list[Factor]] = {}
        for letter, roles in sorted(vocabulary.letters.items()):
            self.factors[letter] = self._factors(letter, roles)

    def _instances_of(self, fact: Fact) -> Iterator[tuple]:
        """A fact as (letter name, targets, givens, environment of its indices, fact), for each value of these."""
        values = (*fact.density.targets, *fact.density.givens)
        components = [v for v in values if isinstance(v, L.Component)]
        indices = sorted({s for v in components for s in v.index.free_symbols}, key=str)
        lengths = [
            min(len(self._axes[v.role]) for v in components if index in v.index.free_symbols) for index in indices
        ]
        for chosen in product(*(range(1, n + 1) for n in lengths)):
            env = dict(zip(indices, chosen, strict=True))
            yield fact.density.name, *self._axes_in(fact.density, env), env, fact

    def _axes_in(self, density: L.Density, env: dict) -> tuple[tuple[Axis, ...], tuple[Axis, ...]]:
        parts = []
        for slots in (density.target_slots, density.given_slots):
            axes: list[Axis] = []
            for role, value in slots:
                if isinstance(value, L.Component):
                    axes.append(self.component_axis(role, whole(evaluator(value.index)(self.numbers, env))))
                elif isinstance(value, L.RandomVariable):
                    axes.extend(self._axes[role])
                else:
                    raise CannotSpeak("a density that is given only at a point")
            parts.append(tuple(axes))
        return parts[0], parts[1]

    def _factors(self, letter: Letter, roles: set[str]) -> list[Factor]:
        """Factors whose targets cover all axes once, each given only what comes before it."""
        axes = [a for role in sorted(roles) for a in self._axes[role]]
        waiting = [i for i in self._instances if i[0] == letter[0] and set((*i[1], *i[2])) <= set(axes)]
        factors: list[Factor] = []
        covered: list[Axis] = []
        while len(covered) < len(axes):
            open_facts = [i for i in waiting if not set(i[1]) & set(covered)]
            ready = [i for i in open_facts if set(i[2]) <= set(covered)]
            if ready:
                made = list(self._given(letter, ready[0]))
            else:
                generated = {a for i in open_facts for a in i[1]}
                roots = [a for a in axes if a not in covered and a not in generated]
                if not roots and open_facts:
                    roots = [a for a in open_facts[0][2] if a not in covered]
                first = self._first_roots(letter, roots)
                made = [self._random(letter, first[:1] if self.pools.apart else first, tuple(covered))]
            for factor in made:
                if set(factor.targets) & set(covered):
                    raise CannotSpeak("the densities given overlap in a way that no Gaussian world is built for")
                factors.append(factor)
                covered.extend(factor.targets)
        return factors

    def _first_roots(self, letter: Letter, roots: list[Axis]) -> tuple[Axis, ...]:
        """Of the variables of which nothing is said, first those whose density is fixed in a minimisation."""
        for density in self.fixed_densities(letter):
            fixed = [a for role, _ in density.target_slots for a in self._axes.get(role, ())]
            if fixed and set(fixed) <= set(roots):
                return tuple(fixed)
        return tuple(roots)

    def fixed_densities(self, letter: Letter) -> list[L.Density]:
        parts = [d for e in self.freedom.fixed for d in e.atoms(L.Density)]
        return [d for d in parts if d.name == letter[0] and not d.givens]

    def _given(self, letter: Letter, instance) -> Iterator[Factor]:
        """The factors of a density that is given: itself, or the densities of the same letter that it is made of."""
        _, targets, givens, env, fact = instance
        if any(d.name == letter[0] for d in fact.formula.atoms(L.Density)):
            yield from self._parts(letter, fact.formula, env, fact)
            return
        yield self.formula_factor(fact.formula, fact.density, targets, givens, env)

    def _parts(self, letter: Letter, formula: Expr, env: dict, fact: Fact) -> Iterator[Factor]:
        if isinstance(formula, Mul):
            for part in formula.args:
                yield from self._parts(letter, part, env, fact)
        elif isinstance(formula, L.Product) and len(formula.limits) == 1:
            index, low, high = formula.limits[0]
            first, last = (whole(evaluator(bound)(self.numbers, env)) for bound in (low, high))
            charge(self.numbers, max(0, last + 1 - first))
            for k in range(first, last + 1):
                yield from self._parts(letter, formula.function, {**env, index: k}, fact)
        elif isinstance(formula, L.Density) and formula.name == letter[0]:
            targets, givens = self._axes_in(formula, env)
            other = next(
                (i for i in self._instances if i[0] == letter[0] and i[4] is not fact
                 and (set(i[1]), set(i[2])) == (set(targets), set(givens))), None,
            )  # fmt: skip
            yield from self._given(letter, other) if other else [self._random(letter, targets, givens)]
        elif isinstance(formula, (L.Density, L.Normal)):
            targets = tuple(a for v in L.targets_of(formula) for a in self._axes_of_value(v, env))
            given = (v for v in formula.free_symbols if isinstance(v, L.RandomVariable) and v.role in self._axes)
            behind = {a for v in given for a in self._axes[v.role]}  # p(x,z) = p(x) e(z|x): x is a target of the whole
            whole_axes = {a for part in self._axes_in(fact.density, env) for a in part}
            givens = tuple(sorted((behind & whole_axes) - set(targets)))
            yield self.formula_factor(formula, fact.density, targets, givens, env)
        else:
            raise CannotSpeak("a density given by this formula is not built into a Gaussian world")

    def _axes_of_value(self, value: Expr, env: dict) -> tuple[Axis, ...]:
        if isinstance(value, L.Component):
            return (self.component_axis(value.role, whole(evaluator(value.index)(self.numbers, env))),)
        return self._axes[value.role]

    def formula_factor(self, formula: Expr, density: L.Density, targets, givens, indices: dict) -> Factor:
        evaluate = evaluator(formula)
        variables = [v for v in (*density.targets, *density.givens)]

        def at(machine, values: dict):
            env = dict(indices)
            for v in variables:
                if isinstance(v, L.Component):
                    j = whole(evaluator(v.index)(machine, indices))
                    if (v.role, j) in values:
                        env[(v.base, j)] = values[(v.role, j)]
                    continue
                axes = self._axes[v.role]
                if v.role not in self.vocabulary.vector_roles:
                    if axes[0] in values:
                        env[v] = values[axes[0]]
                elif all(a in values for a in axes):
                    env[v] = Vector(values[a] for a in axes)
                else:
                    env.update({(v, a[1]): values[a] for a in axes if a in values})
            return evaluate(machine, env)

        return Factor(targets, givens, at, partial(str, formula), True)

    def _random(self, letter: Letter, targets: tuple[Axis, ...], givens: tuple[Axis, ...]) -> Factor:
        """A random linear-Gaussian conditional: targets ~ N(offset + slope givens, inverse precision)."""
        shared = [{r for r, _ in d.target_slots} for d in self.fixed_densities(letter)]
        fixed = not givens and any({a[0] for a in targets} <= roles for roles in shared)
        rng = self.generator("letter", letter[0])
        rng = random.Random(
            f"gaussian {self.seed} {0 if fixed else rng.random()} {letter} {sorted(targets)} {sorted(givens)}"
        )
        targets, givens, n, pools = tuple(sorted(targets)), tuple(sorted(givens)), len(targets), self.pools
        low = Matrix(
            tuple(rng.choice(pools.scales) if i == k else rng.choice(pools.slopes) if k < i else Fraction(0)
                  for k in range(n))
            for i in range(n)
        )  # fmt: skip
        # narrow ones too: the entropy of a density that is narrow enough is negative
        width = rng.choice(pools.widths)
        precision = low * low.transposed * width
        offset = [rng.choice(pools.offsets) for _ in targets]
        slope = [[rng.choice(pools.slopes) for _ in givens] for _ in targets]

        determinant = prod(low[i][i] for i in range(n)) ** 2 * width**n

        def at(machine, values: dict):
            gaps = []
            for t, start, row in zip(targets, offset, slope, strict=True):
                gap = values[t] + -start
                for g, s in zip(givens, row, strict=True):
                    gap = gap + values[g] * -s
                gaps.append(gap)
            gaps = Vector(gaps)
            return machine.gaussian(gaps, precision.apply(gaps), determinant)

        def told() -> str:
            means = []
            for start, row in zip(offset, slope, strict=True):
                terms = [str(start)] + [f"{s} {axis_name(g)}" for g, s in zip(givens, row, strict=True)]
                means.append(" + ".join(terms))
            names = ",".join(map(axis_name, targets)) + ("|" + ",".join(map(axis_name, givens)) if givens else "")
            covariance = shown(precision.inverse())
            mean, spread = (means[0], covariance[0][0]) if n == 1 else (means, covariance)
            return f"{letter_name(letter)}({names}) ~ N({listed(mean)}, {listed(spread)})"

        return Factor(targets, givens, at, told, False)
