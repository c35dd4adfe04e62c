"""log q(x) by importance sampling, for any number of latents and posteriors as narrow as they like.

The proposal of an image is a mixture: normals around the modes of q(z|x), with the curvature there (Laplace), each
once a little and once much wider than that; the encoder's p(z|x), wider too; and the prior, so that no weight can be
huge. Modes are climbed to from the encoder's mean and, with one or two latents, from the best nodes of a coarse grid.
Draws are scrambled Sobol points in several independent scramblings, whose spread is the standard error (Owen 1997).
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from scipy.special import logsumexp, ndtri
from scipy.stats import qmc

from numerics.vae.log_joint import features_of_images, features_of_nodes, log_joint
from numerics.vae.model import VAE

SCRAMBLINGS, POINTS = 8, 512
WIDER = (1.2, 3.0)  # times the deviation of the Laplace approximation
SHARES: dict[str, Any] = {"modes": (0.6, 0.25), "encoder": 0.1, "prior": 0.05}
MODES, STARTS = 4, 12
GRID_STEP, GRID_REACH = 0.1, 4.5
CLIMBING_STEPS = 25
DIFFERENCE = 1e-5
FEWEST_EFFECTIVE = 50.0


class TooFewDraws(ValueError):
    """An estimate whose error cannot be told, as of a model that has diverged."""


class Sampled(NamedTuple):
    """log q(x) of each image (n,), its standard error (n,), and the effective number of draws behind it (n,)."""

    log_evidence: np.ndarray
    standard_error: np.ndarray
    effective_draws: np.ndarray


def sampled_log_evidence(model: VAE, x: np.ndarray, labels: np.ndarray | None = None, seed: int = 0) -> Sampled:
    """For images x (n, D), float64, of a float64 model; labels (n,) if it is conditional.

    Raises:
        TooFewDraws: an image's estimate rests on too few draws for its error to be believed.
    """
    mean, log_variance = model.encode(x, labels)
    centre, factor, weight = _modes(model, x, labels, mean)  # M, n, d; M, n, d, d; M, n
    wide = [(centre, scale * factor, share * weight) for scale, share in zip(WIDER, SHARES["modes"], strict=True)]
    own = np.exp(log_variance / 2)[..., None] * np.eye(model.latent_dim)  # n, d, d
    one, prior = np.ones((1, len(x))), np.broadcast_to(np.eye(model.latent_dim), own.shape)
    parts = [
        *wide,
        (mean[None], WIDER[0] * own[None], SHARES["encoder"] * one),
        (np.zeros_like(mean)[None], prior[None], SHARES["prior"] * one),
    ]
    centre, factor, weight = (np.concatenate(each) for each in zip(*parts, strict=True))
    log_weights = np.stack(
        [_log_weights(model, x, labels, centre, factor, weight, seed * SCRAMBLINGS + r) for r in range(SCRAMBLINGS)]
    )  # scramblings, points, n
    estimates = logsumexp(log_weights, axis=1) - math.log(POINTS)
    together = logsumexp(estimates, axis=0) - math.log(SCRAMBLINGS)
    error = np.exp(estimates - together).std(axis=0, ddof=1) / math.sqrt(SCRAMBLINGS)
    normalised = np.exp(log_weights - logsumexp(log_weights, axis=(0, 1)))
    effective = 1 / np.sum(normalised**2, axis=(0, 1))
    if effective.min() < FEWEST_EFFECTIVE:
        raise TooFewDraws(
            f"log q(x) of image {int(effective.argmin())} rests on {effective.min():.0f} effective draws of "
            f"{SCRAMBLINGS * POINTS}: its error cannot be told"
        )
    return Sampled(together, error, effective)


def _log_weights(
    model: VAE, x: np.ndarray, labels: np.ndarray | None, centre: np.ndarray, factor: np.ndarray, weight: np.ndarray,
    scrambling: int,
) -> np.ndarray:  # fmt: skip
    """ln q(x, z) - ln proposal(z) of draws from the mixture of C normals: (points, n)."""
    uniform = qmc.Sobol(model.latent_dim + 1, rng=np.random.default_rng([scrambling, 0x6578])).random(POINTS)
    noise = ndtri(np.clip(uniform[:, 1:], 1e-12, 1 - 1e-12))  # points, d
    bounds = np.cumsum(weight / weight.sum(axis=0), axis=0)  # C, n
    chosen = np.minimum((uniform[:, :1, None] > bounds.T).sum(axis=-1), len(weight) - 1)  # points, n
    image = np.arange(len(x))
    z = centre[chosen, image] + np.einsum("pnij,pj->pni", factor[chosen, image], noise)
    inverse = np.linalg.inv(factor)  # C, n, d, d
    log_parts = np.empty((len(weight), *z.shape[:2]))
    for c in range(len(weight)):
        back = np.einsum("nij,pnj->pni", inverse[c], z - centre[c])
        height = np.log(weight[c] / weight.sum(axis=0)) + np.linalg.slogdet(inverse[c])[1]
        log_parts[c] = height - 0.5 * np.sum(back**2 + math.log(2 * math.pi), axis=-1)
    return log_joint(model, x, z, labels) - logsumexp(log_parts, axis=0)


def _modes(
    model: VAE, x: np.ndarray, labels: np.ndarray | None, mean: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each image up to M modes: their places (M, n, d), factors of the covariance (M, n, d, d), weights (M, n)."""
    starts = _starts(model, x, labels, mean)  # S, n, d
    z, height = _climbed(model, x, labels, starts)
    precision = _precision(model, x, labels, z)[1]
    factor = np.linalg.cholesky(np.linalg.inv(precision))
    mass = height + np.linalg.slogdet(factor)[1]  # S, n
    order = np.argsort(-mass, axis=0)
    image = np.arange(len(x))
    z, factor, mass = z[order, image], factor[order, image], mass[order, image]
    kept = np.zeros(mass.shape, bool)
    for s in range(len(mass)):  # a mode that a better one covers is the same one
        apart = np.einsum("snij,snj->sni", np.linalg.inv(factor[:s]), z[s] - z[:s])
        covered = (kept[:s] & (np.sum(apart**2, axis=-1) < 1)).any(axis=0)
        kept[s] = ~covered & (mass[s] > mass[0] - 12) & (kept[:s].sum(axis=0) < MODES)
    order = np.argsort(~kept, axis=0, kind="stable")[:MODES]
    weight = np.where(kept, np.exp(0.5 * (mass - mass[0])), 0)[order, image] + 1e-12  # flatter than the masses are
    return z[order, image], factor[order, image], weight / weight.sum(axis=0)


