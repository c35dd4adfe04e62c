"""Averages over K draws inside a logarithm, and integrals without a value: what the interpreter says of both."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from derivations.language.words import ELBO, Expectation, Integral, OverDraws, SampleAverage, Variance, log
from derivations.notation import p, q, x, z
from numerics.estimates.monte_carlo import Plan, estimate
from numerics.interpreter.evaluate import BiasedEstimate, Sampled, Setting, quadrature
from numerics.worlds.world import Divergent, make_world

WORLDS = ("linear_gaussian", "nonlinear", "finite")


# Averages over draws, of which the expectation is taken


def test_the_expectation_over_draws_in_a_table_is_the_sum_over_all_draws():
    """E log (1/3) sum w(z_k): every triple of values, weighed by the product of their probabilities."""
    world = make_world("finite", 3)
    setting = Setting(world, 3)
    weight = q(x, z) / p(z | x)
    found = quadrature(OverDraws(log(SampleAverage(weight, p(z | x), 3))), setting).value
    values = {"x": setting.variable(x).array[0]}
    points, log_weights = world.density("p", ("z",), ("x",)).nodes(3, values)
    at = {"x": values["x"][None, :], "z": points["z"]}
    chances = np.exp(world.density("p", ("z",), ("x",)).log_density(at) + log_weights)
    weights = np.exp(world.density("q", ("x", "z")).log_density(at)) / np.exp(
        world.density("p", ("z",), ("x",)).log_density(at)
    )
    one, two, three = np.ix_(*(np.arange(len(weights)),) * 3)
    together = chances[one] * chances[two] * chances[three]
    wanted = np.sum(together * np.log((weights[one] + weights[two] + weights[three]) / 3))
    assert found[0] == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize("name", WORLDS)
def test_the_importance_weighted_bound_rises_from_the_elbo_with_every_draw(name):
    setting = Setting(make_world(name, 1), 1)
    weight = q(x, z) / p(z | x)
    bounds = [OverDraws(log(SampleAverage(weight, p(z | x), k))) for k in (1, 2, 8)]
    sampled = Sampled(bounds, setting)
    found = estimate(sampled, sampled.dimension, Plan("sobol", 8192), 1)
    one, two, eight = found.mean.reshape(3, -1)
    error = 6 * found.standard_error.reshape(3, -1).max(axis=0)
    elbo = quadrature(ELBO(p(z | x), q(x | z), q(z)), setting).value
    assert np.all(np.abs(one - elbo) < error + 1e-9)
    assert np.all(one < two) and np.all(two < eight)
    assert np.all(eight < quadrature(log(q(x)), setting).value + error)


def test_averages_over_the_same_draws_ride_on_them_together():
    setting = Setting(make_world("finite", 2), 2)
    average = SampleAverage(log(q(x | z)), p(z | x), 2)
    assert quadrature(OverDraws((average - average * 1) ** 2 + average), setting).value == pytest.approx(
        quadrature(Expectation(log(q(x | z)), p(z | x)), setting).value
    )
    square = OverDraws(average**2) - OverDraws(average) ** 2
    spread = quadrature(Variance(log(q(x | z)), p(z | x)), setting).value
    assert quadrature(square, setting).value == pytest.approx(spread / 2)


def test_an_average_over_draws_inside_a_logarithm_is_not_drawn():
    with pytest.raises(BiasedEstimate):
        Sampled([log(OverDraws(SampleAverage(q(x | z), p(z | x), 3)))], Setting(make_world("finite", 1), 1))


# Integrals without a value


@pytest.mark.parametrize("name", ["linear_gaussian", "nonlinear"])
def test_an_integral_that_has_no_value_is_refused(name):
    """The integrand grows without end: no grid reaches where it vanishes."""
    setting = Setting(make_world(name, 1), 1)
    for body in (log(p(z | x)) * log(q(z)), p(z | x) * q(z) ** -2, log(q(z))):
        with pytest.raises(Divergent):
            quadrature(Integral(body, z), setting)
    for body in (p(z | x) ** 2, p(z | x) * log(q(z)) ** 2, q(z) * q(x | z), p(z | x) ** sympy.Rational(1, 2)):
        assert np.isfinite(quadrature(Integral(body, z), setting).value).all()
