"""What a side of a statement comes to in a world, written with the numbers put in.

    written(world, sides, env)    ["1/3 (log(1/3) - log(1/2)) + 2/3 (log(2/3) - log(1/2))", ...]

Numbers that carry their own text go through the same evaluators as the exact ones, so what is written is what was
computed: in a finite world term by term; in a Gaussian world an average is one value, a divergence two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import sympy
from sympy import Add, Expr

from derivations.language import words as L
from derivations.numbers import exact_numbers as X
from derivations.numbers.exact_text import brief
from derivations.worlds.evaluation.evaluator import CannotSpeak, evaluator
from derivations.worlds.finite.machine import FiniteMachine
from derivations.worlds.finite.tables import FiniteWorld
from derivations.worlds.gaussian.machine import GaussianMachine
from derivations.worlds.outcomes import Refuted
from derivations.worlds.own_numbers import in_own_names, own_number
from derivations.worlds.world import World
from derivations.worlds.written import numbers as N

LONGEST = 160  # characters of a sum that a person would still follow
NOTHING_WRITTEN = (CannotSpeak, ArithmeticError, TypeError, ValueError, AttributeError)


class FiniteWritten(FiniteMachine):
    """The exact arithmetic of a finite world, said as it goes."""

    pi = N.PI
    log, exp = staticmethod(N.log), staticmethod(N.exp)
    power, absolute = staticmethod(N.power), staticmethod(N.absolute)
    converted = staticmethod(N.spoken)

    def density(self, letter, targets, givens, env) -> N.Written:
        return N.as_written(super().density(letter, targets, givens, env))


class GaussianWritten(GaussianMachine):
    """The exact arithmetic of a Gaussian world, said as it goes; under an integral (`depth`) it says nothing."""

    @property
    def exact(self) -> GaussianMachine:
        return self if self.depth else self.world.exact

    @property
    def pi(self):
        return super().pi if self.depth else N.PI

    def log(self, n):
        return super().log(n) if self.depth else N.log(n)

    def exp(self, n):
        return super().exp(n) if self.depth else N.exp(n)

    def power(self, n, exponent):
        return super().power(n, exponent) if self.depth else N.power(n, exponent)

    def absolute(self, n):
        return super().absolute(n) if self.depth else N.absolute(n)

    def said(self, value):
        return value if self.depth else N.spoken(value)

    def symbol(self, name, j=None):
        return self.said(super().symbol(name, j))

    def matrix(self, name):
        return self.said(super().matrix(name))

    def function(self, name, arguments, j):
        return self.said(super().function(name, tuple(map(N.plain, arguments)), j))

    def variable(self, v, env):
        return self.said(super().variable(v, env))

    def density(self, letter, targets, givens, env):
        if self.depth:
            return super().density(letter, targets, givens, env)
        return N.one_value(self.exact.density(letter, targets, givens, env))

    def normal(self, value, mean, variance):
        if self.depth:
            return super().normal(value, mean, variance)
        return N.one_value(self.exact.normal(*map(N.plain, (value, mean, variance))))

    def integrate(self, names, body, env):
        found = super().integrate(names, body, env)
        return found if self.depth else N.one_value(found)


def with_sums(world: World, sides: Iterable[Expr], env: dict, found: Refuted) -> Refuted:
    """A refutation by this world with both sides' sums, where there are any."""
    sums = written(world, sides, env)
    return replace(found, details={**found.details, "sums": sums}) if any(sums) else found


def written(world: World, sides: Iterable[Expr], env: dict) -> list[str]:
    """The sides with the numbers put in; empty where that is too long, or no sum of numbers."""
    return [_side(world, side, env) for side in sides]


def _side(world: World, side: Expr, env: dict) -> str:
    machine = FiniteWritten(world) if isinstance(world, FiniteWorld) else GaussianWritten(world)
    try:
        told, own = in_own_names(side if isinstance(world, FiniteWorld) else in_parts(side))
        values = {y: own_number(t, str(world.symbol(t)))[1] for t, y in own.items()}
        found = evaluator(told)(machine, {**env, **{y: Fraction(value) for y, value in values.items()}})
        if not isinstance(found, N.Written) or len(found.said) > LONGEST:
            return ""
        if X.compare_numbers(found.value, evaluator(side)(world.exact, env)):
            return ""
    except NOTHING_WRITTEN:
        return ""
    alone = brief(found.value), N.one_value(found.value).said
    return "" if found.said in alone else found.said


def in_parts(e: Expr) -> Expr:
    """Outside of every average: a divergence by its two averages, an average of a sum term by term."""
    if type(e) is L.KL:
        return L.CrossEntropy(e.left, e.right) - L.Entropy(e.left)
    if isinstance(e, L.ELBO):
        gains = [L.Expectation(sympy.log(density), e.encoder) for density in (e.decoder, e.prior)]
        return Add(*gains) + L.Entropy(e.encoder)
    if type(e) is L.Expectation:
        terms = Add.make_args(sympy.expand_log(e.body.expand(), force=True))
        return Add(*(L.Expectation(term, e.density) for term in terms))
    if isinstance(e, L.Binder) or not e.args or not isinstance(e, Expr):
        return e
    return e.func(*map(in_parts, e.args))
