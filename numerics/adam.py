"""Adam (Kingma and Ba 2015, algorithm 1) on one flat vector of parameters."""

from __future__ import annotations

import math

import numpy as np

from numerics.workspace import aligned

BLOCK = 1 << 15  # elements: parameters, gradient, two moments and scratch of a block stay in the cache together


class Adam:
    """First and second moments for a flat vector of `size` parameters; each `update` is one step.

    The paper's m and v decay towards the gradient: m <- beta1 m + (1 - beta1) g. Kept here are m / (1 - beta1) and
    v / (1 - beta2), which saves two passes over memory; the factors and the bias corrections are in two scalars.

    >>> adam, weights = Adam(1, np.float64), np.array([1.0])
    >>> adam.update(weights, np.array([123.0]), learning_rate=0.1)  # the first step has the length of the rate
    >>> float(weights.round(9)[0])
    0.9
    """

    def __init__(self, size: int, dtype: np.dtype, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8):
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self.steps = 0
        self.first, self.second = aligned((size,), dtype), aligned((size,), dtype)
        self.first[...] = 0
        self.second[...] = 0
        self._scratch = aligned((min(size, BLOCK),), dtype)

    def update(self, parameters: np.ndarray, gradient: np.ndarray, learning_rate: float) -> None:
        """parameters <- parameters - learning_rate m^ / (sqrt(v^) + epsilon), in place; both (size,)."""
        self.steps += 1
        # sqrt(v^) + epsilon = root (sqrt(second) + epsilon / root), and the root is divided out into the rate.
        root = math.sqrt((1 - self.beta2) / (1 - self.beta2**self.steps))
        rate = learning_rate * (1 - self.beta1) / (1 - self.beta1**self.steps) / root
        epsilon = self.epsilon / root
        for start in range(0, parameters.size, BLOCK):
            block = slice(start, start + BLOCK)
            p, g, m, v = parameters[block], gradient[block], self.first[block], self.second[block]
            step = self._scratch[: p.size]
            np.multiply(m, self.beta1, out=m)
            np.add(m, g, out=m)  #                 m = beta1 m + g
            np.multiply(g, g, out=step)
            np.multiply(v, self.beta2, out=v)
            np.add(v, step, out=v)  #              v = beta2 v + g^2
            np.sqrt(v, out=step)
            np.add(step, epsilon, out=step)
            np.divide(m, step, out=step)
            np.multiply(step, rate, out=step)
            np.subtract(p, step, out=p)  #         p = p - rate m / (sqrt(v) + epsilon)
