"""Training: a whole run that can stop and go on bit for bit, and models kept by their settings.

Everything random is a function of the seed and a count: initial weights of the seed, the order of the images in epoch
e of (seed, e), the noise of (seed, position). So the state of a run is its arrays and a few whole numbers.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from numerics.arithmetic import arguments
from numerics.arithmetic.archive import read_archive, write_archive
from numerics.arithmetic.workspace import blas_threads
from numerics.vae.model import VAE
from numerics.vae.passes import Loss
from numerics.vae.trainer import Trainer
from numerics.vae.training_settings import Settings, settings_of

CHECKPOINT = "training checkpoint"


class Epoch(NamedTuple):
    """One line of the history. Nats per example; training means as the parameters moved, held-out at its end.

    The ELBO is -(kl + reconstruction) whatever is trained; the objective is what is made small, at the weight `beta`
    that the epoch ended with.
    """

    epoch: int
    elbo: float
    kl: float
    reconstruction: float
    held_out_elbo: float
    held_out_kl: float
    held_out_reconstruction: float
    objective: float = math.nan
    beta: float = 1.0


class Run:
    """A training run: `run()` goes on until the last epoch, or until told to stop, after any step.

    Args:
        train: images (n, data_dim).
        held_out: images (m, data_dim) for the held-out loss (noise fixed over the run), or None: NaN in the history.
        train_labels, held_out_labels: (n,) and (m,), whole numbers from 0, for a conditional model; else not used.
    """

    def __init__(
        self,
        settings: Settings,
        train: np.ndarray,
        held_out: np.ndarray | None = None,
        train_labels: np.ndarray | None = None,
        held_out_labels: np.ndarray | None = None,
    ):
        self.settings = settings
        train = arguments.real_array("train", train, np.dtype(settings.dtype))
        if train.ndim != 2 or not train.size:
            raise ValueError(f"train has shape {train.shape}; wanted (images, data_dim), at least one of each")
        self.train = arguments.finite("train", train)
        self.train_labels = self.held_out_labels = None
        classes = 0
        if settings.conditional:
            classes = _classes(train_labels, held_out_labels)
            self.train_labels = arguments.labels(train_labels, len(train), classes)
            if held_out is not None:
                self.held_out_labels = arguments.labels(held_out_labels, len(held_out), classes)
        self.model = settings.model(train.shape[1], classes)
        self.held_out = held_out
        if held_out is not None:
            self.held_out = arguments.finite(
                "held_out", arguments.rows("held_out", held_out, train.shape[1], self.model.dtype)
            )
            rng = np.random.default_rng([settings.seed, 0x68656C64])
            self._held_out_noise = rng.standard_normal((1, len(held_out), settings.latent_dim)).astype(settings.dtype)
        self.trainer = Trainer(
            self.model, settings.learning_rate, settings.seed, settings.samples, settings.objective, settings.beta_at(0)
        )
        self.history: list[Epoch] = []
        self._steps_done = 0  # of the epoch under way
        self._sums: np.ndarray = np.zeros(3)  # of the Loss, summed over the images of the epoch so far

    @property
    def steps_per_epoch(self) -> int:
        return -(-len(self.train) // self.settings.batch)

    @property
    def steps(self) -> int:
        """Steps taken so far."""
        return len(self.history) * self.steps_per_epoch + self._steps_done

    @property
    def finished(self) -> bool:
        return len(self.history) >= self.settings.epochs

    def run(
        self,
        callback: Callable[[Run], None] | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Go on. `callback` is called after each epoch, `stop` asked after each step. True if the run is finished.

        Raises:
            ValueError: the run has diverged; the parameters are those before the step that could not be taken.
        """
        with blas_threads(self.trainer.largest_product(self.settings.batch)):
            while not self.finished:
                for batch, labels in self._batches():
                    self.trainer.beta = self.settings.beta_at(self.steps / self.steps_per_epoch)
                    self.trainer.learning_rate = self.settings.rate(
                        self.steps, self.settings.epochs * self.steps_per_epoch
                    )
                    loss = self.trainer.step(batch, labels)
                    self._sums += np.multiply(loss, len(batch))
                    self._steps_done += 1
                    if self._steps_done < self.steps_per_epoch and stop():
                        return False
                self._close_epoch()
                if callback is not None:
                    callback(self)
                if stop():
                    break
        return self.finished

    def _batches(self) -> Iterator[tuple[np.ndarray, np.ndarray | None]]:
        """Images and labels of the batches still to come in the epoch under way; the last one may be smaller."""
        order = np.random.default_rng([self.settings.seed, len(self.history)]).permutation(len(self.train))
        size = self.settings.batch
        gathered = np.empty((min(size, len(order)), self.train.shape[1]), self.train.dtype)
        for start in range(self._steps_done * size, len(order), size):
            chosen = order[start : start + size]
            images = np.take(self.train, chosen, axis=0, out=gathered[: len(chosen)], mode="clip")
            yield images, None if self.train_labels is None else self.train_labels[chosen]

    def _close_epoch(self) -> None:
        objective, kl, reconstruction = (float(total) / len(self.train) for total in self._sums)
        held_out = Loss(math.nan, math.nan, math.nan)
        if self.held_out is not None:
            held_out = self.model.loss(self.held_out, self._held_out_noise, self.held_out_labels)
        self.history.append(
            Epoch(
                len(self.history) + 1,
                -(kl + reconstruction),
                kl,
                reconstruction,
                -held_out.total,
                held_out.kl,
                held_out.reconstruction,
                objective,
                self.trainer.beta,
            )
        )
        self._steps_done = 0
        self._sums[:] = 0

    # Going on later.

    def save(self, path: str | os.PathLike, force: bool = False) -> Path:
        """Write a checkpoint: model, moments, counts, history, settings. Raises CannotWrite as `write_archive` does."""
        adam = self.trainer.adam
        arrays: dict[str, Any] = {f"setting:{k}": np.array(v) for k, v in asdict(self.settings).items()}
        arrays |= {f"model:{k}": v for k, v in self.model.arrays().items()}
        return write_archive(
            path,
            CHECKPOINT,
            arrays
            | {
                "first": adam.first, "second": adam.second, "adam_steps": adam.steps,
                "noise_position": np.array(self.trainer.noise.position), "steps_done": self._steps_done,
                "sums": self._sums, "history": np.array(self.history, float).reshape(-1, len(Epoch._fields)),
                "data": self.fingerprint(),
            },
            force=force,
        )  # fmt: skip

    def fingerprint(self) -> str:
        """A digest of the images, training and held-out, and of the labels if they are used."""
        digest = hashlib.sha256(f"{self.train.shape}".encode())
        digest.update(self.train.data)
        for more in (self.held_out, self.train_labels, self.held_out_labels):
            if more is not None:
                digest.update(np.ascontiguousarray(more).data)
        return digest.hexdigest()

    @classmethod
    def resume(
        cls,
        path: str | os.PathLike,
        train: np.ndarray,
        held_out: np.ndarray | None = None,
        train_labels: np.ndarray | None = None,
        held_out_labels: np.ndarray | None = None,
        **changes: Any,
    ) -> Run:
        """The run as `save` left it. `changes` may give a new number of epochs to a run at a constant rate.

        Raises:
            ValueError: not a checkpoint, other data, or a change that would make it another run; names the file.
        """
        arrays = read_archive(path, CHECKPOINT)
        try:
            settings = settings_of(arrays)
            for name, value in changes.items():
                kept = getattr(settings, name)
                if value != kept and (name != "epochs" or settings.schedule != "constant"):
                    raise ValueError(f"it was begun with {name} {kept}, so it cannot go on with {name} {value}")
            run = cls(Settings(**asdict(settings) | changes), train, held_out, train_labels, held_out_labels)
            if str(arrays["data"]) != run.fingerprint():
                raise ValueError("it was begun with other data")
            run._restore(arrays)
        except KeyError as error:
            raise ValueError(f"{path}: not a whole training checkpoint: {error.args[0]} is missing") from None
        except (ValueError, TypeError, OverflowError, IndexError) as error:
            raise ValueError(f"{path}: {error}") from None
        return run

    def _restore(self, arrays: dict[str, np.ndarray]) -> None:
        prefix = "model:"
        model = VAE.from_arrays({k.removeprefix(prefix): v for k, v in arrays.items() if k.startswith(prefix)})
        self.model.vector.vector[...] = model.vector.vector
        adam = self.trainer.adam
        adam.first[...], adam.second[...] = arrays["first"], arrays["second"]
        adam.steps = int(arrays["adam_steps"])
        self.trainer.noise.position = tuple(arrays["noise_position"].tolist())
        self._steps_done, self._sums = int(arrays["steps_done"]), arrays["sums"].copy()
        self.history = [Epoch(int(row[0]), *map(float, row[1:])) for row in arrays["history"]]


