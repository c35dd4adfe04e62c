"""Finite worlds built for expressions, and what these are worth in them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sympy import Symbol

from derivations.language.words import (
    Distribution,
    RandomVariable,
)
from derivations.numbers import exact_numbers as X
from derivations.worlds.evaluation.evaluator import evaluator
from derivations.worlds.finite.tables import FiniteWorld
from derivations.worlds.vocabulary import study

y = RandomVariable("y")
r = Distribution("r")
d = Symbol("d", integer=True, positive=True)
i, j = Symbol("i", integer=True), Symbol("j", integer=True)
vector = RandomVariable("z", dimension=d)
SEEDS = range(4)


def worth(world: FiniteWorld, e):
    """Exact value, after checking that floating point says the same."""
    evaluate = evaluator(e)
    exact, inexact = evaluate(world.exact, {}), evaluate(world.floats, {})
    assert float(inexact) == pytest.approx(float(exact), rel=1e-9, abs=1e-12)
    return exact


def built(*expressions, facts=(), seed=0, **options) -> FiniteWorld:
    return FiniteWorld(study(expressions, facts), seed, **options)


def by_hand(a: dict, b: dict):
    """Sum of a log(a/b) over two tables."""
    return sum((v * X.log(v / b[k]) for k, v in a.items()), Fraction(0))
