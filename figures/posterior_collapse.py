r"""Posterior collapse: some latents never pay for themselves, their KL goes to zero and the decoder goes without them.

Look at: each curve is the KL of one latent, averaged over the held-out digits. They begin where random weights put
them, and fall; those that the decoder learns to use come back, the others stay at zero for good. On the right each row
moves one latent from -2 to 2 with the others at 0: where the KL is zero, nothing moves.
Ask a class: what is p(z_i/x) for a latent whose KL is 0? Would a smaller sigma_g wake it up, and why?
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.digits_model import WideSnapshot, wide_snapshots
from figures.language import speaker
from figures.mosaic import show, tiled
from figures.palette import GREY, P

LABEL = "5.13 - 5.18"
TITLE = {"en": "Posterior collapse: latents whose KL goes to zero", "zh": "后验坍缩：KL 归零的隐变量"}
KL_WEIGHT = 4.0
FRAMES = 30
MILLISECONDS, LAST_MILLISECONDS = 220, 3000
SIGN_OF_LIFE = 0.05  # nats: a latent with less is drawn grey
PLACES = np.linspace(-2, 2, 7)


class Numbers(NamedTuple):
    """FRAMES looks at one training, latents in the order of their KL at its end."""

    snapshots: tuple[WideSnapshot, ...]

    @property
    def epochs(self) -> np.ndarray:
        return np.array([snapshot.epoch for snapshot in self.snapshots])

    @property
    def kl(self) -> np.ndarray:
        """(FRAMES, latents), mean over the held-out digits, nats."""
        return np.array([snapshot.kl for snapshot in self.snapshots])

    @property
    def alive(self) -> np.ndarray:
        """(latents,): whether the latent says anything at the end."""
        return self.kl[-1] > SIGN_OF_LIFE


def data(seed: int = 0) -> Numbers:
    """The model with eight latents of this seed, with the KL weighed by KL_WEIGHT."""
    found = wide_snapshots(seed, KL_WEIGHT, FRAMES, PLACES)
    order = np.argsort(-found[-1].kl)
    return Numbers(tuple(WideSnapshot(s.epoch, s.kl[order], s.moved[order]) for s in found))


def frames(numbers: Numbers) -> Iterable[int]:
    return range(len(numbers.snapshots))


def draw(figure: Figure, numbers: Numbers, lang: str = "en", frame: int = FRAMES - 1) -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$KL[p(z/x)//q(z)]=\Sigma_i\ KL[p(z_i/x)//q(z_i)]$")
    left, right = figure.subplots(1, 2, width_ratios=[1.25, 1])
    epochs, kl, snapshot = numbers.epochs, numbers.kl, numbers.snapshots[frame]
    for i, alive in enumerate(numbers.alive):
        look = {"color": P if alive else GREY, "ls": "-" if alive else (0, (2, 1))}
        left.plot(epochs[: frame + 1], kl[: frame + 1, i], **look, lw=1.8)
        left.plot(epochs[frame], kl[frame, i], "o", color=look["color"], ms=4)
    left.set_xscale("log")
    left.set_xticks([1, 3, 10, 30, 100], ["1", "3", "10", "30", "100"])
    left.minorticks_off()
    left.set(xlim=(0.9, 1.15 * epochs[-1]), ylim=(-0.03 * kl.max(), 1.2 * kl.max()))
    left.set(xlabel=say("epoch", "轮"), ylabel=say("$KL[p(z_i/x)//q(z_i)]$, nats", "$KL[p(z_i/x)//q(z_i)]$，纳特"))
    silent, count, total = int(np.sum(~numbers.alive)), len(snapshot.kl), snapshot.kl.sum()
    said = say(
        f"epoch {snapshot.epoch}: in all {total:.2f} nats\nin the end {silent} of {count} silent (dashed)",
        f"第 {snapshot.epoch} 轮：共 {total:.2f} 纳特\n最终 {count} 个中 {silent} 个沉默（虚线）",
    )
    left.text(0.98, 0.97, said, transform=left.transAxes, ha="right", va="top", linespacing=1.4)
    show(right, tiled(snapshot.moved.reshape(-1, 64), len(PLACES)))
    middles = 9 * np.arange(len(snapshot.kl)) + 3.5
    right.set_yticks(middles, [f"${value:.2f}$" for value in snapshot.kl])
    for tick, alive in zip(right.get_yticklabels(), numbers.alive, strict=True):
        tick.set_color(P if alive else GREY)
    right.tick_params(length=0)
    right.set_xticks([3.5, 9 * (len(PLACES) // 2) + 3.5, 9 * (len(PLACES) - 1) + 3.5], ["$-2$", "$0$", "$2$"])
    right.set_xlabel("$z_i$")
    right.set_title(say("$KL$, and what $z_i$ draws", "$KL$，以及 $z_i$ 画出什么"))
