"""The layers of the VAE: every forward pass with its backward pass right below it.

Backward passes are named by what they invert; `d_y` is the derivative of the loss by `y` and has the shape of `y`.
Shapes stand on the lines: B images in the batch, k noise samples per image, R rows of either (B or k * B), I inputs
and O outputs of a layer, d latent dimensions, D pixels. Labels such as [backpropagation-1.1] are steps of
`derivations/backpropagation.py`, where SymPy derives the formula.

Arrays are written in place into buffers made once; why, and why activations have one column more (`[h, 1]`, the
constant unit), is told in `numerics.workspace`. The dtype may be complex: `gradient_check` differentiates that way.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numerics.workspace import aligned, with_constant_unit

LARGEST_LOG_VARIANCE = 30.0  # standard deviations from 3e-7 to 3e6: their squares are safe in float32


class Network:
    """Affine layers with tanh between them, for a fixed number of rows.

    Args:
        weights: for each layer [W; b], (I + 1, O): the bias is the last row.
        gradients: where `backward` writes the derivatives by them; same shapes.
    """

    def __init__(self, weights: Sequence[np.ndarray], gradients: Sequence[np.ndarray], rows: int):
        dtype = weights[0].dtype
        widths = [w.shape[1] for w in weights]
        self.weights, self.gradients = weights, gradients
        self.hidden = [with_constant_unit(rows, width, dtype) for width in widths[:-1]]  # [h, 1]: R, O + 1
        self.slopes = [aligned(h.shape, dtype) for h in self.hidden]
        self.d_inputs = [aligned((rows, w.shape[0]), dtype) for w in weights]
        self.output = aligned((rows, widths[-1]), dtype)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Input [x, 1] (R, I + 1) -> output (R, O) of the last layer. The result is overwritten by the next call."""
        self.inputs = [x, *self.hidden]
        for x, w, h in zip(self.inputs, self.weights, self.hidden, strict=False):
            np.matmul(x, w, out=h[:, :-1])  # y = x W + b:    R, I+1 @ I+1, O -> R, O
            np.tanh(h, out=h)  #              h = tanh(y):    R, O+1
            h[:, -1] = 1
        return np.matmul(self.inputs[-1], self.weights[-1], out=self.output)  # R, O

    def backward(self, d_y: np.ndarray, input_wanted: bool = True) -> np.ndarray | None:
        """d_y (R, O) of the last layer -> d_[x, 1] (R, I + 1), last column without meaning; fills `gradients`."""
        for layer in reversed(range(len(self.weights))):
            x, w = self.inputs[layer], self.weights[layer]
            np.matmul(x.T, d_y, out=self.gradients[layer])  # I+1, R @ R, O  [backpropagation-1.1, 1.2: the last row]
            if layer == 0 and not input_wanted:
                return None
            d_x = np.matmul(d_y, w.T, out=self.d_inputs[layer])  # R, O @ O, I+1  [backpropagation-1.3]
            if layer == 0:
                return d_x
            slope = np.multiply(x, x, out=self.slopes[layer - 1])  # x = [h, 1] of the layer below: R, I+1
            np.subtract(1, slope, out=slope)
            d_y = np.multiply(d_x, slope, out=d_x)[:, :-1]  # d_h (1 - h^2)  [backpropagation-2.1]


