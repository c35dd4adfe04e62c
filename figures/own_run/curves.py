r"""A run's own curves: the ELBO, and its two terms, on training and held-out images.

Look at: where the held-out curve (dashed) leaves the other the model learns its training images by heart; the KL and
the reconstruction pull against each other.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.own_run.run import OwnRun
from figures.palette import GREY, THIRD, P, Q

LABEL = "(3)"
TITLE = {"en": "This run, epoch by epoch", "zh": "本次训练，逐轮"}
DASHED = (0, (3, 1.5))


def fits(run: OwnRun) -> bool:
    return run.history is not None


def draw(figure: Figure, run: OwnRun, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$ELBO=E_{z\sim p(z/x)}\log q(x/z)-KL[p(z/x)//q(z)]$")
    history = run.history
    marker = "o" if len(history["epoch"]) == 1 else None
    left, middle, right = figure.subplots(1, 3)
    for axes, name, sign, colour in (
        (left, "elbo", 1, P),
        (middle, "reconstruction", -1, Q),
        (right, "kl", 1, THIRD),
    ):
        shown = sign * history[name]
        axes.plot(history["epoch"], shown, color=colour, marker=marker, label=say("training", "训练"))
        held_out = sign * history[f"held_out_{name}"]
        axes.plot(history["epoch"], held_out, color=colour, ls=DASHED, marker=marker, label=say("held out", "留出"))
        later = np.concatenate([part[len(shown) // 20 :] for part in (shown, held_out[np.isfinite(held_out)])])
        spread = max(float(later.max() - later.min()), 1e-3)
        lowest = later.min() - 0.3 * spread
        if name == "kl":  # there is no KL below zero
            lowest = max(lowest, -0.03 * spread)
        axes.set_ylim(lowest, later.max() + 0.2 * spread)
        axes.set_xlabel(say("epoch", "轮"))
    left.set(title="ELBO", ylabel=say("nats per image", "每幅图像的纳特数"))
    middle.set_title(r"$E\,\log q(x/z)$")
    right.set_title("$KL[p(z/x)//q(z)]$")
    left.legend(loc="lower right")
    if (history["beta"] != 1).any():
        weight = right.twinx()
        weight.plot(history["epoch"], history["beta"], color=GREY, lw=1)
        weight.set_ylabel(say("weight of the KL term", "KL 项的权重"), color=GREY)
