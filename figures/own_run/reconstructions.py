r"""Held-out images, what comes back through encoder and decoder, and pictures from the prior alone."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.own_run.run import OwnRun
from figures.own_run.strips import show_strip
from numerics.worlds.world import generator

LABEL = "7.3"
TITLE = {"en": "There and back, by this model", "zh": "去而复返：本模型"}
COLUMNS = 10


def fits(run: OwnRun) -> bool:
    return len(run.images) >= COLUMNS


def draw(figure: Figure, run: OwnRun, lang: str = "en") -> None:
    say = speaker(lang)
    heading(figure, TITLE[lang], LABEL)
    chosen = _one_of_each(run.labels, len(run.images))
    originals, model = run.images[chosen], run.model
    labels = None if run.given is None else run.given[chosen]
    mean, log_variance = model.encode(originals, labels)
    rng = generator(0, "figures/own_run")
    z = mean + np.exp(log_variance / 2) * rng.standard_normal(mean.shape).astype(model.dtype)
    prior = rng.standard_normal((COLUMNS, model.latent_dim)).astype(model.dtype)
    rows = {
        say("held out\n$x$", "留出\n$x$"): originals,
        say("back again\n$z\\sim p(z/x)$", "重构\n$z\\sim p(z/x)$"): model.decode(z, labels),
        say("from the prior\n$z\\sim q(z)$", "由先验生成\n$z\\sim q(z)$"): model.decode(prior, labels),
    }
    for axes, (name, images) in zip(figure.subplots(3, 1), rows.items(), strict=True):
        show_strip(axes, images, run.image_shape, COLUMNS, name)


def _one_of_each(labels: np.ndarray | None, count: int) -> np.ndarray:
    """Places of ten images: of the first ten labels the first one each, filled up with the first others."""
    first = [] if labels is None else [int(np.flatnonzero(labels == label)[0]) for label in np.unique(labels)][:COLUMNS]
    return np.array(first + [i for i in range(count) if i not in first][: COLUMNS - len(first)])
