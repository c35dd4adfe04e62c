r"""The Jensen step of the importance-weighted bound: the average of k weights hardly spreads, so its log loses little.

Look at: the heap is the average of k weights, drawn many times, in units of q(x), so that its mean is 1 whatever k is.
The larger k, the narrower the heap, the straighter the piece of the logarithm that it sees, the smaller the step from
E log down from log E.
Ask a class: what is k = 1? Why does the heap's mean stay where it is, and its mode not? How does the gap shrink once
the heap is narrow?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.palette import GAP, P, Q
from numerics.estimates.importance_bound import GaussianEncoder, elbo, log_weights
from numerics.worlds.world import make_world

LABEL = "10.12 - 10.16"
TITLE = {
    "en": "Averaging k weights before the log closes Jensen's gap",
    "zh": "先平均 k 个权重再取对数，詹森差距就缩小",
}
COUNTS = (1, 5, 50)
SETS = 20_000
RIGHT, BINS = 3.0, 60  # the window goes from 0 to RIGHT times q(x)
OFF = 0.9  # how far the encoder's mean is from the posterior's, in the posterior's deviations


class Numbers(NamedTuple):
    """Averages of k weights over q(x), (3, SETS), for each of COUNTS; log q(x) and the ELBO, exact. Nats."""

    averages: np.ndarray
    log_evidence: float
    elbo: float

    @property
    def bound(self) -> np.ndarray:
        """E log (average / q(x)) for each k, (3,): minus Jensen's gap. The average's own mean, 1, steadies it."""
        return self._each().mean(axis=1)

    @property
    def standard_error(self) -> np.ndarray:
        """Of the bound, (3,)."""
        return self._each().std(axis=1, ddof=1) / np.sqrt(SETS)

    def _each(self) -> np.ndarray:
        return np.log(self.averages) - (self.averages - 1)  # E average = 1 exactly, so the mean is that of the log


def data(seed: int = 0) -> Numbers:
    """One x drawn from the model, in the linear-Gaussian world of this seed with one latent; an encoder beside it.

    The encoder is wider than the posterior, so the weights are bounded and their averages have every moment.
    """
    world = make_world("linear_gaussian", seed, shapes={"x": 3, "z": 1})
    x = world.sample("q", ("x",), 1, seed)["x"][0]
    posterior = world.density("q", ("z",), ("x",))
    mean, deviation = float(posterior.centre({"x": x})[0]), float(posterior.factor[0, 0])
    encoder = GaussianEncoder(np.array([[mean + OFF * deviation]]), np.array([[1.25 * deviation]]))
    evidence = float(world.density("q", ("x",)).log_density({"x": x}))
    averages = []
    for k in COUNTS:
        noise = np.random.default_rng([seed, 218, k]).standard_normal((SETS, k, 1))
        averages.append(np.exp(log_weights(world, x, encoder, noise)[0] - evidence).mean(axis=1))
    return Numbers(np.array(averages), evidence, float(elbo(world, x, encoder)[0]))


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    formula = r"$E\,\log\,(1/k\ \Sigma_j\,w_j)\leq\log E\,(1/k\ \Sigma_j\,w_j)=\log q(x),\quad w_j=q(x,z_j)/p(z_j/x)$"
    heading(figure, TITLE[lang], LABEL, formula)
    panels = figure.subplots(1, 3, sharex=True, sharey=True)
    grid = np.linspace(0.02, RIGHT, 400)
    floor, edges = -2.4, np.linspace(0, RIGHT, BINS + 1)
    for axes, k, averages, bound in zip(panels, COUNTS, numbers.averages, numbers.bound, strict=True):
        counts = np.histogram(averages, edges)[0]
        axes.stairs(floor + 1.1 * counts / counts.max(), edges, baseline=floor, fill=True, color=P, alpha=0.35)
        axes.plot(grid, np.log(grid), color=Q, lw=2.2)
        axes.plot([1, 1], [floor, bound], color=P, lw=0.8, ls=":")
        axes.plot([1, 1], [bound, 0], color=GAP, lw=5, solid_capstyle="butt")
        axes.plot(1, 0, "o", color=Q, ms=7)
        axes.plot(1, bound, "s", color=P, ms=6)
        axes.set_title(f"$k={k}$: " + say("gap", "差距") + f" ${-bound:.3f}$")
        axes.set_xticks([0, 1, 2, 3])
    panels[0].set_ylim(floor, 1.25)
    panels[0].set_xlim(0, RIGHT)
    panels[0].set_ylabel(say("log, nats", "对数，纳特"))
    panels[0].annotate(r"$\log E$", (1, 0), xytext=(-4, 5), textcoords="offset points", ha="right", color=Q)
    panels[0].annotate(r"$E\,\log$", (1, numbers.bound[0]), xytext=(8, -9), textcoords="offset points", color=P)
    panels[1].set_xlabel(say(r"average of $k$ weights, in units of $q(x)$", r"$k$ 个权重的平均，以 $q(x)$ 为单位"))
