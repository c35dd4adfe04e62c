r"""From one held-out image to another on a straight line between their codes: does the middle look like anything?"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.own_run.run import OwnRun
from figures.own_run.strips import show_strip

LABEL = "6.2"
TITLE = {"en": "Between two images, on a straight line in z", "zh": "两幅图像之间：z 的直线插值"}
STEPS, PAIRS = 9, 4


def fits(run: OwnRun) -> bool:
    return len(run.images) >= 2 * PAIRS


def draw(figure: Figure, run: OwnRun, lang: str = "en") -> None:
    say = speaker(lang)
    words = say("outermost: the images themselves", "最外侧：原图")
    if run.given is not None:
        words += say("; in between the label of the left one", "；中间用左图的标签")
    heading(figure, TITLE[lang], LABEL, words)
    chosen = pairs_of(run.labels, len(run.images), alike=run.given is not None)
    ends = run.images[chosen]
    labels = None if run.given is None else run.given[chosen]
    mean = run.model.encode(ends, labels)[0].reshape(PAIRS, 2, -1)
    share = np.linspace(0, 1, STEPS, dtype=run.model.dtype)[:, None]
    z = mean[:, :1] * (1 - share) + mean[:, 1:] * share  # pairs, steps, d
    given = None if labels is None else np.repeat(labels[::2], STEPS)  # a conditional model keeps the first one's label
    between = run.model.decode(z.reshape(-1, run.model.latent_dim), given).reshape(PAIRS, STEPS, -1)
    pairs = ends.reshape(PAIRS, 2, -1)
    rows = np.concatenate([pairs[:, :1], between, pairs[:, 1:]], axis=1)
    show_strip(figure.subplots(), rows.reshape(PAIRS * (STEPS + 2), -1), run.image_shape, STEPS + 2)


def pairs_of(labels: np.ndarray | None, count: int, alike: bool) -> np.ndarray:
    """Places of the images, two for each row: of two labels, or of one if the model is given the label anyway.

    Always the first images that do, each row beginning with a new label; where there is none, the next image.
    """
    label = np.arange(count) if labels is None else labels
    left, begun, chosen = list(range(count)), set(), []
    for _ in range(PAIRS):
        one = next((i for i in left if label[i] not in begun), left[0])
        left.remove(one)
        other = next((i for i in left if (label[i] == label[one]) == alike), left[0])
        left.remove(other)
        begun.add(label[one])
        chosen += [one, other]
    return np.array(chosen)
