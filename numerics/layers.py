"""The layers of the VAE: every forward pass with its backward pass right below it.

Backward passes are named by what they invert; `d_y` is the derivative of the loss by `y` and has the shape of `y`.
Shapes stand on the lines: B images in the batch, k noise samples per image, R rows of either (B or k * B), I inputs
and O outputs of a layer, d latent dimensions, D pixels. Labels such as [backpropagation-9.1] are steps of
`derivations/backpropagation.py`, where SymPy derives the formula.

Arrays are written in place into buffers made once; why, and why activations have one column more (`[h, 1]`, the
constant unit), is told in `numerics.workspace`. The dtype may be complex: `gradient_check` differentiates that way.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numerics.workspace import aligned, by_columns, with_constant_unit

LARGEST_LOG_VARIANCE = 30.0  # standard deviations from 3e-7 to 3e6: their squares are safe in float32


class Network:
    """Affine layers with tanh between them, for a fixed number of rows.

    Args:
        weights: for each layer [W; b], (I + 1, O): the bias is the last row.
        gradients: where `backward` writes the derivatives by them; same shapes.
        output: where the last layer's output (R, O) goes.
        d_input: where the derivative by the input (R, I) goes; None if it is not wanted.
    """

    def __init__(
        self,
        weights: Sequence[np.ndarray],
        gradients: Sequence[np.ndarray],
        output: np.ndarray,
        d_input: np.ndarray | None = None,
    ):
        self.weights, self.gradients, self.output, self.d_input = weights, gradients, output, d_input
        rows, widths = len(output), [w.shape[1] for w in weights[:-1]]
        self.hidden1 = [with_constant_unit(by_columns((rows, width + 1), output.dtype)) for width in widths]  # [h, 1]
        self.hidden = [h1[:, :-1] for h1 in self.hidden1]  # R, O: the same memory
        self.d_hidden, self.scratch = ([by_columns(h.shape, h.dtype) for h in self.hidden] for _ in range(2))

    def forward(self, x1: np.ndarray) -> np.ndarray:
        """Input [x, 1] (R, I + 1) -> output (R, O) of the last layer. The result is overwritten by the next call."""
        self.inputs1 = [x1, *self.hidden1]
        for x1, w, h in zip(self.inputs1, self.weights, self.hidden, strict=False):
            np.matmul(x1, w, out=h)  # y = x W + b:    R, I+1 @ I+1, O -> R, O
            np.tanh(h, out=h)  #       h = tanh(y):    R, O
        return np.matmul(self.inputs1[-1], self.weights[-1], out=self.output)  # R, O

    def backward(self, d_y: np.ndarray) -> np.ndarray | None:
        """d_y (R, O) of the last layer -> d_x (R, I), if wanted; fills `gradients`."""
        for layer in range(len(self.weights) - 1, 0, -1):
            below = layer - 1
            h, d_h, d_h_hh = self.hidden[below], self.d_hidden[below], self.scratch[below]  # R, I
            np.matmul(self.hidden1[below].T, d_y, out=self.gradients[layer])
            #                                                I+1, R @ R, O  [backpropagation-9.1, 9.2: the last row]
            np.matmul(d_y, self.weights[layer][:-1].T, out=d_h)  # R, O @ O, I  [backpropagation-9.3]
            np.multiply(d_h, h, out=d_h_hh)
            np.multiply(d_h_hh, h, out=d_h_hh)
            d_y = np.subtract(d_h, d_h_hh, out=d_h)  # d_h (1 - h^2): R, I  [backpropagation-9.4]
        np.matmul(self.inputs1[0].T, d_y, out=self.gradients[0])  # I+1, R @ R, O
        if self.d_input is None:
            return None
        return np.matmul(d_y, self.weights[0][:-1].T, out=self.d_input)  # R, O @ O, I


class Posterior:
    """The encoder's output read as p(z|x) = N(mean, exp(log_variance)): its samples, and its KL to q(z) = N(0, I).

    Log-variances are clipped to +-30. Where that happens the loss does not depend on what the network put out, so
    the gradient there is exactly zero.
    """

    def __init__(self, samples: int, batch: int, latent_dim: int, dtype: np.dtype):
        k, d = samples, latent_dim
        self.output, self.d_output, self.d_kl = (by_columns((batch, 2 * d), dtype) for _ in range(3))
        self.log_variance, self.deviation = (by_columns((batch, d), dtype) for _ in range(2))
        self.clipped = by_columns((batch, d), np.bool_)
        self.spread = by_columns((k, batch, d), dtype)
        self.z1 = with_constant_unit(by_columns((k * batch, d + 1), dtype))  # [z, 1]
        self.d_sample = by_columns((k, batch, 2 * d), dtype)  # by the mean and log-variance, for each sample
        # The same memory, in the shapes the formulas use.
        self.mean, self.raw_log_variance = self.output[:, :d], self.output[:, d:]  # B, d
        self.z = np.moveaxis(self.z1.T[:d].reshape(d, k, batch), 0, -1)  # k, B, d
        self.d_z = self.d_sample[:, :, :d]  # k, B, d
        self.d_z_rows = np.moveaxis(self.d_z, -1, 0).reshape(d, k * batch).T  # k * B, d
        self.flat = [a.ravel("K") for a in (self.deviation, self.log_variance, self.mean, np.ones((batch, d), dtype))]
        self.latent_dim = d

    def read(self) -> None:
        """Take the log-variances from the encoder's `output` (B, 2d): means, then log-variances."""
        np.maximum(self.raw_log_variance, -LARGEST_LOG_VARIANCE, out=self.log_variance)  # B, d
        np.minimum(self.log_variance, LARGEST_LOG_VARIANCE, out=self.log_variance)
        np.not_equal(self.log_variance, self.raw_log_variance, out=self.clipped)

    def sample(self, noise: np.ndarray) -> np.ndarray:
        """z = mean + exp(log_variance / 2) noise: noise (k, B, d) -> [z, 1] (k * B, d + 1)."""
        np.multiply(self.log_variance, 0.5, out=self.deviation)
        np.exp(self.deviation, out=self.deviation)  # B, d
        np.multiply(noise, self.deviation, out=self.spread)  # k, B, d
        np.add(self.spread, self.mean, out=self.z)
        return self.z1

    def kl(self) -> complex:
        """Mean over the batch of KL[p(z|x)//q(z)] = 1/2 sum (sigma^2 - ln sigma^2 + mean^2 - 1), in nats."""
        sigma, log_variance, mean, ones = self.flat
        total = np.dot(sigma, sigma) - np.dot(ones, log_variance) + np.dot(mean, mean) - ones.size
        return 0.5 * total.item() / len(self.mean)

    def backward(self) -> np.ndarray:
        """From `d_z` of the reconstruction (k, B, d) to `d_output` (B, 2d) of the encoder, of both terms."""
        d = self.latent_dim
        # Through the sample: d_mean = d_z, d_log_variance = d_z (sigma noise) / 2  [backpropagation-9.5, 9.6]
        np.multiply(self.d_z, self.spread, out=self.d_sample[:, :, d:])
        np.add.reduce(self.d_sample, axis=0, out=self.d_output)  # B, 2d; the 1/2 comes below, for both terms
        # Through the KL: d_mean = mean, d_log_variance = (sigma^2 - 1) / 2  [backpropagation-9.7, 9.8],
        # each a mean over the batch  [backpropagation-9.11]
        np.copyto(self.d_kl[:, :d], self.mean)
        twice = np.square(self.deviation, out=self.d_kl[:, d:])
        np.subtract(twice, 1, out=twice)
        np.multiply(self.d_kl, 1 / len(self.mean), out=self.d_kl)
        np.add(self.d_output, self.d_kl, out=self.d_output)
        d_log_variance = self.d_output[:, d:]
        np.multiply(d_log_variance, 0.5, out=d_log_variance)
        np.copyto(d_log_variance, 0, where=self.clipped)
        return self.d_output


