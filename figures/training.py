r"""The digits' VAE in training: the bound rises, and what is still missing to log q(x) is one KL.

Look at: training and held-out ELBO part slowly; at the end the star is log q(x) of the held-out digits by quadrature,
and the strip up to it is KL[p(z/x)//q(z/x)]. On the right the two terms pull in opposite directions.
Ask a class: why does the KL to the prior grow while the model gets better? What would it mean if the dashed curve
turned down?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.digits_model import digits_run, held_out_parts
from figures.language import speaker
from figures.palette import GAP, THIRD, P, Q
from numerics.vae.train import Epoch

LABEL = "(3)"
TITLE = {"en": "The bound rises with training", "zh": "训练使下界上升"}


class Numbers(NamedTuple):
    """The history, (epochs, fields of Epoch); means over the held-out digits of log q(x) and ELBO, by quadrature."""

    history: np.ndarray
    log_evidence: float
    elbo: float


def data(seed: int = 0) -> Numbers:
    """The digits' model of this seed; nats per image."""
    parts = held_out_parts(seed)
    return Numbers(np.array(digits_run(seed).history), float(parts.log_evidence.mean()), float(parts.elbo.mean()))


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$ELBO=E_{z\sim p(z/x)}\log q(x/z)-KL[p(z/x)//q(z)]\leq\log q(x)$")
    column = {name: numbers.history[:, k] for k, name in enumerate(Epoch._fields)}
    left, right = figure.subplots(1, 2)
    epoch, last = column["epoch"], column["epoch"][-1]
    left.plot(epoch, column["elbo"], color=P, label=say("ELBO, training", "ELBO，训练"))
    left.plot(epoch, column["held_out_elbo"], color=P, ls=(0, (3, 1.5)), label=say("ELBO, held out", "ELBO，留出"))
    left.plot([last, last], [numbers.elbo, numbers.log_evidence], color=GAP, lw=5, solid_capstyle="butt")
    name = say("held out", "留出")
    left.plot(
        last,
        numbers.log_evidence,
        "*",
        color=Q,
        ms=12,
        clip_on=False,
        zorder=4,
        label=rf"$\log q(x)={numbers.log_evidence:.2f}$, " + name,
    )
    high = max(numbers.log_evidence, column["elbo"].max())
    low = column["held_out_elbo"][len(epoch) // 20]
    left.set_ylim(low - 0.45 * (high - low), high + 0.08 * (high - low))
    left.legend(loc="lower right")
    left.set(xlabel=say("epoch", "轮"), ylabel=say("nats per image", "每幅图像的纳特数"))
    right.plot(epoch, column["kl"], color=THIRD, label="$KL[p(z/x)//q(z)]$")
    right.plot(epoch, column["held_out_kl"], color=THIRD, ls=(0, (3, 1.5)))
    right.plot(epoch, -column["reconstruction"], color=Q, label=r"$E\,\log q(x/z)$")
    right.plot(epoch, -column["held_out_reconstruction"], color=Q, ls=(0, (3, 1.5)))
    right.set_ylim(min(low, 0) - 0.45 * (high - low), 1.12 * -column["reconstruction"].min())
    right.legend(loc="lower right")
    right.set_xlabel(say("epoch (dashed: held out)", "轮（虚线：留出）"))
