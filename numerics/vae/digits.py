"""1,797 real handwritten digits, 8 x 8 pixels, inside the package (source and licence: `digits.txt`)."""

from __future__ import annotations

from importlib.resources import files
from typing import NamedTuple

import numpy as np

SPLIT_SEED = 0
LARGEST_PIXEL = 16


class Split(NamedTuple):
    """Images and, where the data has any, labels, parted for training and for judging."""

    train: np.ndarray
    held_out: np.ndarray
    train_labels: np.ndarray | None
    held_out_labels: np.ndarray | None


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """Images (1797, 64), float64 in [0, 1] (row by row), and labels (1797,), whole numbers 0 to 9.

    >>> images, labels = load_digits()
    >>> images.shape, float(images.max()), labels[:5].tolist()
    ((1797, 64), 1.0, [0, 1, 2, 3, 4])
    """
    with (files("numerics.vae") / "digits.npz").open("rb") as file, np.load(file, allow_pickle=False) as archive:
        return archive["images"] / LARGEST_PIXEL, archive["labels"].astype(np.int64)


def split(images: np.ndarray, labels: np.ndarray | None = None, seed: int = SPLIT_SEED) -> Split:
    """Put a fifth aside, rounded up: the first ones of a permutation drawn with the seed.

    Needs at least two images (ValueError).
    """
    n = len(images)
    if n < 2:
        raise ValueError(f"{n} image cannot be split into training and held-out data; at least 2 are needed")
    order = np.random.default_rng(seed).permutation(n)
    aside, kept = order[: -(-n // 5)], order[-(-n // 5) :]
    parted = (None, None) if labels is None else (labels[kept], labels[aside])
    return Split(images[kept], images[aside], *parted)


def split_digits() -> Split:
    """The digits as all rooms use them: 1437 for training, 360 held out, by seed 0.

    >>> [part.shape for part in split_digits()[:2]]
    [(1437, 64), (360, 64)]
    """
    return split(*load_digits())
