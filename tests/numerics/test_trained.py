"""The trained world: a VAE that fits the digits, seen through the same densities as every other world."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from derivations.judging.derivation import equals
from derivations.kernel.rules import algebra
from derivations.language.words import ELBO, KL, Expectation, log
from derivations.notation import p, q, x, z
from numerics.estimates.monte_carlo import ErrorRates
from numerics.estimates.sampler_checks import accused, coupling
from numerics.vae.digits import split_digits
from numerics.vae.evidence import bound_parts
from numerics.witnesses.line import Line
from numerics.witnesses.measure import measure
from numerics.witnesses.measurement import BOTH_SIDES, CONFIRMED, CONTRADICTED, EXACT_VALUE, SAME_DRAWS, UNMEASURED
from numerics.worlds.trained import SMOOTHING, Trained

pytestmark = pytest.mark.slow  # the model is trained first
RATES = ErrorRates(1e-6, tests=100)
BOUND = ELBO(p(z | x), q(x | z), q(z))


@pytest.fixture(scope="module")
def world() -> Trained:
    return Trained(0)


def rows_of(left, right):
    return measure(Line.of(left, equals(right, by=algebra, note="-")), "trained", 0, 0.1, RATES)


def test_it_has_learned_something(world):
    images = split_digits().held_out[:25]
    parts = bound_parts(world.model, images)
    train = split_digits().train
    best_without_z = stats.norm(train.mean(0), np.sqrt(train.var(0).mean())).logpdf(images).sum(1)
    assert parts.elbo.mean() > best_without_z.mean() + 10


def test_log_densities_are_scipys(world):
    rng = np.random.default_rng(0)
    at = {"x": split_digits().held_out[:3], "z": rng.standard_normal((3, 2))}
    sigma = np.sqrt(world.model.decoder_variance)
    mean, log_variance = world.model.encode(at["x"])
    expected = {
        ("p", ("z",), ("x",)): stats.norm(mean, np.exp(log_variance / 2)).logpdf(at["z"]).sum(1),
        ("q", ("x",), ("z",)): stats.norm(world.model.decode(at["z"]), sigma).logpdf(at["x"]).sum(1),
        ("q", ("z",), ()): stats.norm.logpdf(at["z"]).sum(1),
        ("p", ("x",), ()): np.log(
            np.mean(np.exp(stats.norm.logpdf(at["x"][:, None], world.data.images, SMOOTHING).sum(-1) - 100.0), axis=1)
        )
        + 100.0,
    }
    for slots, value in expected.items():
        assert np.allclose(world.density(*slots).log_density(at), value, rtol=1e-9, atol=1e-8)


def test_the_encoder_draws_what_its_density_says(world):
    at = {"x": split_digits().held_out[:4]}
    encoder, prior = world.density("p", ("z",), ("x",)), world.density("q", ("z",))
    mean, log_variance = world.model.encode(at["x"])
    truth = 0.5 * np.sum(np.exp(log_variance) - log_variance + mean**2 - 1, axis=1)
    assert not accused(coupling(encoder, prior, at, 20_000), truth, RATES)


def test_the_bound_and_its_gap_hold_in_the_trained_model():
    rows = rows_of(BOUND, log(q(x)) - KL(p(z | x), q(z | x)))
    assert [r.compares for r in rows] == [BOTH_SIDES, SAME_DRAWS, EXACT_VALUE]
    assert {r.verdict for r in rows} == {CONFIRMED}
    assert all(r.detectable < 0.1 for r in rows)


def test_a_swapped_gap_is_contradicted_in_the_trained_model():
    assert CONTRADICTED in {r.verdict for r in rows_of(BOUND, log(q(x)) - KL(q(z | x), p(z | x)))}


def test_what_takes_a_quadrature_over_images_says_so():
    (row,) = rows_of(Expectation(log(q(x)), p(x)), Expectation(log(q(x)), p(x)) + KL(p(x), p(x)))
    assert row.verdict == UNMEASURED and "quadrature" in row.message
