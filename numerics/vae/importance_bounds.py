"""The importance-weighted bound of a trained model for several K at once (Burda et al. 2016)."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import logsumexp

from numerics.arithmetic import arguments
from numerics.arithmetic.workspace import blas_threads
from numerics.vae.log_joint import log_joint
from numerics.vae.model import VAE

DECODED_AT_ONCE = 1 << 16


def importance_bounds(
    model: VAE,
    x: np.ndarray,
    sizes: tuple[int, ...] = (1, 10, 100, 1000),
    draws: int = 2000,
    seed: int = 0,
    labels: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """E log 1/K sum_k q(x, z_k) / p(z_k|x) for each K in `sizes`, nats.

    Means over the images and standard errors (of the noise), both (len(sizes),); K must divide `draws`. K = 1 is the
    ELBO, and the bound rises with K towards log q(x). All K are made of the same draws.
    """
    if any(draws % size or draws < 2 * size for size in sizes):
        raise ValueError(f"draws = {draws} must be a multiple of each size, at least twice: {sizes}")
    twin = model.astype("float64")
    x = arguments.finite("x", arguments.rows("x", x, twin.data_dim, twin.dtype))
    mean, log_variance = twin.encode(x, labels)
    rng = np.random.default_rng([seed, 0x6977])
    log_weights = np.empty((draws, len(x)))
    pieces = max(1, DECODED_AT_ONCE // len(x))
    with blas_threads(0):
        for start in range(0, draws, pieces):
            noise = rng.standard_normal((min(pieces, draws - start), len(x), twin.latent_dim))
            z = mean + np.exp(log_variance / 2) * noise
            log_encoder = -0.5 * np.sum(noise**2 + log_variance + math.log(2 * math.pi), axis=-1)
            log_weights[start : start + len(noise)] = log_joint(twin, x, z, labels) - log_encoder
    bounds, errors = [], []
    for size in sizes:
        groups = logsumexp(log_weights.reshape(-1, size, len(x)), axis=1) - math.log(size)  # draws / K, n
        bounds.append(groups.mean())
        errors.append(math.sqrt(np.sum(groups.var(axis=0, ddof=1)) / len(groups)) / len(x))
    return np.array(bounds), np.array(errors)
