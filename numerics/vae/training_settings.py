"""The settings of a training run: one frozen value, checked when it is made, kept in every checkpoint."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np

from numerics.arithmetic import arguments
from numerics.vae.model import VAE

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

    def __post_init__(self):
        for name in ("epochs", "batch", "samples"):
            arguments.whole_number(name, getattr(self, name), 1)
        arguments.positive_number("learning_rate", self.learning_rate)
        if self.schedule not in SCHEDULES:
            raise ValueError(f"schedule must be one of {', '.join(SCHEDULES)}, not {self.schedule!r}")
        object.__setattr__(self, "hidden", tuple(self.hidden))

    def model(self, data_dim: int) -> VAE:
        """The model before the first step."""
        return VAE(
            data_dim, self.latent_dim, self.hidden, self.decoder_variance, self.dtype, self.seed, self.learn_variance
        )  # fmt: skip

    def rate(self, step: int, steps: int) -> float:
        """The learning rate at a step of a run of so many steps: constant, or half a cosine from 1 down to 0."""
        if self.schedule == "constant":
            return self.learning_rate
        return 0.5 * self.learning_rate * (1 + math.cos(math.pi * step / steps))


def settings_of(arrays: dict[str, np.ndarray]) -> Settings:
    """The settings kept in a checkpoint's arrays."""
    values = {f.name: arrays[f"setting:{f.name}"].tolist() for f in fields(Settings)}
    return Settings(**values)
