r"""The VAE as blocks: what is random, and where the gradient flows, without and with z = mu + sigma epsilon.

Look at: dashed is what is random. Above, z itself is drawn: the gradient comes back to z and no further, the encoder
learns nothing from the reconstruction. Below, only epsilon is drawn, from a density without parameters; z is a formula
of mu, sigma and epsilon, and the gradient passes. The KL needs no draw at all. The numbers are those of one latent of
one digit and one draw.
Ask a class: why is the gradient by sigma the one by z times epsilon? Which arrow would be missing in an autoencoder?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

from figures.canvas import heading
from figures.digits_model import digits_run, first_of_each_class
from figures.language import speaker
from figures.palette import FOURTH, GAP, INK, P, Q
from numerics.worlds.world import generator

LABEL = "7.14, 7.15"
TITLE = {"en": "What is random, and where the gradient flows", "zh": "哪里随机，梯度流向哪里"}
DIGIT = 2  # the class of the digit that goes through
STEP = 1e-30  # of the complex step
UPPER, LOWER = 46.5, 20.5  # heights of the two rows
MIDDLE = 35.0  # where the legend stands, between the rows
SIDE = 8


class Numbers(NamedTuple):
    """One digit x (64,), the decoder's mean (64,); of each latent (2,) mu, sigma, epsilon and z.

    Then the derivatives of -log q(x/z), nats, by z, mu and sigma, each taken by itself (2,).
    """

    x: np.ndarray
    x_mean: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray
    noise: np.ndarray
    z: np.ndarray
    by_z: np.ndarray
    by_mean: np.ndarray
    by_deviation: np.ndarray


def data(seed: int = 0) -> Numbers:
    """The digits' model of this seed, and one draw of epsilon; derivatives by the complex step."""
    model, x = digits_run(seed).model.astype("complex128"), first_of_each_class()[DIGIT]
    mean, log_variance = (a[0].real for a in digits_run(seed).model.astype("float64").encode(x[None]))
    deviation = np.exp(log_variance / 2)
    noise = generator(seed, "figures/block_diagram").standard_normal(2)

    def reconstruction(z: np.ndarray) -> complex:
        return np.sum((x - model.decode(z[None])[0]) ** 2) / (2 * model.decoder_variance)

    steps = 1j * STEP * np.eye(2)
    derivatives = (
        [reconstruction(mean + deviation * noise + h).imag / STEP for h in steps],
        [reconstruction((mean + h) + deviation * noise).imag / STEP for h in steps],
        [reconstruction(mean + (deviation + h) * noise).imag / STEP for h in steps],
    )
    z = mean + deviation * noise
    return Numbers(x, model.decode(z[None].astype(complex))[0].real, mean, deviation, noise, z,
                   *(np.array(d) for d in derivatives))  # fmt: skip


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL, r"$E_{z\sim p(z/x)}\,f(z)=E_{\epsilon\sim N(0,I)}\,f(\mu+\sigma\,\epsilon)$")
    axes = figure.subplots()
    axes.set(xlim=(0, 128), ylim=(0, 57.5), aspect="equal")
    axes.axis("off")
    for y, reparameterised in ((UPPER, False), (LOWER, True)):
        _row(axes, numbers, y, reparameterised, say)
    _legend(axes, say)


