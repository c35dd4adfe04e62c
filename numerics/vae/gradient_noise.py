"""The noise of a VAE's gradient: how much of it comes from the draws of z, how much from the choice of the images.

A minibatch of B images with k draws of z for each gives a gradient whose variance (the trace of its covariance) is

    Var = V_z / (k B) + V_x / B,        V_z: one draw for one image,   V_x: of the exact gradient from image to image.

So k and B reduce the first part alike, and only B reduces the second: one draw for each image is the best use of
k B passes through the decoder.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from numerics.vae.model import VAE


class Noise(NamedTuple):
    """Variances of the gradient, each with the standard error of its estimate: of z alone, and of everything."""

    of_draws: float
    of_draws_error: float
    total: float
    total_error: float


def gradient_noise(model: VAE, images: np.ndarray, batch: int, draws: int, repeats: int, seed: int = 0) -> Noise:
    """Half the mean squared distance of two gradients: same images and other draws of z; other images and draws.

    Images (n, D) are chosen with replacement. Squared nats per unit of the parameters, summed over all of them.
    """
    rng = np.random.default_rng([seed, batch, draws])
    gradient = model.gradient_vector.vector
    same, other = np.empty((2, repeats))
    for r in range(repeats):
        chosen = [images[rng.integers(len(images), size=batch)].astype(model.dtype) for _ in range(2)]
        found = []
        for x in (chosen[0], chosen[0], chosen[1]):
            model.backpropagate(x, rng.standard_normal((draws, batch, model.latent_dim)).astype(model.dtype))
            found.append(gradient.copy())
        same[r] = 0.5 * float(np.sum((found[0] - found[1]) ** 2))
        other[r] = 0.5 * float(np.sum((found[1] - found[2]) ** 2))
    root = repeats**0.5
    return Noise(
        float(same.mean()), float(same.std(ddof=1)) / root, float(other.mean()), float(other.std(ddof=1)) / root
    )  # fmt: skip
