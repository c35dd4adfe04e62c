"""Every hole that was found in the prover, by name: false steps that no rules may prove, and right ones that they must.

That a step is false is shown by its own numbers (false_steps.py, false_matrices.py), never by the package.
"""

from __future__ import annotations

import pytest
from false_algebra import ALGEBRA
from false_densities import DENSITIES, MIXTURE
from false_gaussians import EPS, GAUSSIANS, N
from false_matrices import MATRICES, A, B, R, S, m, n, x
from false_matrices import z as vector
from false_steps import Slip, a, b, bit, d, f, i, k, p, q, s, t, v, w
from false_steps import m as mean
from false_steps import x as scalar
from false_steps import z as latent
from false_sums import SUMS
from sympy import Derivative, Integer, Rational, log, pi, sqrt, sympify

from derivations.judging.claim import Claim, decide
from derivations.kernel.rules import RULES
from derivations.language.facts import Fact
from derivations.language.words import (
    KL,
    Bilinear,
    Determinant,
    Distribution,
    Entropy,
    Expectation,
    Integral,
    Normal,
    Outer,
    Product,
    RandomVariable,
    Sum,
    Trace,
    Transpose,
)
from derivations.prover.worked_lines import show

FALSE = [*ALGEBRA, *SUMS, *DENSITIES, *GAUSSIANS, *MATRICES]
BY_NAME = [pytest.param(slip, id=slip.name.replace(" ", "-")) for slip in FALSE]


def proved(left, relation, right, facts=(), declared=None) -> bool:
    kind = "value" if relation == "=" else "inequality"
    return show(sympify(left), relation, sympify(right), kind, declared, tuple(facts)) is not None


def test_there_are_many_and_no_two_of_a_name():
    assert len(FALSE) >= 130
    assert len({slip.name for slip in FALSE}) == len(FALSE)


@pytest.mark.parametrize("slip", BY_NAME)
def test_the_numbers_say_that_it_is_false(slip: Slip):
    left, right = map(float, slip.sides())
    off = 1e-6 * (1 + abs(left) + abs(right))
    fails = {
        "=": abs(left - right) > off, "<=": left > right + off, ">=": left < right - off,
        "<": left >= right, ">": left <= right,
    }  # fmt: skip
    assert fails[slip.relation], (left, right)


@pytest.mark.parametrize("slip", BY_NAME)
def test_no_rules_prove_it(slip: Slip):
    """Not those that are found, not all of them together, and not one by itself, as an author may name it."""
    for declared in (None, RULES, *([rule] for rule in sorted(RULES))):
        assert not proved(slip.left, slip.relation, slip.right, slip.facts, declared), declared


# -- right steps that went unproved, or stand beside a refusal -------------------------------------------------------
TRUE = {
    "mean of noise": (Expectation(EPS, N(EPS, 0, 1)), 0),
    "third moment of noise": (Expectation(EPS**3, N(EPS, 0, 1)), 0),
    "square about another point": (Expectation((scalar - a) ** 2, N(scalar, 0, v)), v + a**2),
    "mean of a square by noise": (Expectation((mean + s * EPS) ** 2, N(EPS, 0, 1)), mean**2 + s**2),
    "product with a mean of zero": (Expectation(scalar * latent, N(scalar, 0, 1) * N(latent, mean, 1)), 0),
    "KL of Gaussians, one about zero": (
        KL(N(scalar, 0, v), N(scalar, mean, s)),
        log(s / v) / 2 + (v + mean**2) / (2 * s) - Rational(1, 2),
    ),
    "entropy of a Gaussian about zero": (Entropy(N(scalar, 0, v)), (log(2 * pi * v) + 1) / 2),
    "ones": (Sum(1, (i, 1, d)), d),
    "a product of one for each": (Product(s, (i, 1, d)), s**d),
    "root of a square of what is positive": (sqrt(s**2), s),
    "outer product keeps its roots": (
        Trace(Outer(sqrt(2) * vector, sqrt(2) * vector)),
        2 * Bilinear(vector, 1, vector),
    ),
    "outer product of sums": (Trace(A * Outer((s + t) * x, (s + t) * vector)), (s + t) ** 2 * Bilinear(vector, A, x)),
    "mean of a quadratic form": (
        Expectation(Bilinear(vector, A, vector), Normal(vector, m, S)),
        Trace(A * S) + Bilinear(m, A, m),
    ),
    "ones but the first": (Sum(s, (i, 2, d)), s * (d - 1)),
}


@pytest.mark.parametrize("name", TRUE)
def test_right_steps_are_proved(name):
    left, right = TRUE[name]
    assert proved(left, "=", right)


