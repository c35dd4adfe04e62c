r"""Where the digits live in the plane: each held-out digit's posterior, and all of them together against the prior.

Look at: each ellipse is one standard deviation of p(z/x) for one digit; digits that look alike lie side by side. All
together they should look like the prior q(z) (dashed circles at one and two standard deviations, dashed curves).
Ask a class: where would a drawn z give a digit that is none? Why do the ellipses not all have the prior's size?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.collections import EllipseCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from figures.canvas import heading
from figures.digits_model import digits_run
from figures.language import speaker
from figures.palette import INK, P, Q
from numerics.estimates.univariate import Normal
from numerics.vae.digits import split_digits
from numerics.vae.latent import Aggregate, aggregate, aggregate_density

LABEL = "5.3"
TITLE = {"en": "The latent plane: posteriors of the held-out digits", "zh": "隐空间：留出数字的后验"}
# Tol's muted set and two greys: told apart with any colour vision, and none of them is the palette's P, Q or GAP.
TEN_COLOURS = (
    "#332288", "#882255", "#117733", "#CC6677", "#DDAA33", "#44AA99", "#222222", "#88CCEE", "#999933", "#8C8C8C",
)  # fmt: skip


class Numbers(NamedTuple):
    """Of each held-out digit mean and deviation of p(z/x), (n, 2), and its label (n,); of all the aggregate.

    `grid` (g,) with the densities of the aggregate's coordinates (2, g) and of the prior (g,).
    """

    mean: np.ndarray
    deviation: np.ndarray
    labels: np.ndarray
    aggregate: Aggregate
    grid: np.ndarray
    density: np.ndarray
    prior: np.ndarray


def data(seed: int = 0) -> Numbers:
    """The digits' model of this seed."""
    digits = split_digits()
    mean, log_variance = (a.astype(float) for a in digits_run(seed).model.encode(digits.held_out))
    grid = np.linspace(-4.2, 4.2, 301)
    density = np.stack([aggregate_density(mean[:, k], log_variance[:, k], grid) for k in (0, 1)])
    return Numbers(
        mean,
        np.exp(log_variance / 2),
        digits.held_out_labels,
        aggregate(mean, log_variance),
        grid,
        density,
        Normal(0.0, 1.0).density(grid),
    )


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL)
    plane, side = figure.subplots(1, 2, width_ratios=[1.45, 1])
    draw_plane(plane, numbers)
    plane.set_title(say(
        "ellipses: $p(z/x)$ at one deviation\ncircles: $q(z)$ at one and two",
        "椭圆：$p(z/x)$ 的一倍标准差\n虚线圆：$q(z)$ 的一倍、两倍标准差",
    ), linespacing=1.3)  # fmt: skip
    for density, style, name in zip(numbers.density, ("-", (0, (1, 1))), ("$z_1$", "$z_2$"), strict=True):
        side.plot(numbers.grid, density, color=P, ls=style, label=name + say(", all digits", "，全部数字"))
    side.plot(numbers.grid, numbers.prior, color=Q, ls=(0, (4, 2)), label="$q(z_i)=N(0,1)$")
    spread = np.sqrt(np.diag(numbers.aggregate.covariance))
    side.set_title(say("deviations", "标准差") + f" {spread[0]:.2f}, {spread[1]:.2f}")
    side.set_yticks([])
    side.spines["left"].set_visible(False)
    side.set_ylim(0, 1.55 * max(numbers.density.max(), numbers.prior.max()))
    side.legend(loc="upper center")
    side.set_xlabel("$z_i$")


def draw_plane(axes, numbers: Numbers, reach: float = 3.3) -> None:
    """The posteriors as ellipses, each class named at its middle, on the prior's circles."""
    colours = np.array(TEN_COLOURS)[numbers.labels]
    width, height = 2 * numbers.deviation.T
    axes.add_collection(
        EllipseCollection(
            width,
            height,
            np.zeros(len(width)),
            units="xy",
            offsets=numbers.mean,
            transOffset=axes.transData,
            facecolors=colours,
            edgecolors="none",
            alpha=0.45,
        )
    )
    for radius in (1, 2):
        axes.add_patch(Circle((0, 0), radius, fill=False, ec=Q, ls=(0, (4, 2)), lw=1.2))
    middles = np.stack([np.median(numbers.mean[numbers.labels == digit], axis=0) for digit in range(10)])
    for digit, (x, y) in enumerate(pushed_apart(middles, 0.24 * reach)):
        axes.text(
            x,
            y,
            str(digit),
            ha="center",
            va="center",
            fontsize=13,
            weight="bold",
            family="DejaVu Sans",
            color=INK,
            bbox={"boxstyle": "circle,pad=0.12", "fc": "white", "ec": TEN_COLOURS[digit], "lw": 1.5},
        )
    axes.set_xlim(-reach * 1.15, reach * 1.15)
    axes.set_ylim(-reach, reach)
    axes.set_aspect("equal")
    axes.set(xlabel="$z_1$", ylabel="$z_2$")


def pushed_apart(points: np.ndarray, distance: float) -> np.ndarray:
    """Points (n, 2) moved as little as it takes to have this distance from each other, for labels to be read."""
    moved = points.copy()
    for _ in range(200):
        apart = moved[:, None] - moved[None, :]  # n, n, 2
        length = np.hypot(*apart.transpose(2, 0, 1)) + np.eye(len(points)) * distance
        push = np.maximum(1.02 * distance - length, 0) / 2
        if not np.any(length < distance):
            break
        moved = moved + (apart * (push / length)[..., None]).sum(axis=1)
    return moved