def _classes(*labels: np.ndarray | None) -> int:
    """One more than the largest label there is. Raises ValueError if there are none."""
    given = [np.asarray(part) for part in labels if part is not None and np.size(part)]
    if not given:
        raise ValueError("a conditional model needs labels, and the data have none")
    return int(max(part.max() for part in given)) + 1


def fit(
    train: np.ndarray,
    held_out: np.ndarray | None = None,
    callback: Callable[[Run], None] | None = None,
    **settings: Any,
) -> Run:
    """Train a VAE on images (n, data_dim); returns the finished run with `.model` and `.history`.

    `settings` are those of `Settings`; `callback` is called with the run after each epoch.

    >>> run = fit(np.eye(4), latent_dim=1, hidden=(), epochs=3, batch=2)
    >>> len(run.history), run.model.decode(np.zeros((1, 1))).shape
    (3, (1, 4))
    """
    run = Run(Settings(**settings), train, held_out)
    run.run(callback)
    return run


def trained_model(
    train: np.ndarray, held_out: np.ndarray | None = None, *, cache: str | os.PathLike, **settings: Any
) -> Run:
    """`fit`, or what an earlier call with the same settings and data left in the folder `cache`.

    A file there that cannot be read is replaced.
    """
    run = Run(Settings(**settings), train, held_out)
    key = hashlib.sha256(f"{asdict(run.settings)} {run.fingerprint()}".encode()).hexdigest()[:16]
    path = Path(cache) / f"vae-{key}.npz"
    if path.exists():
        try:
            kept = Run.resume(path, train, held_out, **asdict(run.settings))
        except ValueError:
            pass
        else:
            if kept.finished:
                return kept
    run.run()
    run.save(path, force=True)  # the name is made of what is in it: nobody else's file is called that
    return run
