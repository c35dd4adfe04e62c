r"""The average of log q(x/z) over z is not log q(x/z) at the average z: the encoder cannot be left out.

Look at: log q(x/z) is a curve in z, and the encoder weighs it. The average is one number, the dashed line; the dot is
the curve at the encoder's mean. They are two heights.
Ask a class: why can the encoder z ~ p(z/x) not be left out of the note's reconstruction term? For which curves would
the dot lie on the line whatever the encoder's spread?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.palette import GAP, INK, P, Q
from numerics.arithmetic.quadrature import normal_grid
from numerics.worlds.world import make_world

LABEL = "7.1"
TITLE = {
    "en": "An average over z is not the value at the average z",
    "zh": "对 z 求平均，不等于在 z 的平均处取值",
}


class Numbers(NamedTuple):
    """A grid z (n,) with log q(x/z) and the encoder's density there; the encoder's mean; nats at its mean, expected."""

    z: np.ndarray
    log_likelihood: np.ndarray
    encoder: np.ndarray
    encoder_mean: float
    at_mean: float
    expected: float


def data(seed: int = 0) -> Numbers:
    """One x drawn from the data, in the nonlinear world of this seed; the expectation by quadrature."""
    world = make_world("nonlinear", seed)
    x = world.sample("p", ("x",), 1, seed)["x"][0]
    encoder, decoder = world.density("p", ("z",), ("x",)), world.density("q", ("x",), ("z",))
    mean, deviation = float(encoder.mean(x)[0]), float(np.exp(encoder.log_deviation(x))[0])
    noise, shares = normal_grid("trapezium", 161, 1)
    z = np.linspace(mean - 3 * deviation, mean + 3 * deviation, 241)[:, None]
    return Numbers(
        z[:, 0],
        decoder.log_density({"x": x, "z": z}),
        np.exp(encoder.log_density({"x": x, "z": z})),
        mean,
        float(decoder.log_density({"x": x, "z": np.array([mean])})),
        float(decoder.log_density({"x": x, "z": mean + deviation * noise}) @ shares),
    )


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$E_{z\sim p(z/x)}\log q(x/z)\neq\log q(x/Ez)$")
    axes = figure.subplots()
    floor = numbers.log_likelihood.min()
    span = numbers.log_likelihood.max() - floor
    heap = 0.5 * span * numbers.encoder / numbers.encoder.max()
    axes.fill_between(numbers.z, floor - 0.55 * span, floor - 0.55 * span + heap, color=P, alpha=0.25, lw=0)
    axes.text(numbers.encoder_mean, floor - 0.42 * span, "$p(z/x)$", color=P, ha="center")
    axes.plot(numbers.z, numbers.log_likelihood, color=Q, lw=2.2)
    axes.annotate(
        r"$\log q(x/z)$", (numbers.z[0], numbers.log_likelihood[0]), xytext=(6, -8), textcoords="offset points",
        color=Q, va="top",
    )  # fmt: skip
    axes.axhline(numbers.expected, color=P, lw=2, ls=(0, (4, 2)))
    axes.plot([numbers.encoder_mean] * 2, [numbers.expected, numbers.at_mean], color=GAP, lw=5, solid_capstyle="butt")
    axes.plot(numbers.encoder_mean, numbers.at_mean, "o", color=INK, ms=8)
    axes.annotate(
        say("at the average: ", "在平均处：") + rf"$\log q(x/Ez)={numbers.at_mean:.2f}$",
        (numbers.encoder_mean, numbers.at_mean), xytext=(10, 14), textcoords="offset points", va="bottom",
    )  # fmt: skip
    axes.annotate(
        say("the average: ", "平均：") + rf"$E\,\log q(x/z)={numbers.expected:.2f}$",
        (numbers.z[-1], numbers.expected), xytext=(0, 4), textcoords="offset points", va="bottom", ha="right", color=P,
    )  # fmt: skip
    axes.set_ylim(floor - 0.55 * span, floor + 1.25 * span)
    axes.margins(x=0)
    axes.set(xlabel="$z$", ylabel=say("nats", "纳特"))
