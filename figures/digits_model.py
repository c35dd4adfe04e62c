"""The models that several pictures show: VAEs on the digits, each trained once and kept by its settings.

With two latents for whatever lies in the plane, with eight where digits should be sharp or latents may be left over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from numerics.arithmetic.workspace import blas_threads
from numerics.vae.autoencoder import train_autoencoder
from numerics.vae.digits import split_digits
from numerics.vae.evidence import BoundParts, bound_parts
from numerics.vae.model import VAE
from numerics.vae.train import Run, fit, trained_model
from numerics.vae.training_settings import Settings

SETTINGS = {"latent_dim": 2, "hidden": (128,), "decoder_variance": 0.04, "epochs": 300, "schedule": "cosine"}
WIDE = {"latent_dim": 8, "hidden": (64,), "epochs": 120, "schedule": "cosine", "learning_rate": 3e-3}

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
    return _trained(seed, SETTINGS)


@cache
def wide_run(seed: int, kl_weight: float = 1.0) -> Run:
    """The finished run with eight latents and the KL weighed by `kl_weight`, the beta of a beta-VAE.

    beta KL + ||x - mu||^2 / (2 sigma_g^2) is beta times KL + ||x - mu||^2 / (2 beta sigma_g^2): the weight is a larger
    decoder variance (lines 8.4 to 8.7 are the case beta = 1/2).
    """
    return _trained(seed, WIDE | {"decoder_variance": kl_weight * SETTINGS["decoder_variance"]})


@cache
def plain_autoencoder(seed: int) -> VAE:
    """The autoencoder with the networks, the start and the training of `digits_run`, but neither noise nor KL."""
    return train_autoencoder(split_digits().train, Settings(seed=seed, **SETTINGS))


def _trained(seed: int, settings: dict[str, object]) -> Run:
    train, held_out = split_digits()[:2]
    if not _folder:
        return fit(train, held_out, seed=seed, **settings)
    _folder[-1].mkdir(parents=True, exist_ok=True)
    return trained_model(train, held_out, cache=_folder[-1], seed=seed, **settings)


def first_of_each_class() -> np.ndarray:
    """The first held-out digit of each class, (10, 64)."""
    digits = split_digits()
    return digits.held_out[[int(np.flatnonzero(digits.held_out_labels == label)[0]) for label in range(10)]]


@cache
def held_out_parts(seed: int) -> BoundParts:
    """ELBO, KL to the posterior and log q(x) of each held-out digit (360,), three roads without a common node."""
    with blas_threads(0):
        return bound_parts(digits_run(seed).model, np.asarray(split_digits().held_out))


class Snapshot(NamedTuple):
    """After so many epochs: all parameters as one vector, and the posteriors' means of the held-out digits (360, 2)."""

    epoch: int
    parameters: np.ndarray
    mean: np.ndarray


@cache
def snapshots(seed: int, count: int) -> tuple[Snapshot, ...]:
    """`count` looks at the model on its way, early epochs closer together; trained anew, to the same parameters."""
    train, held_out = split_digits()[:2]
    epochs = _spread_out(count, SETTINGS["epochs"])
    found = []

    def look(run: Run) -> None:
        if len(run.history) in epochs:
            found.append(Snapshot(len(run.history), run.model.vector.vector.copy(), run.model.encode(held_out)[0]))

    fit(train, callback=look, seed=seed, **SETTINGS)
    return tuple(found)


class WideSnapshot(NamedTuple):
    """After so many epochs, of each latent: its mean KL to the prior on the held-out digits (d,), in nats.

    `moved` (d, places, 64) is what is decoded where this latent stands at each place and the others at 0.
    """

    epoch: int
    kl: np.ndarray
    moved: np.ndarray


@cache
def _wide_models(seed: int, kl_weight: float, count: int) -> tuple[tuple[int, VAE], ...]:
    train = split_digits().train
    settings = WIDE | {"decoder_variance": kl_weight * SETTINGS["decoder_variance"]}
    epochs, found = _spread_out(count, WIDE["epochs"]), []

    def look(run: Run) -> None:
        if len(run.history) in epochs:
            found.append((len(run.history), run.model.astype(run.model.dtype.name)))

    fit(train, callback=look, seed=seed, **settings)
    return tuple(found)


def wide_snapshots(seed: int, kl_weight: float, count: int, places: np.ndarray) -> tuple[WideSnapshot, ...]:
    """`count` looks at `wide_run` on its way, early epochs closer together; trained anew, to the same parameters."""
    found = []
    for epoch, model in _wide_models(seed, kl_weight, count):
        mean, log_variance = (a.astype(float) for a in model.encode(split_digits().held_out))
        kl = 0.5 * (np.exp(log_variance) - log_variance + mean**2 - 1).mean(axis=0)
        z = np.einsum("ij,k->ikj", np.eye(model.latent_dim), places)  # d, places, d
        moved = model.decode(z.reshape(-1, model.latent_dim)).reshape(model.latent_dim, len(places), -1)
        found.append(WideSnapshot(epoch, kl, moved))
    return tuple(found)


def _spread_out(count: int, last: int) -> set[int]:
    """`count` different whole numbers from 1 to `last`, as evenly spaced in their logarithm as that allows."""
    chosen: list[int] = []
    for wanted in np.geomspace(1, last, count):
        chosen.append(max(round(wanted), chosen[-1] + 1 if chosen else 1))
    return {min(number, last) for number in chosen}
