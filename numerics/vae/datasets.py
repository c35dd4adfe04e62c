"""Data by name or from a file: .npy, .npz, .csv or IDX, plain or gzipped, checked and scaled to [0, 1]."""

from __future__ import annotations

import gzip
import io
import os
import struct
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from numerics.vae.digits import load_digits

NAMES = ("digits", "linear-gaussian")
IDX_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
IMAGE_NAMES = ("images", "x", "data", "x_train")


class Dataset(NamedTuple):
    """Images (n, D), float64; labels (n,) or None; one line on where they are from and how they were scaled."""

    images: np.ndarray
    labels: np.ndarray | None
    description: str


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


def load_dataset(source: str | os.PathLike) -> Dataset:
    """The data of that name (see NAMES) or in that file.

    Bytes are divided by 255; other numbers are left alone if all lie in [0, 1] and moved there linearly if not.
    Images of any shape are laid out as rows.

    Raises:
        ValueError: names the file and says what is wrong with it and what would be right.
    """
    if str(source) == "digits":
        return Dataset(*load_digits(), "1797 handwritten digits, 8 x 8 (UCI, Alpaydin and Kaynak, CC BY 4.0)")
    if str(source) == "linear-gaussian":
        world = linear_gaussian()
        return Dataset(
            world.images, None, f"linear-Gaussian data, highest possible mean ELBO {-world.entropy:.4f} nats"
        )
    path = Path(source)
    try:
        raw, labels = _read(path)
        images, scaling = _scaled(raw)
    except FileNotFoundError:
        raise ValueError(f"{path}: there is no such file; --data takes a file or one of {', '.join(NAMES)}") from None
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(f"{path}: damaged or unreadable ({error})") from None
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    return Dataset(images, labels, f"{path.name}, {len(images)} rows of {images.shape[1]}, {scaling}")


def _read(path: Path) -> tuple[np.ndarray, np.ndarray | None]:
    content = path.read_bytes()
    name = path.name.lower()
    if content[:2] == b"\x1f\x8b":
        content, name = gzip.decompress(content), name.removesuffix(".gz")
    if not content:
        raise ValueError("the file is empty")
    if name.endswith(".npy"):
        return np.load(io.BytesIO(content), allow_pickle=False), None
    if name.endswith(".npz"):
        return _from_npz(content)
    if name.endswith(".csv"):
        return _from_csv(content), None
    if content[:2] == b"\0\0" and content[2] in IDX_TYPES:
        return _from_idx(content), None
    raise ValueError("neither .npy, .npz, .csv nor an IDX file (plain or gzipped), by its name and first bytes")


def _from_npz(content: bytes) -> tuple[np.ndarray, np.ndarray | None]:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise ValueError("damaged or truncated: not a whole .npz archive")
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        names = list(archive.files)
        chosen = next((n for n in IMAGE_NAMES if n in names), names[0] if len(names) == 1 else None)
        if chosen is None:
            raise ValueError(f"holds the arrays {', '.join(names)}; one must be called {' or '.join(IMAGE_NAMES)}")
        images = archive[chosen]
        labels = archive["labels"] if "labels" in names else None
    if labels is not None and labels.shape != images.shape[:1]:
        raise ValueError(f"labels have shape {labels.shape}; wanted ({len(images)},), one for each image")
    return images, labels


def _from_csv(content: bytes) -> np.ndarray:
    """Numbers separated by commas, one image a line, under a header line or none."""
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ValueError(f"not a text file: {error}") from None
    rows: list[list[float]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        cells = line.split(",")
        try:
            row = [float(cell) for cell in cells]
        except ValueError:
            if number == 1:
                continue
            bad = next(cell for cell in cells if not _is_number(cell))
            raise ValueError(f"line {number}: {bad.strip()!r} is not a number") from None
        if rows and len(row) != len(rows[0]):
            raise ValueError(f"line {number} has {len(row)} numbers, but the lines before it have {len(rows[0])}")
        rows.append(row)
    return np.array(rows)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _from_idx(content: bytes) -> np.ndarray:
    """IDX: two zero bytes, a type, the number of dimensions, each as a big-endian 32-bit length, then the numbers."""
    dimensions = content[3]
    start = 4 + 4 * dimensions
    if len(content) < start:
        raise ValueError(f"truncated IDX file: {len(content)} bytes, but its header alone needs {start}")
    shape = struct.unpack(f">{dimensions}I", content[4:start])
    dtype = np.dtype(IDX_TYPES[content[2]])
    wanted = start + int(np.prod(shape, dtype=object)) * dtype.itemsize
    if len(content) != wanted:
        state = "truncated" if len(content) < wanted else "damaged"
        raise ValueError(f"{state} IDX file: {len(content)} bytes, but shape {shape} needs {wanted}")
    numbers = np.frombuffer(content, dtype, offset=start).reshape(shape)
    return numbers.astype(dtype.newbyteorder("="))


def _scaled(raw: np.ndarray) -> tuple[np.ndarray, str]:
    if raw.dtype.kind not in "fiub":
        raise ValueError(f"numbers wanted, not {raw.dtype}")
    if raw.ndim < 2 or 0 in raw.shape:
        raise ValueError(f"the array has shape {raw.shape}; wanted (images, pixels) or (images, rows, columns)")
    images = raw.reshape(len(raw), -1).astype(np.float64)
    if len(images) < 2:
        raise ValueError("one image only; at least 2 are needed, to train on one and judge by the other")
    bad = np.argwhere(~np.isfinite(images))
    if bad.size:
        row, column = bad[0]
        raise ValueError(f"row {row}, column {column} is {images[row, column]}; {len(bad)} numbers are not finite")
    low, high = images.min(), images.max()
    if raw.dtype == np.uint8:
        return images / 255, "bytes divided by 255"
    if low >= 0 and high <= 1:
        return images, "not scaled"
    if low == high:
        raise ValueError(f"every number is {low:g}: there is nothing to learn")
    return (images - low) / (high - low), f"scaled from [{low:g}, {high:g}] to [0, 1]"
