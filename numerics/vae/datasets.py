"""Data by name or from a file: .npy, .npz, .csv or IDX, plain or gzipped, checked and scaled to [0, 1]."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import NamedTuple

import numpy as np

from numerics.vae.columns import Scaling, scaling_of, whole_labels
from numerics.vae.columns import label_column as find_label_column
from numerics.vae.data_files import read_numbers
from numerics.vae.digits import load_digits

NAMES = ("digits", "linear-gaussian")


class Dataset(NamedTuple):
    """Images (n, D), float64; labels (n,) or None; one line on where they are from and how they were scaled.

    `source` is what was asked for, `scaling` what was done to its numbers, `image_shape` how one image is looked at.
    """

    images: np.ndarray
    labels: np.ndarray | None
    description: str
    source: str
    scaling: Scaling
    image_shape: tuple[int, ...]


class LinearGaussian(NamedTuple):
    """x = W z + mean + sigma noise: a world in which the best linear VAE is known exactly.

    `images` (n, D) are draws; `weight` W (D, d), `mean` (D,), `variance` sigma^2; `entropy` is that of p(x) in nats,
    so the largest ELBO that any model can reach on average over all such data is -entropy.
    """

    images: np.ndarray
    weight: np.ndarray
    mean: np.ndarray
    variance: float
    entropy: float


def linear_gaussian(n: int = 2000, data_dim: int = 8, latent_dim: int = 2, seed: int = 0) -> LinearGaussian:
    """n draws from a linear-Gaussian world with sigma^2 = 0.04.

    >>> world = linear_gaussian(n=4)
    >>> world.images.shape, round(world.entropy, 3)
    ((4, 8), 4.057)
    """
    rng = np.random.default_rng([seed, 0x6C67])
    weight, mean, variance = rng.standard_normal((data_dim, latent_dim)), rng.standard_normal(data_dim), 0.04
    z, noise = rng.standard_normal((n, latent_dim)), rng.standard_normal((n, data_dim))
    images = z @ weight.T + mean + variance**0.5 * noise
    covariance = weight @ weight.T + variance * np.eye(data_dim)
    entropy = 0.5 * np.linalg.slogdet(2 * np.pi * np.e * covariance)[1]
    return LinearGaussian(images, weight, mean, variance, float(entropy))


def load_dataset(
    source: str | os.PathLike,
    scale: float | None = None,
    label_column: str | None = None,
    labels: str | os.PathLike | None = None,
    scaling: Scaling | None = None,
) -> Dataset:
    """The data of that name (see NAMES) or in that file.

    Bytes are divided by 255 (refused if they end far below: give `scale`); other numbers are left alone if all lie in
    [0, 1] and moved there linearly if not; `scale` divides by itself, and `scaling` repeats what was done to other
    data. Images of any shape are laid out as rows. Labels are taken from an .npz, from the file `labels`, or from
    a column of a table (`numerics.vae.columns.label_column`).

    Raises:
        ValueError: names the file and says what is wrong with it and what would be right.
    """
    if str(source) in NAMES:
        return _named(str(source))
    path = Path(source)
    try:
        numbers, found, header = read_numbers(path)
        _check_shape(numbers)
        words = ""
        if labels is not None:
            found = read_numbers(Path(labels)).numbers
        elif numbers.ndim == 2 and found is None:
            column = find_label_column(numbers, header, label_column)
            if column is not None:
                name = f"column {column + 1}" if header is None else f"column {column + 1} ({header[column]})"
                words = f"; {name} taken as labels" + ("" if label_column else " (--label-column none keeps it)")
                found, numbers = numbers[:, column], np.delete(numbers, column, axis=1)
                _check_shape(numbers)
        elif label_column is not None:
            raise ValueError("--label-column is for a table, with one line for each image")
        if found is not None:
            found = whole_labels(found, len(numbers))
        used = scaling or scaling_of(numbers, scale)
        images = used.apply(numbers.reshape(len(numbers), -1))
    except FileNotFoundError:
        raise ValueError(f"{path}: there is no such file; --data takes a file or one of {', '.join(NAMES)}") from None
    except IsADirectoryError:
        raise ValueError(f"{path}: a folder; --data takes a file") from None
    except OSError as error:
        raise ValueError(f"{path}: damaged or unreadable ({error.strerror or error})") from None
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    said = "bytes divided by 255" if numbers.dtype == np.uint8 and used == (0, 255) else str(used)
    if images.min() < 0 or images.max() > 1:
        said += f", which leaves numbers from {images.min():.3g} to {images.max():.3g}"
    description = f"{path.name}, {len(images)} rows of {images.shape[1]}, {said}{words}"
    return Dataset(images, found, description, str(source), used, image_shape(numbers.shape[1:]))


def _named(name: str) -> Dataset:
    if name == "digits":
        about = "1797 handwritten digits, 8 x 8 (UCI, Alpaydin and Kaynak, CC BY 4.0)"
        return Dataset(*load_digits(), about, name, Scaling(0.0, 1.0), (8, 8))
    world = linear_gaussian()
    about = f"linear-Gaussian data, highest possible mean ELBO {-world.entropy:.4f} nats"
    return Dataset(world.images, None, about, name, Scaling(0.0, 1.0), image_shape((world.images.shape[1],)))


def image_shape(shape: tuple[int, ...]) -> tuple[int, ...]:
    """How one row is looked at: as it stood in the file, as a square if that fits, else as one line.

    >>> image_shape((64,)), image_shape((8,)), image_shape((28, 20)), image_shape((1, 28, 28))
    ((8, 8), (1, 8), (28, 20), (28, 28))
    """
    shape = tuple(side for side in shape if side > 1)
    if len(shape) == 2 or (len(shape) == 3 and shape[2] in (3, 4)):
        return shape
    size = math.prod(shape)
    side = math.isqrt(size)
    return (side, side) if side * side == size else (1, size)


def _check_shape(numbers: np.ndarray) -> None:
    if numbers.dtype.kind not in "fiub":
        raise ValueError(f"numbers wanted, not {numbers.dtype}")
    if numbers.ndim < 2 or 0 in numbers.shape:
        raise ValueError(f"the array has shape {numbers.shape}; wanted (images, pixels) or (images, rows, columns)")
    if len(numbers) < 2:
        raise ValueError("one image only; at least 2 are needed, to train on one and judge by the other")
    bad = np.argwhere(~np.isfinite(numbers.reshape(len(numbers), -1)))
    if bad.size:
        row, column = bad[0]
        value = numbers.reshape(len(numbers), -1)[row, column]
        raise ValueError(f"row {row}, column {column} is {value}; {len(bad)} numbers are not finite")
