r"""Where the held-out images live: each one's posterior as an ellipse of one standard deviation, in the first plane.

With more than two latents, the two that carry most (`latents`) are shown.
"""

from __future__ import annotations

import numpy as np
from matplotlib.collections import EllipseCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from figures.canvas import heading
from figures.language import speaker
from figures.latent_space import TEN_COLOURS
from figures.own_run.run import OwnRun
from figures.palette import P, Q
from numerics.vae.evaluation import kl_of_each_latent

LABEL = "5.3"
TITLE = {"en": "The latent plane of this model", "zh": "本模型的隐空间"}


def fits(run: OwnRun) -> bool:
    return run.model.latent_dim >= 2


def draw(figure: Figure, run: OwnRun, lang: str = "en") -> None:
    say = speaker(lang)
    first, second = np.sort(np.argsort(-kl_of_each_latent(run.model, run.images, run.given))[:2])
    heading(
        figure,
        TITLE[lang],
        LABEL,
        say("$p(z/x)$ of held-out images; dashed: $q(z)$", "留出图像的 $p(z/x)$；虚线：$q(z)$"),
    )
    mean, log_variance = (part[:, [first, second]].astype(float) for part in run.model.encode(run.images, run.given))
    size = 2 * np.exp(log_variance / 2)
    axes = figure.subplots()
    colours = P if run.labels is None else np.array(TEN_COLOURS)[run.labels % len(TEN_COLOURS)]
    axes.add_collection(
        EllipseCollection(
            size[:, 0], size[:, 1], np.zeros(len(size)), units="xy", offsets=mean, transOffset=axes.transData,
            facecolors=colours, edgecolors="none", alpha=0.45,
        )
    )  # fmt: skip
    for radius in (1, 2):
        axes.add_patch(Circle((0, 0), radius, fill=False, ec=Q, ls=(0, (4, 2)), lw=1.2))
    if run.labels is not None:
        for label in np.unique(run.labels)[: len(TEN_COLOURS)]:
            axes.plot([], [], "o", color=TEN_COLOURS[label % len(TEN_COLOURS)], label=str(label))
        axes.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))
    reach = max(3.0, float(np.abs(mean).max()) * 1.1)
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach), xlabel=f"$z_{{{first + 1}}}$", ylabel=f"$z_{{{second + 1}}}$")
    axes.set_aspect("equal")
