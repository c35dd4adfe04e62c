r"""Why E log stays below log E, and why E log q(x/z) is not log q(x/z).

Look at: on the left, for two draws z_1, z_2 of the encoder, w = q(x,z)/p(z/x); the middle of the chord is the average
of the logs, the curve above it the log of the average. On the right, log q(x/z) is a curve in z and its average is one
number: it is neither the curve nor, in general, the curve at the mean.
Ask a class: for which w would the chord touch the curve? Why can the encoder z ~ p(z/x) not be left out of the note's
reconstruction term?
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.palette import GAP, INK, P, Q
from numerics.arithmetic.quadrature import normal_grid
from numerics.worlds.world import make_world

LABEL = "2.14 - 2.18"
TITLE = {"en": "The average of a log is below the log of the average", "zh": "对数的平均低于平均的对数"}
DRAWS = (-1.3, 1.3)  # the encoder's two draws, in its standard deviations


class Numbers(NamedTuple):
    """Two weights w (2,); their average, its log, and the average of their logs.

    Then a grid z (n,) with log q(x/z) and the encoder's density there, the encoder's mean, E log q(x/z) under the
    encoder, and log q(x/z) at its mean. Nats.
    """

    weights: np.ndarray
    mean_weight: float
    log_of_mean: float
    mean_of_log: float
    z: np.ndarray
    log_likelihood: np.ndarray
    encoder: np.ndarray
    encoder_mean: float
    expected: float
    at_mean: float


def data(seed: int = 0) -> Numbers:
    """One x drawn from the data, in the nonlinear world of this seed."""
    world = make_world("nonlinear", seed)
    x = world.sample("p", ("x",), 1, seed)["x"][0]
    encoder, decoder = world.density("p", ("z",), ("x",)), world.density("q", ("x",), ("z",))
    joint = world.density("q", ("x", "z"))

    def log_weight(z: np.ndarray) -> np.ndarray:
        return joint.log_density({"x": x, "z": z}) - encoder.log_density({"x": x, "z": z})

    mean, deviation = float(encoder.mean(x)[0]), float(np.exp(encoder.log_deviation(x))[0])
    weights = np.exp(log_weight(mean + deviation * np.array(DRAWS)[:, None]))
    noise, shares = normal_grid("trapezium", 161, 1)
    z = np.linspace(mean - 3 * deviation, mean + 3 * deviation, 241)[:, None]
    average = float(weights.mean())
    return Numbers(
        np.sort(weights),
        average,
        math.log(average),
        float(np.log(weights).mean()),
        z[:, 0],
        decoder.log_density({"x": x, "z": z}),
        np.exp(encoder.log_density({"x": x, "z": z})),
        mean,
        float(decoder.log_density({"x": x, "z": mean + deviation * noise}) @ shares),
        float(decoder.log_density({"x": x, "z": np.array([mean])})),
    )


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$E\,\log w\leq\log E\,w,\qquad w=q(x,z)/p(z/x),\ z\sim p(z/x)$")
    left, right = figure.subplots(1, 2)
    low, high = numbers.weights
    grid = np.linspace(low * 0.6, high * 1.06, 300)
    left.plot(grid, np.log(grid), color=Q, lw=2.2)
    left.plot([low, high], np.log([low, high]), "o-", color=P)
    middle = numbers.mean_weight
    left.plot([middle, middle], [numbers.mean_of_log, numbers.log_of_mean], color=GAP, lw=4)
    left.plot(middle, numbers.log_of_mean, "o", color=Q, ms=7)
    left.plot(middle, numbers.mean_of_log, "s", color=P, ms=6)
    left.annotate(
        rf"$\log E\,w={numbers.log_of_mean:.2f}$",
        (middle, numbers.log_of_mean),
        xytext=(2, 8),
        textcoords="offset points",
        ha="right",
        color=Q,
    )
    left.annotate(
        rf"$E\,\log w={numbers.mean_of_log:.2f}$",
        (middle, numbers.mean_of_log),
        xytext=(8, -12),
        textcoords="offset points",
        color=P,
    )
    left.set_xlabel(say("$w$ at two draws of $z$", "两次采样 $z$ 处的 $w$"))
    left.set_ylabel(r"$\log w$")
    right.plot(numbers.z, numbers.log_likelihood, color=Q, lw=2.2)
    right.axhline(numbers.expected, color=P, lw=1.8, ls=(0, (4, 2)))
    floor = numbers.log_likelihood.min()
    span = numbers.log_likelihood.max() - floor
    right.fill_between(
        numbers.z,
        floor - 0.5 * span,
        floor - 0.5 * span + 0.42 * span * numbers.encoder / numbers.encoder.max(),
        color=P,
        alpha=0.25,
        lw=0,
    )
    right.plot(numbers.encoder_mean, numbers.at_mean, "o", color=INK, ms=6)
    right.set_ylim(floor - 0.5 * span, floor + 1.35 * span)
    right.text(numbers.encoder_mean, floor - 0.42 * span, "$p(z/x)$", color=P, ha="center")
    right.set_title(
        rf"$\log q(x/Ez)={numbers.at_mean:.2f}$" + "\n" + rf"$E\,\log q(x/z)={numbers.expected:.2f}$", linespacing=1.4
    )
    right.set_xlabel("$z$")
    right.set_ylabel(r"$\log q(x/z)$")
