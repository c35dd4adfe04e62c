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
from figures.palette import GREY, PALE, THIRD, P
from numerics.vae.evaluation import ACTIVE, active_units, kl_of_each_latent

LABEL = "5.3"
TITLE = {"en": "What each latent carries", "zh": "每个隐变量携带的信息"}


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
    axes.set_ylabel(say("KL, nats per image", "KL，每幅图像的纳特数"))
    dots = axes.twinx()
    dots.plot(place, np.maximum(variance[order], 1e-6), "o", color=P)
    dots.axhline(ACTIVE, color=GREY, ls=(0, (2, 2)), lw=1)
    dots.set(yscale="log", ylim=(1e-5, 10))
    dots.set_ylabel(say("variance of the posterior means", "后验均值的方差"), color=P)
