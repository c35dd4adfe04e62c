r"""The error of a sampled reconstruction term against the number of draws, four ways of drawing.

Look at: plain draws lose a factor ten for a hundred times more work, and so do antithetic pairs and control variates,
from a lower start; scrambled Sobol points fall faster. The slopes are fitted to measured errors (64 repeats each).
Ask a class: which method would you choose for one draw a step, as the note does, and which for a final report?
"""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.palette import FOURTH, THIRD, P, Q
from numerics.estimates.convergence import (
    Errors,
    Slope,
    fitted_slope,
    reconstruction_integrand,
    root_mean_square_errors,
)
from numerics.estimates.monte_carlo import METHODS

LABEL = "7.1"
TITLE = {"en": "How the error falls with the number of draws", "zh": "误差随采样数下降"}
SIZES = tuple(2**j for j in range(4, 13))
COLOURS = dict(zip(METHODS, (P, FOURTH, THIRD, Q), strict=True))
MARKERS = dict(zip(METHODS, "os^D", strict=True))
NAMES = {
    "plain": ("plain", "普通"), "antithetic": ("antithetic pairs", "对偶变量"),
    "control": ("control variates", "控制变量"), "sobol": ("scrambled Sobol", "扰动 Sobol"),
}  # fmt: skip


class Curve(NamedTuple):
    """Errors in nats at SIZES, and the slope fitted to them."""

    measured: Errors
    fit: Slope


def data(seed: int = 0) -> dict[str, Curve]:
    """One curve for each method, for E log q(x/z) at one x of the nonlinear world of this seed."""
    integrand, dimension, truth = reconstruction_integrand(seed)
    curves = {}
    for method in METHODS:
        measured = root_mean_square_errors(integrand, dimension, truth, method, SIZES, seed)
        curves[method] = Curve(measured, fitted_slope(measured))
    return curves


def draw(figure: Figure, numbers: dict[str, Curve], lang: str = "en") -> None:
    say = speaker(lang)
    formula = r"$E_{z\sim p(z/x)}\log q(x/z)\approx1/n\ \Sigma_j\,\log q(x/z_j)$"
    heading(figure, TITLE[lang], LABEL, formula)
    axes = figure.subplots()
    for method, curve in numbers.items():
        name = say(*NAMES[method])
        slope = rf"${curve.fit.slope:.2f}\pm{2 * curve.fit.standard_error:.2f}$"
        axes.loglog(
            SIZES, curve.measured.errors, MARKERS[method] + "-", color=COLOURS[method], base=2, label=f"{name}\n{slope}"
        )
    axes.set_yscale("log", base=10)
    axes.set_xticks(SIZES, [str(n) for n in SIZES])
    axes.minorticks_off()
    axes.grid(axis="y")
    axes.set(xlabel=say("draws $n$", "采样数 $n$"), ylabel=say("error (rms), nats", "均方根误差，纳特"))
    figure.legend(loc="outside right center", title=say("fitted slope", "拟合斜率"), alignment="left", labelspacing=1.0)
