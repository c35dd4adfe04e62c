r"""An autoencoder's plane beside a VAE's: same networks, same start, same digits; without and with the KL.

Look at: without the KL the codes go wherever they like, most of them out of the prior's circles, so that a draw from
q(z) says little; with it they lie around the prior. The line goes from one cluster to another, and below is what is
decoded on the way.
Ask a class: where would you draw z to get a new digit from the left decoder? Between the clusters neither plane has a
digit: why not, and what would have to be in the data?
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.ticker import MultipleLocator

from figures.canvas import heading
from figures.digits_model import digits_run, plain_autoencoder
from figures.language import speaker
from figures.latent_space import TEN_COLOURS
from figures.mosaic import show, tiled
from figures.palette import INK, Q
from numerics.vae.digits import split_digits
from numerics.vae.model import VAE

LABEL = "8.1 - 8.3"
TITLE = {
    "en": "Autoencoder and VAE: the KL keeps the codes with the prior",
    "zh": "自编码器与 VAE：KL 让编码留在先验附近",
}
STEPS = 9
RADIUS = 2.0  # standard deviations of the prior


class Plane(NamedTuple):
    """Codes of the held-out digits (360, 2), their share within RADIUS, the line's ends (2, 2), the decoded (9, 64)."""

    codes: np.ndarray
    share: float
    ends: np.ndarray
    decoded: np.ndarray


class Numbers(NamedTuple):
    """Both planes, the labels (360,), the prior's own share within RADIUS, and the two classes that the line joins."""

    autoencoder: Plane
    vae: Plane
    labels: np.ndarray
    of_the_prior: float
    classes: tuple[int, int]


def data(seed: int = 0) -> Numbers:
    """The digits' VAE of this seed and the autoencoder of the same settings.

    The line joins the medians of the two classes that are farthest apart for the autoencoder.
    """
    digits, models = split_digits(), (plain_autoencoder(seed), digits_run(seed).model)
    codes = [model.encode(digits.held_out)[0].astype(float) for model in models]
    medians = [np.stack([np.median(c[digits.held_out_labels == k], axis=0) for k in range(10)]) for c in codes]
    apart = np.hypot(*(medians[0][:, None] - medians[0]).transpose(2, 0, 1))
    first, last = sorted(int(k) for k in np.unravel_index(np.argmax(apart), apart.shape))
    planes = [_plane(model, c, m[[first, last]]) for model, c, m in zip(models, codes, medians, strict=True)]
    return Numbers(*planes, digits.held_out_labels, float(1 - np.exp(-(RADIUS**2) / 2)), (first, last))


def _plane(model: VAE, codes: np.ndarray, ends: np.ndarray) -> Plane:
    t = np.linspace(0, 1, STEPS)[:, None]
    share = float(np.mean(np.hypot(*codes.T) < RADIUS))
    return Plane(codes, share, ends, model.decode((1 - t) * ends[0] + t * ends[1]))


def draw(figure: Figure, numbers: Numbers, lang: str = "en") -> None:
    say = speaker(lang)
    shares = (numbers.of_the_prior, numbers.autoencoder.share, numbers.vae.share)
    prior, first, second = (f"{share:.0%}" for share in shares)
    said = say(
        f"inside the outer circle: {prior} of $q(z)$, {first} and {second} of the codes",
        f"外圆以内：$q(z)$ 的 {prior}，编码的 {first} 与 {second}",
    )
    heading(figure, TITLE[lang], LABEL, said)
    panels = figure.subplots(2, 2, height_ratios=[4.2, 1])
    figure.get_layout_engine().set(wspace=0.08)  # the two strips are no one strip
    reach = 1.08 * max(np.abs(plane.codes).max() for plane in numbers[:2])
    names = (say("autoencoder", "自编码器"), "VAE")
    for k, (plane, name) in enumerate(zip(numbers[:2], names, strict=True)):
        above, below = panels[:, k]
        above.scatter(*plane.codes.T, c=np.array(TEN_COLOURS)[numbers.labels], s=9, lw=0, alpha=0.8)
        for radius in (1, RADIUS):
            above.add_patch(Circle((0, 0), radius, fill=False, ec=Q, ls=(0, (4, 2)), lw=1.4))
        above.plot(*plane.ends.T, "-", color=INK, lw=1.4)
        for (x, y), label in zip(plane.ends, numbers.classes, strict=True):
            above.text(
                x, y, str(label), ha="center", va="center", fontsize=12, weight="bold", family="DejaVu Sans",
                bbox={"boxstyle": "circle,pad=0.12", "fc": "white", "ec": INK, "lw": 1.5},
            )  # fmt: skip
        above.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xlabel="$z_1$", ylabel="$z_2$")
        above.xaxis.set_major_locator(MultipleLocator(2))
        above.yaxis.set_major_locator(MultipleLocator(2))
        above.set_title(name)
        show(below, tiled(plane.decoded, STEPS))
