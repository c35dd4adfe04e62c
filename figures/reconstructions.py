r"""Held-out digits, what comes back through encoder and decoder, and digits from the prior alone.

Look at: the first two rows, column by column: what does a code of two numbers keep of the digit, and what does it
lose? The third row has no original.
Ask a class: why is the second row smoother than the first? Why are some pictures of the third row between two digits?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.digits_model import digits_run, first_of_each_class
from figures.language import speaker
from numerics.worlds.world import generator

LABEL = "7.3"
TITLE = {"en": "There and back: digits, reconstructions, draws", "zh": "去而复返：原图、重构与生成"}
SIDE = 8


class Numbers(NamedTuple):
    """A held-out digit of each class, the decoder's mean at one z of its encoder, (10, 64); at z ~ q(z), (20, 64)."""

    originals: np.ndarray
    reconstructions: np.ndarray
    draws: np.ndarray


def data(seed: int = 0) -> Numbers:
    """The digits' model of this seed; the first held-out digit of each class."""
    model, originals = digits_run(seed).model, first_of_each_class()
    mean, log_variance = model.encode(originals)
    rng = generator(seed, "figures/reconstructions")
    z = mean + np.exp(log_variance / 2) * rng.standard_normal(mean.shape).astype(model.dtype)
    prior = rng.standard_normal((20, model.latent_dim)).astype(model.dtype)
    return Numbers(originals, model.decode(z), model.decode(prior))


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL)
    names = (
        say("held out\n$x$", "留出数字\n$x$"),
        say("back again\n$\\mu(z),\\ z\\sim p(z/x)$", "重构\n$\\mu(z),\\ z\\sim p(z/x)$"),
        say("from the prior\n$\\mu(z),\\ z\\sim q(z)$", "由先验生成\n$\\mu(z),\\ z\\sim q(z)$"),
    )
    for axes, images, name in zip(figure.subplots(3, 1, height_ratios=[1, 1, 2]), numbers, names, strict=True):
        framed = np.pad(images.reshape(-1, 10, SIDE, SIDE), ((0, 0), (0, 0), (0, 1), (0, 1)))  # rows, 10, 9, 9
        strip = framed.transpose(0, 2, 1, 3).reshape(len(framed) * (SIDE + 1), 10 * (SIDE + 1))
        axes.imshow(strip, cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
        axes.set_xticks([])
        axes.set_yticks([])
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.set_ylabel(name, rotation=0, ha="right", va="center", linespacing=1.5)
