r"""On real digits the bound closes: ELBO plus KL to the posterior is log q(x), digit by digit.

Look at: each column is one held-out digit; from its ELBO (blue) the pink line goes up by the KL to the posterior and
ends at log q(x) (orange), integrated over z by itself. The three come from different nodes and still meet.
Ask a class: which digits have a large pink part, and what does that say of their posterior? Whose fault is it, the
encoder's or the decoder's?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.digits_model import held_out_parts
from figures.language import speaker
from figures.numerals import short
from figures.palette import GAP, PALE, P, Q
from numerics.vae.evidence import BoundParts

LABEL = "2.7"
TITLE = {"en": "On real digits the bound closes", "zh": "在真实数字上，下界严丝合缝"}
SHOWN = 40


class Numbers(NamedTuple):
    """Parts of all held-out digits; the indices of those shown, by rising log q(x); the largest residual of all."""

    parts: BoundParts
    shown: np.ndarray
    largest_residual: float


def data(seed: int = 0) -> Numbers:
    """The digits' model of this seed; nats."""
    parts = held_out_parts(seed)
    residual = parts.elbo + parts.posterior_kl - parts.log_evidence
    shown = np.arange(SHOWN)[np.argsort(parts.log_evidence[:SHOWN])]
    return Numbers(parts, shown, float(np.max(np.abs(residual))))


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$ELBO+KL[p(z/x)//q(z/x)]=\log q(x)$")
    axes = figure.subplots()
    elbo, gap, evidence = (part[numbers.shown] for part in numbers.parts[:3])
    place, spread = np.arange(SHOWN), evidence.max() - elbo.min()
    axes.axhline(0, color=PALE, lw=0.8, zorder=0)
    axes.plot(place, evidence, "o", color=Q, ms=5.5, label=r"$\log q(x)$")
    axes.vlines(place, elbo, elbo + gap, color=GAP, lw=4, label="$KL[p(z/x)//q(z/x)]$", zorder=1)
    axes.plot(place, elbo, "s", color=P, ms=4.5, label="$ELBO$")
    axes.set_ylim(elbo.min() - 0.05 * spread, evidence.max() + 0.1 * spread)
    axes.set_xlim(-0.8, SHOWN - 0.2)
    axes.set_xticks([])
    count, residual = len(numbers.parts.elbo), numbers.largest_residual
    axes.set_xlabel(say(
        f"{SHOWN} of {count} held-out digits; largest residual of all {count}: {short(residual)} nats",
        f"{count} 个留出数字中的 {SHOWN} 个；全部 {count} 个的最大残差：{short(residual)} 纳特",
    ))  # fmt: skip
    axes.set_ylabel(say("nats", "纳特"))
    axes.legend(loc="upper left", ncols=3, columnspacing=1.2)
