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
from typing import Any, NamedTuple

import numpy as np
from scipy.special import log_ndtr

from numerics.arithmetic import arguments
from numerics.arithmetic.quadrature import normal_grid
from numerics.arithmetic.workspace import blas_threads
from numerics.vae.log_joint import features_of_images, features_of_nodes, largest_log_likelihood, log_joint
from numerics.vae.model import VAE
from numerics.vae.sampled_evidence import narrowest, sampled_log_evidence

MOST_CONFIRMED = 2e4  # nodes of a grid whose step is one deviation
TILE = 48  # nodes along the side of a tile
FAR = -60.0  # e^-60 times a tile's 2304 nodes of cells below 1 is below e^-50
DECODED_AT_ONCE = 1 << 16
TARGET = 1e-7  # nats: the error bound the grid is refined to
NEGLIGIBLE = -23.0  # natural log of 1e-10: what may lie outside the grid, relative to q(x)
COARSEST, FINEST = 0.16, 0.002
WIDEST, MOST_NODES = 40.0, 1.6e6
LOCAL_NODES = (33, 49)  # per dimension, over +-8.5 standard deviations of p(z|x)


class Evidence(NamedTuple):
    """log_evidence (n,), posterior_kl (n,) = KL[p(z|x)//q(z|x)], and how far either may be off.

    By quadrature, `error_bound` is a bound; by importance sampling, four times the largest standard error, and `step`
    and `half_width` are NaN.
    """

    log_evidence: np.ndarray
    posterior_kl: np.ndarray
    error_bound: float
    step: float
    half_width: float
    method: str = "quadrature"


class BoundParts(NamedTuple):
    """Each (n,) in nats: ELBO = reconstruction - kl, and elbo + posterior_kl = log_evidence up to `error_bound`."""

    elbo: np.ndarray
    posterior_kl: np.ndarray
    log_evidence: np.ndarray
    error_bound: float


def log_evidence(model: VAE, x: np.ndarray, target: float = TARGET, labels: np.ndarray | None = None) -> Evidence:
    """log q(x) and KL[p(z|x)//q(z|x)] for images (n, D), with labels (n,) if the model is conditional.

    On a grid halved until two levels agree, if one can be as fine as the posteriors are narrow; else by importance
    sampling (`numerics.vae.sampled_evidence`), and the answer says so.

    The grid's error bound is the largest change from the last halving, over all images (the next one would change far
    less), plus a strict bound on what lies outside the grid: q(x|z) has a largest value.

    Raises:
        ValueError: more than two latents (`sampled_log_evidence` takes any number), or an error that cannot be told.
    """
    if model.latent_dim > 2:
        raise ValueError(f"quadrature needs at most 2 latent dimensions; this model has {model.latent_dim}")
    twin, x = _checked(model, x)
    with blas_threads(0):
        try:
            # A step of one deviation is good to 1e-8, over at least +-6; one of half a deviation confirms it.
            if (2 * 6 / narrowest(twin, x, labels)) ** twin.latent_dim > MOST_CONFIRMED:
                raise TooNarrow
            if labels is None:
                return _by_quadrature(twin, x, target, None)
            parts = {label: np.flatnonzero(labels == label) for label in np.unique(labels)}
            found = {label: _by_quadrature(twin, x[part], target, label) for label, part in parts.items()}
        except TooNarrow:
            return _by_sampling(twin, x, labels)
    back = np.argsort(np.concatenate(list(parts.values())))
    joined = [np.concatenate([each[k] for each in found.values()])[back] for k in (0, 1)]
    rest: list[Any] = [max(each[k] for each in found.values()) for k in (2, 3, 4)]
    return Evidence(joined[0], joined[1], *rest)


class TooNarrow(Exception):
    """No grid of a reasonable size follows these posteriors."""


def _by_quadrature(twin: VAE, x: np.ndarray, target: float, label: int | None) -> Evidence:
    """Raises TooNarrow."""
    # ELBO <= log q(x), so this many nats lie between q(x) and the largest value that q(x|z) could take.
    gap = largest_log_likelihood(twin) - float(_elbo(twin, x, LOCAL_NODES[0], label).min())
    half_width = 6.0
    while gap + math.log(2 * twin.latent_dim) + log_ndtr(-half_width) > NEGLIGIBLE:
        half_width += 0.5
        if half_width > WIDEST:
            raise TooNarrow
    outside = math.exp(gap + math.log(2 * twin.latent_dim) + log_ndtr(-half_width))
    step = COARSEST
    coarse = _on_grid(twin, x, step, half_width, label)
    while (half_width / step * 4) ** twin.latent_dim <= MOST_NODES and step > FINEST:
        step /= 2
        fine = _on_grid(twin, x, step, half_width, label, coarse[0])
        change = float(np.max(np.abs(np.array(fine) - np.array(coarse))))  # NaN: p(z|x) fell between the nodes
        if change + outside <= target:
            return Evidence(*fine, change + outside, step, half_width)
        coarse = fine
    raise TooNarrow


