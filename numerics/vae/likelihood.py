"""The decoder's output read as q(x|z), Gaussian or Bernoulli, scored on the data, and the way back.

B images in the batch, k noise samples per image, D pixels. A likelihood has two ways of scoring: `reconstruction`,
the mean over samples and images in one sweep, and `by_sample`, -ln q(x|z) of each sample, for the importance-weighted
bound; `backward` then weighs all samples alike, or each by its share. Labels such as [backpropagation-9.9] are steps
of the chapters of `derivations/`.
"""

from __future__ import annotations

import math

import numpy as np

from numerics.arithmetic.workspace import aligned

FOLDS = 6
MULTIPLIED = 1 << FOLDS  # so many factors from [1, 2] are safe in float32


class GaussianLikelihood:
    """q(x|z) = N(x_mean, variance I): the decoder's output is x_mean."""

    def __init__(self, samples: int, batch: int, data_dim: int, dtype: np.dtype):
        self.output = aligned((samples * batch, data_dim), dtype)  # the decoder's: k * B, D
        self.residual = self.output.reshape(samples, batch, data_dim)  # takes its place in the same memory
        self._flat = self.residual.ravel()
        self.d_output = self.output  # and the derivative after it

    @staticmethod
    def mean(output: np.ndarray) -> np.ndarray:
        """E x under q(x|z), from the decoder's output."""
        return output

    def reconstruction(self, x: np.ndarray, variance: complex) -> complex:
        """Mean over samples and batch of -ln q(x|z) = ||x - x_mean||^2 / (2 variance) + D/2 ln(2 pi variance), nats.

        x (B, D); the decoder's output is overwritten by x_mean - x.
        """
        k, batch, data_dim = self.residual.shape
        np.subtract(self.residual, x, out=self.residual)  # k, B, D
        self.squared_error = np.dot(self._flat, self._flat).item() / (k * batch)
        return 0.5 * self.squared_error / variance + 0.5 * data_dim * np.log(2 * np.pi * variance).item()

    def by_sample(self, x: np.ndarray, variance: complex) -> np.ndarray:
        """-ln q(x|z) of each sample, (k, B), in nats."""
        np.subtract(self.residual, x, out=self.residual)  # k, B, D
        self.squared_errors = np.einsum("kbj,kbj->kb", self.residual, self.residual)
        constant = 0.5 * self.residual.shape[2] * np.log(2 * np.pi * variance).item()
        return self.squared_errors * (0.5 / variance) + constant

    def backward(self, variance: complex) -> None:
        """d_x_mean = (x_mean - x) / variance, a mean over samples and batch: (k * B, D)  [backpropagation-9.9]."""
        np.multiply(self.output, 1 / (variance * len(self.output)), out=self.d_output)

    def backward_of_weights(self, variance: complex, shares: np.ndarray) -> None:
        """The same for samples that count by their `shares` (k, B, 1)  [objectives-10.19]."""
        np.multiply(self.residual, shares / variance, out=self.residual)

    def d_log_variance(self, variance: complex, shares: np.ndarray | None = None) -> complex:
        """D/2 - ||x - x_mean||^2 / (2 variance), mean over samples and batch  [backpropagation-9.10], or by `shares`.

        After `reconstruction`; with `shares` (k, B, 1) after `by_sample`.
        """
        error = self.squared_error if shares is None else np.vdot(shares.conj(), self.squared_errors).item()
        return 0.5 * self.residual.shape[2] - 0.5 * error / variance


