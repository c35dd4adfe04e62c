"""The model that several pictures show: a VAE with two latents on the digits, trained once and kept by its settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from numerics.arithmetic.workspace import blas_threads
from numerics.vae.digits import split_digits
from numerics.vae.evidence import BoundParts, bound_parts
from numerics.vae.train import Run, fit, trained_model

SETTINGS = {"latent_dim": 2, "hidden": (128,), "decoder_variance": 0.04, "epochs": 300, "schedule": "cosine"}

_folder: list[Path] = []


@contextmanager
def models_kept_in(folder: Path) -> Iterator[None]:
    """Models trained inside are kept in this folder, and taken from it if they are there."""
    _folder.append(folder)
    try:
        yield
    finally:
        _folder.pop()


@cache
def digits_run(seed: int) -> Run:
    """The finished run of this seed, with its history on training and held-out digits: trained once in a process."""
    train, held_out = split_digits()[:2]
    if not _folder:
        return fit(train, held_out, seed=seed, **SETTINGS)
    _folder[-1].mkdir(parents=True, exist_ok=True)
    return trained_model(train, held_out, cache=_folder[-1], seed=seed, **SETTINGS)


@cache
def held_out_parts(seed: int) -> BoundParts:
    """ELBO, KL to the posterior and log q(x) of each held-out digit (360,), three roads without a common node."""
    with blas_threads(0):
        return bound_parts(digits_run(seed).model, np.asarray(split_digits().held_out))


class Snapshot(NamedTuple):
    """After so many epochs, the posteriors' means of the held-out digits (360, 2)."""

    epoch: int
    mean: np.ndarray


@cache
def snapshots(seed: int, count: int) -> tuple[Snapshot, ...]:
    """`count` looks at the model on its way, early epochs closer together; trained anew, to the same numbers."""
    train, held_out = split_digits()[:2]
    epochs = _spread_out(count, SETTINGS["epochs"])
    found = []

    def look(run: Run) -> None:
        if len(run.history) in epochs:
            found.append(Snapshot(len(run.history), run.model.encode(held_out)[0]))

    fit(train, callback=look, seed=seed, **SETTINGS)
    return tuple(found)


def _spread_out(count: int, last: int) -> set[int]:
    """`count` different whole numbers from 1 to `last`, as evenly spaced in their logarithm as that allows."""
    chosen: list[int] = []
    for wanted in np.geomspace(1, last, count):
        chosen.append(max(round(wanted), chosen[-1] + 1 if chosen else 1))
    return {min(number, last) for number in chosen}
