"""The autoencoder as the VAE's limit: its gradient is that of the squared error, and the KL has no part in it."""

import numpy as np
import pytest

from numerics.vae.autoencoder import VANISHING, train_autoencoder
from numerics.vae.model import VAE
from numerics.vae.training_settings import Settings

RNG = np.random.default_rng(0)
X = RNG.uniform(size=(24, 6))
SETTINGS = Settings(latent_dim=2, hidden=(5,), epochs=40, batch=8, learning_rate=1e-2, dtype="float64")


def squared_error(model, x):
    return float(np.mean(np.sum((x - model.decode(model.encode(x)[0])) ** 2, axis=1)))


def test_the_gradient_is_that_of_the_squared_error():
    model = VAE(6, 2, (5,), VANISHING, "float64", 3)
    gradient = model.loss_and_gradients(X, np.zeros((24, 2)))[1]
    for name in ("encoder.0.weight", "encoder.mean.bias", "decoder.mean.weight"):
        parameter, step = model.parameters[name], 1e-5
        place = (0,) * parameter.ndim
        kept = parameter[place].copy()
        parameter[place] = kept + step
        above = squared_error(model, X)
        parameter[place] = kept - step
        below = squared_error(model, X)
        parameter[place] = kept
        wanted = (above - below) / (2 * step) / (2 * VANISHING)
        assert gradient[name][place] == pytest.approx(wanted, rel=1e-4), name


def test_training_lowers_the_squared_error_and_repeats():
    start = SETTINGS.model(6)
    trained = train_autoencoder(X, SETTINGS)
    assert squared_error(trained, X) < 0.8 * squared_error(start, X)
    assert np.array_equal(trained.vector.vector, train_autoencoder(X, SETTINGS).vector.vector)


def test_it_refuses_what_is_no_matrix_of_numbers():
    with pytest.raises(ValueError, match="x has shape"):
        train_autoencoder(X[0], SETTINGS)
    with pytest.raises(ValueError, match="x"):
        train_autoencoder(np.full((4, 6), np.nan), SETTINGS)
