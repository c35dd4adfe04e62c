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
TITLE = {
    "en": "A linear VAE reaches the exact log-likelihood and the PCA plane",
    "zh": "线性 VAE 达到精确的对数似然与主成分平面",
}
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
    left.set_ylabel(say("log-likelihood minus ELBO, nats per image", "对数似然减 ELBO，每幅图像纳特"))
    left.text(
        0.97,
        0.95,
        say("mean log-likelihood", "平均对数似然")
        + f" ${numbers.likelihood:.6f}$\n"
        + say("mean ELBO at the end", "最终平均 ELBO")
        + f" ${numbers.elbo[-1]:.6f}$\n"
        + say("nats per image", "每幅图像的纳特数"),
        transform=left.transAxes,
        ha="right",
        va="top",
        linespacing=1.5,
        bbox={"fc": "white", "ec": "none", "pad": 1},
        color=INK,
    )
    right.semilogy(steps, np.degrees(numbers.angle), color=P)
    right.set_ylabel(say("angle to the PCA plane, degrees", "与主成分平面的夹角，度"))
    for axes in (left, right):
        axes.set_xlabel(say("steps of L-BFGS", "L-BFGS 步数"))
        axes.minorticks_off()
        axes.grid(axis="y")
