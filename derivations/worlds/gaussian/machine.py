"""The arithmetic of a Gaussian world: numbers, and sums of polynomial times exp(quadratic) in bound coordinates."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

import mpmath

from derivations.numbers import exact_numbers as X
from derivations.numbers import jets
from derivations.numbers.arrays import Matrix, Vector
from derivations.worlds.arithmetic import Arithmetic, Floating
from derivations.worlds.evaluation.evaluator import CannotSpeak, whole
from derivations.worlds.gaussian import sums as G
from derivations.worlds.world import shown

if TYPE_CHECKING:
    from derivations.worlds.gaussian.densities import GaussianWorld


MINUS_HALF = Fraction(-1, 2)


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
        if isinstance(n, jets.Jet):
            return jets.logarithm(n, self)
        return G.logarithm(n, self) if isinstance(n, G.GaussianSum) else super().log(n)

    def exp(self, n):
        if isinstance(n, jets.Jet):
            return jets.exponential(n, self)
        return G.exponential(n, self) if isinstance(n, G.GaussianSum) else super().exp(n)

    def power(self, n, exponent):
        if isinstance(n, jets.Jet):
            return jets.power(n, exponent, self)
        if isinstance(exponent, (jets.Jet, G.GaussianSum)):
            return self.exp(self.log(n) * exponent)
        return G.power_of(n, exponent, self) if isinstance(n, G.GaussianSum) else super().power(n, exponent)

    def absolute(self, n):
        if isinstance(n, (G.GaussianSum, jets.Jet)):
            raise CannotSpeak("an absolute value under an integral or derivative has no closed form here")
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
        found = self.densities.get(key)
        if found is None:
            found = self.densities[key] = self.world.density_at(self, letter, *key[1:3], values)
        return found

    def gaussian(self, gaps: Vector, scaled: Vector, determinant):
        """(det P / (2 pi)^n)^(1/2) exp(-gap' P gap / 2); `scaled` is P gap."""
        norm = self.power(determinant, G.HALF) * self.power(self.pi * 2, Fraction(-len(gaps), 2))
        return norm * self.exp(gaps.dot(scaled) * MINUS_HALF)

    def normal(self, value, mean, variance):
        value = value if isinstance(value, Vector) else Vector((value,))
        gaps = value + mean * -1
        if not isinstance(variance, Matrix):
            return self.independent(gaps, variance if isinstance(variance, Vector) else Vector((variance,) * len(gaps)))
        entries = [a for row in variance for a in row]
        if any(isinstance(a, Vector) for a in entries):
            raise CannotSpeak("a Gaussian whose variance has vectors for entries")
        self.check_variances(gaps, variance, entries)
        if any(variance[i][k] != variance[k][i] for i in range(len(gaps)) for k in range(i)):
            raise CannotSpeak("a Gaussian whose variance is not symmetric")
        precision = variance.inverse()
        determinant = precision.determinant
        self.check_positive((determinant, *(precision[i][i] for i in range(len(gaps)))))
        return self.gaussian(gaps, precision.apply(gaps), determinant)

    def independent(self, gaps: Vector, variances: Vector):
        """A Gaussian of independent components: each gap is divided by its own variance."""
        self.check_variances(gaps, variances, variances)
        self.check_positive(variances)
        weights = [Fraction(1, v) if isinstance(v, int) else 1 / v for v in variances]
        scaled = Vector(gap * weight for gap, weight in zip(gaps, weights, strict=True))
        return self.gaussian(gaps, scaled, prod(weights))

    @staticmethod
    def check_variances(gaps: Vector, rows: tuple, entries) -> None:
        if len(rows) != len(gaps):
            raise CannotSpeak("a Gaussian whose variance has another size than its value")
        if any(isinstance(jets.value_of(a), G.GaussianSum) for a in entries):
            raise CannotSpeak("a Gaussian whose variance is integrated over has no closed form here")

    @staticmethod
    def check_positive(numbers) -> None:
        if any(X.sign(jets.value_of(v)) <= 0 for v in numbers):
            raise CannotSpeak("a variance that is not positive")

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
            self.work(n * sum(map(len, value.terms.values())) if isinstance(value, G.GaussianSum) else n)
            for k in reversed(range(n)):
                value = jets.each(lambda part, t=start + k: G.integral(part, t, self), value)
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


NUMBERS = (int, Fraction, float, mpmath.mpf)


class GaussianFloats(GaussianMachine, Floating):
    """The same where irrational numbers are floats. Rationals stay exact, so that exponents still merge."""

    floating = False

    @staticmethod
    def rational(n):
        return n

    def exp(self, n):
        # completing the square passes through e^-10000 and back: the range of a float is too small, mpmath has none
        return mpmath.exp(n) if isinstance(n, NUMBERS) else super().exp(n)

    def log(self, n):
        return mpmath.log(n) if isinstance(n, mpmath.mpf) and n > 0 else super().log(n)

    def power(self, n, exponent):
        if isinstance(n, (int, Fraction)) and isinstance(exponent, (int, Fraction)):
            exact = X.power(n, exponent)
            return float(exact) if isinstance(exact, X.Exact) else exact
        return super().power(n, exponent)
