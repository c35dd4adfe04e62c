"""A model's file beside its data: where they were from and what was done to them, so that others can do it again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import numpy as np

from numerics.arithmetic.archive import read_archive, write_archive
from numerics.vae.columns import Scaling
from numerics.vae.datasets import NAMES, Dataset, load_dataset
from numerics.vae.model import VAE


class Provenance(NamedTuple):
    """The arguments of `load_dataset` that a model was trained with, and how its images are looked at."""

    source: str
    scaling: Scaling
    image_shape: tuple[int, ...]
    label_column: str
    labels: str

    def load(self) -> Dataset:
        """The same data again, treated as then. Raises ValueError if they are gone or other ones."""
        return load_dataset(self.source, None, self.label_column or None, self.labels or None, self.scaling)


def provenance_of(data: Dataset, label_column: str | None, labels: str | None) -> Provenance:
    """Of data as loaded; paths become absolute, for the file may be read from another folder."""
    source = data.source if data.source in NAMES else os.path.abspath(data.source)
    return Provenance(
        source, data.scaling, data.image_shape, label_column or "", os.path.abspath(labels) if labels else ""
    )


def save_model(path: str | os.PathLike, model: VAE, provenance: Provenance, force: bool = False) -> Path:
    """The model's file, which `VAE.load` reads too. Raises CannotWrite."""
    more = {f"data:{name}": np.array(value) for name, value in provenance._asdict().items()}
    return write_archive(path, "VAE model", model.arrays() | more, force=force)


def load_model(path: str | os.PathLike) -> tuple[VAE, Provenance | None]:
    """A model and what its file says of its data, or None. Raises ValueError naming the file."""
    arrays = read_archive(path, "VAE model")
    try:
        model = VAE.from_arrays(arrays)
        kept = [arrays[f"data:{name}"] for name in Provenance._fields if f"data:{name}" in arrays]
        if len(kept) < len(Provenance._fields):
            return model, None
        source, scaling, shape, label_column, labels = (value.tolist() for value in kept)
        return model, Provenance(source, Scaling(*scaling), tuple(shape), label_column, labels)
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(f"{path}: not a whole VAE model: {error}") from None
