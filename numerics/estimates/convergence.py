"""How the error of an estimate falls with the number of draws, measured: root mean square over independent repeats.

The methods are those of `monte_carlo`. An error is |estimate - truth|, the truth by quadrature, so nothing is taken
from the estimates' own error bars.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from numerics.arithmetic.quadrature import normal_grid
from numerics.estimates.monte_carlo import SCRAMBLINGS, Integrand, Plan, estimate
from numerics.worlds.world import generator, make_world

REPEATS = SCRAMBLINGS  # a Sobol estimate is made of so many independent nets: each is one repeat
PILOT = 4096


class Errors(NamedTuple):
    """Root-mean-square errors (m,) of estimates from `sizes` draws (m,), and how uncertain each is, relatively (m,)."""

    sizes: np.ndarray
    errors: np.ndarray
    uncertainty: np.ndarray


class Slope(NamedTuple):
    """Of ln error against ln n: error ~ n^slope; with its standard error."""

    slope: float
    standard_error: float


def reconstruction_integrand(seed: int) -> tuple[Integrand, int, float]:
    """log q(x|z) at z ~ p(z|x) in the nonlinear world (tanh networks, two latents): integrand, dimension, truth.

    The truth is the expectation by the trapezium rule, nats.
    """
    world = make_world("nonlinear", seed, shapes={"x": 2, "z": 2})
    x = world.sample("p", ("x",), 1, seed)["x"][0]
    encoder, decoder = world.density("p", ("z",), ("x",)), world.density("q", ("x",), ("z",))

    def integrand(noise: np.ndarray) -> np.ndarray:
        return decoder.log_density({"x": x, **encoder.draw(noise, {"x": x})[0]})[None, :]

    noise, weights = normal_grid("trapezium", 121, 2)
    return integrand, 2, float(integrand(noise)[0] @ weights)


def control_coefficients(integrand: Integrand, seed: int) -> np.ndarray:
    """Coefficients (1, 5) of the Hermite polynomials t1, t2, t1^2 - 1, t1 t2, t2^2 - 1, from a pilot of its own."""
    noise = generator(seed, "convergence/pilot").standard_normal((PILOT, 2))
    a, b = noise.T
    design = np.stack([a, b, a * a - 1, a * b, b * b - 1, np.ones(PILOT)], axis=1)
    return np.linalg.lstsq(design, integrand(noise)[0], rcond=None)[0][None, :5]


def root_mean_square_errors(
    integrand: Integrand, dimension: int, truth: float, method: str, sizes: tuple[int, ...], seed: int = 0
) -> Errors:
    """The error of an estimate from n draws, for each n of `sizes`: root mean square of 64 repeats.

    Its uncertainty comes from the spread of the squared errors; of Sobol nets only their mean and variance are at
    hand, so theirs is that of normal errors, 1 / sqrt(2 * 64).
    """
    coefficients = control_coefficients(integrand, seed) if method == "control" else None
    rows = []
    for n in sizes:
        if method == "sobol":
            found = estimate(integrand, dimension, Plan(method, n * REPEATS), seed, f"convergence {n}")
            variance = float(found.standard_error[0]) ** 2 * (REPEATS - 1)  # of one net around their mean
            error = math.sqrt(variance + (float(found.mean[0]) - truth) ** 2)
            rows.append((n, error, 1 / math.sqrt(2 * REPEATS)))
            continue
        plan = Plan(method, n, coefficients)
        repeats = (estimate(integrand, dimension, plan, seed, f"convergence {n} {r}") for r in range(REPEATS))
        squares = np.array([(float(found.mean[0]) - truth) ** 2 for found in repeats])
        spread = squares.std(ddof=1) / squares.mean() / math.sqrt(REPEATS)
        rows.append((n, math.sqrt(squares.mean()), spread / 2))
    return Errors(*np.array(rows).T)


def fitted_slope(found: Errors) -> Slope:
    """Least squares of ln error on ln n."""
    x = np.log(found.sizes) - np.log(found.sizes).mean()
    square = float(x @ x)
    return Slope(float(x @ np.log(found.errors)) / square, float(np.linalg.norm(x * found.uncertainty)) / square)
