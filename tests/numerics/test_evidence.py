"""log q(x) by quadrature: exact where it is known, and the bound on a real trained model for each held-out digit."""

import numpy as np
import pytest

from numerics.vae.digits import load_digits, split_digits
from numerics.vae.evidence import bound_parts, importance_bounds, log_evidence
from numerics.vae.model import VAE
from numerics.vae.probabilistic_pca import maximum_likelihood
from numerics.vae.train import fit


@pytest.fixture(scope="module")
def trained():
    parts = split_digits()
    return fit(parts.train, parts.held_out, seed=0).model, parts.held_out


@pytest.fixture(scope="module")
def parts(trained):
    model, held_out = trained
    return bound_parts(model, held_out[:60])


@pytest.mark.parametrize("k", [1, 2])
def test_linear_models_have_the_closed_form(k):
    images = load_digits()[0][:40]
    optimum = maximum_likelihood(images, k)
    found = log_evidence(optimum.vae(), images)
    assert found.error_bound < 1e-6
    assert np.max(np.abs(found.log_evidence - optimum.log_likelihood(images))) <= found.error_bound + 1e-9
    assert np.max(np.abs(found.posterior_kl)) <= found.error_bound + 1e-9, "the encoder is the exact posterior"


def assert_the_parts_meet(parts, images):
    assert len(parts.elbo) == images
    assert parts.error_bound < 1e-6
    assert np.max(np.abs(parts.elbo + parts.posterior_kl - parts.log_evidence)) <= 1e-6
    assert parts.posterior_kl.min() > 0
    assert parts.elbo.mean() >= 7


def test_elbo_plus_posterior_kl_is_the_evidence(parts):
    assert_the_parts_meet(parts, 60)


@pytest.mark.slow
def test_elbo_plus_posterior_kl_is_the_evidence_for_every_held_out_digit(trained):
    assert_the_parts_meet(bound_parts(*trained), 360)


def test_importance_weighted_bounds_rise_towards_the_evidence(trained, parts):
    model, held_out = trained
    bounds, errors = importance_bounds(model, held_out[:60], draws=10_000)
    assert abs(bounds[0] - parts.elbo.mean()) < 6 * errors[0], "K = 1 is the ELBO"
    rises = np.diff(bounds)
    assert (rises > 6 * np.hypot(errors[1:], errors[:-1])).all()
    assert bounds[-1] < parts.log_evidence.mean() + 6 * errors[-1]
    gaps = parts.log_evidence.mean() - bounds
    assert gaps[-1] < 0.25 * gaps[0]


def test_wrong_requests_are_refused():
    with pytest.raises(ValueError, match="at most 2 latent dimensions; this model has 3"):
        log_evidence(VAE(4, 3, ()), np.zeros((1, 4)))
    with pytest.raises(ValueError, match="x has shape"):
        log_evidence(VAE(4, 2, ()), np.zeros((1, 5)))
    with pytest.raises(ValueError, match="must be a multiple"):
        importance_bounds(VAE(4, 2, ()), np.zeros((1, 4)), sizes=(3,), draws=10)


def test_what_a_grid_cannot_follow_is_refused_not_guessed():
    rng = np.random.default_rng(0)
    line = rng.standard_normal((50, 1)) @ np.ones((1, 3)) + 1e-4 * rng.standard_normal((50, 3))
    with pytest.raises(ValueError, match="narrower than quadrature on one grid can follow"):
        log_evidence(maximum_likelihood(line, 1).vae(), line)
    with pytest.raises(ValueError, match="no grid up to"):
        log_evidence(VAE(3, 1, (), 1e-6), np.full((1, 3), 0.4))
