r"""One draw of z for each image is enough: more draws lower the noise of z only, more images lower all noise.

Look at: the lower points lie on one line whether k or B grows: the noise of z is V_z/(kB). The upper curves are the
whole noise of the gradient: more draws for the same image leave it where it is, more images bring it down.
Ask a class: with decoder passes for 64 draws of z, how would you share them out? Why does the note sample only once?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.digits_model import digits_run
from figures.language import speaker
from figures.palette import INK, P, Q
from numerics.vae.digits import split_digits
from numerics.vae.gradient_noise import Noise, gradient_noise

LABEL = "7.12, 7.13"
TITLE = {
    "en": "One draw is enough: more images lower all noise, more draws only z's",
    "zh": "采样一次就够：多取样本降低全部噪声，多采样只降低 z 的噪声",
}
BUDGETS = (1, 2, 4, 8, 16, 32, 64)
REPEATS = 200


class Numbers(NamedTuple):
    """Noise of the gradient at each budget n: k = n draws for one image, and one draw for each of B = n images."""

    more_draws: tuple[Noise, ...]
    more_images: tuple[Noise, ...]
    law: np.ndarray


def data(seed: int = 0) -> Numbers:
    """The digits' model at the end of its training; the law V_z/n is fitted to all points, weighted by their errors."""
    model, images = digits_run(seed).model, split_digits().train
    more_draws = tuple(gradient_noise(model, images, 1, n, REPEATS, seed) for n in BUDGETS)
    more_images = tuple(gradient_noise(model, images, n, 1, REPEATS, seed + 1) for n in BUDGETS)
    budgets = np.array([*BUDGETS, *BUDGETS])
    found = np.array([noise.of_draws for noise in (*more_draws, *more_images)])
    relative = np.array([noise.of_draws_error / noise.of_draws for noise in (*more_draws, *more_images)])
    constant = np.average(found * budgets, weights=relative**-2)
    return Numbers(more_draws, more_images, constant / np.array(BUDGETS))


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$Var=V_z/(kB)+V_x/B$")
    axes = figure.subplots()
    axes.loglog(BUDGETS, numbers.law, color=INK, lw=1, zorder=1)
    rows = (
        (numbers.more_draws, P, "o", say("$k=n$ draws, $B=1$ image", "$k=n$ 次采样，$B=1$ 个样本")),
        (numbers.more_images, Q, "s", say("$k=1$ draw, $B=n$ images", "$k=1$ 次采样，$B=n$ 个样本")),
    )
    for found, colour, marker, name in rows:
        axes.plot(BUDGETS, [noise.total for noise in found], marker + "--", color=colour, mfc="white", lw=1.4)
        axes.errorbar(
            BUDGETS, [noise.of_draws for noise in found], yerr=[2 * noise.of_draws_error for noise in found],
            fmt=marker, color=colour, label=name, elinewidth=1.2, ms=7 if marker == "o" else 5,
        )  # fmt: skip
    axes.set_xscale("log", base=2)
    axes.set_xticks(BUDGETS, [str(n) for n in BUDGETS])
    axes.minorticks_off()
    axes.set(xlabel="$n$", ylabel=say("variance of the gradient", "梯度的方差"))
    axes.set_ylim(top=4 * numbers.more_draws[0].total)
    said = (
        (3, numbers.more_draws[3].total, 6, "bottom", P, say("all noise, more draws", "全部噪声，多采样")),
        (3, numbers.more_images[3].total, 6, "bottom", Q, say("  all noise, more images", "  全部噪声，多样本")),
        (
            3,
            numbers.law[3],
            -6,
            "top",
            INK,
            say("noise of $z$, either way: $V_z/n$  ", "$z$ 的噪声，两者皆同：$V_z/n$  "),
        ),
    )
    for at, value, up, va, colour, text in said:
        axes.annotate(text, (BUDGETS[at], value), xytext=(0, up), textcoords="offset points", color=colour,
                      va=va, ha="right" if va == "top" else "left")  # fmt: skip
    figure.legend(loc="outside right center")
