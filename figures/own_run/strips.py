"""Images laid out in rows, of any shape that data come in."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes


def strip(images: np.ndarray, shape: tuple[int, ...], columns: int) -> np.ndarray:
    """Images (n, D), n a multiple of `columns`, as one picture with a line of white between them."""
    framed = np.clip(images, 0, 1).reshape(-1, columns, *shape)
    if len(shape) == 2:
        framed = 1 - framed  # ink on paper
    gap = [(0, 0), (0, 0), (0, 1), (0, 1)] + [(0, 0)] * (len(shape) - 2)
    framed = np.pad(framed, gap, constant_values=1)  # rows, columns, height + 1, width + 1, colours
    rows, _, height, width = framed.shape[:4]
    return np.moveaxis(framed, 2, 1).reshape(rows * height, columns * width, *framed.shape[4:])


def show_strip(axes: Axes, images: np.ndarray, shape: tuple[int, ...], columns: int, name: str = "") -> None:
    """The strip without ticks or frame, its name at the left."""
    axes.imshow(
        strip(images, shape, columns), cmap="gray", vmin=0, vmax=1, interpolation="nearest",
        aspect="equal" if min(shape[:2]) > 1 else "auto",
    )  # fmt: skip
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_ylabel(name, rotation=0, ha="right", va="center", linespacing=1.5)
