"""One training step: noise, forward, backward, and Adam, which is given nothing that it cannot square."""

from __future__ import annotations

import numpy as np

from numerics.arithmetic import arguments
from numerics.arithmetic.noise import NoiseStream
from numerics.arithmetic.workspace import blas_threads
from numerics.vae.adam import Adam
from numerics.vae.model import VAE
from numerics.vae.passes import OBJECTIVES, Loss

LARGEST_RATE = 1e6  # Adam's steps are at most a few rates long: below this no parameter leaves float32


class Trainer:
    """Adam on a model: each `step` draws noise, runs forward and backward, and moves the parameters.

    Args:
        model: trained in place.
        learning_rate: may be changed between steps.
        seed: of the noise.
        samples: k, noise samples per image.
        objective: "elbo" or "iwae" (see `numerics.vae.passes`).
        beta: weight of the KL term of the ELBO; may be changed between steps.
    """

    def __init__(
        self,
        model: VAE,
        learning_rate: float = 1e-3,
        seed: int = 0,
        samples: int = 1,
        objective: str = "elbo",
        beta: float = 1.0,
    ):
        self.model = model
        self.learning_rate = arguments.positive_number("learning_rate", learning_rate, at_most=LARGEST_RATE)
        self.samples = arguments.whole_number("samples", samples, 1)
        self.objective = arguments.one_of("objective", objective, OBJECTIVES)
        self.beta = arguments.number_from_zero("beta", beta)
        self.noise = NoiseStream(arguments.whole_number("seed", seed, 0), model.dtype)
        self.adam = Adam(model.vector.vector.size, model.dtype)
        self._widest = max(w.size for w in model.parameters.values())

    def largest_product(self, batch: int) -> int:
        """Multiplications in the largest matrix product of a step."""
        return self._widest * self.samples * batch

    def step(self, x: np.ndarray, labels: np.ndarray | None = None) -> Loss:
        """One step on a batch x (batch, data_dim), with labels (batch,) if the model is conditional.

        Returns the loss before the step, nats per example.

        Raises:
            ValueError: a wrong shape, NaN or infinity, or a gradient too large to be squared; the parameters are then
                unchanged.
        """
        with blas_threads(self.largest_product(len(x))):
            noise = self.noise.take((self.samples, len(x), self.model.latent_dim))
            loss = self.model.backpropagate(x, noise, labels, objective=self.objective, beta=self.beta)
            gradient = self.model.gradient_vector.vector
            if not self.adam.can_square(gradient):
                self._complain()
            self.adam.update(self.model.vector.vector, gradient, self.learning_rate)
        return loss

    def _complain(self) -> None:
        name, gradient = max(
            self.model.gradients.items(), key=lambda pair: np.max(np.nan_to_num(np.abs(pair[1]), nan=np.inf))
        )
        raise ValueError(
            f"the gradient by {name} reaches {np.max(np.abs(gradient)):.1e}, too large to be squared in "
            f"{self.model.dtype.name}: data, parameters or 1/sigma_g^2 are too large. The parameters are unchanged"
        )