class Posterior:
    """The encoder's output read as p(z|x) = N(mean, exp(log_variance)): its samples, and its KL to q(z) = N(0, I).

    Log-variances are clipped to +-30. Where that happens the loss does not depend on what the network put out, so
    the gradient there is exactly zero.
    """

    def __init__(self, samples: int, batch: int, latent_dim: int, dtype: np.dtype):
        k, d = samples, latent_dim
        self.mean, self.log_variance, self.deviation, self.d_log_variance, self.variance_term = (
            aligned((batch, d), dtype) for _ in range(5)
        )
        self.inside = aligned((batch, d), np.bool_)
        self.spread, self.d_spread = aligned((k, batch, d), dtype), aligned((k, batch, d), dtype)
        self.z = with_constant_unit(k * batch, d, dtype)  # [z, 1]: k * B, d + 1
        self.d_output = aligned((batch, 2 * d), dtype)
        self.latent_dim = d

    def read(self, output: np.ndarray) -> None:
        """The encoder's output (B, 2d): means, then log-variances."""
        d = self.latent_dim
        np.copyto(self.mean, output[:, :d])  # B, d
        np.clip(output[:, d:], -LARGEST_LOG_VARIANCE, LARGEST_LOG_VARIANCE, out=self.log_variance)  # B, d
        np.equal(self.log_variance, output[:, d:], out=self.inside)

    def sample(self, noise: np.ndarray) -> np.ndarray:
        """z = mean + exp(log_variance / 2) noise: noise (k, B, d) -> [z, 1] (k * B, d + 1)."""
        np.multiply(self.log_variance, 0.5, out=self.deviation)
        np.exp(self.deviation, out=self.deviation)  # B, d
        np.multiply(noise, self.deviation, out=self.spread)  # k, B, d
        z = self.z.reshape(*noise.shape[:2], -1)[:, :, :-1]  # k, B, d
        np.add(self.spread, self.mean, out=z)
        return self.z

    def kl(self) -> complex:
        """Mean over the batch of KL[p(z|x)//q(z)] = 1/2 sum (sigma^2 - ln sigma^2 + mean^2 - 1), in nats."""
        sigma, mean = self.deviation.ravel(), self.mean.ravel()
        total = np.dot(sigma, sigma) - self.log_variance.sum() + np.dot(mean, mean) - sigma.size
        return 0.5 * total.item() / len(self.mean)

    def backward(self, d_z: np.ndarray) -> np.ndarray:
        """d_[z, 1] (k * B, d + 1), of the reconstruction -> d_output (B, 2d) of the encoder, of both terms."""
        k, batch, d = self.spread.shape
        d_z = d_z.reshape(k, batch, d + 1)[:, :, :-1]  # k, B, d
        # Through the sample: d_mean = d_z, d_log_variance = d_z (sigma noise) / 2  [backpropagation-3.1, 3.2]
        np.multiply(d_z, self.spread, out=self.d_spread)
        d_log_variance = np.add.reduce(self.d_spread, axis=0, out=self.d_log_variance)  # B, d
        d_mean = np.add.reduce(d_z, axis=0, out=self.d_output[:, :d])  # B, d
        # Through the KL: d_mean = mean, d_log_variance = (sigma^2 - 1) / 2  [backpropagation-4.1, 4.2], each / B
        variance = np.multiply(self.deviation, self.deviation, out=self.variance_term)
        np.subtract(variance, 1, out=variance)
        np.multiply(variance, 1 / batch, out=variance)
        np.add(d_log_variance, variance, out=d_log_variance)
        np.multiply(d_log_variance, 0.5, out=d_log_variance)
        np.multiply(d_log_variance, self.inside, out=self.d_output[:, d:])
        np.multiply(self.mean, 1 / batch, out=variance)
        np.add(d_mean, variance, out=d_mean)
        return self.d_output


class Likelihood:
    """The decoder's output read as q(x|z) = N(x_mean, variance I), scored on the data."""

    def __init__(self, samples: int, batch: int, data_dim: int, dtype: np.dtype):
        self.residual = aligned((samples, batch, data_dim), dtype)

    def reconstruction(self, x_mean: np.ndarray, x: np.ndarray, variance: complex) -> complex:
        """Mean over samples and batch of -ln q(x|z) = ||x - x_mean||^2 / (2 variance) + D/2 ln(2 pi variance), nats.

        x_mean (k * B, D), x (B, D).
        """
        k, batch, data_dim = self.residual.shape
        r = np.subtract(x_mean.reshape(k, batch, data_dim), x, out=self.residual).ravel()  # k, B, D
        self.squared_error = np.dot(r, r).item() / (k * batch)
        return 0.5 * self.squared_error / variance + 0.5 * data_dim * np.log(2 * np.pi * variance).item()

    def backward(self, variance: complex) -> np.ndarray:
        """d_x_mean = (x_mean - x) / variance / (k B), (k * B, D)  [backpropagation-5.1]; overwrites the residual."""
        k, batch, data_dim = self.residual.shape
        d_x_mean = np.multiply(self.residual, 1 / (variance * k * batch), out=self.residual)
        return d_x_mean.reshape(k * batch, data_dim)

    def d_log_variance(self, variance: complex) -> complex:
        """D/2 - ||x - x_mean||^2 / (2 variance), mean over samples and batch  [backpropagation-5.2]."""
        return 0.5 * self.residual.shape[2] - 0.5 * self.squared_error / variance
