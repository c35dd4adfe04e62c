"""Gaussian worlds: densities are Gaussian with exact rational parameters, integrals are closed forms, all exact.

A letter is a list of factors p(T|G): those that are given by a formula (N(mu(x), sigma^2(x)), or written out), and
random linear-Gaussian ones for the variables of which nothing is said. Marginals and conditionals follow by
integration. Undefined functions are random numbers at each place; once one is met under an integral over its argument
the world starts again with that function affine, or constant where it must be positive. Differential entropies can be
negative here, as they should be.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

from sympy import Expr, Mul

from derivations.logic import exact_numbers as X
from derivations.logic import gaussian_sums as G
from derivations.logic import language as L
from derivations.logic.arrays import Matrix, Vector, identity
from derivations.logic.evaluation import CannotSpeak, evaluator, whole
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
    listed,
    shown,
)

SQUARES = tuple(
    Fraction(n * n, d * d) for n in range(1, 5) for d in range(1, 4) if (n, d) not in ((2, 2), (3, 3), (4, 2))
)


class Restart(Exception):
    """A function was met under an integral over its argument: the world has made it affine, evaluate again."""


MOST_RESTARTS = 30


@dataclass(frozen=True)
class Factor:
    """The conditional density of `targets` given `givens`; `at(machine, values by axis)` is its value."""

    targets: tuple[Axis, ...]
    givens: tuple[Axis, ...]
    at: Callable[[GaussianMachine, dict], object]
    text: str
    given: bool


class GaussianWorld(World):
    """Factors for each letter of a vocabulary. Raises CannotSpeak for discrete variables and what is not Gaussian."""

    kind = "gaussian"
    positive = SQUARES  # so that the square root of a variance is rational too

    def __init__(
        self, vocabulary: Vocabulary, seed: int = 0, variation: int = 0, freedom: Freedom = NOTHING_FREE,
        sibling: GaussianWorld | None = None,
    ):  # fmt: skip
        super().__init__(vocabulary, seed, variation, freedom)
        if vocabulary.discrete:
            raise CannotSpeak(f"a discrete variable ({', '.join(sorted(vocabulary.discrete))}) is not Gaussian")
        self.numbers = Sizes(self)
        self.exact, self.floats = GaussianMachine(self), GaussianFloats(self)
        self.sibling = sibling
        self.affine: set[str] = set()
        self._axes = {role: self._axes_of(role) for role in sorted(vocabulary.roles)}
        self._instances = [i for fact in vocabulary.facts for i in self._instances_of(fact)]
        self.factors: dict[Letter, list[Factor]] = {}
        for letter, roles in sorted(vocabulary.letters.items()):
            self.factors[letter] = self._factors(letter, roles)
        self._check()

    def _axes_of(self, role: str) -> tuple[Axis, ...]:
        if role not in self.vocabulary.vector_roles:
            return ((role, 0),)
        return tuple((role, j + 1) for j in range(self.size(self.vocabulary.roles[role])))

    def axes(self, role: str) -> tuple[Axis, ...]:
        return self._axes[role]

    # -- the factors of a letter -----------------------------------------------------------------------------------

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
                    axes.append(self.component_axis(role, whole(evaluator(value.index)(self.exact, env))))
                elif isinstance(value, L.RandomVariable):
                    axes.extend(self._axes[role])
                else:
                    raise CannotSpeak("a density that is given only at a point")
            parts.append(tuple(axes))
        return parts[0], parts[1]

    def component_axis(self, role: str, j: int) -> Axis:
        if (role, j) not in self._axes[role]:
            raise CannotSpeak(f"{role} has no component {j}")
        return role, j

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
                made = [self._random(letter, self._first_roots(letter, roots), tuple(covered))]
            for factor in made:
                if set(factor.targets) & set(covered):
                    raise CannotSpeak("the densities given overlap in a way that no Gaussian world is built for")
                factors.append(factor)
                covered.extend(factor.targets)
        return factors

    def _first_roots(self, letter: Letter, roots: list[Axis]) -> tuple[Axis, ...]:
        """Of the variables of which nothing is said, first those whose density is fixed in a minimisation."""
        for density in self._fixed(letter):
            fixed = [a for role, _ in density.target_slots for a in self._axes.get(role, ())]
            if fixed and set(fixed) <= set(roots):
                return tuple(fixed)
        return tuple(roots)

    def _fixed(self, letter: Letter) -> list[L.Density]:
        parts = [d for e in self.freedom.fixed for d in e.atoms(L.Density)]
        return [d for d in parts if d.name == letter[0] and not d.givens]

    def _given(self, letter: Letter, instance) -> Iterator[Factor]:
        """The factors of a density that is given: itself, or the densities of the same letter that it is made of."""
        _, targets, givens, env, fact = instance
        if any(d.name == letter[0] for d in fact.formula.atoms(L.Density)):
            yield from self._parts(letter, fact.formula, env, fact)
            return
        yield self._formula(fact.formula, fact.density, targets, givens, env)

    def _parts(self, letter: Letter, formula: Expr, env: dict, fact: Fact) -> Iterator[Factor]:
        if isinstance(formula, Mul):
            for part in formula.args:
                yield from self._parts(letter, part, env, fact)
        elif isinstance(formula, L.Product) and len(formula.limits) == 1:
            index, low, high = formula.limits[0]
            first, last = (whole(evaluator(bound)(self.exact, env)) for bound in (low, high))
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
            named = (v for v in L.targets_of(formula))
            targets = tuple(a for v in named for a in self._axes_of_value(v, env))
            givens = [v for v in formula.free_symbols if isinstance(v, L.RandomVariable) and v in fact.density.givens]
            yield self._formula(
                formula, fact.density, targets, tuple(a for v in givens for a in self._axes[v.role]), env
            )
        else:
            raise CannotSpeak("a density given by this formula is not built into a Gaussian world")

    def _axes_of_value(self, value: Expr, env: dict) -> tuple[Axis, ...]:
        if isinstance(value, L.Component):
            return (self.component_axis(value.role, whole(evaluator(value.index)(self.exact, env))),)
        return self._axes[value.role]

    def _formula(self, formula: Expr, density: L.Density, targets, givens, indices: dict) -> Factor:
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

        return Factor(targets, givens, at, str(formula), True)

    def _random(self, letter: Letter, targets: tuple[Axis, ...], givens: tuple[Axis, ...]) -> Factor:
        """A random linear-Gaussian conditional: targets ~ N(offset + slope givens, inverse precision)."""
        fixed = (
            any({a[0] for a in targets} <= {r for r, _ in d.target_slots} for d in self._fixed(letter)) and not givens
        )
        rng = self.generator("letter", letter[0])
        rng = random.Random(
            f"gaussian {self.seed} {0 if fixed else rng.random()} {letter} {sorted(targets)} {sorted(givens)}"
        )
        targets, givens, n = tuple(sorted(targets)), tuple(sorted(givens)), len(targets)
        low = Matrix(
            tuple(rng.choice((Fraction(1), Fraction(2), Fraction(1, 2), Fraction(3, 2))) if i == k
                  else Fraction(rng.choice((-3, -2, -1, 1, 2, 3)), 2) if k < i else Fraction(0) for k in range(n))
            for i in range(n)
        )  # fmt: skip
        # narrow ones too: the entropy of a density that is narrow enough is negative
        precision = low * low.transposed * rng.choice((Fraction(1), Fraction(1), Fraction(9), Fraction(100)))
        offset = [Fraction(rng.randint(-4, 4), 2) for _ in targets]
        slope = [[Fraction(rng.choice((-3, -2, -1, 1, 2, 3)), 2) for _ in givens] for _ in targets]

        def at(machine, values: dict):
            gaps = []
            for t, start, row in zip(targets, offset, slope, strict=True):
                gap = values[t] + -start
                for g, s in zip(givens, row, strict=True):
                    gap = gap + values[g] * -s
                gaps.append(gap)
            return machine.gaussian(Vector(gaps), precision, precision.determinant)

        means = []
        for start, row in zip(offset, slope, strict=True):
            terms = [str(start)] + [f"{s} {axis_name(g)}" for g, s in zip(givens, row, strict=True)]
            means.append(" + ".join(terms))
        names = ",".join(map(axis_name, targets)) + ("|" + ",".join(map(axis_name, givens)) if givens else "")
        covariance = shown(precision.inverse())
        mean, spread = (means[0], covariance[0][0]) if n == 1 else (means, covariance)
        text = f"{letter_name(letter)}({names}) ~ N({listed(mean)}, {listed(spread)})"
        return Factor(targets, givens, at, text, False)

    # -- densities -------------------------------------------------------------------------------------------------

    def density_at(self, machine, letter: Letter, targets, givens, values: dict):
        """The conditional density at values (numbers or functions of coordinates)."""
        if letter not in self.factors:
            raise CannotSpeak(f"{letter[0]} has no density in this world")
        direct = self._direct(letter, set(targets), set(givens))
        if direct is not None:
            result = 1
            for factor in direct:
                result = result * factor.at(machine, values)
            return result
        both = self._marginal(machine, letter, (*targets, *givens), values)
        if not givens:
            return both
        below = self._marginal(machine, letter, givens, {a: values[a] for a in givens})
        return both * machine.power(below, Fraction(-1))

    def _direct(self, letter: Letter, targets: set, givens: set) -> list[Factor] | None:
        """Factors whose product is the conditional itself: they generate the targets, and no given comes of these."""
        chosen = [f for f in self.factors[letter] if set(f.targets) & targets]
        if {a for f in chosen for a in f.targets} != targets:
            return None
        if any(not set(f.givens) <= targets | givens for f in chosen):
            return None
        descendants = set(targets)
        for f in self.factors[letter]:
            if set(f.givens) & descendants:
                descendants |= set(f.targets)
        return None if (descendants - targets) & givens else chosen

    def _marginal(self, machine, letter: Letter, axes, values: dict):
        factors = self._ancestors(letter, set(axes))
        hidden = sorted({a for f in factors for a in f.targets} - set(axes))

        def body(inner: list):
            everything = {**values, **dict(zip(hidden, inner, strict=True))}
            total = 1
            for f in factors:
                total = total * f.at(machine, everything)
            return total

        return machine.integrated(len(hidden), body)

    def _ancestors(self, letter: Letter, needed: set) -> list[Factor]:
        """The factors that some variables come from; the rest integrates to one."""
        grown: list[Factor] = []
        while len(grown) < len(chosen := [f for f in self.factors[letter] if set(f.targets) & needed]):
            grown = chosen
            needed = needed.union(*(set(f.targets) | set(f.givens) for f in grown))
        return grown

    def _check(self) -> None:
        """Every density that is given integrates to one, those not used to build the letter agree with it, and what
        siblings share is the same in both."""
        rng = random.Random(f"{self.seed} check")
        for letter, factors in self.factors.items():
            for f in factors:
                if f.given:
                    values = {a: rng.choice(self.nonzero) for a in f.givens}
                    if abs(self.settled(lambda f=f, values=values: self._total(f, values)) - 1) > 1e-9:
                        raise CannotSpeak(f"the density given as {f.text} does not integrate to one")
            for name, targets, givens, env, fact in self._instances:
                used = any((set(f.targets), set(f.givens)) == (set(targets), set(givens)) for f in factors if f.given)
                if (
                    name == letter[0]
                    and not used
                    and set((*targets, *givens)) <= {a for f in factors for a in f.targets}
                ):
                    self._agree(letter, targets, givens, env, fact, rng)
            if self.sibling is not None:
                self._agree_with_sibling(letter, rng)
        self.forget()

    def _total(self, factor: Factor, values: dict) -> float:
        """The integral of a factor over its targets."""
        return float(
            self.floats.integrated(
                len(factor.targets),
                lambda inner: factor.at(self.floats, {**values, **dict(zip(factor.targets, inner, strict=True))}),
            )
        )

    def _agree(self, letter, targets, givens, env, fact, rng) -> None:
        stated = self._formula(fact.formula, fact.density, targets, givens, env)
        for _ in range(2):
            values = {a: rng.choice(self.nonzero) for a in (*targets, *givens)}
            own, other = self.settled(
                lambda values=values: (
                    float(self.density_at(self.floats, letter, targets, givens, values)),
                    float(stated.at(self.floats, values)),
                )
            )
            if abs(own - other) > 1e-9 * max(abs(own), abs(other)):
                raise CannotSpeak("no Gaussian world was found that has all the densities given")

    def _agree_with_sibling(self, letter: Letter, rng) -> None:
        for density in self._fixed(letter):
            axes = tuple(a for role, _ in density.target_slots for a in self._axes.get(role, ()))
            values = {a: rng.choice(self.nonzero) for a in axes}
            if not set(axes) <= {a for f in self.factors[letter] for a in f.targets}:
                continue
            one, two = (
                w.settled(lambda w=w, axes=axes, values=values: float(w.density_at(w.floats, letter, axes, (), values)))
                for w in (self, self.sibling)
            )
            if abs(one - two) > 1e-9 * max(abs(one), abs(two)):
                raise CannotSpeak("no Gaussian worlds were found that share the densities that are fixed")

    # -- names -----------------------------------------------------------------------------------------------------

    def forget(self) -> None:
        """Drop what was computed with functions that have since become affine."""
        self.functions.clear()
        for machine in (self.exact, self.floats):
            machine.densities.clear()
            machine.depth = 0

    def settled(self, evaluate: Callable):
        """A value in this world, once every function is affine that has to be."""
        for _ in range(MOST_RESTARTS):
            try:
                return evaluate()
            except Restart:
                self.forget()
        raise CannotSpeak("functions of functions have no Gaussian world")

    def function(self, name: str, arguments: tuple, j: int | None):
        numbers = [n for a in arguments for n in (a if isinstance(a, tuple) else (a,))]
        if name not in self.affine:
            if not any(isinstance(n, G.GaussianSum) for n in numbers):
                return super().function(name, arguments, j)
            self.affine.add(name)
            raise Restart(name)
        vector = f"{name}()" in self.vocabulary.vectors
        if vector and j is None:
            n = self.size(self.vocabulary.vectors[f"{name}()"])
            return Vector(self.function(name, arguments, i + 1) for i in range(n))
        key = (name, len(numbers), j if vector else None)
        if key not in self.functions:
            rng = self.generator("function", name)
            rng.seed(f"{rng.random()} {j if vector else None}")
            if self.vocabulary.functions.get(name):
                self.functions[key] = (rng.choice(self.positive), *(Fraction(0) for _ in numbers))
            else:
                self.functions[key] = tuple(Fraction(rng.choice((-3, -2, -1, 1, 2, 3)), 2) for _ in (0, *numbers))
        total, *slopes = self.functions[key]
        for slope, n in zip(slopes, numbers, strict=True):
            if slope:
                total = total + n * slope
        return total

    def point(self, variable: L.RandomVariable):
        """Where a free variable stands."""
        if variable.name not in self.points:
            rng = random.Random(f"{self.seed} point {variable.name}")
            parameter = not any(variable.role in roles for roles in self.vocabulary.letters.values())
            if parameter:
                rng = self.generator("symbol", variable.name)
            numbers = Vector(rng.choice(self.nonzero) for _ in self._axes[variable.role])
            self.points[variable.name] = numbers if variable.role in self.vocabulary.vector_roles else numbers[0]
        return self.points[variable.name]

    def describe(self) -> dict:
        """Everything that was asked of this world, in text: JSON-ready."""
        names = self.describe_names({k: v for k, v in self.functions.items() if k[0] not in self.affine})
        for (name, n, j), (start, *slopes) in ((k, v) for k, v in self.functions.items() if k[0] in self.affine):
            arguments = [f"u_{i + 1}" if n > 1 else "u" for i in range(n)]
            terms = [str(start)] + [f"{s} {a}" for s, a in zip(slopes, arguments, strict=True) if s]
            names["functions"][f"{name}{'' if j is None else f'_{j}'}({', '.join(arguments)})"] = " + ".join(terms)
        return {
            "kind": self.kind,
            "seed": self.seed,
            "variation": self.variation,
            "densities": [f.text for factors in self.factors.values() for f in factors if not f.given],
            "at": {name: shown(value) for name, value in self.points.items()},
            **names,
        }


class GaussianMachine(Arithmetic):
    """The evaluator's arithmetic in a Gaussian world: numbers, and sums of polynomial times exp(quadratic)."""

    lebesgue = True

    def __init__(self, world: GaussianWorld):
        self.world = world
        self.depth = 0
        self.densities: dict = {}

    @property
    def exact(self) -> GaussianMachine:
        return self

    def log(self, n):
        return G.logarithm(n, super()) if isinstance(n, G.GaussianSum) else super().log(n)

    def exp(self, n):
        return G.exponential(n, super()) if isinstance(n, G.GaussianSum) else super().exp(n)

    def power(self, n, exponent):
        return G.power_of(n, exponent, super()) if isinstance(n, G.GaussianSum) else super().power(n, exponent)

    def absolute(self, n):
        if isinstance(n, G.GaussianSum):
            raise CannotSpeak("an absolute value under an integral has no closed form here")
        return super().absolute(n)

    def symbol(self, name, j=None):
        return self.world.symbol(name, j)

    def matrix(self, name):
        return self.world.matrix(name)

    def function(self, name, arguments, j):
        return self.world.function(name, arguments, j)

    def variable(self, v, env):
        value = env.get(v)
        components = {k[1]: x for k, x in env.items() if isinstance(k, tuple) and k[0] == v}
        if value is None and len(components) < len(self.world.axes(v.role)):
            value = self.world.point(v)
        if v.role in self.world.vocabulary.vector_roles and components:
            n = len(self.world.axes(v.role))
            return Vector(components[j] if j in components else value[j - 1] for j in range(1, n + 1))
        return value

    def component(self, v, j, env):
        if (v, j) in env:
            return env[(v, j)]
        self.world.component_axis(v.role, j)
        value = self.variable(v, env)
        return value[j - 1] if isinstance(value, Vector) else value

    def density(self, letter, targets, givens, env):
        values: dict = {}
        parts: tuple[list, list] = ([], [])
        for axes, slots in zip(parts, (targets, givens), strict=True):
            for role, variable, index, evaluate in slots:
                value = evaluate(self, env)
                if index is not None and variable.role == role:
                    some = (self.world.component_axis(role, whole(index(self, env))),)
                    value = (value,)
                else:
                    some = self.world.axes(role)
                    value = value if isinstance(value, Vector) else (value,)
                    if len(value) != len(some):
                        raise CannotSpeak(f"a density of {role} at a value of another dimension")
                axes.extend(some)
                values.update(zip(some, value, strict=True))
        key = (letter, tuple(parts[0]), tuple(parts[1]), tuple(values.items()))
        if key not in self.densities:
            self.densities[key] = self.world.density_at(self, letter, *key[1:3], values)
        return self.densities[key]

    def gaussian(self, gaps: Vector, precision: Matrix, determinant):
        """(det P / (2 pi)^n)^(1/2) exp(-gap' P gap / 2)."""
        norm = self.power(determinant, Fraction(1, 2)) * self.power(self.pi * 2, Fraction(-len(gaps), 2))
        return norm * self.exp(gaps.dot(precision.apply(gaps)) * Fraction(-1, 2))

    def normal(self, value, mean, variance):
        value = value if isinstance(value, Vector) else Vector((value,))
        gaps = value + mean * -1
        n = len(gaps)
        if isinstance(variance, Vector):
            variance = Matrix(tuple(variance[i] if i == k else Fraction(0) for k in range(n)) for i in range(n))
        elif not isinstance(variance, Matrix):
            variance = identity(n) * variance
        if any(isinstance(a, G.GaussianSum) for row in variance for a in row):
            raise CannotSpeak("a Gaussian whose variance is integrated over has no closed form here")
        precision = variance.inverse()
        determinant = precision.determinant
        if X.sign(determinant) <= 0 or any(X.sign(precision[i][i]) <= 0 for i in range(n)):
            raise CannotSpeak("a variance that is not positive")
        return self.gaussian(gaps, precision, determinant)

    def draw(self, names, rng) -> dict:
        """One rational point of some bound variables."""
        point = {}
        for variable, index in names:
            if index is not None:
                point[(variable, whole(index(self, {})))] = rng.choice(self.world.nonzero)
                continue
            numbers = Vector(rng.choice(self.world.nonzero) for _ in self.world.axes(variable.role))
            vector = variable.role in self.world.vocabulary.vector_roles
            point[variable] = numbers if vector else numbers[0]
        return point

    def shown(self, point: dict):
        """A point as text."""
        texts = [shown(v) for v in point.values()]
        return texts[0] if len(texts) == 1 else texts

    def support(self, names, env):
        raise CannotSpeak("all outcomes of Gaussian draws cannot be gone through")

    def integrated(self, n: int, body):
        """The integral of body(coordinates) over n fresh coordinates."""
        start = self.depth
        self.depth += n
        try:
            value = body([G.coordinate(start + k) for k in range(n)])
            for k in reversed(range(n)):
                value = G.integral(value, start + k, self)
            return value
        finally:
            self.depth = start

    def integrate(self, names, body, env):
        parts = []
        for variable, index in names:
            if variable.discrete:
                raise CannotSpeak(f"the discrete variable {variable} is not Gaussian")
            parts.append(
                (variable, None if index is None else whole(index(self, env)), len(self.world.axes(variable.role)))
            )
        total = sum(n if j is None else 1 for _, j, n in parts)

        def inner(coordinates):
            rest, here = list(coordinates), dict(env)
            for variable, j, n in parts:
                if j is not None:
                    here[(variable, j)] = rest.pop(0)
                    continue
                here = {k: x for k, x in here.items() if not (isinstance(k, tuple) and k[0] == variable)}
                vector = variable.role in self.world.vocabulary.vector_roles
                here[variable] = Vector(rest.pop(0) for _ in range(n)) if vector else rest.pop(0)
            return body(here)

        return self.integrated(total, inner)


class GaussianFloats(GaussianMachine, Floating):
    """The same where irrational numbers are floats. Rationals stay exact, so that exponents still merge."""

    floating = False

    @staticmethod
    def rational(n):
        return n

    def power(self, n, exponent):
        if isinstance(n, (int, Fraction)) and isinstance(exponent, (int, Fraction)):
            exact = X.power(n, exponent)
            return float(exact) if isinstance(exact, X.Exact) else exact
        return super().power(n, exponent)


@lru_cache(maxsize=128)
def _cached(vocabulary: VocabularyKey, seed, variation, freedom, sibling):
    return GaussianWorld(vocabulary.vocabulary, seed, variation, freedom, sibling)


def gaussian_world(
    vocabulary: Vocabulary, seed: int = 0, variation: int = 0, freedom: Freedom = NOTHING_FREE,
    sibling: GaussianWorld | None = None,
) -> GaussianWorld:  # fmt: skip
    """A Gaussian world for a vocabulary, kept for the next statement with the same vocabulary."""
    return _cached(VocabularyKey(vocabulary.key(), vocabulary), seed, variation, freedom, sibling)