UNSHOWN = {
    "inverse of a transpose": (Trace(Transpose(A) ** -1 * B), Trace(Transpose(B) * A**-1)),
    "transpose of an inverse of a sum": (Trace(Transpose((A + B) ** -1) * S), Trace(S * (A + B) ** -1)),
    "inverse of a sum of covariances": (Bilinear(x, (S + R) ** -1, vector), Bilinear(vector, (S + R) ** -1, x)),
    "root of a covariance's determinant": (sqrt(Determinant(S * R) ** 2), Determinant(S) * Determinant(R)),
    "a size by its trace": (Trace(A * B * (A * B) ** -1), n),
    "an empty sum": (Integer(0), Sum(1, (i, 3, 1))),
    "a sum of two written out": (
        Sum(Expectation(w(i) * f(latent), p(latent)), (i, 1, 2)), (w(1) + w(2)) * Expectation(f(latent), p(latent))
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSHOWN)
def test_what_no_rule_says_is_not_refuted_either(name):
    """Right, and the kernel has no figure for it: such a line is consistent."""
    left, right = map(sympify, UNSHOWN[name])
    assert decide(Claim(left, right)).verdict == "consistent"


def test_a_mixture_is_a_sum_when_it_is_a_marginal():
    right = Normal(latent, 0, 1) / 2 + Normal(latent, mean, 1) / 2
    assert proved(Integral(q(scalar, latent), scalar), "=", right, (MIXTURE,))


def test_bounds_under_one_law_are_proved():
    x, z = scalar, latent
    r = Distribution("r")
    assert proved(Expectation(log(q(x, z)), p(x, z)), "<=", Expectation(log(p(x, z)), p(x, z)))
    assert proved(Expectation(log(q(z)), p(z | x)), "<=", Expectation(log(p(z | x)), p(z | x)))
    assert proved(Expectation(log(q(z | x)), r(x) * p(z | x)), "<=", Expectation(log(p(z | x)), r(x) * p(z | x)))
    independent = Fact(p(x, z), p(x) * p(z), "independence")
    left, right = Integral(p(x) * p(z) * log(q(x, z)), x, z), Integral(p(x) * p(z) * log(p(x, z)), x, z)
    assert proved(left, "<=", right, (independent,))
    assert not proved(left, "<=", right)  # q may be nearer to p(x) p(z) than p(x,z) is
    assert proved(0, "<=", Entropy(p(bit)))


def test_strict_signs_need_more_than_weak_ones():
    assert proved(0, "<", 1) and proved(s, "<", s + v) and proved(a**2, "<", a**2 + s)
    for left, right in ((0, a**2), (1, 1), (0, sqrt(a**2)), (0, Sum(s, (i, 1, d - 1))), (0, KL(p(scalar), q(scalar)))):
        assert not proved(left, "<", right)
        assert not proved(right, ">", left)
        assert not proved(left, "<", right, (), RULES)


def test_a_denominator_is_cleared_after_its_sign_is_known():
    left = log(s)
    assert not proved(left, "<=", s - 1 + v / (a + b))  # at a + b = -1 the right side may be anything below
    assert proved(left, "<=", s - 1 + v / (s + v))


def test_signs_of_powers():
    assert not proved(0, "<=", a**k)
    assert proved(0, "<", s**k) and not proved(0, "<", 0)


def test_a_parameter_that_is_bound_or_differentiated_is_no_constant():
    member = Distribution("p", (k,))(scalar)
    assert not proved(Sum(member, (k, 1, d)), "=", d * member)
    assert not proved(Derivative(log(Distribution("p", (t,))(scalar)), t), "=", 0)
    fact = Fact(p(scalar), Normal(scalar, t, 1), "gaussian")  # it ties p to t, whether its rule is named or not
    assert not proved(Derivative(log(p(scalar)), t), "=", 0, (fact,))
    assert not proved(Derivative(log(p(scalar)), t), "=", 0, (fact,), {"derivative"})


def test_a_covariance_is_symmetric():
    assert not proved(Integral(Normal(vector, m, A), vector), "=", 1)
    assert proved(Integral(Normal(vector, m, S), vector), "=", 1)


def test_a_variable_of_one_role_is_of_one_kind():
    positive, counted = RandomVariable("x", positive=True), RandomVariable("x", discrete=True)
    for other in (positive, counted):
        assert not proved(Integral(f(scalar), scalar), "=", Integral(f(other), other))


def test_nothing_put_in_is_caught_by_a_bound_name():
    """The index of the outer sum is put into an average that has bound names of its own."""
    inner = Expectation(w(i) * f(latent), p(latent))
    assert not proved(Sum(inner, (i, 1, 2)), "=", 2 * w(1) * Expectation(f(latent), p(latent)))


def test_sizes_are_sizes():
    vectors = RandomVariable("z", dimension=n)
    every, some = (Product(Normal(vectors[i], 0, 1), (i, 1, high)) for high in (n, n - 1))
    assert proved(Integral(every, vectors), "=", 1)
    assert not proved(Integral(some, vectors), "=", 1)
    assert not proved(Sum(1, (i, 3, n)), "=", n - 2)  # for n = 1 there are none, not -1
    assert proved(sympify(d), "=", Sum(1, (i, 1, d)))
