"""Claims around the note's sampled reconstruction term, in the linear-Gaussian world where the truth is known.

* E log q(x|z) is not log q(x | E z): the difference is -tr(W C W') / (2 s^2), whatever the number of draws.
* One draw for each of B points of a minibatch has the variance law of k = B draws for one point: Var / B.
* The lost 1/2: adding |x - mu(z)|^2 / s^2, not half of it, to the KL term moves the minimiser to that of s / sqrt(2).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from numerics.estimates.monte_carlo import Estimate, Plan, estimate
from numerics.worlds.linear_gaussian import LinearGaussian


def plug_in_difference(world: LinearGaussian) -> float:
    """log q(x | E z) - E log q(x|z) under p(z|x), in closed form, nats: the same for every x, and never negative."""
    spread = world.decoder_matrix @ np.diag(world.encoder_deviations)  # D, d
    return float(np.sum(spread**2)) / (2 * world.decoder_deviation**2)


def sampled_plug_in_difference(world: LinearGaussian, x: np.ndarray, n: int, seed: int = 0) -> Estimate:
    """The same by draws of z ~ p(z|x), at the points x (m, D)."""
    encoder: Any = world.density("p", ("z",), ("x",))  # a Gaussian, which has a centre
    decoder = world.density("q", ("x",), ("z",))
    at = {"x": x[:, None, :]}
    centre = decoder.log_density({**at, "z": encoder.centre(at)})  # m, 1

    def integrand(noise: np.ndarray) -> np.ndarray:
        return centre - decoder.log_density({**at, **encoder.draw(noise, at)[0]})

    return estimate(integrand, encoder.noise_dimension, Plan("plain", n), seed, "plug-in difference")


def minibatch_variance(
    world: LinearGaussian, x: np.ndarray, draws: int, repeats: int, seed: int = 0
) -> tuple[float, float]:
    """Variance of the batch mean of log q(x|z) over `draws` z for each of the B points x (B, D): (value, its error).

    Only the drawing of z varies. The error is the normal-theory one, value * sqrt(2 / (repeats - 1)).
    """
    encoder, decoder = world.density("p", ("z",), ("x",)), world.density("q", ("x",), ("z",))
    B, d = x.shape[0], encoder.noise_dimension
    at = {"x": x[:, None, :]}
    averages: list[np.ndarray] = []

    def integrand(noise: np.ndarray) -> np.ndarray:
        z_noise = noise.reshape(len(noise), B, draws, d).transpose(1, 0, 2, 3).reshape(B, -1, d)
        score = decoder.log_density({**at, **encoder.draw(z_noise, at)[0]})  # B, n * draws
        averages.append(score.reshape(B, len(noise), draws).mean(axis=(0, 2)))
        return averages[-1]

    estimate(integrand, B * draws * d, Plan("plain", repeats), seed, f"minibatch of {B} with {draws} draws")
    variance = float(np.var(np.concatenate(averages), ddof=1))
    return variance, variance * (2 / (repeats - 1)) ** 0.5


def loss(world: LinearGaussian, x: np.ndarray, mean: np.ndarray, log_deviation: np.ndarray, weight: float) -> float:
    """KL(N(mean, diag) || N(0, I)) + weight * E |x - mu(z)|^2 / s^2 at one x (D,), in closed form.

    The note's loss (2) has weight 1/2 (up to a constant); with the 1/2 lost it is 1.
    """
    W, c, s = world.decoder_matrix, world.decoder_offset, world.decoder_deviation
    variance = np.exp(2 * log_deviation)
    divergence = 0.5 * np.sum(variance + mean**2 - 1) - np.sum(log_deviation)
    square = np.sum((x - W @ mean - c) ** 2) + np.sum(W**2 * variance)
    return float(divergence + weight * square / s**2)


def encoder_minimiser(world: LinearGaussian, x: np.ndarray, weight: float) -> tuple[np.ndarray, np.ndarray]:
    """The minimiser (mean (d,), deviation (d,)) of that loss in closed form.

    With effective noise v = s^2 / (2 weight): mean = (I + W'W / v)^-1 W'(x - c) / v, and variance_i is one over the
    i-th diagonal entry of I + W'W / v.
    """
    W, v = world.decoder_matrix, world.decoder_deviation**2 / (2 * weight)
    precision = np.eye(W.shape[1]) + W.T @ W / v
    mean = np.linalg.solve(precision, W.T @ (x - world.decoder_offset) / v)
    return mean, np.diag(precision) ** -0.5
