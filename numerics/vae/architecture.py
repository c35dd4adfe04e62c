"""What defines a VAE beside its numbers: one frozen value, checked when it is made, and the arrays it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from numerics.arithmetic import arguments
from numerics.vae.activations import ACTIVATIONS
from numerics.vae.likelihood import LIKELIHOODS


@dataclass(frozen=True)
class Architecture:
    """Raises ValueError if a value makes no sense: names the argument and says what it must be."""

    data_dim: int
    latent_dim: int
    hidden: tuple[int, ...] = (128,)
    decoder_variance: float = 0.04
    learn_variance: bool = False
    likelihood: str = "gaussian"
    activation: str = "tanh"
    classes: int = 0

    def __post_init__(self) -> None:
        if isinstance(self.hidden, (str, int)) or not all(isinstance(h, (int, np.integer)) for h in self.hidden):
            raise ValueError(f"hidden must be a sequence of layer widths, such as (128,) or (), not {self.hidden!r}")
        for name, value in {
            "data_dim": arguments.whole_number("data_dim", self.data_dim, 1),
            "latent_dim": arguments.whole_number("latent_dim", self.latent_dim, 1),
            "hidden": tuple(arguments.whole_number("each width in hidden", h, 1) for h in self.hidden),
            "decoder_variance": arguments.positive_number("decoder_variance", self.decoder_variance),
            "learn_variance": bool(self.learn_variance),
            "likelihood": arguments.one_of("likelihood", self.likelihood, LIKELIHOODS),
            "activation": arguments.one_of("activation", self.activation, ACTIVATIONS),
            "classes": arguments.whole_number("classes", self.classes, 0),
        }.items():
            object.__setattr__(self, name, value)
        if self.learn_variance and self.likelihood != "gaussian":
            raise ValueError(f"learn_variance must be False: a {self.likelihood} decoder has no variance to learn")

    @property
    def shapes(self) -> list[tuple[int, int]]:
        """The [W; b] of each layer, (inputs + 1, outputs): the encoder's, then the decoder's."""
        encoder = [self.data_dim + self.classes, *self.hidden, 2 * self.latent_dim]
        decoder = [self.latent_dim + self.classes, *reversed(self.hidden), self.data_dim]
        return [(i + 1, o) for widths in (encoder, decoder) for i, o in pairwise(widths)]

    def named(self, views: Sequence[np.ndarray]) -> Iterator[tuple[str, np.ndarray]]:
        """Name and array of each parameter, from arrays of these `shapes` (and one () for a learned variance)."""
        last, d = len(self.hidden), self.latent_dim
        for side in ("encoder", "decoder"):
            for layer in range(last):
                block = views[layer if side == "encoder" else last + 1 + layer]
                yield from ((f"{side}.{layer}.weight", block[:-1]), (f"{side}.{layer}.bias", block[-1]))
            block = views[last if side == "encoder" else 2 * last + 1]
            heads = [("mean", slice(None, d)), ("log_variance", slice(d, None))]
            for head, part in heads if side == "encoder" else [("mean", slice(None))]:
                yield f"{side}.{head}.weight", block[:-1, part]
                yield f"{side}.{head}.bias", block[-1, part]
        if self.learn_variance:
            yield "decoder.log_variance", views[-1]

    def parameter_shapes(self) -> dict[str, tuple[int, ...]]:
        """Shape of each parameter by name, without making any.

        >>> Architecture(3, 1, ()).parameter_shapes()["decoder.mean.weight"]
        (1, 3)
        """
        # Arrays of no memory: every element is the same one.
        hollow = [np.broadcast_to(np.float32(0), shape) for shape in (*self.shapes, ())]
        return {name: view.shape for name, view in self.named(hollow)}
