"""The encoder's output read as p(z|x): its samples, its KL to the prior, and the way back from both.

Shapes stand on the lines: B images in the batch, k noise samples per image, d latent dimensions, C classes of a
conditional model (0 otherwise). Labels such as [backpropagation-9.5] are steps of the chapters of `derivations/`.
"""

from __future__ import annotations

import numpy as np

from numerics.arithmetic.workspace import by_columns, with_constant_unit

LARGEST_LOG_VARIANCE = 30.0  # standard deviations from 3e-7 to 3e6: their squares are safe in float32


class Posterior:
    """p(z|x) = N(mean, exp(log_variance)), beside the prior q(z) = N(0, I).

    Log-variances l are clipped to c = +-30. What is sampled does not depend on l beyond; the KL goes on along its
    tangent at c, so that its gradient leads back. (Below -30 the tangent is the KL itself, to 1e-13.)

    Sums for the KL are kept in float64: near the prior sigma^2 - ln sigma^2 - 1 is a small difference of numbers near
    one, of which float32 leaves nothing.
    """

    def __init__(self, samples: int, batch: int, latent_dim: int, classes: int, dtype: np.dtype):
        k, d = samples, latent_dim
        wide = np.result_type(dtype, np.float64)
        self.output, self.d_output, self.d_kl = (by_columns((batch, 2 * d), dtype) for _ in range(3))
        self.log_variance = by_columns((batch, d), dtype)
        self.half, self.wide_deviation = (by_columns((batch, d), wide) for _ in range(2))
        self.deviation = self.wide_deviation if wide == dtype else by_columns((batch, d), dtype)
        self.clipped = by_columns((batch, d), np.dtype(np.bool_))
        self.spread = by_columns((k, batch, d), dtype)
        self.z1 = with_constant_unit(by_columns((k * batch, d + classes + 1), dtype))  # [z, y, 1]
        self.d_sample = by_columns((k, batch, 2 * d), dtype)  # by the mean and log-variance, for each sample
        # The same memory, in the shapes the formulas use.
        self.mean, self.raw_log_variance = self.output[:, :d], self.output[:, d:]  # B, d
        self.z = np.moveaxis(self.z1.T[:d].reshape(d, k, batch), 0, -1)  # k, B, d
        self.labels = self.z1.T[d:-1].reshape(classes, k, batch)  # C, k, B
        self.d_z = self.d_sample[:, :, :d]  # k, B, d
        self.d_z_rows = np.moveaxis(self.d_z, -1, 0).reshape(d, k * batch).T  # k * B, d
        self._flat = [a.ravel("K") for a in (self.wide_deviation, self.half, self.mean)]
        # Scratch of the importance-weighted bound: what `d_sample` holds is written after it is read.
        self._terms = self.d_sample[:, :, :d], self.d_sample[:, :, d:]
        self.latent_dim = d

    def read(self) -> None:
        """Take the log-variances from the encoder's `output` (B, 2d): means, then log-variances."""
        np.maximum(self.raw_log_variance, -LARGEST_LOG_VARIANCE, out=self.log_variance)  # B, d
        np.minimum(self.log_variance, LARGEST_LOG_VARIANCE, out=self.log_variance)
        np.not_equal(self.log_variance, self.raw_log_variance, out=self.clipped)
        self.any_clipped = self.clipped.any()

    def sample(self, noise: np.ndarray) -> None:
        """z = mean + exp(log_variance / 2) noise: noise (k, B, d) -> `z1`, [z, y, 1] (k * B, d + C + 1)."""
        np.multiply(self.log_variance, 0.5, out=self.half)
        np.exp(self.half, out=self.wide_deviation)  # B, d
        if self.deviation is not self.wide_deviation:
            np.copyto(self.deviation, self.wide_deviation, casting="same_kind")
        np.multiply(noise, self.deviation, out=self.spread)  # k, B, d
        np.add(self.spread, self.mean, out=self.z)

    def kl(self) -> complex:
        """Mean over the batch of KL[p(z|x)//q(z)] = 1/2 sum (sigma^2 - ln sigma^2 + mean^2 - 1), in nats."""
        sigma, half, mean = self._flat
        total = np.dot(sigma, sigma) - 2 * np.add.reduce(half) - sigma.size + np.dot(mean, mean)
        return 0.5 * total.item() / len(self.mean) + self.beyond()

    def beyond(self) -> complex:
        """What the tangent adds where l is beyond c: 1/2 sum (l - c) (exp(c) - 1), a mean over the batch, in nats."""
        if not self.any_clipped:
            return 0.0
        excess = self.raw_log_variance - self.log_variance
        return 0.5 * np.sum(excess * np.expm1(self.log_variance)).item() / len(self.mean)

    def log_prior_over_encoder(self, noise: np.ndarray) -> np.ndarray:
        """ln q(z) - ln p(z|x) of each sample: 1/2 sum (noise^2 + ln sigma^2 - z^2), (k, B), nats."""
        terms, squares = self._terms
        np.square(noise, out=terms)
        np.square(self.z, out=squares)
        np.subtract(terms, squares, out=terms)
        np.add(terms, self.log_variance, out=terms)  # k, B, d
        return 0.5 * np.add.reduce(terms, axis=-1)

    def backward(self, beta: float) -> None:
        """From `d_z` of the reconstruction (k, B, d) to `d_output` (B, 2d): of it and beta times the KL."""
        d = self.latent_dim
        self._through_the_sample()
        # Through the KL: d_mean = mean, d_log_variance = (sigma^2 - 1) / 2  [backpropagation-9.7, 9.8],
        # each a mean over the batch  [backpropagation-9.11], times beta  [objectives-10.10, 10.11]
        np.copyto(self.d_kl[:, :d], self.mean)
        twice = np.square(self.deviation, out=self.d_kl[:, d:])
        np.subtract(twice, 1, out=twice)
        np.multiply(self.d_kl, beta / len(self.mean), out=self.d_kl)
        np.add(self.d_output, self.d_kl, out=self.d_output)
        d_log_variance = self.d_output[:, d:]
        np.multiply(d_log_variance, 0.5, out=d_log_variance)

    def backward_of_weights(self, shares: np.ndarray) -> None:
        """The same for the importance-weighted bound, of which `d_z` holds the part through q(x|z).

        shares (k, B, 1): each sample's normalised weight over the batch's size.
        """
        # Through q(z): d_z = share z  [objectives-10.20]; through p(z|x), whose noise stays: d_log_variance = -1/2 for
        # each image, because the shares add up to one  [objectives-10.21]
        np.add(self.d_z, shares * self.z, out=self.d_z)
        self._through_the_sample()
        d_log_variance = self.d_output[:, self.latent_dim :]
        np.subtract(d_log_variance, 1 / len(self.mean), out=d_log_variance)
        if self.any_clipped:
            np.copyto(d_log_variance, np.expm1(self.log_variance) / len(self.mean), where=self.clipped)
        np.multiply(d_log_variance, 0.5, out=d_log_variance)

    def _through_the_sample(self) -> None:
        """d_mean = d_z, d_log_variance = d_z (sigma noise) / 2  [backpropagation-9.5, 9.6]; the 1/2 comes later."""
        d = self.latent_dim
        np.multiply(self.d_z, self.spread, out=self.d_sample[:, :, d:])
        np.add.reduce(self.d_sample, axis=0, out=self.d_output)  # B, 2d
        if self.any_clipped:
            np.copyto(self.d_output[:, d:], 0, where=self.clipped)
