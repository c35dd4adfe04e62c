"""The decoder's output read as q(x|z), Gaussian or Bernoulli, scored on the data, and the way back.

B images in the batch, k noise samples per image, D pixels. A likelihood has two ways of scoring: `reconstruction`,
the mean over samples and images in one sweep, and `by_sample`, -ln q(x|z) of each sample, for the importance-weighted
bound; `backward` then weighs all samples alike, or each by its share. Labels such as [backpropagation-9.9] are steps
of the chapters of `derivations/`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.linalg import get_blas_funcs

from numerics.arithmetic.workspace import aligned

FOLDS = 6
MULTIPLIED = 1 << FOLDS  # so many factors from [1/2, 1] are safe in float32


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
        np.subtract(self.residual, x[None], out=self.residual)  # k, B, D
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
    """q(x_j = 1|z) = s(a_j) = 1 / (1 + exp(-a_j)): the decoder's output is a, the log-odds.

    Without cancellation for any a, of two terms neither of which is positive [objectives-10.1, 10.4, 10.5]:

        ln q(x_j|z)  =  min((x - 1) a, x a) + ln max(s, 1 - s),        its slope by a  =  x - s.

    Of 2^6 logarithms only one is taken, that of the product. Constants are arrays, so that no call converts them.
    """

    def __init__(self, samples: int, batch: int, data_dim: int, dtype: np.dtype):
        self.output, self.d_output = (aligned((samples * batch, data_dim), dtype) for _ in range(2))  # k * B, D
        self.shape = (samples, batch, data_dim)
        self._log_odds, self._sure = (a.reshape(self.shape) for a in (self.output, self.d_output))
        self._probability = aligned(self.shape, dtype)
        self._one, self._weight = np.ones((), dtype), np.array(1 / (samples * batch), dtype)
        whole = self.output.size // MULTIPLIED * MULTIPLIED
        sure = self._sure.ravel()
        self._factors, self._rest = sure[:whole].reshape(MULTIPLIED, -1), sure[whole:]
        self._flat_wrong = self._log_odds.ravel()
        products = self._factors.shape[1]
        self._logs = aligned((products + self._rest.size,), dtype)
        self._products, self._logs_of_rest = self._logs[:products], self._logs[products:]
        in_reals = np.issubdtype(dtype, np.floating)  # complex numbers are for the complex step
        # BLAS adds magnitudes in a sixth of NumPy's time; repeatably, because the arrays lie on a cache line.
        self._magnitude: Callable[..., complex] = get_blas_funcs("asum", dtype=dtype) if in_reals else _minus_sum
        self._smaller: Callable[..., object] = np.minimum if in_reals else _by_real_part(np.less)
        self._larger: Callable[..., object] = np.maximum if in_reals else _by_real_part(np.greater)

    @staticmethod
    def mean(output: np.ndarray) -> np.ndarray:
        """E x under q(x|z): the probabilities, from the decoder's output  [objectives-10.2, 10.3]."""
        return 0.5 + 0.5 * np.tanh(0.5 * output)

    def reconstruction(self, x: np.ndarray, variance: complex) -> complex:
        """Mean over samples and batch of -sum_j [x_j ln s(a_j) + (1 - x_j) ln(1 - s(a_j))], nats. x (B, D)."""
        self._score(x)
        np.multiply.reduce(self._factors, axis=0, out=self._products)
        np.log(self._products, out=self._products)
        np.log(self._rest, out=self._logs_of_rest)
        total = self._magnitude(self._flat_wrong) + self._magnitude(self._logs)
        return total / len(self.output)

    def by_sample(self, x: np.ndarray, variance: complex) -> np.ndarray:
        """-ln q(x|z) of each sample, (k, B), in nats."""
        self._score(x)
        total = self._log_odds.sum(axis=-1)
        sure, width = self._sure, self.shape[-1]
        for _ in range(FOLDS):  # the upper half of each row onto the lower
            half = (width + 1) // 2
            np.multiply(sure[..., : width - half], sure[..., half:width], out=sure[..., : width - half])
            width = half
        return -(total + np.log(sure[..., :width]).sum(axis=-1))

    def _score(self, x: np.ndarray) -> None:
        """In the place of a: min((x - 1) a, x a), -|a| where it predicts wrongly, 0 where rightly, if x is 0 or 1.

        In the derivative's place max(s, 1 - s), and s beside it; all (k, B, D).
        """
        self._x = x[None]  # of as many axes: then no call has to stretch it for one sample
        a, sure, s = self._log_odds, self._sure, self._probability
        np.exp(a, out=sure)  # infinite for a > 88 in float32, and 1 / infinity is 0
        np.multiply(a, self._x, out=s)  # x a
        np.subtract(s, a, out=a)  #       x a - a
        self._smaller(a, s, out=a)
        np.add(sure, self._one, out=sure)
        np.reciprocal(sure, out=sure)  # 1 - s
        np.subtract(self._one, sure, out=s)
        self._larger(sure, s, out=sure)

    def backward(self, variance: complex) -> None:
        """d_a = s(a) - x, a mean over samples and batch: (k * B, D)  [objectives-10.6, 10.7]."""
        np.subtract(self._probability, self._x, out=self._sure)
        np.multiply(self.d_output, self._weight, out=self.d_output)

    def backward_of_weights(self, variance: complex, shares: np.ndarray) -> None:
        """The same for samples that count by their `shares` (k, B, 1)  [objectives-10.19]."""
        np.subtract(self._probability, self._x, out=self._sure)
        np.multiply(self._sure, shares, out=self._sure)


def _minus_sum(array: np.ndarray) -> complex:
    return -np.sum(array)


def _by_real_part(first_wins: np.ufunc) -> Callable[..., None]:
    """The smaller or larger of two, continued to complex numbers for the complex step; the second if they are equal."""

    def choose(first: np.ndarray, second: np.ndarray, out: np.ndarray) -> None:
        np.copyto(out, np.where(first_wins(first.real, second.real), first, second))

    return choose


LIKELIHOODS = {"gaussian": GaussianLikelihood, "bernoulli": BernoulliLikelihood}
