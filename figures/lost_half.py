r"""The lost 1/2: the note's final loss is the right one with half the weight on the KL, or with sigma_g / sqrt 2.

Look at: on the left, the encoder's best spread for one x against the weight of the KL term; the right loss stands at
1, the note's at 1/2, and the cross, the right loss with sigma_g/sqrt 2, falls on the note's. On the right the same
with a model trained on the digits, three times from the same start.
Ask a class: whose reconstructions will be sharper, and whose samples from the prior worse? Does the slip matter to
someone who tunes sigma_g anyway?
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.palette import INK, THIRD, P, Q
from numerics.estimates.reconstruction_term import encoder_minimiser
from numerics.vae.digits import split_digits
from numerics.vae.lost_half import train_three_ways
from numerics.worlds.world import make_world

LABEL = "8.4 - 8.7"
TITLE = {"en": "The lost 1/2 halves the weight of the KL", "zh": "丢掉的 1/2 等于把 KL 的权重减半"}
KL_WEIGHTS = np.linspace(0.25, 1.75, 61)
SHAPES = {"x": 3, "z": 1}
STEPS = 150


class Numbers(NamedTuple):
    """The encoder's best spread: along KL_WEIGHTS (61,), with the right loss, the note's, the right of sigma_g/sqrt 2.

    Then the same three for the digits: the mean over images and latents of the trained encoder's spread.
    """

    curve: np.ndarray
    world: tuple[float, float, float]
    digits: tuple[float, float, float]


def data(seed: int = 0) -> Numbers:
    """A linear-Gaussian world, exactly, and three trainings on the digits with the same start and noise."""
    world = make_world("linear_gaussian", seed, shapes=SHAPES)
    narrow = make_world("linear_gaussian", seed, shapes=SHAPES, decoder_deviation=math.sqrt(0.5))
    x = world.sample("q", ("x",), 1, seed)["x"][0]

    def spread(kl_weight: float, of=world) -> float:
        # KL + w |x - mu|^2 / s^2 has the minimisers of (1 / 2w) KL + 1/2 |x - mu|^2 / s^2.
        return float(encoder_minimiser(of, x, 1 / (2 * kl_weight))[1][0])

    images = split_digits().train
    models = train_three_ways(images, STEPS, latent_dim=2, hidden=(64,), learning_rate=3e-3, seed=seed)
    digits = tuple(float(np.exp(model.encode(images)[1] / 2).mean()) for model in models)
    return Numbers(np.array([spread(w) for w in KL_WEIGHTS]), (spread(1.0), spread(0.5), spread(1.0, narrow)), digits)


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    formula = (
        r"$KL+\|x-\mu(z)\|^2/\sigma_g^2\quad$" + say("instead of", "而不是") + r"$\quad KL+\|x-\mu(z)\|^2/2\sigma_g^2$"
    )
    heading(figure, TITLE[lang], LABEL, formula)
    left, right = figure.subplots(1, 2, width_ratios=[1.15, 1])
    looks = (
        (Q, "o", say("right loss", "正确的损失")),
        (P, "s", say("note's loss", "笔记的损失")),
        (INK, "x", say(r"right, $\sigma_g/\sqrt{2}$", r"正确，$\sigma_g/\sqrt{2}$")),
    )
    left.plot(KL_WEIGHTS, numbers.curve, color=THIRD)
    for at, value, (colour, marker, name) in zip((1, 0.5, 0.5), numbers.world, looks, strict=True):
        left.plot(at, value, marker, color=colour, ms=9 if marker != "x" else 7, mew=2, label=name, ls="none", zorder=3)
        left.plot([at, at], [0, value], color=colour, lw=0.8, ls=":")
    left.set_ylim(0, 1.12 * numbers.curve.max())
    left.set_xticks([0.25, 0.5, 1, 1.5], ["1/4", "1/2", "1", "3/2"])
    left.set(
        xlabel=say("weight of the KL", "KL 的权重"), ylabel=say(r"encoder's best $\sigma$", r"编码器最优的 $\sigma$")
    )
    left.set_title(say("exact, linear world", "线性世界，精确"))
    left.legend(loc="lower right", handletextpad=0.3)
    for row, (value, (colour, _, _)) in enumerate(zip(numbers.digits, looks, strict=True)):
        right.barh(row, value, 0.6, color=colour if colour != INK else "white", edgecolor=colour, lw=1.5)
        right.text(value, row, f" {value:.4f}", va="center")
    right.set_yticks(range(3), [name for _, _, name in looks])
    right.tick_params(left=False)
    right.invert_yaxis()
    right.set_xlim(0, 1.35 * max(numbers.digits))
    right.set_xlabel(say(r"mean $\sigma$ of the encoder", r"编码器 $\sigma$ 的平均"))
    right.set_title(say("trained on the digits", "在数字图像上训练"))
