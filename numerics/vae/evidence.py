"""log q(x) of a trained model with one or two latents, by quadrature over z, and the bound seen from all its sides.

Everything is float64 and per image, in nats. The trapezium rule converges exponentially here: for a posterior of
standard deviation s its relative error is about 2 exp(-2 pi^2 s^2 / h^2) at step h. Three roads that share no node
meet in `bound_parts`: log q(x) and the KL to the true posterior on one fixed grid, the ELBO on nodes of its own
around each image's p(z|x).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.special import log_ndtr, logsumexp

from numerics.arithmetic import arguments
from numerics.arithmetic.quadrature import normal_grid
from numerics.vae.model import VAE

TILE = 48  # nodes along the side of a tile
FAR = -60.0  # e^-60 times a tile's 2304 nodes of cells below 1 is below e^-50
DECODED_AT_ONCE = 1 << 16
TARGET = 1e-7  # nats: the error bound the grid is refined to
NEGLIGIBLE = -23.0  # natural log of 1e-10: what may lie outside the grid, relative to q(x)
COARSEST, FINEST = 0.16, 0.002
WIDEST, MOST_NODES = 40.0, 5e6
LOCAL_NODES = (33, 49)  # per dimension, over +-8.5 standard deviations of p(z|x)


class Evidence(NamedTuple):
    """log_evidence (n,), posterior_kl (n,) = KL[p(z|x)//q(z|x)], and a bound on the error of either."""

    log_evidence: np.ndarray
    posterior_kl: np.ndarray
    error_bound: float
    step: float
    half_width: float


class BoundParts(NamedTuple):
    """Each (n,) in nats: ELBO = reconstruction - kl, and elbo + posterior_kl = log_evidence up to `error_bound`."""

    elbo: np.ndarray
    posterior_kl: np.ndarray
    log_evidence: np.ndarray
    error_bound: float


def log_evidence(model: VAE, x: np.ndarray, target: float = TARGET) -> Evidence:
    """log q(x) and KL[p(z|x)//q(z|x)] for images (n, D), on a grid halved until two levels agree.

    The error bound is the largest change from the last halving, over all images (the next one would change far
    less), plus a strict bound on what lies outside the grid: q(x|z) is at most (2 pi sigma_g^2)^(-D/2) anywhere.

    Raises:
        ValueError: more than two latents, or posteriors so narrow that the finest grid does not reach `target`.
    """
    twin, x = _checked(model, x)
    # ELBO <= log q(x), so this many nats lie between q(x) and the largest value that q(x|z) could take.
    ceiling = -0.5 * twin.data_dim * math.log(2 * math.pi * twin.decoder_variance)
    gap = ceiling - float(_elbo(twin, x, LOCAL_NODES[0]).min())
    half_width = 6.0
    while gap + math.log(2 * twin.latent_dim) + log_ndtr(-half_width) > NEGLIGIBLE:
        half_width += 0.5
        if half_width > WIDEST:
            raise ValueError(
                f"the worst ELBO lies {gap:.0f} nats below the largest value of q(x|z): no grid up to +-{WIDEST} "
                f"standard deviations of the prior is sure to hold that image's posterior"
            )
    outside = math.exp(gap + math.log(2 * twin.latent_dim) + log_ndtr(-half_width))
    step = COARSEST
    coarse = _on_grid(twin, x, step, half_width)
    while (half_width / step * 4) ** twin.latent_dim <= MOST_NODES and step > FINEST:
        step /= 2
        fine = _on_grid(twin, x, step, half_width, coarse[0])
        change = float(np.max(np.abs(np.array(fine) - np.array(coarse))))  # NaN: p(z|x) fell between the nodes
        if change + outside <= target:
            return Evidence(*fine, change + outside, step, half_width)
        coarse = fine
    raise ValueError(
        f"a grid of step {step} over +-{half_width} still changes log q(x) by {change:.1g} nats when halved: "
        f"the posteriors are narrower than quadrature on one grid can follow"
    )


def bound_parts(model: VAE, x: np.ndarray) -> BoundParts:
    """ELBO, KL to the true posterior, and log q(x), each by its own nodes, for images (n, D)."""
    twin, x = _checked(model, x)
    elbo, rougher = (_elbo(twin, x, nodes) for nodes in reversed(LOCAL_NODES))
    evidence = log_evidence(model, x)
    error = evidence.error_bound + float(np.max(np.abs(elbo - rougher)))
    return BoundParts(elbo, evidence.posterior_kl, evidence.log_evidence, error)


def importance_bounds(
    model: VAE, x: np.ndarray, sizes: tuple[int, ...] = (1, 10, 100, 1000), draws: int = 2000, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """The importance-weighted bound E log 1/K sum_k q(x, z_k) / p(z_k|x) for each K in `sizes` (Burda et al. 2016).

    Means over the images and standard errors (of the noise), both (len(sizes),); K must divide `draws`. K = 1 is the
    ELBO, and the bound rises with K towards log q(x). All K are made of the same draws.
    """
    if any(draws % size or draws < 2 * size for size in sizes):
        raise ValueError(f"draws = {draws} must be a multiple of each size, at least twice: {sizes}")
    twin, x = _checked(model, x, most_latents=None)
    mean, log_variance = twin.encode(x)
    rng = np.random.default_rng([seed, 0x6977])
    log_weights = np.empty((draws, len(x)))
    pieces = max(1, DECODED_AT_ONCE // len(x))
    for start in range(0, draws, pieces):
        noise = rng.standard_normal((min(pieces, draws - start), len(x), twin.latent_dim))
        z = mean + np.exp(log_variance / 2) * noise
        log_encoder = -0.5 * np.sum(noise**2 + log_variance + math.log(2 * math.pi), axis=-1)
        log_weights[start : start + len(noise)] = _log_joint_each(twin, x, z) - log_encoder
    bounds, errors = [], []
    for size in sizes:
        groups = logsumexp(log_weights.reshape(-1, size, len(x)), axis=1) - math.log(size)  # draws / K, n
        bounds.append(groups.mean())
        errors.append(math.sqrt(np.sum(groups.var(axis=0, ddof=1)) / len(groups)) / len(x))
    return np.array(bounds), np.array(errors)


def _checked(model: VAE, x: np.ndarray, most_latents: int | None = 2) -> tuple[VAE, np.ndarray]:
    if most_latents is not None and model.latent_dim > most_latents:
        raise ValueError(
            f"quadrature needs at most {most_latents} latent dimensions; this model has {model.latent_dim}"
        )
    twin = model.astype("float64")
    return twin, arguments.finite("x", arguments.rows("x", x, twin.data_dim, twin.dtype))


def _log_joint_each(twin: VAE, x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """log q(x, z) for x (n, D) and z (m, n, d), each image with its own z: (m, n)."""
    x_mean = twin.decode(z.reshape(-1, twin.latent_dim)).reshape(*z.shape[:2], -1)  # m, n, D
    squares = np.einsum("mnj,mnj->mn", x_mean - x, x_mean - x)
    return _log_densities(twin, squares, np.sum(z**2, axis=-1))


def _log_densities(twin: VAE, squared_error: np.ndarray, squared_z: np.ndarray) -> np.ndarray:
    """log q(x|z) + log q(z), from ||x - x_mean||^2 and ||z||^2."""
    constant = twin.data_dim * math.log(2 * math.pi * twin.decoder_variance) + twin.latent_dim * math.log(2 * math.pi)
    return -0.5 * (squared_error / twin.decoder_variance + squared_z + constant)


def _elbo(twin: VAE, x: np.ndarray, nodes: int) -> np.ndarray:
    """ELBO of each image (n,): closed-form KL, reconstruction by the trapezium rule around p(z|x)."""
    mean, log_variance = twin.encode(x)
    noise, weights = normal_grid("trapezium", nodes, twin.latent_dim)  # m, d and m
    kl = 0.5 * np.sum(np.exp(log_variance) - log_variance + mean**2 - 1, axis=-1)
    reconstruction = np.empty(len(x))
    at_once = max(1, 2 * DECODED_AT_ONCE // len(noise))
    for start in range(0, len(x), at_once):
        part = slice(start, start + at_once)
        z = mean[part] + np.exp(log_variance[part] / 2) * noise[:, None, :]  # m, n, d
        log_prior = -0.5 * np.sum(z**2 + math.log(2 * math.pi), axis=-1)
        reconstruction[part] = weights @ (_log_joint_each(twin, x[part], z) - log_prior)
    return reconstruction - kl


def _on_grid(
    twin: VAE, x: np.ndarray, step: float, half_width: float, known: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """log q(x) and KL[p(z|x)//q(z|x)], each (n,), by the trapezium rule with this step.

    `known`, log q(x) from a coarser grid, lets tiles of the grid be passed over for the images to which all of their
    nodes together contribute less than e^-50.
    """
    mean, log_variance = twin.encode(x)  # n, d
    precision = np.exp(-log_variance)
    variance, log_two_pi = twin.decoder_variance, math.log(2 * math.pi)
    # log q(x, z) and log p(z|x) of all nodes and images are one matrix product each: features of z times those of x.
    joint_of_x = np.vstack([x.T / variance, np.ones(len(x)), _log_densities(twin, np.sum(x * x, axis=1), 0)])  # D+2, n
    offset = -0.5 * np.sum(log_variance + mean**2 * precision + log_two_pi, axis=1)
    encoder_of_x = np.vstack([-0.5 * precision.T, (mean * precision).T, offset])  # 2d+1, n
    cell = step**twin.latent_dim
    top = np.full(len(x), -np.inf)  # running maximum of log q(x, z), per image
    total, cross, mass = np.zeros((3, len(x)))
    for z in _tiles(step, half_width, twin.latent_dim):
        x_mean, ones = twin.decode(z), np.ones((len(z), 1))
        z_part = -0.5 * (np.sum(x_mean**2, axis=1) / variance + np.sum(z**2, axis=1))[:, None]
        joint = np.hstack([x_mean, z_part, ones]) @ joint_of_x  # m, n
        best = joint.max(axis=0)
        near = np.flatnonzero(best > known + FAR) if known is not None else np.arange(len(x))
        higher = np.maximum(top[near], best[near])
        total[near] *= np.exp(top[near] - higher)
        total[near] += np.exp(joint[:, near] - higher).sum(axis=0)
        top[near] = higher
        log_encoder = np.hstack([z**2, z, ones]) @ encoder_of_x  # m, n
        near = np.flatnonzero(log_encoder.max(axis=0) > FAR)
        weight = cell * np.exp(log_encoder[:, near])
        mass[near] += weight.sum(axis=0)
        cross[near] += np.sum(weight * (log_encoder[:, near] - joint[:, near]), axis=0)
    evidence = top + np.log(total) + math.log(cell)
    with np.errstate(invalid="ignore"):
        return evidence, cross / mass + evidence


def _tiles(step: float, half_width: float, dimensions: int) -> Iterator[np.ndarray]:
    """The grid's nodes, a compact tile (m, dimensions) at a time."""
    count = math.ceil(half_width / step)
    line = step * np.arange(-count, count + 1)
    pieces = [line[start : start + TILE] for start in range(0, len(line), TILE)]
    for sides in itertools.product(pieces, repeat=dimensions):
        yield np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1).reshape(-1, dimensions)
