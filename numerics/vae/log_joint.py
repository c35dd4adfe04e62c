"""log q(x, z) of a trained model in float64, nats, for whole grids of z and for each image with z of its own.

Both decoders are linear in what they see of x: ln q(x|z) = x'a(z) + b(z) + c(x) with a the mean over sigma_g^2 or the
log-odds. So all nodes and images together are one matrix product.
"""

from __future__ import annotations

import math

import numpy as np

from numerics.vae.model import VAE


def log_joint(model: VAE, x: np.ndarray, z: np.ndarray, labels: np.ndarray | None = None) -> np.ndarray:
    """x (n, D) and z (m, n, d), each image with its own z: (m, n)."""
    flat_labels = None if labels is None else np.tile(labels, len(z))
    output = model.decoder_output(z.reshape(-1, model.latent_dim), flat_labels).reshape(*z.shape[:2], -1)  # m, n, D
    if model.architecture.likelihood == "gaussian":
        fit = -0.5 * np.einsum("mnj,mnj->mn", output - x, output - x) / model.decoder_variance
    else:
        fit = np.einsum("mnj,nj->mn", output, x) - _softplus(output).sum(axis=-1)
    return fit - 0.5 * np.sum(z**2, axis=-1) + constant(model)


def constant(model: VAE) -> float:
    """What neither x nor z changes."""
    latents = -0.5 * model.latent_dim * math.log(2 * math.pi)
    return latents + largest_log_likelihood(model)


def largest_log_likelihood(model: VAE) -> float:
    """No ln q(x|z) is larger: -D/2 ln(2 pi sigma_g^2), or 0 for a probability."""
    if model.architecture.likelihood == "bernoulli":
        return 0.0
    return -0.5 * model.data_dim * math.log(2 * math.pi * model.decoder_variance.real)


def features_of_nodes(model: VAE, z: np.ndarray, label: int | None = None) -> np.ndarray:
    """z (m, d) -> (m, D + 2), to be multiplied with `features_of_images`."""
    output = model.decoder_output(z, None if label is None else np.full(len(z), label))
    if model.architecture.likelihood == "gaussian":
        penalty = -0.5 * np.sum(output**2, axis=1) / model.decoder_variance
    else:
        penalty = -_softplus(output).sum(axis=1)
    return np.hstack([output, (penalty - 0.5 * np.sum(z**2, axis=1))[:, None], np.ones((len(z), 1))])


def features_of_images(model: VAE, x: np.ndarray) -> np.ndarray:
    """x (n, D) -> (D + 2, n): features_of_nodes @ features_of_images is log q(x, z), (m, n)."""
    if model.architecture.likelihood == "gaussian":
        variance = model.decoder_variance
        return np.vstack([x.T / variance, np.ones(len(x)), constant(model) - 0.5 * np.sum(x * x, axis=1) / variance])
    return np.vstack([x.T, np.ones(len(x)), np.full(len(x), constant(model))])


def _softplus(a: np.ndarray) -> np.ndarray:
    return np.logaddexp(0, a)
