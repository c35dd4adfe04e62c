"""Gaussian worlds: densities are Gaussian with exact rational parameters, integrals are closed forms, all exact.

A letter is a list of factors p(T|G): those that are given by a formula (N(mu(x), sigma^2(x)), or written out), and
random linear-Gaussian ones for the variables of which nothing is said. Marginals and conditionals follow by
integration. Undefined functions are random numbers at each place; once one is met under an integral over its argument
the world starts again with that function quadratic or affine (constant where it must be positive). Differential
entropies can be negative here, as they should be.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from derivations.language import words as L
from derivations.numbers.arrays import Vector
from derivations.numbers.jets import Jet
from derivations.worlds.evaluation.evaluator import CannotSpeak
from derivations.worlds.gaussian import sums as G
from derivations.worlds.gaussian.factors import Factor, GaussianFactors
from derivations.worlds.gaussian.machine import GaussianFloats, GaussianMachine
from derivations.worlds.pools import AT_LARGE, Pools
from derivations.worlds.vocabulary import Letter, Vocabulary
from derivations.worlds.world import NOTHING_FREE, Axis, Freedom, VocabularyKey, shown

MOST_RESTARTS = 30


class Restart(Exception):
    """A function was met under an integral over its argument: the world has made it affine, evaluate again."""


class GaussianWorld(GaussianFactors):
    """Factors for each letter of a vocabulary. Raises CannotSpeak for discrete variables and what is not Gaussian."""

    kind = "gaussian"

    def __init__(
        self, vocabulary: Vocabulary, seed: int = 0, variation: int = 0, freedom: Freedom = NOTHING_FREE,
        sibling: GaussianWorld | None = None, pools: Pools = AT_LARGE, chosen: Mapping | None = None,
    ):  # fmt: skip
        super().__init__(vocabulary, seed, variation, freedom, replace(pools, positive=pools.squares), chosen)
        if vocabulary.discrete:
            raise CannotSpeak(f"a discrete variable ({', '.join(sorted(vocabulary.discrete))}) is not Gaussian")
        self.exact, self.floats = GaussianMachine(self), GaussianFloats(self)
        self.sibling = sibling
        self.affine: set[str] = set()
        self.degree = 1 + seed % 2  # of undefined functions under an integral over their argument
        self.set_axes()
        self.set_factors()
        self._check()

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
        descendants, grown = set(targets), set[Axis]()
        while len(descendants) > len(grown):  # the factors stand in any order
            grown = set(descendants)
            descendants.update(a for f in self.factors[letter] if set(f.givens) & grown for a in f.targets)
        return None if (descendants - targets) & givens else chosen

    def _marginal(self, machine, letter: Letter, axes, values: dict):
        factors = self.ancestors(letter, set(axes))
        hidden = sorted({a for f in factors for a in f.targets} - set(axes))

        def body(inner: list):
            everything = {**values, **dict(zip(hidden, inner, strict=True))}
            total = 1
            for f in factors:
                total = total * f.at(machine, everything)
            return total

        return machine.integrated(len(hidden), body)

    def behind(self, letter: Letter, targets: set, givens: set) -> list[Factor]:
        """The factors that a conditional density comes from."""
        if letter not in self.factors:
            return []
        return self._direct(letter, targets, givens) or self.ancestors(letter, targets | givens)

    def ancestors(self, letter: Letter, needed: set) -> list[Factor]:
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
        stated = self.formula_factor(fact.formula, fact.density, targets, givens, env)
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
        for density in self.fixed_densities(letter):
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

    def unasked(self) -> GaussianWorld:
        super().unasked()
        self.affine.clear()
        self.degree = 1 + self.seed % 2
        self.forget()
        return self

    def settled(self, evaluate: Callable):
        """A value in this world, once every function is affine that has to be."""
        for _ in range(MOST_RESTARTS):
            try:
                return evaluate()
            except Restart:
                self.forget()
            except CannotSpeak:
                if self.degree == 1 or not self.affine:
                    raise
                self.degree = 1  # a square that does not close
                self.forget()
        raise CannotSpeak("functions of functions have no Gaussian world")

    def function(self, name: str, arguments: tuple, j: int | None):
        numbers = [n for a in arguments for n in (a if isinstance(a, tuple) else (a,))]
        whole_name = name.rstrip("'")
        if whole_name != name and whole_name in self.vocabulary.functions and len(numbers) == 1:
            return self._slope(whole_name, len(name) - len(whole_name), numbers, j)
        if name not in self.affine:
            if not any(isinstance(n, (G.GaussianSum, Jet)) for n in numbers):
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
                self.functions[key] = (rng.choice(self.positive), *(Fraction(0) for _ in range(2 * len(numbers))))
            else:
                linear = [rng.choice(self.pools.slopes) for _ in (0, *numbers)]
                bends = [rng.choice(self.pools.bends) * (self.degree - 1) for _ in numbers]
                self.functions[key] = (*linear, *bends)
        total, *rest = self.functions[key]
        for k, n in enumerate(numbers):
            slope, bend = rest[k], rest[k + len(numbers)]
            if slope:
                total = total + n * slope
            if bend:
                total = total + n * n * bend
        return total

    def _slope(self, name: str, order: int, numbers: list, j: int | None):
        """A primed function is the derivative of the unprimed one, if that is spoken of as well."""
        if name not in self.affine:
            self.affine.add(name)
            raise Restart(name)
        self.function(name, tuple(numbers), j)
        vector = f"{name}()" in self.vocabulary.vectors
        _, slope, bend = self.functions[(name, 1, j if vector else None)]
        return (numbers[0] * (2 * bend) + slope, 2 * bend, Fraction(0))[min(order, 3) - 1]

    def point(self, variable: L.RandomVariable):
        """Where a free variable stands."""
        self.standing[variable.name] = variable.role
        if variable.name not in self.points:
            rng = random.Random(f"{self.seed} point {variable.name}")
            parameter = not any(variable.role in roles for roles in self.vocabulary.letters.values())
            if parameter:
                rng = self.generator("symbol", variable.name)
            choices = self.positive if variable.role in self.vocabulary.positive else self.nonzero
            numbers = Vector(rng.choice(choices) for _ in self._axes[variable.role])
            self.points[variable.name] = numbers if variable.role in self.vocabulary.vector_roles else numbers[0]
        return self.points[variable.name]

    def describe(self) -> dict:
        """Everything that was asked of this world, in text: JSON-ready."""
        names = self.describe_names({k: v for k, v in self.functions.items() if k[0] not in self.affine})
        for (name, n, j), (start, *rest) in ((k, v) for k, v in self.functions.items() if k[0] in self.affine):
            arguments = [f"u_{i + 1}" if n > 1 else "u" for i in range(n)]
            powers = [*arguments, *(f"{u}²" for u in arguments)]
            terms = [str(start)] + [f"{s} {u}" for s, u in zip(rest, powers, strict=True) if s]
            names["functions"][f"{name}{'' if j is None else f'_{j}'}({', '.join(arguments)})"] = " + ".join(terms)
        return {
            "kind": self.kind,
            "seed": self.seed,
            "variation": self.variation,
            "densities": [f.text for factors in self.factors.values() for f in factors if not f.given],
            "at": {name: shown(value) for name, value in self.points.items()},
            **names,
        }


@lru_cache(maxsize=128)
def _cached(vocabulary: VocabularyKey, seed, variation, freedom, sibling, pools):
    return GaussianWorld(vocabulary.vocabulary, seed, variation, freedom, sibling, pools)


def gaussian_world(
    vocabulary: Vocabulary, seed: int = 0, variation: int = 0, freedom: Freedom = NOTHING_FREE,
    sibling: GaussianWorld | None = None, pools: Pools = AT_LARGE,
) -> GaussianWorld:  # fmt: skip
    """A Gaussian world for a vocabulary, kept for the next statement with the same vocabulary."""
    return _cached(VocabularyKey(vocabulary.key(), vocabulary), seed, variation, freedom, sibling, pools)
