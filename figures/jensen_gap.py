r"""Why E log stays below log E: with two draws, and with all of them.

Look at: on the left, for two draws z_1, z_2 of the encoder, w = q(x,z)/p(z/x); the middle of the chord is the average
of the logs, the curve above it the log of the average. On the right the same with every draw: the blue heap is how w
is spread, and the log of its average is log q(x).
Ask a class: for which w would the chord touch the curve? What would the heap look like if the encoder were the
posterior?
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.palette import GAP, P, Q
from numerics.estimates.importance_bound import GaussianEncoder, elbo, log_weights
from numerics.worlds.world import make_world

LABEL = "2.14 - 2.18"
TITLE = {"en": "The average of a log is below the log of the average", "zh": "对数的平均低于平均的对数"}
DRAWS = (-1.3, 1.3)  # the encoder's two draws, in its standard deviations
HEAP = 4000  # draws that the heap is made of
BINS = 32
SHOWN = 0.95  # of the draws: the heap has a long tail


class Numbers(NamedTuple):
    """Two weights w (2,); their average, its log, the average of their logs; then of all draws, nats.

    `heap` are weights of so many draws (HEAP,); `log_evidence` = log E w and `elbo` = E log w are exact.
    """

    weights: np.ndarray
    mean_weight: float
    log_of_mean: float
    mean_of_log: float
    heap: np.ndarray
    log_evidence: float
    elbo: float


def data(seed: int = 0) -> Numbers:
    """One x drawn from the data and its encoder, in the nonlinear world of this seed."""
    world = make_world("nonlinear", seed)
    x = world.sample("p", ("x",), 1, seed)["x"][0]
    own = world.density("p", ("z",), ("x",))
    encoder = GaussianEncoder(own.mean(x)[None, :], np.exp(own.log_deviation(x))[None, :])
    weights = np.exp(log_weights(world, x, encoder, np.array(DRAWS)[:, None])[0])
    noise = np.random.default_rng([seed, 14]).standard_normal((HEAP, 1))
    average = float(weights.mean())
    return Numbers(
        np.sort(weights),
        average,
        math.log(average),
        float(np.log(weights).mean()),
        np.exp(log_weights(world, x, encoder, noise)[0]),
        float(world.density("q", ("x",)).log_density({"x": x})),
        float(elbo(world, x, encoder)[0]),
    )


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$E\,\log w\leq\log E\,w,\qquad w=q(x,z)/p(z/x),\ z\sim p(z/x)$")
    left, right = figure.subplots(1, 2)
    low, high = numbers.weights
    _curve(left, low * 0.6, high * 1.06)
    left.plot([low, high], np.log([low, high]), "o-", color=P)
    _both(left, numbers.mean_weight, numbers.mean_of_log, numbers.log_of_mean, r"\log E\,w")
    left.set_xlabel(say("$w$ of two draws $z$", "两次采样 $z$ 的 $w$"))
    left.set_ylabel("$\\log w$")
    least, most = np.quantile(numbers.heap, [0.01, SHOWN])
    _curve(right, least, most)
    counts, edges = np.histogram(numbers.heap, np.linspace(least, most, BINS + 1))
    floor = math.log(least)
    height = 0.3 * (math.log(most) - floor) * counts / counts.max()
    right.stairs(floor + height, edges, baseline=floor, fill=True, color=P, alpha=0.35)
    evidence = math.exp(numbers.log_evidence)
    right.plot([evidence] * 2, [floor, numbers.elbo], color=P, lw=0.8, ls=":")
    _both(right, evidence, numbers.elbo, numbers.log_evidence, r"\log q(x)=\log E\,w", right=True)
    right.set_ylim(bottom=floor)
    right.set_xlabel(
        say(
            f"$w$ of all draws ({1 - SHOWN:.0%} lie beyond)",
            f"全部采样的 $w$（另有 {1 - SHOWN:.0%} 更靠右）",
        )
    )


def _curve(axes: Axes, low: float, high: float) -> None:
    grid = np.linspace(low, high, 300)
    axes.plot(grid, np.log(grid), color=Q, lw=2.2)


def _both(axes: Axes, at: float, mean_of_log: float, log_of_mean: float, name: str, right: bool = False) -> None:
    """The log of the average on the curve, the average of the logs below it, and the gap between them."""
    axes.plot([at, at], [mean_of_log, log_of_mean], color=GAP, lw=4)
    axes.plot(at, log_of_mean, "o", color=Q, ms=7)
    axes.plot(at, mean_of_log, "s", color=P, ms=6)
    axes.annotate(
        f"${name}={log_of_mean:.2f}$", (at, log_of_mean), xytext=(8, -7) if right else (-3, 8),
        textcoords="offset points", ha="left" if right else "right", color=Q,
    )  # fmt: skip
    axes.annotate(
        rf"$E\,\log w={mean_of_log:.2f}$", (at, mean_of_log), xytext=(8, -12), textcoords="offset points", color=P
    )
