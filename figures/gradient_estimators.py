r"""Two unbiased gradients of the ELBO: the reparameterised one is far less noisy than the score function's.

Look at: both heaps have their middle at the exact gradient (dotted), by quadrature; their widths are what differs.
The setting is that of the witness table, which gives the same ratio of variances.
Ask a class: how many times more draws does the wide one need for the same width? Which of the two needs a decoder
that can be differentiated?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.palette import INK, P, Q
from numerics.estimates.gradient_estimators import example

LABEL = "7.14, 7.15"
TITLE = {"en": "Same middle, other width: two gradients of the ELBO", "zh": "中心相同、宽度不同：ELBO 的两种梯度"}
DRAWS, REPEATS = 32, 600


class Numbers(NamedTuple):
    """Estimates of d ELBO / d mu from DRAWS draws each, (REPEATS,), by both ways; exact; ratio of their variances."""

    reparameterised: np.ndarray
    score_function: np.ndarray
    exact: float
    variance_ratio: float


def data(seed: int = 0) -> Numbers:
    """The witness table's setting in the nonlinear world of this seed; the ratio from draws of its own, as there."""
    found = [example(seed, DRAWS, draw_seed=1000 * seed + r) for r in range(1, REPEATS + 1)]
    large = example(seed)
    return Numbers(
        np.array([c.reparameterised.mean[0] for c in found]), np.array([c.score_function.mean[0] for c in found]),
        float(large.exact[0]), float(large.variance_ratio[0]),
    )  # fmt: skip


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$\partial\,ELBO/\partial\mu,\qquad z=\mu+\sigma\,\epsilon$")
    axes = figure.subplots()
    reach = 3.2 * float(np.std(numbers.score_function))
    bins = np.linspace(numbers.exact - reach, numbers.exact + reach, 61)
    both = (
        (numbers.score_function, Q, say("score function", "得分函数"), 0.55),
        (numbers.reparameterised, P, say("reparameterised", "重参数化"), 0.75),
    )
    for values, colour, name, alpha in both:
        axes.hist(values, bins, color=colour, alpha=alpha, label=name)
    axes.axvline(numbers.exact, color=INK, lw=1.4, ls=":", label=say("exact", "精确值") + f" ${numbers.exact:.3f}$")
    axes.set_xlabel(say(f"gradient from {DRAWS} draws", f"由 {DRAWS} 次采样得到的梯度"))
    axes.set_ylabel(say(f"how many of {REPEATS}", f"{REPEATS} 次中的个数"))
    axes.legend(loc="upper left", title=say("ratio of variances", "方差之比") + f" ${numbers.variance_ratio:.1f}$")
    axes.margins(x=0)