def _starts(model: VAE, x: np.ndarray, labels: np.ndarray | None, mean: np.ndarray) -> np.ndarray:
    """Where to climb from: (S, n, d)."""
    if model.latent_dim > 2:
        return mean[None]
    line = np.arange(-GRID_REACH, GRID_REACH + GRID_STEP / 2, GRID_STEP)
    nodes = np.stack(np.meshgrid(*[line] * model.latent_dim, indexing="ij"), axis=-1).reshape(-1, model.latent_dim)
    best = np.empty((min(STARTS, len(nodes)), len(x)), int)
    for label in [None] if labels is None else np.unique(labels):
        chosen = np.arange(len(x)) if label is None else np.flatnonzero(labels == label)
        heights = features_of_nodes(model, nodes, label) @ features_of_images(model, x[chosen])  # m, n
        best[:, chosen] = np.argpartition(-heights, len(best) - 1, axis=0)[: len(best)]
    return np.concatenate([mean[None], nodes[best]])


def _climbed(
    model: VAE, x: np.ndarray, labels: np.ndarray | None, z: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Up log q(x, z) from z (S, n, d) by damped Gauss-Newton steps: places and heights (S, n)."""
    height = log_joint(model, x, z, labels)
    damping = np.full(height.shape, 1e-3)
    for _ in range(CLIMBING_STEPS):
        slope, precision = _precision(model, x, labels, z)
        diagonal = damping[..., None, None] * np.einsum("snii->sni", precision)[..., None] * np.eye(z.shape[-1])
        proposed = z + np.linalg.solve(precision + diagonal, slope[..., None])[..., 0]
        there = log_joint(model, x, proposed, labels)
        better = there > height
        gained = float(np.max(np.where(better, there - height, 0)))
        z, height = np.where(better[..., None], proposed, z), np.where(better, there, height)
        damping = np.where(better, damping / 4, np.minimum(damping * 8, 1e8))
        if gained < 1e-6 and not better.any():
            break
    return z, height


def _precision(
    model: VAE, x: np.ndarray, labels: np.ndarray | None, z: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Slope of log q(x, z) by z (S, n, d), and the Gauss-Newton precision of q(z|x) there (S, n, d, d)."""

    def output(at: np.ndarray) -> np.ndarray:
        flat_labels = None if labels is None else np.tile(labels, len(at))
        return model.decoder_output(at.reshape(-1, at.shape[-1]), flat_labels).reshape(*at.shape[:2], -1)

    steps = DIFFERENCE * np.eye(z.shape[-1])
    jacobian = np.stack([(output(z + e) - output(z - e)) / (2 * DIFFERENCE) for e in steps], axis=-1)  # S, n, D, d
    mean = model.likelihood_type.mean(output(z))
    if model.architecture.likelihood == "gaussian":
        per_pixel = np.full(mean.shape, 1 / model.decoder_variance)
        residual = (x - mean) / model.decoder_variance
    else:
        per_pixel, residual = mean * (1 - mean), x - mean
    slope = np.einsum("snjd,snj->snd", jacobian, residual) - z
    precision = np.einsum("snjd,snj,snje->snde", jacobian, per_pixel, jacobian, optimize=True) + np.eye(z.shape[-1])
    return slope, precision


def narrowest(model: VAE, x: np.ndarray, labels: np.ndarray | None = None) -> float:
    """The smallest deviation of any image's posterior, in any direction, by the curvature at the encoder's mode."""
    place = _climbed(model, x, labels, model.encode(x, labels)[0][None])[0]
    precision = _precision(model, x, labels, place)[1]
    return float(1 / np.sqrt(np.linalg.eigvalsh(precision)[..., -1].max()))
