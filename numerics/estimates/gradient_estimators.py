"""Two unbiased gradients of the ELBO with respect to the encoder, and how much noisier one is than the other.

    ELBO(m, l) = E_{z ~ N(m, exp(2 l))} log q(x,z) + l + const,     l the log standard deviation, z in R^1
    reparameterised    d/dm log q(x, m + e^l t),                    t ~ N(0, 1)
    score function     ( log q(x,z) - log r(z) ) d/dm log r(z)

Kingma and Welling (2014), section 2.3, for the first; Williams (1992) for the second. The derivative of log q(x,z) in
z is taken by the complex step, so no derivative of the decoder is typed here. Nats per unit of m and of l.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from numerics.arithmetic.quadrature import normal_grid
from numerics.estimates.monte_carlo import Estimate, Plan, estimate
from numerics.worlds.world import World, make_world

STEP = 1e-30
EXAMPLE = (0.4, -0.5)  # mean and log deviation of the encoder that table and picture compare at
EXAMPLE_DRAWS = 40_000  # of each estimator, for the ratio of their variances
LOG_TAU = math.log(2 * math.pi)


@dataclass(frozen=True)
class GradientComparison:
    """Gradients with respect to (m, l): exact by quadrature, and by each estimator; the ratio of their variances."""

    exact: np.ndarray
    reparameterised: Estimate
    score_function: Estimate

    @property
    def variance_ratio(self) -> np.ndarray:
        """Variance of one score-function draw over that of one reparameterised draw, for (m, l)."""
        return (self.score_function.standard_error / self.reparameterised.standard_error) ** 2


def example(seed: int, n: int = EXAMPLE_DRAWS, draw_seed: int | None = None) -> GradientComparison:
    """`compare` at the one setting that the witness table and the picture share.

    One x drawn from the data in the nonlinear world of this seed, the encoder of EXAMPLE; `draw_seed` is that of the
    draws (default: the same). Nats.
    """
    world = make_world("nonlinear", seed)
    x = world.sample("p", ("x",), 1, seed)["x"][0]
    return compare(world, x, *EXAMPLE, n, seed if draw_seed is None else draw_seed)


def log_joint(world: World, x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """log q(x,z) at one x (D,) for z (..., 1), real or complex."""
    return world.density("q", ("x", "z")).log_density({"x": x, "z": z})


def compare(
    world: World, x: np.ndarray, mean: float, log_deviation: float, n: int, seed: int = 0
) -> GradientComparison:
    """Both estimators at one x (D,) and one encoder N(mean, exp(2 log_deviation)), n draws each.

    Raises ValueError if z is not one-dimensional.
    """
    if world.shapes["z"] != 1:
        raise ValueError(f"gradients are compared for z of one dimension, not {world.shapes['z']}")
    deviation = math.exp(log_deviation)

    def reparameterised(noise: np.ndarray) -> np.ndarray:
        t = noise[:, 0]
        slope = log_joint(world, x, mean + deviation * noise + 1j * STEP).imag / STEP  # n
        return np.stack([slope, slope * deviation * t + 1])  # the entropy of r is l + const

    def score_function(noise: np.ndarray) -> np.ndarray:
        t = noise[:, 0]
        log_r = -0.5 * (t * t + LOG_TAU) - log_deviation
        value = log_joint(world, x, mean + deviation * noise) - log_r
        return np.stack([value * t / deviation, value * (t * t - 1)])

    draws = [
        estimate(f, 1, Plan("plain", n), seed, f"gradient {f.__name__}") for f in (reparameterised, score_function)
    ]
    return GradientComparison(exact_gradient(world, x, mean, log_deviation), *draws)


def exact_gradient(world: World, x: np.ndarray, mean: float, log_deviation: float, nodes: int = 201) -> np.ndarray:
    """Gradient of the ELBO by quadrature over t, differentiated by the complex step in m and in l: (2,)."""
    t, weights = normal_grid("trapezium", nodes, 1)

    def bound(m: complex, l: complex) -> complex:
        return log_joint(world, x, m + np.exp(l) * t) @ weights + l

    return np.array([
        bound(mean + 1j * STEP, log_deviation).imag / STEP, bound(mean, log_deviation + 1j * STEP).imag / STEP,
    ])  # fmt: skip
