"""A linear VAE trained by Adam on its exact ELBO, watched on the way to the exact optimum of probabilistic PCA."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.linalg import subspace_angles

from numerics.adam import Adam
from numerics.probabilistic_pca import exact_noise, maximum_likelihood
from numerics.vae import VAE


class Watched(NamedTuple):
    """At each watched step (m,): the ELBO (nats, mean per image), and the largest principal angle in radians.

    `likelihood` is the mean log-likelihood at the exact optimum, which no ELBO of this model can exceed.
    """

    steps: np.ndarray
    elbo: np.ndarray
    angle: np.ndarray
    likelihood: float


def train_linear_vae(
    x: np.ndarray, latent_dim: int, steps: int, watch: int = 10, learning_rate: float = 0.02, seed: int = 0
) -> Watched:
    """Full-batch Adam with half a cosine of rates on images (n, D); noise that makes every expectation exact.

    The angle is between the span of the decoder's weights and the span of the leading eigenvectors.
    """
    optimum = maximum_likelihood(x, latent_dim)
    model = VAE(x.shape[1], latent_dim, (), 0.1, "float64", seed, learn_variance=True)
    noise = exact_noise(len(x), latent_dim)
    adam = Adam(model.vector.vector.size, model.dtype)
    rows = []
    for step in range(steps + 1):
        loss = model.backpropagate(x, noise)
        if step % watch == 0:
            angle = subspace_angles(model.parameters["decoder.mean.weight"].T, optimum.weight).max()
            rows.append((step, -loss.total, angle))
        rate = 0.5 * learning_rate * (1 + math.cos(math.pi * step / steps))
        adam.update(model.vector.vector, model.gradient_vector.vector, rate)
    at, elbo, angle = np.array(rows).T
    return Watched(at, elbo, angle, float(optimum.log_likelihood(x).mean()))
