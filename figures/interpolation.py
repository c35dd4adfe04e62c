r"""From one digit to another: through the pixels by way of two ghosts, through the codes by way of other digits.

Look at: both rows go from one digit to another. Above, each pixel is averaged, and half way both digits are seen at
half their ink. Below, the codes are averaged and decoded. The curves are means over many pairs of different digits:
half way the decoded pictures are nearer to a real digit, though at the ends they pay for the reconstruction.
Ask a class: why does the lower row not begin exactly at the digit of the upper one? What would the lower row look like
with a decoder that is linear?
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.digits_model import first_of_each_class, wide_run
from figures.language import speaker
from figures.mosaic import show, tiled
from figures.palette import P, Q
from numerics.vae.digits import split_digits
from numerics.vae.model import VAE
from numerics.worlds.world import generator

LABEL = "6.2"
TITLE = {"en": "Half way between two digits: in pixels, and in codes", "zh": "两个数字的中途：在像素中，在编码中"}
STEPS = 9
PAIRS = 400


class Numbers(NamedTuple):
    """t (9,) and of the pair shown the pictures along the pixels and along the codes, (9, 64).

    Then of PAIRS pairs of different digits the mean distance to the nearest real digit, (9,) each, and the share of
    pairs for which the codes are nearer half way.
    """

    t: np.ndarray
    pixels: np.ndarray
    codes: np.ndarray
    pixels_distance: np.ndarray
    codes_distance: np.ndarray
    share: float


def data(seed: int = 0) -> Numbers:
    """The model with eight latents of this seed, and its posterior means as codes.

    Shown is the pair for which the codes gain most half way, of the 45 pairs of the first held-out digits of the
    classes; the curves are of pairs drawn at random.
    """
    model, digits = wide_run(seed).model, split_digits()
    firsts = first_of_each_class()
    gains = {pair: np.subtract(*_nearest(*(p[STEPS // 2][None] for p in _paths(model, *firsts[list(pair)]))))
             for pair in itertools.combinations(range(10), 2)}  # fmt: skip
    shown = max(gains, key=lambda pair: gains[pair][0])
    distances = _of_random_pairs(model, digits.held_out, digits.held_out_labels, seed)
    middle = distances[:, :, STEPS // 2]
    return Numbers(
        np.linspace(0, 1, STEPS), *_paths(model, *firsts[list(shown)]), *distances.mean(axis=1),
        float(np.mean(middle[1] < middle[0])),
    )  # fmt: skip


def _paths(model: VAE, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both ways between two digits (64,): along the pixels and along the codes, (STEPS, 64) each."""
    t = np.linspace(0, 1, STEPS)[:, None]
    one, other = model.encode(np.stack([first, last]))[0]
    return (1 - t) * first + t * last, model.decode((1 - t) * one + t * other).astype(float)


def _nearest(*images: np.ndarray) -> list[np.ndarray]:
    """Of each picture (n, 64) the distance to the nearest of all digits (n,)."""
    real = np.concatenate(split_digits()[:2])
    squares = [np.sum(i**2, axis=1)[:, None] + np.sum(real**2, axis=1) - 2 * i @ real.T for i in images]
    return [np.sqrt(np.maximum(s.min(axis=1), 0)) for s in squares]


def _of_random_pairs(model: VAE, images: np.ndarray, labels: np.ndarray, seed: int) -> np.ndarray:
    """For pixels and codes, (2, PAIRS, STEPS)."""
    rng, found = generator(seed, "figures/interpolation"), []
    while len(found) < PAIRS:
        first, last = rng.integers(len(images), size=2)
        if labels[first] != labels[last]:
            found.append(_paths(model, images[first], images[last]))
    return np.reshape(_nearest(*(np.concatenate(side) for side in zip(*found, strict=True))), (2, PAIRS, STEPS))


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(
        figure,
        TITLE[lang],
        LABEL,
        r"$(1-t)\,x_1+t\,x_2\quad$" + say("against", "对比") + r"$\quad\mu((1-t)\,z_1+t\,z_2)$",
    )
    above, below, curves = figure.subplots(3, 1, height_ratios=[1, 1, 1.35])
    rows = (
        (above, numbers.pixels, numbers.pixels_distance, Q, "s", say("pixels", "像素")),
        (below, numbers.codes, numbers.codes_distance, P, "o", say("codes", "编码")),
    )
    for axes, images, distance, colour, marker, name in rows:
        show(axes, tiled(images, STEPS))
        axes.set_ylabel(name, rotation=0, ha="right", va="center", color=colour)
        curves.plot(numbers.t, distance, marker + "-", color=colour, label=name)
    curves.set_xlim(-0.5 / (STEPS - 1), 1 + 0.5 / (STEPS - 1))
    curves.set_xticks(numbers.t[::2], [f"{t:g}" for t in numbers.t[::2]])
    curves.set_ylim(0, 1.15 * numbers.pixels_distance.max())
    curves.set(xlabel=say(
        f"$t$; means over {PAIRS} pairs of different digits, half way the codes are nearer in {numbers.share:.0%}",
        f"$t$；{PAIRS} 对不同数字的平均，中途编码更近的占 {numbers.share:.0%}",
    ), ylabel=say("distance to\na real digit", "到真实\n数字的距离"))  # fmt: skip
    curves.legend(loc="lower center", ncols=2)
