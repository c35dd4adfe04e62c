"""Adam (Kingma and Ba 2015, algorithm 1) on one flat vector of parameters."""

from __future__ import annotations

import math

import numpy as np
from scipy.linalg import get_blas_funcs

from numerics.arithmetic.workspace import aligned

BLOCK = 1 << 15  # elements: parameters, gradient, two moments and scratch of a block stay in the cache together
LONGEST_INFLATION = 64  # steps: 0.9^-64 is 850


class Adam:
    """First and second moments for a flat vector of `size` parameters; each `update` is one step.

    The paper's moments, m <- beta1 m + (1 - beta1) g and v <- beta2 v + (1 - beta2) g^2, decay at every step. Here
    what is added grows instead, and the whole is brought down again every 64 steps. With s steps since then

        first = m / ((1 - beta1) beta1^s),    second = v / ((1 - beta2) beta2^s),

    so that a step adds beta1^-s g and beta2^-s g^2: one pass of BLAS's axpy (y <- y + a x) each. All other factors,
    the bias corrections too, are in two scalars. Seven passes over memory instead of twelve.

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
        self._prepare()

    def _prepare(self) -> None:
        dtype = self.first.dtype
        self._scratch = aligned((min(self.first.size, BLOCK),), dtype)
        self._axpy, self._dot = get_blas_funcs(("axpy", "dot"), dtype=dtype)
        # second is the sum of g^2 over up to 1 / (1 - beta2) steps, grown by up to beta2^-64
        self._largest_square = float(np.finfo(dtype).max) * (1 - self.beta2) / 4

    def __getstate__(self) -> dict[str, object]:
        """What a copy needs: BLAS's functions are looked up anew."""
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._prepare()

    def can_square(self, gradient: np.ndarray) -> bool:
        """Whether the gradient (size,) is finite and its squares stay so in the moments' dtype, for good."""
        return bool(self._dot(gradient, gradient) < self._largest_square)

    def update(self, parameters: np.ndarray, gradient: np.ndarray, learning_rate: float) -> None:
        """parameters <- parameters - learning_rate m^ / (sqrt(v^) + epsilon), in place; both contiguous, (size,)."""
        since = self.steps % LONGEST_INFLATION
        if since == 0 and self.steps:
            self.first *= self.beta1**LONGEST_INFLATION
            self.second *= self.beta2**LONGEST_INFLATION
        self.steps += 1
        shrink1, shrink2 = self.beta1 ** (since + 1), self.beta2 ** (since + 1)
        # sqrt(v^) + epsilon = root (sqrt(second) + epsilon / root), and the root is divided out into the rate.
        root = math.sqrt(shrink2 * (1 - self.beta2) / (1 - self.beta2**self.steps))
        rate = learning_rate * shrink1 * (1 - self.beta1) / (1 - self.beta1**self.steps) / root
        for start in range(0, parameters.size, BLOCK):
            block = slice(start, start + BLOCK)
            p, g, first, second = parameters[block], gradient[block], self.first[block], self.second[block]
            step = self._scratch[: p.size]
            self._axpy(g, first, a=1 / shrink1)  #     m
            np.square(g, out=step)
            self._axpy(step, second, a=1 / shrink2)  # v
            np.sqrt(second, out=step)
            np.add(step, self.epsilon / root, out=step)
            np.divide(first, step, out=step)
            self._axpy(step, p, a=-rate)  #            p - rate m^ / (sqrt(v^) + epsilon)
