"""A variance, a covariance or an absolute value of vectors is taken component by component, as their products are."""

import pytest
from sympy import Abs, Symbol

from derivations.language.words import Distribution, Expectation, RandomVariable, Variance
from derivations.worlds.counterexample import compare
from derivations.worlds.objectives import compare_objectives
from derivations.worlds.outcomes import Agrees, Refuted, Silent

p = Distribution("p")
d = Symbol("d", integer=True, positive=True)
x, y = RandomVariable("x", dimension=d), RandomVariable("y", dimension=d)


def mean(e):
    return Expectation(e, p(x, y))


COVARIANCE = mean(x * y) - mean(x) * mean(y)


def test_objectives_that_are_vectors_are_not_compared():
    found = compare_objectives(mean(x), mean(2 * x))
    assert isinstance(found, Silent) and "no number" in found.description


@pytest.mark.parametrize(
    ("left", "relation", "right", "outcome"),
    [
        (Variance(x, p(x)), "=", mean(x * x) - mean(x) ** 2, Agrees),
        (Variance(x, p(x)), "=", mean(x * x) + mean(x) ** 2, Refuted),
        (Abs(COVARIANCE), ">=", COVARIANCE, Agrees),
        (Abs(COVARIANCE), "<=", COVARIANCE, Refuted),
        (-Variance(x, p(x)), "<=", COVARIANCE * 0 + Variance(y, p(y)), Agrees),
    ],
)
def test_component_by_component(left, relation, right, outcome):
    assert isinstance(compare(left, right, (), relation), outcome)
