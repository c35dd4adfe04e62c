"""A plain autoencoder, as the limit of the VAE that it is: no noise, and a KL that weighs nothing.

With noise = 0 the sample is z = mean, and KL + ||x - mu(z)||^2 / (2 v) has, as v tends to 0, the minimisers of the
squared error alone. So a `VAE` trained at noise 0 with v = VANISHING, with the same layers and the same start, is an
autoencoder whose code is the encoder's mean: the KL's share of a gradient is VANISHING / sigma_g^2 of what it is in a
VAE, far below the noise of a minibatch. (The encoder's log-variance is then read by nobody.)
"""

from __future__ import annotations

import numpy as np

from numerics.arithmetic import arguments
from numerics.arithmetic.workspace import blas_threads
from numerics.vae.adam import Adam
from numerics.vae.model import VAE
from numerics.vae.training_settings import Settings

VANISHING = 1e-6  # the decoder's variance v


def train_autoencoder(x: np.ndarray, settings: Settings) -> VAE:
    """Train on images x (n, D) with these settings (their `decoder_variance`, `samples`, `learn_variance` not used).

    The same start, order of images and learning rates as `fit` with the same settings; `encode(x)[0]` is the code.

    Raises:
        ValueError: x is no matrix of finite numbers.
    """
    x = arguments.real_array("x", x, np.dtype(settings.dtype))
    if x.ndim != 2 or not x.size:
        raise ValueError(f"x has shape {x.shape}; wanted (images, data_dim), at least one of each")
    x = arguments.finite("x", x)
    model = VAE(x.shape[1], settings.latent_dim, settings.hidden, VANISHING, settings.dtype, settings.seed)
    adam = Adam(model.vector.vector.size, model.dtype)
    steps = settings.epochs * -(-len(x) // settings.batch)
    widest = max(parameter.size for parameter in model.parameters.values())
    with blas_threads(widest * settings.batch):
        for epoch in range(settings.epochs):
            order = np.random.default_rng([settings.seed, epoch]).permutation(len(x))
            for start in range(0, len(x), settings.batch):
                batch = x[order[start : start + settings.batch]]
                model.backpropagate(batch, np.zeros((len(batch), settings.latent_dim), model.dtype))
                adam.update(model.vector.vector, model.gradient_vector.vector, settings.rate(adam.steps, steps))
    return model