def _by_sampling(twin: VAE, x: np.ndarray, labels: np.ndarray | None) -> Evidence:
    found = sampled_log_evidence(twin, x, labels)
    elbo, rougher = (_elbo_with(twin, x, nodes, labels) for nodes in reversed(LOCAL_NODES))
    error = 4 * float(found.standard_error.max()) + float(np.max(np.abs(elbo - rougher)))
    return Evidence(
        found.log_evidence, found.log_evidence - elbo, error, math.nan, math.nan, "importance sampling"
    )  # fmt: skip


def bound_parts(model: VAE, x: np.ndarray) -> BoundParts:
    """ELBO, KL to the true posterior, and log q(x), each by its own nodes, for images (n, D)."""
    twin, x = _checked(model, x)
    elbo, rougher = (_elbo(twin, x, nodes) for nodes in reversed(LOCAL_NODES))
    evidence = log_evidence(model, x)
    error = evidence.error_bound + float(np.max(np.abs(elbo - rougher)))
    return BoundParts(elbo, evidence.posterior_kl, evidence.log_evidence, error)


def _checked(model: VAE, x: np.ndarray) -> tuple[VAE, np.ndarray]:
    twin = model.astype("float64")
    return twin, arguments.finite("x", arguments.rows("x", x, twin.data_dim, twin.dtype))


def _elbo(twin: VAE, x: np.ndarray, nodes: int, label: int | None = None) -> np.ndarray:
    """`_elbo_with` one label, or none."""
    return _elbo_with(twin, x, nodes, None if label is None else np.full(len(x), label))


def _elbo_with(twin: VAE, x: np.ndarray, nodes: int, labels: np.ndarray | None) -> np.ndarray:
    """ELBO of each image (n,): closed-form KL, reconstruction by the trapezium rule around p(z|x)."""
    mean, log_variance = twin.encode(x, labels)
    noise, weights = normal_grid("trapezium", nodes, twin.latent_dim)  # m, d and m
    kl = 0.5 * np.sum(np.exp(log_variance) - log_variance + mean**2 - 1, axis=-1)
    reconstruction = np.empty(len(x))
    at_once = max(1, 2 * DECODED_AT_ONCE // len(noise))
    for start in range(0, len(x), at_once):
        part = slice(start, start + at_once)
        z = mean[part] + np.exp(log_variance[part] / 2) * noise[:, None, :]  # m, n, d
        log_prior = -0.5 * np.sum(z**2 + math.log(2 * math.pi), axis=-1)
        reconstruction[part] = weights @ (
            log_joint(twin, x[part], z, None if labels is None else labels[part]) - log_prior
        )
    return reconstruction - kl


def _on_grid(
    twin: VAE, x: np.ndarray, step: float, half_width: float, label: int | None, known: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """log q(x) and KL[p(z|x)//q(z|x)], each (n,), by the trapezium rule with this step.

    `known`, log q(x) from a coarser grid, lets tiles of the grid be passed over for the images to which all of their
    nodes together contribute less than e^-50.
    """
    mean, log_variance = twin.encode(x, None if label is None else np.full(len(x), label))  # n, d
    precision, log_two_pi = np.exp(-log_variance), math.log(2 * math.pi)
    # log q(x, z) and log p(z|x) of all nodes and images are one matrix product each: features of z times those of x.
    joint_of_x = features_of_images(twin, x)  # D+2, n
    offset = -0.5 * np.sum(log_variance + mean**2 * precision + log_two_pi, axis=1)
    encoder_of_x = np.vstack([-0.5 * precision.T, (mean * precision).T, offset])  # 2d+1, n
    cell = step**twin.latent_dim
    top = np.full(len(x), -np.inf)  # running maximum of log q(x, z), per image
    total, cross, mass = np.zeros((3, len(x)))
    for z in _tiles(step, half_width, twin.latent_dim):
        joint = features_of_nodes(twin, z, label) @ joint_of_x  # m, n
        best = joint.max(axis=0)
        near = np.flatnonzero(best > known + FAR) if known is not None else np.arange(len(x))
        higher = np.maximum(top[near], best[near])
        total[near] *= np.exp(top[near] - higher)
        total[near] += np.exp(joint[:, near] - higher).sum(axis=0)
        top[near] = higher
        log_encoder = np.hstack([z**2, z, np.ones((len(z), 1))]) @ encoder_of_x  # m, n
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
