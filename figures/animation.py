r"""Two films: one encoder moves to the posterior while the bound rises; the latent plane orders itself in training.

Look at: on the left the blue heap walks to the orange one, and below the bound climbs to its ceiling and stays under
it. On the right each dot is a held-out digit's place in the plane, epoch by epoch (early epochs are shown slower).
Ask a class: why does the left film stop short of the ceiling? When does the plane change most, and what pulls the dots
apart, what together?
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from figures.canvas import heading
from figures.digits_model import Snapshot, snapshots
from figures.language import speaker
from figures.latent_space import TEN_COLOURS
from figures.palette import GAP, P, Q
from numerics.estimates.encoder_ascent import Ascent, ascend
from numerics.estimates.univariate import Normal
from numerics.vae.digits import split_digits
from numerics.worlds.world import make_world

LABEL = "2.7"
TITLE = {"en": "The encoder goes to the posterior, the bound goes up", "zh": "编码器走向后验，下界随之上升"}
FRAMES = 30
MILLISECONDS, LAST_MILLISECONDS = 180, 2500
START = (-1.6, -1.3)  # mean and log standard deviation of the first encoder


class Numbers(NamedTuple):
    """The ascent (FRAMES steps), a grid z (g,) with the posterior there (g,), snapshots of the plane, and labels."""

    ascent: Ascent
    z: np.ndarray
    posterior: np.ndarray
    snapshots: tuple[Snapshot, ...]
    labels: np.ndarray


def data(seed: int = 0) -> Numbers:
    """One x drawn from the model in the nonlinear world of this seed; the digits' model of this seed."""
    world = make_world("nonlinear", seed)
    x = world.sample("q", ("x",), 1, seed)["x"][0]
    ascent = ascend(world, x, *START, steps=FRAMES - 1, rate=0.12)
    z = np.linspace(-3.5, 3.5, 281)
    posterior = np.exp(world.density("q", ("z",), ("x",)).log_density({"x": x, "z": z[:, None]}))
    return Numbers(ascent, z, posterior, snapshots(seed, FRAMES), split_digits().held_out_labels)


def frames(numbers: Numbers) -> Iterable[int]:
    return range(len(numbers.ascent.elbo))


def draw(figure: Figure, numbers: Numbers, lang: str = "en", frame: int = FRAMES - 1) -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$ELBO=\log q(x)-KL[p(z/x)//q(z/x)]$")
    panels = figure.subplot_mosaic([["heap", "plane"], ["bound", "plane"]], width_ratios=[1, 1.02])
    ascent, shown = numbers.ascent, slice(None, frame + 1)
    heap = panels["heap"]
    density = Normal(ascent.mean[frame], ascent.deviation[frame]).density(numbers.z)
    heap.fill_between(numbers.z, density, color=P, alpha=0.35, lw=0)
    heap.plot(numbers.z, density, color=P, label=say("encoder ", "编码器 ") + "$p(z/x)$")
    heap.plot(numbers.z, numbers.posterior, color=Q, label=say("posterior ", "后验 ") + "$q(z/x)$")
    heap.set_ylim(0, 1.1 / (ascent.deviation.min() * np.sqrt(2 * np.pi)))
    heap.set_yticks([])
    heap.spines["left"].set_visible(False)
    heap.set_xlabel("$z$")
    heap.legend(loc="upper right", borderaxespad=0)
    bound = panels["bound"]
    steps = np.arange(len(ascent.elbo))
    bound.axhline(ascent.log_evidence, color=Q)
    bound.plot(steps[shown], ascent.elbo[shown], color=P)
    bound.plot([frame] * 2, [ascent.elbo[frame], ascent.log_evidence], color=GAP, lw=4, solid_capstyle="butt")
    height = ascent.log_evidence - ascent.elbo.min()
    bound.set_ylim(ascent.elbo.min() - 0.08 * height, ascent.log_evidence + 0.12 * height)
    bound.set_xlim(-0.5, len(steps) - 0.5)
    bound.text(
        len(steps) - 1, ascent.elbo.min() + 0.25 * height, f"$KL={ascent.gap[frame]:.3f}$", ha="right", va="center"
    )
    bound.set(xlabel=say("step", "步"), ylabel="$ELBO$")
    plane, snapshot = panels["plane"], numbers.snapshots[min(frame, len(numbers.snapshots) - 1)]
    for radius in (1, 2):
        plane.add_patch(Circle((0, 0), radius, fill=False, ec=Q, ls=(0, (4, 2)), lw=1.2))
    plane.scatter(*snapshot.mean.T, c=np.array(TEN_COLOURS)[numbers.labels], s=9, lw=0, alpha=0.8)
    plane.set(xlim=(-3.6, 3.6), ylim=(-3.6, 3.6), aspect="equal", xlabel="$z_1$", ylabel="$z_2$")
    for digit, colour in enumerate(TEN_COLOURS):
        plane.plot([], [], "o", color=colour, ms=5, ls="none", label=str(digit))
    plane.legend(loc="center left", bbox_to_anchor=(1, 0.5), handlelength=0.8, handletextpad=0.2, labelspacing=0.25)
    plane.set_title(say(f"digits, epoch {snapshot.epoch}", f"数字，第 {snapshot.epoch} 轮"))
