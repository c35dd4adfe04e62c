r"""With K draws instead of one the bound rises towards log q(x), and never above it.

Look at: K = 1 is the ELBO. Each doubling of K gains less than the one before; the band is two standard errors, and the
exact value is known in this world.
Ask a class: what does the gap at K = 1 consist of? Would a better encoder or a larger K be the cheaper way up?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.numerals import short
from figures.palette import GAP, INK, P, Q
from numerics.estimates.importance_bound import GaussianEncoder, elbo, importance_weighted_bound
from numerics.worlds.world import make_world

LABEL = "2.8"
TITLE = {"en": "More draws, a tighter bound", "zh": "采样越多，下界越紧"}
COUNTS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
SETS = 1 << 13


class Numbers(NamedTuple):
    """K (m,); the bound L_K and its standard error (m,); the ELBO by quadrature; log q(x). Nats."""

    counts: np.ndarray
    bound: np.ndarray
    standard_error: np.ndarray
    elbo: float
    log_evidence: float


def data(seed: int = 0) -> Numbers:
    """The prior as encoder, a poor one, at one x drawn from the model, in the nonlinear world of this seed."""
    world = make_world("nonlinear", seed)
    x = world.sample("q", ("x",), 1, seed)["x"][0]
    encoder = GaussianEncoder(np.zeros((1, 1)), np.ones((1, 1)))
    found = importance_weighted_bound(world, x, encoder, COUNTS, SETS, seed)
    m = len(COUNTS)
    return Numbers(
        np.array(COUNTS),
        found.mean[:m],
        found.standard_error[:m],
        float(elbo(world, x, encoder)[0]),
        float(world.density("q", ("x",)).log_density({"x": x})),
    )


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    formula = r"$L_K=E\,\log\,(1/K\ \Sigma_k\,w_k)\leq\log q(x),\qquad w_k=q(x,z_k)/p(z_k/x)$"
    heading(figure, TITLE[lang], LABEL, formula)
    axes = figure.subplots()
    axes.fill_between(numbers.counts, numbers.bound, numbers.log_evidence, color=GAP, alpha=0.25, lw=0)
    axes.axhline(numbers.log_evidence, color=Q, lw=2.2)
    axes.fill_between(
        numbers.counts,
        numbers.bound - 2 * numbers.standard_error,
        numbers.bound + 2 * numbers.standard_error,
        color=P,
        alpha=0.35,
        lw=0,
    )
    axes.plot(numbers.counts, numbers.bound, "o-", color=P)
    axes.plot(1, numbers.elbo, "s", color=INK, ms=8, mfc="none", mew=1.5)
    axes.set_xscale("log", base=2)
    axes.set_xticks(numbers.counts, [str(k) for k in numbers.counts])
    axes.minorticks_off()
    height = numbers.log_evidence - numbers.elbo
    axes.set_ylim(numbers.elbo - 0.1 * height, numbers.log_evidence + 0.15 * height)
    axes.text(1, numbers.log_evidence + 0.02 * height, rf"$\log q(x)={numbers.log_evidence:.3f}$", color=Q, va="bottom")
    axes.text(1.25, numbers.elbo, rf"$ELBO={numbers.elbo:.3f}$" + say(" by quadrature", "（数值积分）"), va="center")
    last = numbers.log_evidence - numbers.bound[-1]
    axes.text(
        numbers.counts[-1],
        numbers.log_evidence - 0.25 * height,
        say("gap at ", "差距，") + f"$K={numbers.counts[-1]}$: {short(last)} ± {short(2 * numbers.standard_error[-1])}",
        ha="right",
        va="top",
    )
    axes.set(
        xlabel=say("number of draws $K$ (band: two standard errors)", "采样数 $K$（色带：两倍标准误）"),
        ylabel=say("nats", "纳特"),
    )
