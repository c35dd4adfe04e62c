"""Two normals on the line, a = N(mean, deviation^2) and b: densities, the KL and its parts. All in nats.

    KL[a // b] = 1/2 [ ln(s_b^2 / s_a^2) + (s_a^2 + (m_a - m_b)^2) / s_b^2 - 1 ]                          (5.12)
    KL[N(mu, sigma^2) // N(0, 1)] = 1/2 [ sigma^2 - ln sigma^2 + mu^2 - 1 ]                               (5.2)

>>> float(kl(Normal(1.0, 1.0), Normal(0.0, 1.0)))
0.5
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from numerics.arithmetic.quadrature import trapezium

REACH = 12.0  # standard deviations: what lies beyond is far below rounding


class Normal(NamedTuple):
    """N(mean, deviation^2) on the line."""

    mean: float
    deviation: float

    def log_density(self, x: np.ndarray) -> np.ndarray:
        """log N(x; mean, deviation^2), the shape of x."""
        scaled = (x - self.mean) / self.deviation
        return -0.5 * (scaled * scaled + math.log(2 * math.pi)) - math.log(self.deviation)

    def density(self, x: np.ndarray) -> np.ndarray:
        """N(x; mean, deviation^2), the shape of x."""
        return np.exp(self.log_density(x))


def kl(a: Normal, b: Normal) -> float:
    """KL[a // b] in closed form."""
    ratio = (a.deviation / b.deviation) ** 2
    return 0.5 * (ratio - math.log(ratio) + ((a.mean - b.mean) / b.deviation) ** 2 - 1)


def kl_integrand(a: Normal, b: Normal, x: np.ndarray) -> np.ndarray:
    """a(x) log(a(x) / b(x)), whose signed area is the KL: negative where a is the smaller one."""
    return a.density(x) * (a.log_density(x) - b.log_density(x))


def signed_areas(a: Normal, b: Normal, nodes: int = 40_001) -> tuple[float, float]:
    """The area of the integrand above the axis and that below it (negative); their sum is the KL."""
    x, weights = trapezium(nodes, a.mean - REACH * a.deviation, a.mean + REACH * a.deviation)
    values = kl_integrand(a, b, x)
    return float(weights @ np.maximum(values, 0)), float(weights @ np.minimum(values, 0))


def kl_terms(mean: np.ndarray, variance: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The terms of the note's KL to N(0, 1): sigma^2, -ln sigma^2, mu^2; the KL is half of their sum less 1."""
    mean, variance = np.asarray(mean, float), np.asarray(variance, float)
    return variance, -np.log(variance), mean**2


def kl_to_standard(mean: np.ndarray, log_deviation: np.ndarray) -> np.ndarray:
    """KL[N(mean, exp(2 log_deviation)) // N(0, 1)], elementwise."""
    variance, minus_log, square = kl_terms(mean, np.exp(2 * np.asarray(log_deviation)))
    return 0.5 * (variance + minus_log + square - 1)


def kl_to_standard_gradient(mean: np.ndarray, log_deviation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Its derivatives by the mean, mu, and by the log standard deviation, sigma^2 - 1; elementwise."""
    return np.asarray(mean, float), np.expm1(2 * np.asarray(log_deviation, float))
