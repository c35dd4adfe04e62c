"""The note's lost 1/2, on data: its last line drops the 1/2 of -ln q(x|z) = ||x - mu(z)||^2 / (2 sigma_g^2) + const.

Alone that changes no minimiser. Added to the KL term it does: KL + ||x - mu||^2 / sigma_g^2 is, up to a constant, the
right loss with sigma_g^2 / 2 in place of sigma_g^2. So who trains with it and believes in sigma_g has trained the model
of sigma_g / sqrt(2), with the KL weighing half of what it should.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from numerics.vae.likelihood import GaussianLikelihood
from numerics.vae.model import VAE
from numerics.vae.probabilistic_pca import maximum_likelihood
from numerics.vae.trainer import Trainer


class NoteLikelihood(GaussianLikelihood):
    """The note's last line as it stands: ||x - mu(z)||^2 / sigma_g^2, without the 1/2 and without the constant."""

    def reconstruction(self, x: np.ndarray, variance: complex) -> complex:
        """Mean over samples and batch of ||x - mu(z)||^2 / sigma_g^2; x (B, D)."""
        super().reconstruction(x, variance)
        return self.squared_error / variance

    def backward(self, variance: complex) -> None:
        """d_x_mean = 2 (x_mean - x) / variance, a mean over samples and batch: (k * B, D)."""
        np.multiply(self.output, 2 / (variance * len(self.output)), out=self.d_output)


class NoteVAE(VAE):
    """A VAE trained with the note's final loss KL + ||x - mu||^2 / sigma_g^2. Its variance cannot be learned."""

    likelihood_type = NoteLikelihood

    def __init__(self, *args: Any, **settings: Any):
        super().__init__(*args, **settings)
        if self.learn_variance:
            raise ValueError("learn_variance must be False: the note's loss has no minimum over sigma_g^2")


class ThreeWays(NamedTuple):
    """The same start, data and noise, trained with three losses; each a model after so many steps."""

    right: VAE
    note: NoteVAE
    right_with_half_the_variance: VAE


def train_three_ways(
    x: np.ndarray, steps: int, decoder_variance: float = 0.04, learning_rate: float = 1e-3, **settings: Any
) -> ThreeWays:
    """Full-batch training on x (n, D); `settings` are those of VAE.

    The second and third come out equal, and the first different: the note's loss is the right one of sigma_g/sqrt(2).
    """
    models = ThreeWays(
        VAE(x.shape[1], decoder_variance=decoder_variance, **settings),
        NoteVAE(x.shape[1], decoder_variance=decoder_variance, **settings),
        VAE(x.shape[1], decoder_variance=decoder_variance / 2, **settings),
    )
    for model in models:
        trainer = Trainer(model, learning_rate, seed=0)
        for _ in range(steps):
            trainer.step(x)
    return models


def linear_optima(x: np.ndarray, latent_dim: int, decoder_variance: float) -> tuple[np.ndarray, np.ndarray]:
    """Lengths of the decoder's weight columns at the exact linear optimum: under the right loss, under the note's.

    The right loss at fixed sigma_g^2 gives sqrt(l_i - sigma_g^2), l_i the covariance's largest eigenvalues; the note's
    gives sqrt(l_i - sigma_g^2 / 2). Each (latent_dim,).
    """
    right, note = (maximum_likelihood(x, latent_dim, variance) for variance in (decoder_variance, decoder_variance / 2))
    return np.linalg.norm(right.weight, axis=0), np.linalg.norm(note.weight, axis=0)
