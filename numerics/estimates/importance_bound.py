"""Lower bounds on log q(x): the ELBO of any encoder, and the importance-weighted bound that rises to it with K.

    ELBO(r; x) = E_{z~r} [ log q(x,z) - log r(z) ]                          gap: KL(r || q(z|x))
    L_K(r; x)  = E_{z_1..z_K~r} log (1/K) sum_k q(x,z_k) / r(z_k)           L_1 = ELBO, L_K <= L_{K+1} <= log q(x)

An encoder at one x is a Gaussian r = N(mean, diag(deviation^2)). The bound is Burda, Grosse and Salakhutdinov (2016),
"Importance weighted autoencoders". All in nats, per example.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from numerics.arithmetic.quadrature import normal_grid
from numerics.estimates.monte_carlo import Estimate, Plan, estimate
from numerics.worlds.world import World, generator

LOG_TAU = math.log(2 * math.pi)
GRID = {1: 161, 2: 61}


@dataclass(frozen=True)
class GaussianEncoder:
    """r = N(mean, diag(deviation^2)) for each of E encoders: mean, deviation (E, d)."""

    mean: np.ndarray
    deviation: np.ndarray

    def draw(self, noise: np.ndarray) -> np.ndarray:
        """Noise (..., d) to z (E, ..., d)."""
        axes = (slice(None), *[None] * (noise.ndim - 1))
        return self.mean[axes] + self.deviation[axes] * noise

    def log_density(self, noise: np.ndarray) -> np.ndarray:
        """log r at the draw made of this noise, (E, ...): by the change of variables."""
        axes = (slice(None), *[None] * (noise.ndim - 1))
        return -0.5 * np.sum(noise**2 + LOG_TAU, axis=-1) - np.sum(np.log(self.deviation), axis=-1)[axes]


def random_encoders(world: World, count: int, seed: int = 0) -> GaussianEncoder:
    """`count` Gaussian encoders of all kinds: means of a few units, deviations from 0.05 to 3."""
    d, rng = world.shapes["z"], generator(seed, "random encoders")
    deviation = np.exp(rng.uniform(math.log(0.05), math.log(3.0), (count, d)))
    return GaussianEncoder(1.5 * rng.standard_normal((count, d)), deviation)


def log_weights(world: World, x: np.ndarray, encoder: GaussianEncoder, noise: np.ndarray) -> np.ndarray:
    """log q(x,z) - log r(z) at draws z of the encoders: noise (..., d) to (E, ...); x is one point (D,)."""
    z = encoder.draw(noise)
    return world.density("q", ("x", "z")).log_density({"x": x, "z": z}) - encoder.log_density(noise)


def elbo(world: World, x: np.ndarray, encoder: GaussianEncoder) -> np.ndarray:
    """The ELBO of each encoder at one x (D,), by quadrature over z: (E,)."""
    noise, weights = normal_grid("trapezium", GRID[world.shapes["z"]], world.shapes["z"])
    return log_weights(world, x, encoder, noise) @ weights


def gap(world: World, x: np.ndarray, encoder: GaussianEncoder) -> np.ndarray:
    """KL(r || q(z|x)) of each encoder at one x (D,), by quadrature with the world's own posterior density: (E,)."""
    noise, weights = normal_grid("trapezium", GRID[world.shapes["z"]], world.shapes["z"])
    log_posterior = world.density("q", ("z",), ("x",)).log_density({"x": x, "z": encoder.draw(noise)})
    return (encoder.log_density(noise) - log_posterior) @ weights


def importance_weighted_bound(
    world: World, x: np.ndarray, encoder: GaussianEncoder, counts: tuple[int, ...], n: int, seed: int = 0
) -> Estimate:
    """L_K for each K of `counts` (ascending) at one x (D,), for one encoder (E = 1): an estimate of len(counts) means.

    One draw is a set of max(counts) samples; smaller K average over its disjoint groups, so all K share the draws.
    Each count must divide the largest.
    """
    largest, d = max(counts), world.shapes["z"]

    def integrand(noise: np.ndarray) -> np.ndarray:
        log_w = log_weights(world, x, encoder, noise.reshape(len(noise), largest, d))[0]  # n, K
        rows = []
        for k in counts:
            groups = log_w.reshape(len(noise), largest // k, k)
            top = groups.max(axis=-1, keepdims=True)
            rows.append((np.log(np.mean(np.exp(groups - top), axis=-1)) + top[..., 0]).mean(axis=-1))
        rows += [b - a for a, b in itertools.pairwise(rows)]
        return np.stack(rows)

    return estimate(integrand, largest * d, Plan("plain", n), seed, "importance-weighted bound")
