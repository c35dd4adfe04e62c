"""A linear VAE reaches the exact likelihood of probabilistic PCA; the lost 1/2 is sigma_g / sqrt(2)."""

import math

import numpy as np
import pytest
from scipy import stats

from numerics.vae.datasets import linear_gaussian
from numerics.vae.digits import load_digits
from numerics.vae.lost_half import NoteVAE, linear_optima, train_three_ways
from numerics.vae.probabilistic_pca import exact_noise, fit_linear_vae, maximum_likelihood
from numerics.vae.train import fit

IMAGES = load_digits()[0]


@pytest.mark.parametrize("k", [2, 8])
def test_likelihood_of_each_image_is_scipys(k):
    optimum = maximum_likelihood(IMAGES, k)
    covariance = optimum.weight @ optimum.weight.T + optimum.variance * np.eye(64)
    expected = stats.multivariate_normal(optimum.mean, covariance).logpdf(IMAGES)
    assert np.allclose(optimum.log_likelihood(IMAGES), expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("k", [2, 8])
def test_at_the_closed_form_the_elbo_is_the_likelihood_and_every_gradient_vanishes(k):
    optimum = maximum_likelihood(IMAGES, k)
    loss, gradients = optimum.vae().loss_and_gradients(IMAGES, exact_noise(len(IMAGES), k))
    assert abs(-loss.total - optimum.log_likelihood(IMAGES).mean()) <= 1e-12
    assert max(np.max(np.abs(g)) for g in gradients.values()) <= 1e-12


def test_at_the_closed_form_the_elbo_is_the_likelihood_of_every_image():
    optimum = maximum_likelihood(IMAGES, 2)
    model, exact = optimum.vae(), optimum.log_likelihood(IMAGES)
    for i in range(0, len(IMAGES), 90):
        assert abs(-model.loss(IMAGES[i : i + 1], exact_noise(1, 2)).total - exact[i]) <= 1e-11


@pytest.mark.parametrize("k", [2, 8])
@pytest.mark.parametrize("seed", [0, 1])
def test_fit_on_the_analytic_elbo_reaches_the_optimum(k, seed):
    best = maximum_likelihood(IMAGES, k).log_likelihood(IMAGES).mean()
    found, elbo = fit_linear_vae(IMAGES, k, seed)
    assert abs(elbo - best) <= 1e-9
    assert abs(found.log_likelihood(IMAGES).mean() - best) <= 1e-9


@pytest.mark.slow
def test_sampled_training_with_a_cosine_schedule_comes_within_two_thousandths():
    settings = {"learn_variance": True, "epochs": 1000, "learning_rate": 2e-2, "schedule": "cosine", "batch": 64}
    run = fit(IMAGES, latent_dim=2, hidden=(), **settings)
    elbo = -run.model.astype("float64").loss(IMAGES, exact_noise(len(IMAGES), 2)).total
    best = maximum_likelihood(IMAGES, 2).log_likelihood(IMAGES).mean()
    assert best - 2e-3 <= elbo <= best + 1e-9


def test_the_synthetic_world_has_the_stated_optimum():
    world = linear_gaussian(n=20_000)
    covariance = world.weight @ world.weight.T + world.variance * np.eye(8)
    exact = stats.multivariate_normal(world.mean, covariance)
    assert world.entropy == pytest.approx(exact.entropy(), rel=1e-12)
    log_likelihoods = maximum_likelihood(world.images, 2).log_likelihood(world.images)
    error = log_likelihoods.std() / len(log_likelihoods) ** 0.5
    assert abs(log_likelihoods.mean() + world.entropy) < 6 * error


def test_wrong_requests_are_refused():
    with pytest.raises(ValueError, match="D above latent_dim = 64"):
        maximum_likelihood(IMAGES, 64)
    with pytest.raises(ValueError, match="the data lie in 1 dimensions"):
        maximum_likelihood(np.zeros((3, 2)), 1)


def test_the_notes_final_loss_is_the_right_one_with_sigma_over_root_two():
    x = IMAGES[:128]
    models = train_three_ways(x, steps=300, latent_dim=2, hidden=(16,), dtype="float64", seed=3)
    right, note, half = (m.parameters for m in models)
    gap = {n: np.max(np.abs(note[n] - half[n])) for n in note}
    assert max(gap.values()) <= 1e-10, "equal to rounding, step by step"
    assert max(np.max(np.abs(note[n] - right[n])) for n in note) > 0.01, "and not the model that was wanted"
    assert models.right_with_half_the_variance.decoder_variance**0.5 == pytest.approx(
        models.note.decoder_variance**0.5 / math.sqrt(2), rel=1e-12
    )


def test_the_notes_loss_differs_from_the_right_one_by_a_constant():
    x, noise = IMAGES[:5], np.random.default_rng(0).standard_normal((5, 2))
    differences = []
    for seed in (0, 1):
        note = NoteVAE(64, 2, (8,), 0.1, "float64", seed).loss(x, noise)
        from_half = NoteVAE.__base__(64, 2, (8,), 0.05, "float64", seed).loss(x, noise)
        differences.append(from_half.total - note.total)
    assert differences[0] == pytest.approx(32 * math.log(2 * math.pi * 0.05), rel=1e-12)
    assert differences[1] == pytest.approx(differences[0], rel=1e-12)
    with pytest.raises(ValueError, match="no minimum over sigma_g"):
        NoteVAE(64, 2, learn_variance=True)


def test_the_lost_half_in_exact_linear_theory():
    variance = 0.04
    right, note = linear_optima(IMAGES, 2, variance)
    assert np.allclose(note**2 - right**2, variance / 2, rtol=1e-9)
    # Not the note's words about itself: no linear VAE has a smaller loss than the stated optimum.
    optimum = maximum_likelihood(IMAGES, 2, variance / 2)
    model = optimum.vae()
    model.parameters["decoder.log_variance"][...] = math.log(variance / 2)
    gradients = model.loss_and_gradients(IMAGES, exact_noise(len(IMAGES), 2))[1]
    gradients.pop("decoder.log_variance")
    assert max(np.max(np.abs(g)) for g in gradients.values()) <= 1e-12
