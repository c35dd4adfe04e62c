r"""What each latent carries: its KL to the prior, and whether its mean moves with x at all.

Look at: a latent whose bar is near zero says nothing of x; the decoder has learnt to do without it. The dots are the
variance of the posterior means over the held-out images: near one for a latent in full use, above 0.01 called active.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.own_run.run import OwnRun
from figures.palette import INK, PALE, THIRD, P
from numerics.vae.evaluation import ACTIVE, active_units, kl_of_each_latent

LABEL = "5.3"
TITLE = {"en": "What each latent carries", "zh": "每个隐变量携带的信息"}
FEWEST = 6  # places along the axis: the bars of a model with few latents are no walls
LEAST = 1e-5  # variance at the lower end; a smaller one stands there


def fits(run: OwnRun) -> bool:
    return True


def draw(figure: Figure, run: OwnRun, lang: str = "en") -> None:
    say = speaker(lang)
    kl = kl_of_each_latent(run.model, run.images, run.given)
    active = active_units(run.model, run.images, run.given)
    variance = run.model.encode(run.images, run.given)[0].astype(float).var(axis=0)
    order = np.argsort(-kl)
    counted = say(f"{active.sum()} of {len(kl)} active", f"{len(kl)} 个中 {active.sum()} 个活跃")
    heading(figure, TITLE[lang], LABEL, rf"$KL[p(z_i/x)//q(z_i)]$, {counted}")
    axes = figure.subplots()
    place = np.arange(len(kl))
    axes.bar(place, kl[order], color=[THIRD if a else PALE for a in active[order]], width=0.7)
    axes.set_xticks(place, [f"$z_{{{i + 1}}}$" for i in order])
    axes.set_xlim(min(-0.5, len(kl) / 2 - FEWEST / 2 - 0.5), max(len(kl) - 0.5, len(kl) / 2 + FEWEST / 2 - 0.5))
    axes.set_ylabel(say("KL, nats per image", "KL，每幅图像的纳特数"))
    dots = axes.twinx()
    dots.plot(place, np.maximum(variance[order], 2 * LEAST), "o", color=P, mec="white", ms=9, mew=1.5)
    dots.axhline(ACTIVE, color=INK, ls=(0, (2, 2)), lw=1)
    dots.text(
        1, ACTIVE * 1.35, say("active above this", "高于此线为活跃"), transform=dots.get_yaxis_transform(), ha="right",
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1},
    )  # fmt: skip
    dots.set(yscale="log", ylim=(LEAST, 10))
    dots.set_ylabel(say("variance of the posterior means", "后验均值的方差"), color=P)
