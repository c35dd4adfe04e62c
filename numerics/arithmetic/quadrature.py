"""Nodes and weights for expectations under standard normal noise, in a few dimensions.

Two rules. Gauss-Hermite is exact for polynomials up to degree 2n - 1, which is what the logs of a linear-Gaussian world
ask for; of anything else a few nodes say little, and the difference of two orders bounds nothing. The trapezium rule on
a wide interval converges exponentially for analytic integrands, with a step that can be halved: the finer of two levels
is off by about the square of their difference. In three dimensions and more neither is affordable there: then
`numerics.witnesses.reference` draws (randomised Sobol nets with a standard error of their own).
"""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np

HALF_WIDTH = 8.5  # standard deviations: the normal mass outside is 2e-17


def gauss_hermite(order: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes (order,) and weights (order,) with sum w f(t) = E f(t), t ~ N(0, 1), for polynomials f of degree < 2 order.

    >>> t, w = gauss_hermite(3)
    >>> float(round(w @ t**4, 12))
    3.0
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(order)
    return nodes, weights / np.sqrt(2 * np.pi)


def gauss_legendre(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights (count,) on [0, 1]: sum w f(t) for the integral of f, exact for degree < 2 count."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return (nodes + 1) / 2, weights / 2


def trapezium(count: int, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights (count,) of the trapezium rule on [low, high]: sum w f(t) for the integral of f."""
    nodes = np.linspace(low, high, count)
    weights = np.full(count, (high - low) / (count - 1))
    weights[[0, -1]] /= 2
    return nodes, weights


def normal_trapezium(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights (count,) with sum w f(t) = E f(t), t ~ N(0, 1), by the trapezium rule on +-8.5."""
    nodes, weights = trapezium(count, -HALF_WIDTH, HALF_WIDTH)
    return nodes, weights * np.exp(-(nodes**2) / 2) / np.sqrt(2 * np.pi)


def tensor(nodes: np.ndarray, weights: np.ndarray, dimension: int) -> tuple[np.ndarray, np.ndarray]:
    """The product rule in `dimension` dimensions: nodes (N**dimension, dimension), weights (N**dimension,)."""
    grid = np.array(list(itertools.product(nodes, repeat=dimension))).reshape(-1, dimension)
    products = np.ones(1)
    for _ in range(dimension):
        products = np.multiply.outer(products, weights).ravel()
    return grid, products


@cache
def normal_grid(rule: str, count: int, dimension: int) -> tuple[np.ndarray, np.ndarray]:
    """Tensor grid for E f(t), t ~ N(0, I): nodes (N, dimension) and weights (N,). `rule`: "hermite" or "trapezium"."""
    one = gauss_hermite(count) if rule == "hermite" else normal_trapezium(count)
    return tensor(*one, dimension)
