"""The model that several pictures show: a VAE with two latents on the digits, trained once and kept by its settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np

from numerics.digits import split_digits
from numerics.evidence import BoundParts, bound_parts
from numerics.train import Run, fit, trained_model
from numerics.workspace import blas_threads

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
