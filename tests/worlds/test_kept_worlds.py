"""A world that is kept for the next statement says of this one what a new one would."""

import pytest
from sympy import Function, Symbol, exp

from derivations.language.words import KL, Distribution, Expectation, Normal, RandomVariable
from derivations.worlds.asked import asked
from derivations.worlds.counterexample import compare
from derivations.worlds.evaluation.evaluator import evaluator
from derivations.worlds.finite.tables import FiniteWorld
from derivations.worlds.gaussian.densities import GaussianWorld
from derivations.worlds.outcomes import Refuted
from derivations.worlds.vocabulary import study

p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")
f, g = Function("f", real=True), Function("g", real=True)
c = Symbol("c", positive=True)
GAUSSIAN = [
    Expectation(f(z), Normal(z, g(x), c)),  # f is under an integral here, and is affine
    f(x) + g(x),
    Expectation(f(z), p(z | x)) * c,
    KL(Normal(z, g(x), c), Normal(z, 0, 1)),
]
FINITE = [f(x) + c, Expectation(f(z), p(z | x)), KL(p(x), q(x)) * g(x), c * g(z)]


def told(world, e) -> tuple:
    value = world.settled(lambda: [evaluator(e)(machine, {}) for machine in (world.floats, world.exact)][1])
    return value, asked(world, (e,)), world.describe()


@pytest.mark.parametrize(("make", "statements"), [(GaussianWorld, GAUSSIAN), (FiniteWorld, FINITE)])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_told_depends_on_no_earlier_statement(make, statements, seed):
    vocabulary = study(tuple(statements), ())
    fresh = [told(make(vocabulary, seed).unasked(), e) for e in statements]
    kept = make(vocabulary, seed)
    for order in (range(4), (3, 1, 0, 2), (0, 1, 2, 3)):
        for k in order:
            assert told(kept.unasked(), statements[k]) == fresh[k]


def test_a_function_at_a_place_that_is_no_fraction_can_be_told():
    found = compare(f(exp(c)) + g(x), f(exp(c)) - g(x), finite=0)
    assert isinstance(found, Refuted) and "g(" in found.description
