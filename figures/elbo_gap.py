r"""log q(x) is a ceiling: the ELBO of every encoder stays below it, and the gap is the KL to the posterior.

Look at: the curve touches the ceiling in one point only, where the encoder has the posterior's mean and spread, and
it touches with a horizontal tangent. The pink strip up to the ceiling is KL[p(z/x)//q(z/x)], computed by itself.
Ask a class: does raising the curve move the ceiling? What would a better decoder change in this picture, and what a
better encoder?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.palette import GAP, INK, P, Q
from numerics.estimates.importance_bound import GaussianEncoder, elbo, gap
from numerics.worlds.world import make_world

LABEL = "2.7, 2.8"
TITLE = {
    "en": "The ELBO stays below log q(x), and touches it at the posterior",
    "zh": "ELBO 始终低于 log q(x)，只在后验处相切",
}


class Sweep(NamedTuple):
    """The encoder's moving number, (n,); the ELBO and the KL to the posterior there, (n,); the posterior's own."""

    at: np.ndarray
    elbo: np.ndarray
    gap: np.ndarray
    posterior: float


class Numbers(NamedTuple):
    """log q(x) at one x, and the sweeps over the encoder's mean and its standard deviation. Nats."""

    log_evidence: float
    over_mean: Sweep
    over_deviation: Sweep


def data(seed: int = 0, points: int = 121) -> Numbers:
    """One x drawn from the model, in the linear-Gaussian world of this seed with one latent."""
    world = make_world("linear_gaussian", seed, shapes={"x": 3, "z": 1})
    x = world.sample("q", ("x",), 1, seed)["x"][0]
    posterior = world.density("q", ("z",), ("x",))
    mean, deviation = float(posterior.centre({"x": x})[0]), float(posterior.factor[0, 0])

    def sweep(at: np.ndarray, means: np.ndarray, deviations: np.ndarray, own: float) -> Sweep:
        encoder = GaussianEncoder(means[:, None], deviations[:, None])
        return Sweep(at, elbo(world, x, encoder), gap(world, x, encoder), own)

    means = mean + np.linspace(-3.2, 3.2, points) * deviation
    deviations = deviation * np.exp(np.linspace(-1.7, 1.15, points))
    return Numbers(
        float(world.density("q", ("x",)).log_density({"x": x})),
        sweep(means, means, np.full(points, deviation), mean),
        sweep(deviations, np.full(points, mean), deviations, deviation),
    )


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$ELBO=\log q(x)-KL[p(z/x)//q(z/x)]\leq\log q(x)$")
    names = (
        say(r"encoder's mean $\mu$", r"编码器的均值 $\mu$"),
        say(r"encoder's spread $\sigma$", r"编码器的标准差 $\sigma$"),
    )
    panels = figure.subplots(1, 2, sharey=True)
    for axes, sweep, name in zip(panels, (numbers.over_mean, numbers.over_deviation), names, strict=True):
        axes.fill_between(sweep.at, sweep.elbo, sweep.elbo + sweep.gap, color=GAP, alpha=0.45, lw=0)
        axes.axhline(numbers.log_evidence, color=Q, lw=2.2)
        axes.plot(sweep.at, sweep.elbo, color=P, lw=2.2)
        axes.plot(sweep.posterior, numbers.log_evidence, "o", color=INK, ms=6, zorder=5)
        axes.set_xlabel(name)
        axes.margins(x=0)
    low = min(numbers.over_mean.elbo.min(), numbers.over_deviation.elbo.min())
    height = numbers.log_evidence - low
    panels[0].set_ylim(low - 0.03 * height, numbers.log_evidence + 0.28 * height)
    panels[0].set_ylabel(say("nats", "纳特"))
    mean = numbers.over_mean
    panels[0].text(
        mean.at[2],
        numbers.log_evidence + 0.03 * height,
        rf"$\log q(x)={numbers.log_evidence:.3f}$",
        color=Q,
        va="bottom",
    )
    panels[0].annotate(
        "$ELBO$",
        (mean.at[90], mean.elbo[90]),
        xytext=(-6, -4),
        textcoords="offset points",
        color=P,
        ha="right",
        va="top",
    )
    panels[0].text(mean.at[4], numbers.log_evidence - 0.14 * height, "$KL$", va="center", fontsize=10.5)
    panels[0].text(mean.at[-5], numbers.log_evidence - 0.14 * height, "$KL$", va="center", ha="right", fontsize=10.5)
    for axes, sweep, name in zip(panels, (numbers.over_mean, numbers.over_deviation), (r"\mu", r"\sigma"), strict=True):
        axes.plot([sweep.posterior] * 2, [low - 0.03 * height, numbers.log_evidence], color=INK, lw=0.8, ls=":")
        axes.annotate(
            say("posterior: ", "后验：") + f"${name}={sweep.posterior:.2f}$",
            (sweep.posterior, numbers.log_evidence),
            xytext=(0, 22),
            textcoords="offset points",
            ha="center",
            va="bottom",
        )
