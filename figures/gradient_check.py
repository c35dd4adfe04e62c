r"""Checking a backward pass: central differences have a best step, the complex step has none to choose.

Look at: to the right of the V the difference quotient is not yet the derivative, to the left rounding eats it. The
backward pass agrees with the complex step a million times better than any difference quotient can tell.
Ask a class: what would a wrong factor 1/2 in one gradient look like here? Which slopes do the two arms have, and why?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.numerals import short
from figures.palette import P, Q
from numerics.vae.digits import split_digits
from numerics.vae.gradient_check import complex_step_gradients, difference_errors, relative_errors
from numerics.vae.model import VAE

LABEL = "9.1 - 9.11"
TITLE = {"en": "The backward pass, checked to the last digit", "zh": "反向传播，核对到最后一位"}
STEPS = tuple(10.0**e for e in range(-11, 0))


class Numbers(NamedTuple):
    """Worst relative error of any parameter: central differences at each of STEPS, and the backward pass."""

    differences: np.ndarray
    backward_pass: float


def data(seed: int = 0) -> Numbers:
    """A small VAE on four digits, with the complex step as the reference; float64."""
    model = VAE(64, 2, (3,), dtype="float64", seed=seed)
    x = split_digits().train[:4]
    noise = np.random.default_rng([seed, 10]).standard_normal((4, 2))
    backward = model.loss_and_gradients(x, noise)[1]
    return Numbers(
        difference_errors(model, x, noise, STEPS),
        max(relative_errors(backward, complex_step_gradients(model, x, noise)).values()),
    )


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(
        figure, TITLE[lang], LABEL, r"$[L(w+h)-L(w-h)]/2h\quad$" + say("against", "对比") + r"$\quad Im\,L(w+ih)/h$"
    )
    axes = figure.subplots()
    axes.loglog(STEPS, numbers.differences, "o-", color=Q)
    axes.axhline(numbers.backward_pass, color=P, lw=2.2)
    best = int(np.argmin(numbers.differences))
    axes.annotate(
        say("best difference: ", "最好的差分：") + short(numbers.differences[best]),
        (STEPS[best], numbers.differences[best]),
        xytext=(0, -10),
        textcoords="offset points",
        ha="center",
        va="top",
        color=Q,
    )
    axes.text(
        STEPS[0],
        numbers.backward_pass * 2,
        say("backward pass against complex step ($h=10^{-30}$): ", "反向传播对比复步长（$h=10^{-30}$）：")
        + short(numbers.backward_pass),
        color=P,
        va="bottom",
    )
    axes.text(STEPS[1], numbers.differences[1] * 4, say("rounding", "舍入误差"), color=Q, ha="left", va="bottom")
    axes.text(STEPS[-2], numbers.differences[-2] / 3, say("truncation", "截断误差"), color=Q, ha="left", va="top")
    axes.set_ylim(numbers.backward_pass / 10, numbers.differences.max() * 10)
    axes.minorticks_off()
    axes.set(
        xlabel=say("step $h$ of central differences", "中心差分的步长 $h$"), ylabel=say("relative error", "相对误差")
    )
