"""The layers of the VAE: every forward pass with its backward pass right below it.

Backward passes are named by what they invert; `d_y` is the derivative of the loss by `y` and has the shape of `y`.
Shapes stand on the lines: B images in the batch, k noise samples per image, R rows of either (B or k * B), I inputs
and O outputs of a layer, d latent dimensions, D pixels. Labels such as [backpropagation-9.1] are steps of
`derivations/backpropagation.py`, where SymPy derives the formula.

Arrays are written in place into buffers made once; why, and why activations have one column more (`[h, 1]`, the
constant unit), is told in `workspace`. The dtype may be complex: `gradient_check` differentiates that way.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numerics.arithmetic.workspace import Product, aligned, by_columns, with_constant_unit

LARGEST_LOG_VARIANCE = 30.0  # standard deviations from 3e-7 to 3e6: their squares are safe in float32


class Affine:
    """y = x W + b, and back. The arrays stay in their places; each call works on what they hold by then.

    Args:
        x1: [x, 1], (R, I + 1).
        weights: [W; b], (I + 1, O): the bias is the last row.
        y: (R, O), written by `forward`.
        d_y, gradient, d_x: (R, O), and what `backward` makes of it: the derivatives by `weights` and by x (R, I).
            None if not wanted.
    """

    def __init__(
        self,
        x1: np.ndarray,
        weights: np.ndarray,
        y: np.ndarray,
        d_y: np.ndarray | None = None,
        gradient: np.ndarray | None = None,
        d_x: np.ndarray | None = None,
    ):
        self.forward = Product(x1, weights, out=y)  # R, I+1 @ I+1, O -> R, O
        self._backward = []
        if gradient is not None:  # I+1, R @ R, O -> I+1, O  [backpropagation-9.1, 9.2: the last row]
            self._backward.append(Product(x1.T, d_y, out=gradient))
        if d_x is not None:  #      R, O @ O, I -> R, I  [backpropagation-9.3]
            self._backward.append(Product(d_y, weights[:-1].T, out=d_x))

    def backward(self) -> None:
        """From `d_y`, fill `gradient` and `d_x`."""
        for product in self._backward:
            product()


class Network:
    """Affine layers with tanh between them, for a fixed number of rows.

    Args:
        weights: for each layer [W; b], (I + 1, O): the bias is the last row.
        x1: the input [x, 1], (R, I + 1).
        output: where the last layer's output (R, O) goes.
        gradients: where `backward` writes the derivatives by the weights; same shapes. None if there is no way back.
        d_output: where `backward` finds the derivative by the output, (R, O).
        d_input: where it writes the derivative by the input, (R, I); None if that is not wanted.
    """

    def __init__(
        self,
        weights: Sequence[np.ndarray],
        x1: np.ndarray,
        output: np.ndarray,
        gradients: Sequence[np.ndarray] | None = None,
        d_output: np.ndarray | None = None,
        d_input: np.ndarray | None = None,
    ):
        rows, widths, dtype = len(output), [w.shape[1] for w in weights[:-1]], output.dtype
        hidden1 = [with_constant_unit(by_columns((rows, width + 1), dtype)) for width in widths]  # [h, 1]
        self.hidden = [h1[:, :-1] for h1 in hidden1]  # R, O: the same memory
        inputs1, outputs = [x1, *hidden1], [*self.hidden, output]
        if gradients is None:
            self.affine = list(map(Affine, inputs1, weights, outputs))
        else:
            self.d_hidden = [by_columns((rows, width), dtype) for width in widths]
            d_outputs, d_inputs = [*self.d_hidden, d_output], [d_input, *self.d_hidden]
            self.affine = list(map(Affine, inputs1, weights, outputs, d_outputs, gradients, d_inputs))

    def forward(self) -> None:
        """From the input to `output`."""
        for affine, h in zip(self.affine, self.hidden, strict=False):
            affine.forward()  #   y = x W + b
            np.tanh(h, out=h)  #  h = tanh(y): R, O
        self.affine[-1].forward()

    def backward(self) -> None:
        """From `d_output` to the gradients, and to `d_input`. The hidden layers' values are lost on the way."""
        self.affine[-1].backward()
        for affine, h, d_h in zip(self.affine[-2::-1], self.hidden[::-1], self.d_hidden[::-1], strict=True):
            slope = np.square(h, out=h)
            np.subtract(1, slope, out=slope)
            np.multiply(d_h, slope, out=d_h)  # d_y = d_h (1 - h^2): R, O  [backpropagation-9.4]
            affine.backward()


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

    def sample(self, noise: np.ndarray) -> None:
        """z = mean + exp(log_variance / 2) noise: noise (k, B, d) -> `z1`, [z, 1] (k * B, d + 1)."""
        np.multiply(self.log_variance, 0.5, out=self.deviation)
        np.exp(self.deviation, out=self.deviation)  # B, d
        np.multiply(noise, self.deviation, out=self.spread)  # k, B, d
        np.add(self.spread, self.mean, out=self.z)

    def kl(self) -> complex:
        """Mean over the batch of KL[p(z|x)//q(z)] = 1/2 sum (sigma^2 - ln sigma^2 + mean^2 - 1), in nats."""
        sigma, log_variance, mean, ones = self.flat
        total = np.dot(sigma, sigma) - np.dot(ones, log_variance) + np.dot(mean, mean) - ones.size
        return 0.5 * total.item() / len(self.mean)

    def backward(self) -> None:
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


class Likelihood:
    """The decoder's output read as q(x|z) = N(x_mean, variance I), scored on the data."""

    def __init__(self, samples: int, batch: int, data_dim: int, dtype: np.dtype):
        self.x_mean = aligned((samples * batch, data_dim), dtype)  # the decoder's output: k * B, D
        self.residual = self.x_mean.reshape(samples, batch, data_dim)  # takes its place in the same memory
        self.flat = self.residual.ravel()
        self.d_x_mean = self.x_mean  # and the derivative after it

    def reconstruction(self, x: np.ndarray, variance: complex) -> complex:
        """Mean over samples and batch of -ln q(x|z) = ||x - x_mean||^2 / (2 variance) + D/2 ln(2 pi variance), nats.

        x (B, D); `x_mean` is overwritten by x_mean - x.
        """
        k, batch, data_dim = self.residual.shape
        np.subtract(self.residual, x, out=self.residual)  # k, B, D
        self.squared_error = np.dot(self.flat, self.flat).item() / (k * batch)
        return 0.5 * self.squared_error / variance + 0.5 * data_dim * np.log(2 * np.pi * variance).item()

    def backward(self, variance: complex) -> None:
        """d_x_mean = (x_mean - x) / variance, a mean over samples and batch: (k * B, D)  [backpropagation-9.9]."""
        np.multiply(self.x_mean, 1 / (variance * len(self.x_mean)), out=self.d_x_mean)

    def d_log_variance(self, variance: complex) -> complex:
        """D/2 - ||x - x_mean||^2 / (2 variance), mean over samples and batch  [backpropagation-9.10]."""
        return 0.5 * self.residual.shape[2] - 0.5 * self.squared_error / variance
