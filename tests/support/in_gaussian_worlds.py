"""Gaussian worlds built for expressions, and what these are worth in them."""

from __future__ import annotations

import pytest
from sympy import Function, Rational, Symbol

from derivations.language.facts import Fact
from derivations.language.words import (
    Normal,
    RandomVariable,
)
from derivations.notation import p, q, x, z
from derivations.numbers import exact_numbers as X
from derivations.worlds.evaluation.evaluator import evaluator
from derivations.worlds.gaussian.densities import GaussianWorld
from derivations.worlds.vocabulary import study

half = Rational(1, 2)
m, n, w = Symbol("m", real=True), Symbol("n", real=True), Symbol("w", real=True)
s, t = Symbol("s", positive=True), Symbol("t", positive=True)
d, D = Symbol("d", integer=True, positive=True), Symbol("D", integer=True, positive=True)
i = Symbol("i", integer=True)
vector, data = RandomVariable("z", dimension=d), RandomVariable("x", dimension=D)
y, noise = RandomVariable("y"), RandomVariable("e")
mu, nu, f = (Function(name, real=True) for name in ("mu", "nu", "f"))
sigma = Function("sigma", positive=True)
SEEDS = range(4)

encoder = Fact(p(z | x), Normal(z, mu(x), sigma(x) ** 2), "gaussian")
decoder = Fact(q(x | z), Normal(x, nu(z), s**2), "gaussian")
prior = Fact(q(z), Normal(z, 0, 1), "gaussian")


def built(*expressions, facts=(), seed=0, **options) -> GaussianWorld:
    return GaussianWorld(study(expressions, facts), seed, **options)


def worth(world: GaussianWorld, *expressions):
    """Exact values, after checking that floating point says the same."""

    def values(machine):
        return [evaluator(e)(machine, {}) for e in expressions]

    exact = world.settled(lambda: values(world.exact))
    inexact = world.settled(lambda: values(world.floats))
    for a, b in zip(exact, inexact, strict=True):
        assert float(b) == pytest.approx(float(a), rel=1e-9, abs=1e-9)
    return exact if len(exact) > 1 else exact[0]


def same(world, left, right) -> bool:
    return X.compare_numbers(*worth(world, left, right)) == 0
