"""A model of one's own with its held-out images and its history, ready to be drawn."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np

from numerics.vae.datasets import load_dataset
from numerics.vae.digits import split
from numerics.vae.model import VAE
from numerics.vae.provenance import load_model
from numerics.vae.train import Epoch

MOST_IMAGES = 1000


class OwnRun(NamedTuple):
    """A trained model; held-out images (n, D) and labels (n,) or None; how an image is looked at; history or None.

    history: the columns of history.csv by name, each (epochs,).
    """

    model: VAE
    images: np.ndarray
    labels: np.ndarray | None
    image_shape: tuple[int, ...]
    history: dict[str, np.ndarray] | None

    @property
    def given(self) -> np.ndarray | None:
        """The labels, if the model wants them."""
        return self.labels if self.model.classes else None


def own_run(path: Path, data: str | None = None) -> OwnRun:
    """What `train` left in a folder: FILE is its model.npz, and history.csv is looked for beside it.

    Raises:
        ValueError: the file is no model, its data are gone or of another size: names the file.
    """
    model, provenance = load_model(path)
    if data is None and provenance is None:
        raise ValueError(f"{path} does not say what it was trained on: give --data")
    found = provenance.load() if data is None else load_dataset(data, scaling=provenance and provenance.scaling)
    if found.images.shape[1] != model.data_dim:
        raise ValueError(
            f"{found.source} has rows of {found.images.shape[1]}, but the model was made for {model.data_dim}"
        )
    if model.classes and found.labels is None:
        raise ValueError(f"{found.source} has no labels, and the model is conditional")
    parts = split(found.images, found.labels)
    labels = None if found.labels is None else parts.held_out_labels[:MOST_IMAGES]
    return OwnRun(model, parts.held_out[:MOST_IMAGES], labels, found.image_shape, _history(path.parent / "history.csv"))


def _history(path: Path) -> dict[str, np.ndarray] | None:
    try:
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return {name: np.array([float(row[name]) for row in rows]) for name in Epoch._fields} if rows else None
    except (OSError, KeyError, TypeError, ValueError):
        return None