class Likelihood:
    """The decoder's output read as q(x|z) = N(x_mean, variance I), scored on the data."""

    def __init__(self, samples: int, batch: int, data_dim: int, dtype: np.dtype):
        self.x_mean = aligned((samples * batch, data_dim), dtype)  # the decoder's output: k * B, D
        self.residual = self.x_mean.reshape(samples, batch, data_dim)  # takes its place in the same memory
        self.flat = self.residual.ravel()

    def reconstruction(self, x: np.ndarray, variance: complex) -> complex:
        """Mean over samples and batch of -ln q(x|z) = ||x - x_mean||^2 / (2 variance) + D/2 ln(2 pi variance), nats.

        x (B, D); `x_mean` is overwritten by x_mean - x.
        """
        k, batch, data_dim = self.residual.shape
        np.subtract(self.residual, x, out=self.residual)  # k, B, D
        self.squared_error = np.dot(self.flat, self.flat).item() / (k * batch)
        return 0.5 * self.squared_error / variance + 0.5 * data_dim * np.log(2 * np.pi * variance).item()

    def backward(self, variance: complex) -> np.ndarray:
        """d_x_mean = (x_mean - x) / variance, a mean over samples and batch: (k * B, D)  [backpropagation-9.9]."""
        return np.multiply(self.x_mean, 1 / (variance * len(self.x_mean)), out=self.x_mean)

    def d_log_variance(self, variance: complex) -> complex:
        """D/2 - ||x - x_mean||^2 / (2 variance), mean over samples and batch  [backpropagation-9.10]."""
        return 0.5 * self.residual.shape[2] - 0.5 * self.squared_error / variance
