r"""The weight beta of the KL: from a code that keeps everything to a code that says nothing.

Look at: from left to right the KL is weighed more. The reconstructions lose what tells one digit from another of its
kind, then all of it; the draws from the prior come to look like digits, and in the end all like the mean of them.
Ask a class: which column would you choose to compress digits, which one to draw new ones? What is the bound log q(x)
told by, and by which beta?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.digits_model import first_of_each_class, wide_run
from figures.language import speaker
from figures.mosaic import show, tiled
from numerics.vae.digits import split_digits
from numerics.worlds.world import generator

LABEL = "8.6, 8.7"
TITLE = {"en": "The weight of the KL: what is kept, and what can be drawn", "zh": "KL 的权重：保留什么，能生成什么"}
WEIGHTS = (1 / 20, 1, 4, 16)
NAMES = ("1/20", "1", "4", "16")
CLASSES = (0, 2, 3, 4, 6, 7)
COLUMNS = 3


class Column(NamedTuple):
    """One beta: mean KL of the held-out digits in nats, mean ||x - mu(z)||^2, reconstructions and draws (6, 64)."""

    kl: float
    squared_error: float
    reconstructions: np.ndarray
    draws: np.ndarray


class Numbers(NamedTuple):
    """Six held-out digits (6, 64), and what becomes of them at each of WEIGHTS."""

    originals: np.ndarray
    columns: tuple[Column, ...]


def data(seed: int = 0) -> Numbers:
    """Models with eight latents; the same digits, the same noise and the same draws of z for each beta."""
    held_out, originals = split_digits().held_out, first_of_each_class()[list(CLASSES)]
    columns = []
    for weight in WEIGHTS:
        model = wide_run(seed, weight).model
        rng = generator(seed, "figures/beta_sweep")
        all_mean, all_log_variance = (a.astype(float) for a in model.encode(held_out))
        kl = 0.5 * np.sum(np.exp(all_log_variance) - all_log_variance + all_mean**2 - 1, axis=1)
        back = model.decode(all_mean + np.exp(all_log_variance / 2) * rng.standard_normal(all_mean.shape))
        mean, log_variance = model.encode(originals)
        z = mean + np.exp(log_variance / 2) * rng.standard_normal(mean.shape)
        drawn = model.decode(rng.standard_normal(mean.shape))
        error = float(np.mean(np.sum((held_out - back) ** 2, axis=1)))
        columns.append(Column(float(kl.mean()), error, model.decode(z), drawn))
    return Numbers(originals, tuple(columns))


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$\beta\,KL[p(z/x)//q(z)]+\|x-\mu(z)\|^2/2\sigma_g^2$")
    panels = figure.subplots(2, len(WEIGHTS) + 1)
    show(panels[0, 0], tiled(numbers.originals, COLUMNS))
    panels[0, 0].set_title(say("held out", "留出数字") + "\n$x$", linespacing=1.4)
    panels[1, 0].axis("off")
    panels[1, 0].text(
        0.5, 0.62, say("drawn from\nthe prior\n$z\\sim q(z)$", "由先验生成\n$z\\sim q(z)$"), ha="center", va="center",
        transform=panels[1, 0].transAxes, linespacing=1.5,
    )  # fmt: skip
    for k, (name, column) in enumerate(zip(NAMES, numbers.columns, strict=True), start=1):
        show(panels[0, k], tiled(column.reconstructions, COLUMNS))
        panels[0, k].set_title(rf"$\beta={name}$" + "\n" + rf"$KL={column.kl:.1f}$", linespacing=1.4)
        panels[0, k].set_xlabel(rf"$\|x-\mu(z)\|^2={column.squared_error:.1f}$", labelpad=3)
        show(panels[1, k], tiled(column.draws, COLUMNS))
        panels[1, k].set_anchor("N")
