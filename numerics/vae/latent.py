"""The latent plane of a trained model: the aggregate of its posteriors, ellipses, and a grid of prior quantiles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from numerics.vae.model import VAE


class Aggregate(NamedTuple):
    """The mixture of all posteriors, 1/n sum_x p(z|x): its mean (d,) and covariance (d, d)."""

    mean: np.ndarray
    covariance: np.ndarray


def aggregate(mean: np.ndarray, log_variance: np.ndarray) -> Aggregate:
    """Moments of the mixture of n posteriors (n, d): the spread of the means plus the mean of the spreads."""
    centre = mean.mean(axis=0)
    around = mean - centre
    return Aggregate(centre, around.T @ around / len(mean) + np.diag(np.exp(log_variance).mean(axis=0)))


def aggregate_density(mean: np.ndarray, log_variance: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """Density of one coordinate of the mixture on a grid (g,); mean and log_variance (n,) of that coordinate."""
    scaled = (grid[:, None] - mean) * np.exp(-0.5 * log_variance)
    return np.exp(-0.5 * (scaled**2 + log_variance + np.log(2 * np.pi))).mean(axis=1)


def prior_quantiles(count: int) -> np.ndarray:
    """`count` points on the line with equal prior mass between them: quantiles of N(0, 1).

    >>> prior_quantiles(3).round(3).tolist()
    [-0.967, 0.0, 0.967]
    """
    return ndtri((np.arange(count) + 0.5) / count)


def decoded_grid(model: VAE, columns: int, rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Quantiles of z_1 (columns,) and of z_2 (rows,), and the decoder's means there (rows, columns, D)."""
    first, second = prior_quantiles(columns), prior_quantiles(rows)
    z = np.stack(np.meshgrid(first, second), axis=-1).reshape(-1, 2).astype(model.dtype)
    return first, second, model.decode(z).reshape(rows, columns, -1)