def _row(axes: Axes, numbers: Numbers, y: float, reparameterised: bool, say) -> None:
    """One pass: forward arrows in ink above the middle, the gradient below it, right to left."""
    _digit(axes, numbers.x, 4.5, y, "$x$")
    _box(axes, 23, y, 17, say("encoder", "编码器") + "\n$p(z/x)$", P)
    _box(axes, 42.5, y, 11, r"$\mu,\ \sigma$", P)
    _box(axes, 86, y, 17, say("decoder", "解码器") + "\n$q(x/z)$", Q)
    _digit(axes, numbers.x_mean, 104.5, y, r"$\mu(z)$")
    _box(axes, 121.5, y, 12, "$-\\log$\n$q(x/z)$", INK)
    if reparameterised:
        _box(axes, 63.5, y, 17, r"$z=\mu+\sigma\,\epsilon$", INK)
        _random(axes, 63.5, y + 12, r"$\epsilon$")
        _arrow(axes, (63.5, y + 8), (63.5, y + 4.6), INK)
        stops = [(121.5 - 6, 109.5), (99.5, 94.5), (77.5, 72), (55, 48), (37, 31.5)]
    else:
        _random(axes, 63.5, y, "$z$")
        stops = [(121.5 - 6, 109.5), (99.5, 94.5), (77.5, 68.2)]
    left, right = (55, 72) if reparameterised else (59.2, 67.8)
    for start, end in ((9.5, 14.5), (31.5, 37), (48, left), (right, 77.5), (94.5, 99.5), (109.5, 115.5)):
        _arrow(axes, (start, y + 1.6), (end, y + 1.6), INK)
    for start, end in stops:
        _arrow(axes, (start, y - 1.9), (end, y - 1.9), GAP, 3)
    if reparameterised:
        _numbers(axes, numbers, y)
        _box(axes, 36, y - 15, 30, "$KL[p(z/x)//q(z)]$", INK)
        _arrow(axes, (40.5, y - 4.6), (40.5, y - 10.4), INK)
        _arrow(axes, (44.5, y - 10.6), (44.5, y - 5), GAP, 3)
    else:
        axes.text(
            53.5, y - 1.9, "×", color=GAP, ha="center", va="center", fontsize=17, weight="bold", family="DejaVu Sans"
        )
        axes.text(39, y - 8.6, say("no derivative through a draw", "采样处没有导数"), ha="center", va="center")


def _numbers(axes: Axes, numbers: Numbers, y: float) -> None:
    """Of the first latent: the values at their boxes, the derivatives under their arrows."""
    k = 0
    axes.text(42.5, y + 5.2, rf"${numbers.mean[k]:.2f},\ {numbers.deviation[k]:.2f}$", ha="center", va="bottom")
    axes.text(68.5, y + 12, rf"${numbers.noise[k]:.2f}$", ha="left", va="center")
    axes.text(76, y + 5.2, f"${numbers.z[k]:.2f}$", ha="center", va="bottom")
    axes.text(90, y - 8, rf"$\partial/\partial z={numbers.by_z[k]:.2f}$", ha="center", va="center")
    by_mean = rf"\partial/\partial\mu={numbers.by_mean[k]:.2f}"
    by_deviation = rf"\partial/\partial\sigma={numbers.by_deviation[k]:.2f}"
    axes.text(63.5, y - 8, rf"${by_mean},\ {by_deviation}$", ha="center", va="center")


def _box(axes: Axes, x: float, y: float, width: float, text: str, colour: str) -> None:
    box = FancyBboxPatch((x - width / 2, y - 4.4), width, 8.8, boxstyle="round,pad=0,rounding_size=1.2", fc="white",
                         ec=colour, lw=1.8)  # fmt: skip
    axes.add_patch(box)
    axes.text(x, y, text, ha="center", va="center", linespacing=1.25)


def _random(axes: Axes, x: float, y: float, text: str) -> None:
    axes.add_patch(Circle((x, y), 4, fc=FOURTH, ec=INK, lw=1.6, ls=(0, (3, 1.5)), alpha=0.9))
    axes.text(x, y, text, ha="center", va="center", fontsize=12)


def _digit(axes: Axes, image: np.ndarray, x: float, y: float, name: str) -> None:
    extent = (x - 4.5, x + 4.5, y - 4.5, y + 4.5)
    axes.imshow(image.reshape(SIDE, SIDE), cmap="gray_r", vmin=0, vmax=1, extent=extent, interpolation="nearest")
    axes.text(x, y + 5.2, name, ha="center", va="bottom")


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 1.4) -> None:
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=9 + width, color=colour, lw=width,
                                   shrinkA=0, shrinkB=0))  # fmt: skip


def _legend(axes: Axes, say) -> None:
    axes.add_patch(Circle((89, MIDDLE), 1.7, fc=FOURTH, ec=INK, lw=1.2, ls=(0, (2, 1))))
    axes.text(92, MIDDLE, say("random", "随机"), va="center")
    _arrow(axes, (112.5, MIDDLE), (107, MIDDLE), GAP, 3)
    axes.text(114, MIDDLE, say("gradient", "梯度"), va="center")
