"""Error bars neither too wide nor too narrow; gains that are real; bounds and gradients against exact values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from numerics.estimates.gradient_estimators import compare
from numerics.estimates.importance_bound import elbo, gap, importance_weighted_bound, random_encoders
from numerics.estimates.monte_carlo import METHODS, SCRAMBLINGS, ErrorRates, Plan, estimate, plan
from numerics.estimates.reconstruction_term import (
    encoder_minimiser,
    loss,
    minibatch_variance,
    plug_in_difference,
    sampled_plug_in_difference,
)
from numerics.worlds.world import make_world

RATES = ErrorRates(false_alarm=1e-6, tests=20)


def smooth(noise: np.ndarray) -> np.ndarray:
    """Three integrands of two normals; their means are 1, 0 and E softplus."""
    a, b = noise[:, 0], noise[:, 1]
    return np.stack([a * a + 0.1 * b, np.tanh(a) * b, np.log1p(np.exp(a + 0.5 * b))])


def means() -> np.ndarray:
    softplus, _ = integrate.quad(
        lambda t: np.log1p(np.exp(t)) * stats.norm.pdf(t, scale=math.sqrt(1.25)), -12, 12, epsabs=1e-13
    )
    return np.array([1.0, 0.0, softplus])


def decided(method: str, n: int, seed: int = 0) -> Plan:
    """A plan of this method; the coefficients of control variates from a pilot, as `plan` makes them."""
    if method != "control":
        return Plan(method, n)
    noise = np.random.default_rng(10_000 + seed).standard_normal((4096, 2))
    products = np.stack(
        [noise[:, 0], noise[:, 1], noise[:, 0] ** 2 - 1, noise[:, 0] * noise[:, 1], noise[:, 1] ** 2 - 1]
    )
    values = smooth(noise)
    centred = values - values.mean(1, keepdims=True)
    return Plan(method, n, np.linalg.lstsq(products.T, centred.T, rcond=None)[0].T)


@pytest.mark.parametrize("method", [pytest.param(m, marks=[pytest.mark.slow] if m == "sobol" else []) for m in METHODS])
def test_z_scores_over_seeds_have_the_stated_distribution(method):
    """Neither too wide nor too narrow: (mean - truth) / standard error is Student t over the seeds."""
    truth, scores = means(), []
    for seed in range(60 if method == "sobol" else 200):
        found = estimate(smooth, 2, decided(method, 4096, seed), seed)
        scores.append((found.mean - truth)[2] / found.standard_error[2])
    freedom = SCRAMBLINGS - 1 if method == "sobol" else 4095
    assert stats.kstest(scores, stats.t(freedom).cdf).pvalue > 1e-3


@pytest.mark.parametrize("method", METHODS)
def test_estimates_agree_with_scipys_integral(method):
    found = estimate(smooth, 2, decided(method, 65536), 3)
    assert np.all(
        np.abs(found.mean - means()) <= RATES.threshold(found.degrees_of_freedom) * found.standard_error + 1e-12
    )


def test_gain_is_the_variance_saved():
    plain, sobol = (estimate(smooth, 2, Plan(m, 65536), 0) for m in ("plain", "sobol"))
    saved = (plain.standard_error / sobol.standard_error) ** 2
    assert np.all(sobol.gain > 50)
    assert np.allclose(sobol.gain, saved, rtol=0.1)
    assert np.allclose(plain.gain, 1)


def test_control_variates_are_exact_on_quadratics():
    def quadratic(noise):
        return (noise[:, 0] - 2 * noise[:, 1] + 0.3) ** 2

    chosen = plan(quadratic, 2, 0.01, RATES, seed=0)
    found = estimate(quadratic, 2, chosen, 0)
    assert chosen.method == "control"
    assert found.standard_error[0] < 1e-12 and found.mean[0] == pytest.approx(5.09, abs=1e-12)


def test_antithetic_pairs_make_a_quadratic_worse_and_say_so():
    found = estimate(lambda noise: noise[:, 0] ** 2, 1, Plan("antithetic", 65536), 0)
    assert found.gain[0] == pytest.approx(0.5, rel=0.05)


@pytest.mark.parametrize("detect", [0.1, 0.01])
def test_n_follows_from_the_error_that_must_be_seen(detect):
    chosen = plan(smooth, 2, detect, RATES, seed=1)
    found = estimate(smooth, 2, chosen, 1)
    assert RATES.detectable(found.degrees_of_freedom) * found.standard_error.max() <= detect
    assert chosen == plan(smooth, 2, detect, RATES, seed=1)


def test_smaller_errors_take_more_draws():
    rough = [plan(lambda noise: 5.0 * (noise.prod(1) > 0.1), 4, d, RATES, 0).n for d in (0.3, 0.03, 0.01)]
    assert rough[0] < rough[1] < rough[2]


def test_the_pilots_stream_is_not_the_draws():
    seen: list[np.ndarray] = []

    def watched(noise):
        seen.append(noise.copy())
        return smooth(noise)

    chosen = plan(watched, 2, 0.1, RATES, 0)
    pilots = {round(float(v), 12) for block in seen for v in block[:, 0]}
    seen.clear()
    for method in METHODS:
        estimate(watched, 2, decided(method, chosen.n), 0)
    assert not pilots & {round(float(v), 12) for block in seen for v in block[:, 0]}


def test_memory_is_bounded_whatever_n():
    largest = 0

    def watched(noise):
        nonlocal largest
        largest = max(largest, len(noise))
        return noise[:, 0]

    for method in ("plain", "antithetic", "sobol"):
        estimate(watched, 1, Plan(method, 1 << 20), 0)
    assert largest <= 1 << 14


def test_chunks_do_not_change_the_moments():
    noise = np.random.default_rng(0).standard_normal(40_000) + 1e6
    at = iter(np.split(noise, np.arange(8192, 40_000, 8192)))
    found = estimate(lambda block: next(at), 1, Plan("plain", 40_000), 0)
    assert found.mean[0] == pytest.approx(noise.mean(), rel=1e-15)
    assert found.standard_error[0] == pytest.approx(stats.sem(noise), rel=1e-9)


@pytest.mark.parametrize("freedom", [15, 63, 10_000])
def test_detectable_error_is_detected_with_the_stated_probability(freedom):
    """At both rates 5%, so that simulation can see them: power at least 95%, false alarms 5%."""
    rates = ErrorRates(false_alarm=0.05, tests=1, miss=0.05)
    rng = np.random.default_rng(freedom)
    z, scale = rng.standard_normal(200_000), np.sqrt(rng.chisquare(freedom, 200_000) / freedom)
    alarms = np.mean(np.abs(z / scale) > rates.threshold(freedom))
    power = np.mean(np.abs((z + rates.detectable(freedom)) / scale) > rates.threshold(freedom))
    assert alarms == pytest.approx(0.05, abs=0.003)
    assert power >= 0.95


# Inequalities


@pytest.mark.parametrize(("name", "shapes"), [
    ("linear_gaussian", {"x": 3, "z": 2}), ("nonlinear", {"x": 2, "z": 1}), ("nonlinear", {"x": 1, "z": 2}),
])  # fmt: skip
def test_elbo_is_below_the_evidence_by_the_kl_to_the_posterior(name, shapes):
    world = make_world(name, 1, shapes=shapes)
    encoders = random_encoders(world, 300, seed=2)
    for x in world.sample("p", ("x",), 3, seed=0)["x"]:
        evidence = world.density("q", ("x",)).log_density({"x": x[None]})[0]
        bound, distance = elbo(world, x, encoders), gap(world, x, encoders)
        assert np.all(bound <= evidence + 1e-9)
        assert np.allclose(evidence - bound, distance, rtol=1e-7, atol=1e-7)
        assert distance.min() > 0


def test_elbo_is_tight_exactly_at_the_posterior():
    world = make_world("linear_gaussian", 1, shapes={"x": 3, "z": 1})
    x = np.array([0.2, -0.4, 1.0])
    posterior = world.density("q", ("z",), ("x",))
    evidence = world.density("q", ("x",)).log_density({"x": x})
    encoders = random_encoders(world, 1)
    at = posterior.centre({"x": x})[None], posterior.factor[0][None]
    exact = type(encoders)(*at)
    assert elbo(world, x, exact)[0] == pytest.approx(evidence, abs=1e-10)
    for moved in (type(encoders)(at[0] + 0.01, at[1]), type(encoders)(at[0], at[1] * 1.01)):
        assert elbo(world, x, moved)[0] < evidence - 1e-6


@pytest.mark.parametrize("name", ["linear_gaussian", "nonlinear"])
def test_importance_weighted_bound_rises_to_the_evidence_and_never_above(name):
    world = make_world(name, 3, shapes={"x": 2, "z": 1})
    x = world.sample("p", ("x",), 1, seed=1)["x"][0]
    encoder = type(random_encoders(world, 1))(np.array([[0.3]]), np.array([[0.9]]))
    counts = (1, 2, 4, 8, 16, 32, 64)
    found = importance_weighted_bound(world, x, encoder, counts, 8000)
    evidence = world.density("q", ("x",)).log_density({"x": x[None]})[0]
    allowed = RATES.threshold(found.degrees_of_freedom) * found.standard_error
    bounds, steps = found.mean[: len(counts)], found.mean[len(counts) :]
    assert bounds[0] == pytest.approx(elbo(world, x, encoder)[0], abs=allowed[0])
    assert np.all(bounds <= evidence + allowed[: len(counts)])
    assert np.all(steps > allowed[len(counts) :])
    assert evidence - bounds[-1] < (evidence - bounds[0]) / 10


# Claims around the note


def test_expected_log_likelihood_is_not_that_of_the_expected_z():
    world = make_world("linear_gaussian", 2)
    x = world.sample("p", ("x",), 4, seed=0)["x"]
    found, truth = sampled_plug_in_difference(world, x, 50_000), plug_in_difference(world)
    assert truth > 0.05
    assert np.all(np.abs(found.mean - truth) <= RATES.threshold(49_999) * found.standard_error)
    assert np.all(found.mean - RATES.threshold(49_999) * found.standard_error > 0)


def test_one_draw_for_each_of_a_minibatch_has_the_variance_law_of_k_draws():
    world = make_world("linear_gaussian", 2)
    x = world.sample("p", ("x",), 1, seed=0)["x"]
    single, _ = minibatch_variance(world, x, 1, 200_000)
    for k in (4, 16, 64):
        many, many_error = minibatch_variance(world, x, k, 4000)
        batch, batch_error = minibatch_variance(world, np.repeat(x, k, axis=0), 1, 4000)
        assert many == pytest.approx(single / k, abs=6 * many_error)
        assert batch == pytest.approx(single / k, abs=6 * batch_error)


@pytest.mark.parametrize("weight", [0.5, 1.0])
def test_both_minimisers_are_found_by_an_optimiser_that_knows_no_formula(weight):
    world = make_world("linear_gaussian", 5)
    x = np.array([0.5, -1.0, 0.3])
    found = optimize.minimize(lambda v: loss(world, x, v[:2], v[2:], weight), np.zeros(4), tol=1e-12)
    mean, deviation = encoder_minimiser(world, x, weight)
    assert np.allclose(found.x[:2], mean, atol=1e-5) and np.allclose(np.exp(found.x[2:]), deviation, atol=1e-5)


def test_the_lost_half_is_another_minimiser_that_of_a_smaller_sigma():
    world = make_world("linear_gaussian", 5)
    x = np.array([0.5, -1.0, 0.3])
    right, wrong = encoder_minimiser(world, x, 0.5), encoder_minimiser(world, x, 1.0)
    assert np.abs(right[1] - wrong[1]).min() > 0.01
    sharper = make_world("linear_gaussian", 5)
    sharper.decoder_deviation = world.decoder_deviation / math.sqrt(2)
    assert np.allclose(wrong, encoder_minimiser(sharper, x, 0.5), atol=1e-12)


@pytest.mark.parametrize(("name", "shapes"), [("linear_gaussian", {"x": 3, "z": 1}), ("nonlinear", None)])
def test_both_gradient_estimators_are_unbiased_and_one_is_noisier(name, shapes):
    world = make_world(name, 1, shapes=shapes)
    x = world.sample("p", ("x",), 1, seed=0)["x"][0]
    found = compare(world, x, mean=0.4, log_deviation=-0.5, n=100_000)
    for one in (found.reparameterised, found.score_function):
        assert np.all(np.abs(one.mean - found.exact) <= RATES.threshold(one.degrees_of_freedom) * one.standard_error)
    assert np.all(found.variance_ratio > 2)


def test_gradients_need_a_one_dimensional_z():
    with pytest.raises(ValueError, match="one dimension"):
        compare(make_world("linear_gaussian"), np.zeros(3), 0.0, 0.0, 10)


def test_the_error_of_steps_is_not_nothing_where_all_nets_round_alike():
    """A step at p with N p just above a whole number: 64 nets of N points agree, and are off by f / N."""
    N = 128
    p = (37 + 0.001) / N
    step = lambda noise: (stats.norm.cdf(noise[:, 0]) < p).astype(float)[None]  # noqa: E731
    blind, honest = (estimate(step, 1, Plan("sobol", 64 * N, steps=steps), seed=0) for steps in (False, True))
    assert blind.standard_error[0] == 0 and blind.mean[0] != p
    assert honest.mean == blind.mean and abs(honest.mean[0] - p) < honest.standard_error[0] == 1 / (16 * N)