class BernoulliLikelihood:
    """q(x_j = 1|z) = 1 / (1 + exp(-a_j)): the decoder's output is a, the log-odds.

    Everything is made of T = tanh(a / 2) and u = 1 - 2x, without cancellation for any a [objectives-10.1, 10.4, 10.5]:

        -ln q(x_j|z)  =  (|a| + u a) / 2 - ln((1 + |T|) / 2),        its slope by a  =  (T + u) / 2.

    Of 2^6 logarithms only one is taken, that of the product.
    """

    def __init__(self, samples: int, batch: int, data_dim: int, dtype: np.dtype):
        self.output, self.d_output = (aligned((samples * batch, data_dim), dtype) for _ in range(2))  # k * B, D
        self.shape, self._wide = (samples, batch, data_dim), np.result_type(dtype, np.float64)
        self._log_odds, self._bounded = (a.reshape(self.shape) for a in (self.output, self.d_output))
        self._scratch = aligned((samples, batch, data_dim), dtype)
        self._direction = aligned((batch, data_dim), dtype)  # u
        self._flat_wrong = self._scratch.ravel()

    @staticmethod
    def mean(output: np.ndarray) -> np.ndarray:
        """E x under q(x|z): the probabilities, from the decoder's output  [objectives-10.2, 10.3]."""
        return 0.5 + 0.5 * np.tanh(0.5 * output)

    def reconstruction(self, x: np.ndarray, variance: complex) -> complex:
        """Mean over samples and batch of -sum_j [x_j ln s(a_j) + (1 - x_j) ln(1 - s(a_j))], nats. x (B, D)."""
        k, batch, data_dim = self.shape
        self._misses(x)
        total = 0.5 * np.add.reduce(self._flat_wrong).item() + data_dim * k * batch * math.log(2)
        factors = self._one_plus().ravel()
        whole = factors.size - factors.size % MULTIPLIED
        products = np.multiply.reduce(factors[:whole].reshape(MULTIPLIED, -1), axis=0)
        for part in (products, factors[whole:]):
            total -= np.add.reduce(np.log(part, dtype=self._wide)).item()
        return total / (k * batch)

    def by_sample(self, x: np.ndarray, variance: complex) -> np.ndarray:
        """-ln q(x|z) of each sample, (k, B), in nats."""
        data_dim = self.shape[2]
        self._misses(x)
        total = 0.5 * self._scratch.sum(axis=-1) + data_dim * math.log(2)
        factors, width = self._one_plus(), data_dim
        for _ in range(FOLDS):  # the upper half of each row onto the lower
            half = (width + 1) // 2
            np.multiply(factors[..., : width - half], factors[..., half:width], out=factors[..., : width - half])
            width = half
        return total - np.log(factors[..., :width], dtype=self._wide).sum(axis=-1)

    def _misses(self, x: np.ndarray) -> None:
        """|a| + u a into the scratch, (k, B, D): 0 or 2|a| where x is 0 or 1; T into the derivative's place."""
        np.multiply(x, -2, out=self._direction)
        np.add(self._direction, 1, out=self._direction)  # u: B, D
        np.multiply(self._log_odds, 0.5, out=self._bounded)
        np.tanh(self._bounded, out=self._bounded)  # T: k, B, D
        np.multiply(self._log_odds, self._direction, out=self._scratch)
        _absolute(self._log_odds, out=self._log_odds)
        np.add(self._scratch, self._log_odds, out=self._scratch)

    def _one_plus(self) -> np.ndarray:
        """1 + |T|, (k, B, D), in the place of a, whose numbers are not needed any more."""
        _absolute(self._bounded, out=self._log_odds)
        return np.add(self._log_odds, 1, out=self._log_odds)

    def backward(self, variance: complex) -> None:
        """d_a = s(a) - x = (T + u) / 2, a mean over samples and batch: (k * B, D)  [objectives-10.7]."""
        np.add(self._bounded, self._direction, out=self._bounded)
        np.multiply(self._bounded, 0.5 / len(self.output), out=self._bounded)

    def backward_of_weights(self, variance: complex, shares: np.ndarray) -> None:
        """The same for samples that count by their `shares` (k, B, 1)  [objectives-10.19]."""
        np.add(self._bounded, self._direction, out=self._bounded)
        np.multiply(self._bounded, 0.5 * shares, out=self._bounded)


def _absolute(a: np.ndarray, out: np.ndarray) -> None:
    """|a|, continued to complex numbers as a or -a, for the complex step."""
    if np.iscomplexobj(a):
        np.copyto(out, np.where(a.real < 0, -a, a))
    else:
        np.abs(a, out=out)


LIKELIHOODS = {"gaussian": GaussianLikelihood, "bernoulli": BernoulliLikelihood}
