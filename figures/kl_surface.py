r"""KL[N(mu, sigma^2)//N(0,1)]: a bowl whose bottom is the prior, and the three curves it is made of.

Look at: the arrows (minus the gradient) all lead to mu = 0, sigma = 1; the bowl is steep towards large sigma and
shallow towards small. On the right: sigma^2 pulls the variance down, -ln sigma^2 pushes it up, and they balance at 1;
below, mu^2 alone pulls the mean to 0.
Ask a class: without the term -ln sigma^2, what would the encoder do with its variance? Which term does the note's
reconstruction fight against?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.palette import INK, THIRD, P, Q
from numerics.estimates.univariate import kl_terms, kl_to_standard, kl_to_standard_gradient

LABEL = "5.2"
TITLE = {"en": "The KL to the prior is a bowl with its bottom at N(0, 1)", "zh": "到先验的 KL 是一个碗，碗底在 N(0, 1)"}
LEVELS = (0.1, 0.5, 1, 2, 4)
BETWEEN, BESIDE = 0.275, -1.62  # a mu and a ln sigma at which no arrow stands


class Numbers(NamedTuple):
    """Grids of mu (n,) and ln sigma (m,), KL (m, n), a coarse grid and its gradients, and the terms as curves.

    `deviation` (k,) goes with the terms sigma^2/2 and -ln sigma^2/2, `line` (l,) with mu^2/2.
    """

    mean: np.ndarray
    log_deviation: np.ndarray
    kl: np.ndarray
    arrows: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
    deviation: np.ndarray
    sigma_terms: tuple[np.ndarray, np.ndarray]
    line: np.ndarray
    mu_term: np.ndarray


def data(seed: int = 0) -> Numbers:
    """Nothing here is random; the seed is not used."""
    del seed
    mean, log_deviation = np.linspace(-2.5, 2.5, 161), np.linspace(-2.0, 1.1, 161)
    coarse = np.meshgrid(np.linspace(-2.2, 2.2, 9), np.linspace(-1.8, 0.8, 8))
    deviation, line = np.linspace(0.1, 2.2, 400), np.linspace(-2.2, 2.2, 400)
    return Numbers(
        mean,
        log_deviation,
        kl_to_standard(*np.meshgrid(mean, log_deviation)),
        (*coarse, *kl_to_standard_gradient(*coarse)),
        deviation,
        tuple(term / 2 for term in kl_terms(0.0, deviation**2)[:2]),
        line,
        kl_terms(line, 1.0)[2] / 2,
    )


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    formula = r"$KL[p(z_i/x)//q(z_i)]=1/2\ [\,\sigma^2-\ln\sigma^2+\mu^2-1\,]$"
    heading(figure, TITLE[lang], LABEL, formula)
    panels = figure.subplot_mosaic([["bowl", "sigma"], ["bowl", "mu"]], width_ratios=[1.15, 1], height_ratios=[1.9, 1])
    left = panels["bowl"]
    contours = left.contour(
        numbers.mean, numbers.log_deviation, numbers.kl, levels=LEVELS, cmap="cividis_r", linewidths=1.4
    )
    mu, log_sigma, d_mu, d_log = numbers.arrows
    length = np.hypot(d_mu, d_log)
    shown = length > 0.15
    scale = np.where(shown, length**0.6 / np.maximum(length, 1e-12), 0)  # long arrows shortened, directions kept
    left.quiver(
        mu[shown],
        log_sigma[shown],
        -(d_mu * scale)[shown],
        -(d_log * scale)[shown],
        color="#888888",
        width=0.006,
        scale=28,
        angles="xy",
    )
    left.plot(0, 0, "*", color=Q, ms=13)
    left.clabel(contours, fmt="%g", fontsize=9, colors="black", manual=_label_places())
    left.set(xlabel=r"$\mu$", ylabel=r"$\ln\sigma$")
    left.set_title(say("arrows: minus the gradient", "箭头：负梯度"))
    sigma, mean = panels["sigma"], panels["mu"]
    square, minus_log = numbers.sigma_terms
    sigma.plot(numbers.deviation, square, color=P, label=r"$1/2\ \sigma^2$")
    sigma.plot(numbers.deviation, minus_log, color=THIRD, label=r"$-1/2\ \ln\sigma^2$")
    whole = square + minus_log - 0.5
    sigma.plot(numbers.deviation, whole, color=INK, lw=2.4, label=r"$1/2\ [\sigma^2-\ln\sigma^2-1]$")
    sigma.plot(1, 0, "*", color=Q, ms=13)
    sigma.set(xlim=(0, numbers.deviation[-1]), ylim=(-0.95, 5.2), xlabel=r"$\sigma$")
    sigma.legend(loc="upper center")
    mean.plot(numbers.line, numbers.mu_term, color=Q, label=r"$1/2\ \mu^2$")
    mean.plot(0, 0, "*", color=Q, ms=13)
    mean.set(ylim=(-0.5, 2.7), xlabel=r"$\mu$")
    mean.legend(loc="upper center")
    for axes in (sigma, mean):
        axes.axhline(0, color="#BBBBBB", lw=1, zorder=0)
        axes.set_ylabel(say("nats", "纳特"))


def _label_places() -> list[tuple[float, float]]:
    """Where each contour gets its number: below the bottom between two columns of arrows, or beside, at BESIDE."""
    places = []
    for level in LEVELS:
        low, high = -2.0, 0.0  # down to the bottom the KL falls: where it has the level is found by halving
        if kl_to_standard(BETWEEN, low) < level:
            places.append((float(np.sqrt(2 * level - 2 * kl_to_standard(0.0, BESIDE))), BESIDE))
            continue
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if kl_to_standard(BETWEEN, middle) > level else (low, middle)
        places.append((BETWEEN, low))
    return places
