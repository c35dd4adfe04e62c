"""Forward and backward through the whole model, composed of the layers, with buffers of their own.

Two objectives, means per example in nats, to be made small:

    elbo    beta KL[p(z|x)//q(z)] - E ln q(x|z);  beta = 1 is minus the ELBO            [objectives-10.8]
    iwae    -E ln 1/k sum_k q(x, z_k) / p(z_k|x), the importance-weighted bound (Burda et al. 2016)  [objectives-10.12]
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from numerics.arithmetic.workspace import aligned, with_constant_unit
from numerics.vae.activations import ACTIVATIONS
from numerics.vae.network import Network
from numerics.vae.posterior import Posterior

if TYPE_CHECKING:
    from numerics.vae.model import VAE

OBJECTIVES = ("elbo", "iwae")


class Loss(NamedTuple):
    """Means per example in nats. `total` is the objective; for the ELBO it is beta kl + reconstruction."""

    total: float
    kl: float
    reconstruction: float


class Pass:
    """For k samples of a batch of B images: `forward` to the loss, `backward` into the model's gradients."""

    def __init__(self, model: VAE, samples: int, batch: int):
        dtype, shape = model.dtype, model.architecture
        self.model, self.samples = model, samples
        self.x = with_constant_unit(aligned((batch, shape.data_dim + shape.classes + 1), dtype))  # [x, y, 1]
        self.posterior = posterior = Posterior(samples, batch, shape.latent_dim, shape.classes, dtype)
        self.likelihood = likelihood = model.likelihood_type(samples, batch, shape.data_dim, dtype)
        activation = ACTIVATIONS[shape.activation]
        self.encoder = Network(
            model.encoder_weights, activation, self.x, posterior.output, model.d_encoder_weights, posterior.d_output
        )
        self.decoder = Network(
            model.decoder_weights, activation, posterior.z1, likelihood.output, model.d_decoder_weights,
            likelihood.d_output, posterior.d_z_rows,
        )  # fmt: skip

    def condition(self, labels: np.ndarray) -> None:
        """Write the labels (B,) as one-hot rows y (B, C) beside x and beside every z."""
        classes = self.model.architecture.classes
        self.x[:, -1 - classes : -1] = labels[:, None] == np.arange(classes)
        self.posterior.labels[...] = (labels == np.arange(classes)[:, None])[:, None, :]  # C, k, B

    def forward(self, x: np.ndarray, noise: np.ndarray, objective: str = "elbo", beta: float = 1.0) -> Loss:
        """x (B, D), noise (k, B, d). Labels are those of the last `condition`."""
        self.variance, self.beta, self.weighted = self.model.decoder_variance, beta, objective == "iwae"
        self.x[:, : x.shape[1]] = x
        self.encoder.forward()  #           B, D+C+1 -> B, 2d
        self.posterior.read()
        self.posterior.sample(noise)  #     k, B, d -> k * B, d+C+1
        self.decoder.forward()  #           k * B, d+C+1 -> k * B, D
        kl = self.posterior.kl()
        if not self.weighted:
            reconstruction = self.likelihood.reconstruction(x, self.variance)
            return Loss(beta * kl + reconstruction, kl, reconstruction)  # type: ignore[arg-type]  # complex in a check
        costs = self.likelihood.by_sample(x, self.variance)  # k, B
        log_weights = self.posterior.log_prior_over_encoder(noise) - costs
        bound, self.shares = weigh(log_weights)
        reconstruction = np.add.reduce(costs, axis=None).item() / costs.size
        return Loss(self.posterior.beyond() - bound, kl, reconstruction)  # type: ignore[arg-type]  # likewise

    def backward(self) -> None:
        """The same road back, into the model's gradients: of `total`."""
        if self.weighted:
            self.likelihood.backward_of_weights(self.variance, self.shares)
            self.decoder.backward()
            self.posterior.backward_of_weights(self.shares)
        else:
            self.likelihood.backward(self.variance)  # k * B, D
            self.decoder.backward()  #                 k * B, D -> k * B, d: the posterior's d_z
            self.posterior.backward(self.beta)  #      B, 2d: where the two terms of the loss meet
        self.encoder.backward()
        if self.model.learn_variance:
            self.model.gradients["decoder.log_variance"][...] = self.likelihood.d_log_variance(
                self.variance, self.shares if self.weighted else None
            )


def weigh(log_weights: np.ndarray) -> tuple[complex, np.ndarray]:
    """Mean over the batch of ln 1/k sum_k w, nats, and its derivatives by each ln w: both from ln w (k, B).

    The derivatives (k, B, 1) are the normalised weights over the batch's size  [objectives-10.19].
    """
    largest = np.maximum.reduce(log_weights.real, axis=0)
    weights = np.exp(log_weights - largest)
    totals = np.add.reduce(weights, axis=0)
    count, batch = log_weights.shape
    bound = np.add.reduce(np.log(totals) + largest).item() / batch - math.log(count)
    return bound, np.divide(weights, totals * batch, out=weights)[..., None]
