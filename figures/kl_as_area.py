r"""KL is a signed area: the integrand p log(p/q), above the axis and below it, both ways round.

Look at: where q is larger than p the integrand is negative, and yet the whole area never is. The two directions are
different areas: the left one is paid where p has mass, the right one where q has.
Ask a class: where would you move q to make the left area smallest? What happens to the left area when q gets much
narrower than p, and to the right one?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.palette import GAP, INK, P, Q
from numerics.estimates.univariate import Normal, kl, kl_integrand, signed_areas

LABEL = "1.1"
TITLE = {"en": "KL is an area with a sign, and each way round another one", "zh": "KL 是带符号的面积，两个方向并不相同"}


WIDE = np.linspace(-12.0, 14.0, 2601)
NEGLIGIBLE = 0.001  # of the largest value: an integrand as thin as its own line


class Numbers(NamedTuple):
    """Grid x, both densities, and for KL[p//q] and KL[q//p] integrand, areas above and below, closed form."""

    x: np.ndarray
    p: np.ndarray
    q: np.ndarray
    integrands: tuple[np.ndarray, np.ndarray]
    areas: tuple[tuple[float, float], tuple[float, float]]
    closed_forms: tuple[float, float]


def data(seed: int = 0) -> Numbers:
    """The pair is drawn from the seed, near N(0, 1) and N(1, 1.6^2)."""
    rng = np.random.default_rng([seed, 1])
    p = Normal(0.0, 1.0)
    q = Normal(1.1 + 0.1 * rng.uniform(-1, 1), 1.6 + 0.1 * rng.uniform(-1, 1))
    both = ((p, q), (q, p))
    x = _window(*(kl_integrand(a, b, WIDE) for a, b in both))
    return Numbers(
        x, p.density(x), q.density(x),
        tuple(kl_integrand(a, b, x) for a, b in both),
        tuple(signed_areas(a, b) for a, b in both),
        tuple(kl(a, b) for a, b in both),
    )  # fmt: skip


def _window(*integrands: np.ndarray) -> np.ndarray:
    """A grid that no integrand is cut by: all of WIDE where one of them is more than negligible."""
    seen = np.any([np.abs(f) > NEGLIGIBLE * np.abs(f).max() for f in integrands], axis=0)
    first, last = WIDE[seen][[0, -1]]
    return np.linspace(first, last, 601)


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL)
    formulas = (r"$KL[p//q]=\int p\,\log(p/q)\,dx$", r"$KL[q//p]=\int q\,\log(q/p)\,dx$")
    for k, axes in enumerate(figure.subplots(1, 2, sharex=True, sharey=True)):
        integrand, (above, below) = numbers.integrands[k], numbers.areas[k]
        axes.set_title(formulas[k], pad=7)
        axes.plot(numbers.x, numbers.p, color=P)
        axes.plot(numbers.x, numbers.q, color=Q)
        axes.plot(numbers.x, integrand, color=INK, lw=0.8)
        axes.fill_between(numbers.x, integrand, where=integrand >= 0, color=GAP, alpha=0.75, lw=0)
        axes.fill_between(
            numbers.x, integrand, where=integrand <= 0, facecolor="white", hatch="////", edgecolor=GAP, lw=0
        )
        axes.axhline(0, color=INK, lw=0.8)
        axes.spines["left"].set_visible(False)
        axes.set_yticks([])
        axes.set_xlabel(f"${above:.3f} - {-below:.3f} = {above + below:.3f}$\n" + say(
            f"closed form ${numbers.closed_forms[k]:.3f}$ nats", f"闭式 ${numbers.closed_forms[k]:.3f}$ 纳特"
        ), linespacing=1.4)  # fmt: skip
        axes.text(-2.1, 0.27, "$p$", color=P, ha="left", fontsize=12)
        axes.text(3.3, 0.15, "$q$", color=Q, ha="left", fontsize=12)
