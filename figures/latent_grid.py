r"""The decoded plane: what the decoder makes of every region of the latent space.

Look at: neighbours resemble each other, and one digit turns into the next. The places are quantiles of the prior, so
each picture stands for the same share of q(z).
Ask a class: where are the borders, and what is drawn there? Which digit takes most of the prior's mass?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.digits_model import digits_run
from figures.language import speaker
from numerics.vae.latent import decoded_grid

LABEL = "6.2"
TITLE = {"en": "What the decoder makes of the plane", "zh": "解码器眼中的平面"}
COLUMNS, ROWS = 15, 7
SIDE = 8


class Numbers(NamedTuple):
    """Quantiles of z_1 (columns,) and z_2 (rows,), and one picture (rows * 9, columns * 9), z_2 growing upwards."""

    first: np.ndarray
    second: np.ndarray
    mosaic: np.ndarray


def data(seed: int = 0) -> Numbers:
    """The digits' model of this seed."""
    first, second, images = decoded_grid(digits_run(seed).model, COLUMNS, ROWS)
    upwards = np.pad(images[::-1].reshape(ROWS, COLUMNS, SIDE, SIDE), ((0, 0), (0, 0), (0, 1), (1, 0)))
    return Numbers(first, second, upwards.transpose(0, 2, 1, 3).reshape(ROWS * (SIDE + 1), COLUMNS * (SIDE + 1)))


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(
        figure,
        TITLE[lang],
        LABEL,
        r"$\mu(z)=E_{q(x/z)}\,x$" + say(" over quantiles of ", "，z 取先验分位数 ") + "$q(z)$",
    )
    axes = figure.subplots()
    axes.imshow(
        numbers.mosaic,
        cmap="gray_r",
        vmin=0,
        vmax=1,
        interpolation="nearest",
        aspect="equal",
        extent=(0, COLUMNS, 0, ROWS),
    )
    axes.set_xticks(np.arange(COLUMNS)[::2] + 0.5, [f"{z:.1f}" for z in numbers.first[::2]])
    axes.set_yticks(np.arange(ROWS)[::2] + 0.5, [f"{z:.1f}" for z in numbers.second[::2]])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set(xlabel="$z_1$", ylabel="$z_2$")
