"""log q(x) by quadrature: exact where it is known, and the bound on a real trained model for each held-out digit."""

import time

import numpy as np
import pytest

from numerics.vae.digits import load_digits, split_digits
from numerics.vae.evidence import bound_parts, log_evidence
from numerics.vae.importance_bounds import importance_bounds
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
    return bound_parts(model, held_out[:15])


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


@pytest.mark.slow
def test_elbo_plus_posterior_kl_is_the_evidence(parts):
    assert_the_parts_meet(parts, 15)


@pytest.mark.slow
def test_elbo_plus_posterior_kl_is_the_evidence_for_every_held_out_digit(trained):
    assert_the_parts_meet(bound_parts(*trained), 360)


@pytest.mark.slow
def test_importance_weighted_bounds_rise_towards_the_evidence(trained):
    model, held_out = trained
    parts = bound_parts(model, held_out[:60])
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


@pytest.mark.parametrize("k", [1, 2])
def test_narrow_posteriors_of_linear_models_are_sampled_to_the_closed_form(k):
    rng = np.random.default_rng(0)
    plane = rng.standard_normal((50, k)) @ rng.standard_normal((k, 4)) + 1e-4 * rng.standard_normal((50, 4))
    optimum = maximum_likelihood(plane, k)
    found = log_evidence(optimum.vae(), plane)
    assert found.method == "importance sampling"
    assert found.error_bound < 0.05
    assert np.max(np.abs(found.log_evidence - optimum.log_likelihood(plane))) <= found.error_bound
    assert np.max(np.abs(found.posterior_kl)) <= found.error_bound


@pytest.mark.slow
@pytest.mark.parametrize("likelihood", ["gaussian", "bernoulli"])
@pytest.mark.parametrize("variance", [0.01, 1e-4])
def test_nonlinear_models_agree_with_scipys_quadrature(likelihood, variance):
    """One latent, a decoder with bends (so that posteriors have several modes), SciPy's own integral over z."""
    model = VAE(6, 1, (8,), variance, "float64", seed=3, likelihood=likelihood)
    for name in ("decoder.0.weight", "decoder.mean.weight"):
        model.parameters[name][...] *= 5
    rng = np.random.default_rng(1)
    z = rng.standard_normal((5, 1))
    x = model.decode(z) + (variance**0.5 * rng.standard_normal((5, 6)) if likelihood == "gaussian" else 0)
    found = log_evidence(model, x)
    nodes = np.linspace(-8, 8, 2_000_001)
    for image, value in zip(x, found.log_evidence, strict=True):
        if likelihood == "gaussian":
            heights = -0.5 * np.sum((model.decode(nodes[:, None]) - image) ** 2, axis=1) / variance
            heights -= 3 * np.log(2 * np.pi * variance)
        else:
            odds = model.decoder_output(nodes[:, None])
            heights = odds @ image - np.logaddexp(0, odds).sum(axis=1)
        heights -= 0.5 * nodes**2 + 0.5 * np.log(2 * np.pi)
        top = heights.max()
        exact = top + np.log(np.trapezoid(np.exp(heights - top), nodes))
        assert abs(value - exact) <= found.error_bound + 1e-9, found.method


def test_conditional_models_use_the_labels():
    model = VAE(5, 1, (6,), 0.1, "float64", seed=2, classes=3)
    x, labels = np.random.default_rng(0).random((6, 5)), np.array([2, 0, 1, 1, 2, 0])
    found = log_evidence(model, x, labels=labels)
    for i in range(6):
        alone = log_evidence(model, x[i : i + 1], labels=labels[i : i + 1])
        assert abs(alone.log_evidence[0] - found.log_evidence[i]) < 1e-6
    bounds, errors = importance_bounds(model, x, sizes=(1, 100), draws=10_000, labels=labels)
    assert bounds[0] < bounds[1] - 6 * errors[1] < found.log_evidence.mean()
    assert abs(log_evidence(model, x, labels=np.roll(labels, 1)).log_evidence - found.log_evidence).max() > 0.01


@pytest.mark.sweep
@pytest.mark.parametrize("variance", [0.01, 0.002])
def test_forty_images_with_narrow_posteriors_take_under_five_seconds(variance):
    parts = split_digits()
    model = fit(parts.train, decoder_variance=variance).model
    start = time.process_time()
    found = log_evidence(model, parts.held_out[:40])
    assert time.process_time() - start < 5
    assert found.method == "importance sampling" and found.error_bound < 0.2
    elbo, error = importance_bounds(model, parts.held_out[:40], sizes=(1,), draws=2000)
    assert elbo[0] - 6 * error[0] <= found.log_evidence.mean()
