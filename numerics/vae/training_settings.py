"""The settings of a training run: one frozen value, checked when it is made, kept in every checkpoint."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np

from numerics.arithmetic import arguments
from numerics.vae.model import VAE
from numerics.vae.passes import OBJECTIVES
from numerics.vae.trainer import LARGEST_RATE

SCHEDULES = ("constant", "cosine")


@dataclass(frozen=True)
class Settings:
    """All that defines a run, beside the data. Raises ValueError if a value makes no sense."""

    latent_dim: int = 2
    hidden: tuple[int, ...] = (128,)
    decoder_variance: float = 0.04
    learn_variance: bool = False
    epochs: int = 200
    batch: int = 128
    learning_rate: float = 1e-3
    schedule: str = "constant"
    samples: int = 1
    dtype: str = "float32"
    seed: int = 0
    likelihood: str = "gaussian"
    activation: str = "tanh"
    objective: str = "elbo"
    beta: float = 1.0
    warm_up: int = 0  # epochs over which beta rises from 0
    conditional: bool = False

    def __post_init__(self) -> None:
        for name in ("epochs", "batch", "samples"):
            arguments.whole_number(name, getattr(self, name), 1)
        arguments.positive_number("learning_rate", self.learning_rate, at_most=LARGEST_RATE)
        arguments.one_of("schedule", self.schedule, SCHEDULES)
        arguments.one_of("objective", self.objective, OBJECTIVES)
        arguments.number_from_zero("beta", self.beta)
        arguments.whole_number("warm_up", self.warm_up, 0)
        if self.objective == "iwae" and (self.beta != 1 or self.warm_up):
            raise ValueError("beta and warm_up weigh the KL term of the ELBO; the iwae objective has none")
        object.__setattr__(self, "hidden", tuple(self.hidden))

    def model(self, data_dim: int, classes: int = 0) -> VAE:
        """The model before the first step."""
        return VAE(
            data_dim, self.latent_dim, self.hidden, self.decoder_variance, self.dtype, self.seed, self.learn_variance,
            self.likelihood, self.activation, classes,
        )  # fmt: skip

    def rate(self, step: int, steps: int) -> float:
        """The learning rate at a step of a run of so many steps: constant, or half a cosine from 1 down to 0."""
        if self.schedule == "constant":
            return self.learning_rate
        return 0.5 * self.learning_rate * (1 + math.cos(math.pi * step / steps))

    def beta_at(self, epochs: float) -> float:
        """The KL term's weight after so many epochs, whole and parts: a line from 0 to beta, then beta.

        >>> [Settings(beta=4, warm_up=10).beta_at(e) for e in (0, 2.5, 10, 11)]
        [0.0, 1.0, 4.0, 4.0]
        """
        return float(self.beta) if epochs >= self.warm_up else self.beta * epochs / self.warm_up


def settings_of(arrays: dict[str, np.ndarray]) -> Settings:
    """The settings kept in a checkpoint's arrays; what older checkpoints do not know has its default."""
    values = {f.name: arrays[f"setting:{f.name}"].tolist() for f in fields(Settings) if f"setting:{f.name}" in arrays}
    return Settings(**values)
