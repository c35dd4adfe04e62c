"""Small grey pictures in rows and columns, as they stand in many figures."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

SIDE = 8


def tiled(images: np.ndarray, columns: int) -> np.ndarray:
    """Images (n, 64) in rows of so many, a white pixel between them: (rows * 9 - 1, columns * 9 - 1).

    >>> tiled(np.ones((6, 64)), columns=3).shape
    (17, 26)
    """
    framed = np.pad(images.reshape(-1, columns, SIDE, SIDE), ((0, 0), (0, 0), (0, 1), (0, 1)))  # rows, columns, 9, 9
    return framed.transpose(0, 2, 1, 3).reshape(len(framed) * (SIDE + 1), columns * (SIDE + 1))[:-1, :-1]


def show(axes: Axes, picture: np.ndarray) -> None:
    """Draw it, 0 white and 1 black, without an axis around it."""
    axes.imshow(picture, cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
