"""Undefined functions in Gaussian worlds, what has no closed form, derivatives, siblings."""

from __future__ import annotations

import math

import pytest
from in_gaussian_worlds import (
    SEEDS,
    D,
    built,
    d,
    data,
    encoder,
    f,
    half,
    m,
    mu,
    n,
    noise,
    prior,
    s,
    same,
    sigma,
    vector,
    w,
    worth,
)
from sympy import Derivative, Function, Rational, exp, log, pi, sqrt

from derivations.language.facts import Fact
from derivations.language.words import (
    KL,
    Entropy,
    Expectation,
    Identity,
    Integral,
    Normal,
    RandomVariable,
    SquaredNorm,
)
from derivations.notation import p, q, x, z
from derivations.worlds.evaluation.evaluator import CannotSpeak
from derivations.worlds.gaussian.densities import GaussianWorld
from derivations.worlds.vocabulary import study
from derivations.worlds.world import Freedom

# Functions


def test_functions_become_affine_only_under_an_integral_over_their_argument():
    free, integrated = mu(x) * sigma(x), Expectation(mu(x) * sigma(x), p(x))
    world = built(free)
    worth(world, free)
    assert not world.affine
    for seed in SEEDS:
        world = built(integrated, free, seed=seed)
        inside, outside = worth(world, integrated, free)
        assert world.affine == {"mu", "sigma"} and world.degree == 1 + seed % 2
        start, slope, bend = world.functions[("mu", 1, None)]
        assert bool(bend) == (world.degree == 2)
        (scale,) = {v[0] for k, v in world.functions.items() if k[0] == "sigma"}
        mean, square = worth(world, Expectation(x, p(x)), Expectation(x**2, p(x)))
        assert inside == (start + slope * mean + bend * square) * scale
        assert outside == (start + slope * world.point(x) + bend * world.point(x) ** 2) * scale


def test_a_square_that_does_not_close_is_left_out():
    world = built(p(x, z), mu(x), facts=(encoder,), seed=1)
    worth(world, Expectation(mu(x), p(x)))
    assert world.degree == 2
    worth(world, Entropy(p(z)))
    assert world.degree == 1


def test_a_variance_in_place_of_a_deviation_shows_under_a_square():
    one, two = (Expectation(f(m + scale * noise), Normal(noise, 0, 1)) for scale in (s, s**2))
    direct = Expectation(f(z), Normal(z, m, s**2))
    assert same(built(direct, one, seed=1), direct, one)
    assert not same(built(direct, two, seed=1), direct, two)


def test_a_mean_that_is_a_free_function_needs_no_affinity():
    world = built(KL(p(z | x), q(z)), facts=(encoder, prior))
    assert same(world, KL(p(z | x), q(z)), (sigma(x) ** 2 - log(sigma(x) ** 2) + mu(x) ** 2 - 1) / 2)
    assert not world.affine


@pytest.mark.parametrize(
    "e, facts, reason",
    [
        (Entropy((p(x) + q(x)) / 2), (), "sum of Gaussians"),
        (Expectation(log(x**2), p(x)), (), "no closed form|logarithm"),
        (Expectation(1 / x, p(x)), (), "quotient"),
        (Expectation(exp(x**3), p(x)), (), "no closed integral"),
        (Entropy(p(RandomVariable("c", discrete=True))), (), "discrete"),
        (Expectation(f(f(f(x)) * x), p(x)), (), "."),
    ],
)
def test_what_has_no_closed_form_is_not_spoken_of(e, facts, reason):
    if reason == ".":  # affine functions of affine functions are fine: this one closes
        assert worth(built(e), e) is not None
        return
    with pytest.raises(CannotSpeak, match=reason):
        worth(built(e, facts=facts), e)


def test_a_vector_mean_of_a_vector_and_a_matrix_square():
    fact = Fact(q(data | vector), Normal(data, mu(vector), s**2 * Identity(D)), "gaussian")
    closed = -D * log(2 * pi * s**2) / 2 - SquaredNorm(data - mu(vector)) / (2 * s**2)
    for seed in (0, 1):
        world = built(log(q(data | vector)), closed, facts=(fact,), seed=seed)
        assert same(world, log(q(data | vector)), closed)
        assert {world.size(d), world.size(D)} == {2, 3}


# Derivatives

DERIVATIVES = [
    (log(s) * s**2 - 1 / s, s), (exp(-m * s) * sqrt(s), s), ((m - 3) ** 4 / (1 + m**2), m), (s**m, m), (s**m, s),
]  # fmt: skip


@pytest.mark.parametrize("order", (1, 2, 3))
@pytest.mark.parametrize("e, parameter", DERIVATIVES)
def test_derivatives_agree_with_those_sympy_takes(e, parameter, order):
    for seed in (0, 1):
        inert = Derivative(e, (parameter, order))
        world = built(inert, m * s, seed=seed)
        assert same(world, inert, e.diff(parameter, order))
        assert not same(world, inert, e.diff(parameter, order) + Rational(1, 10**20))


def test_derivatives_pass_under_the_integral():
    """The gradient of a reconstruction in the encoder's parameters: not zero, and the two gradients agree."""
    variance = exp(n)
    moment = Expectation((x - w * z) ** 2, Normal(z, m, variance))
    prime = Function("f'", real=True)
    at_noise = m + exp(n / 2) * noise
    error = Expectation((x - f(at_noise)) ** 2, Normal(noise, 0, 1))
    gradient = Expectation(2 * (f(at_noise) - x) * prime(at_noise), Normal(noise, 0, 1))
    for seed in SEEDS:
        world = built(moment, error, gradient, seed=seed)
        assert same(world, Derivative(moment, m), -2 * w * (x - w * m))
        assert same(world, Derivative(moment, n), w**2 * variance)
        assert same(world, Derivative(error, m), gradient) and not same(world, Derivative(error, m), -gradient)
        assert same(world, Derivative(Entropy(Normal(z, m, variance)), n), half + 0 * m)


def test_siblings_share_the_data_density():
    freedom = Freedom(fixed=(p(x),))
    vocabulary = study([KL(p(x, z), q(x, z)), p(x)])
    first = GaussianWorld(vocabulary, 2, 0, freedom)
    second = GaussianWorld(vocabulary, 2, 1, freedom, first)
    for density, shared in ((p(x), True), (q(x), False), (p(z), False)):
        values = [worth(world, density) for world in (first, second)]
        assert (values[0] == values[1]) == shared
    assert math.isclose(float(worth(first, Integral(p(x), x))), 1)
