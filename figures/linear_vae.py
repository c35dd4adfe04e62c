r"""A linear VAE must end at probabilistic PCA: its ELBO at the exact likelihood, its decoder in the leading subspace.

Look at: both curves are distances to something known in closed form, and both go towards zero; neither crosses it.
Ask a class: why can the bound be tight here, and not for the digits' model with hidden layers? Why must the columns of
W be orthogonal at the optimum, when rotating z changes no likelihood?
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.palette import GAP, INK, P
from numerics.vae.digits import split_digits
from numerics.vae.linear_training import Watched, train_linear_vae

LABEL = "8.14 - 8.18"
TITLE = {"en": "A linear VAE ends where probabilistic PCA begins", "zh": "线性 VAE 的终点是概率主成分分析"}
STEPS, LATENTS = 1000, 2


def data(seed: int = 0) -> Watched:
    """Two latents, from random weights of this seed, on the training digits; mean nats per digit."""
    return train_linear_vae(split_digits().train, LATENTS, STEPS, seed)


def draw(figure: Figure, numbers: Watched, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$ELBO\leq\log N(x;\,\mu,\,WW^T+\sigma^2I)$")
    steps = np.arange(1, len(numbers.elbo) + 1)
    left, right = figure.subplots(1, 2)
    left.semilogy(steps, numbers.likelihood - numbers.elbo, color=GAP)
    left.set_ylabel(say("likelihood minus ELBO, nats", "似然减 ELBO，纳特"))
    left.text(
        0.97,
        0.95,
        say("likelihood", "似然")
        + f" ${numbers.likelihood:.6f}$\n"
        + say("ELBO at the end", "最终 ELBO")
        + f" ${numbers.elbo[-1]:.6f}$",
        transform=left.transAxes,
        ha="right",
        va="top",
        linespacing=1.5,
        color=INK,
    )
    right.semilogy(steps, np.degrees(numbers.angle), color=P)
    right.set_ylabel(say("angle to the PCA plane, degrees", "与主成分平面的夹角，度"))
    for axes in (left, right):
        axes.set_xlabel(say("steps of L-BFGS", "L-BFGS 步数"))
        axes.minorticks_off()
        axes.grid(axis="y")
