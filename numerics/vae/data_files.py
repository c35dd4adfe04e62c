"""Numbers out of files: .npy, .npz, .csv or IDX, plain or gzipped. What is damaged is refused in one sentence."""

from __future__ import annotations

import gzip
import io
import struct
import warnings
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from numerics.arithmetic.archive import sentence_of

IDX_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
IMAGE_NAMES = ("images", "x", "data", "x_train")
LABEL_NAMES = ("labels", "y", "y_train")


class Contents(NamedTuple):
    """The numbers of a file as they stand there, its labels (.npz) or None, and a CSV's header or None."""

    numbers: np.ndarray
    labels: np.ndarray | None = None
    header: list[str] | None = None


def read_numbers(path: Path) -> Contents:
    """What is in the file.

    Raises:
        ValueError: says what is wrong with the file (its name stands in the caller's sentence).
        OSError: it cannot be read.
    """
    content = path.read_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # NumPy's remarks on odd headers; what it then reads is checked
            return _read(content, path.name.lower())
    except (ValueError, MemoryError) as error:
        raise ValueError(sentence_of(error)) from None
    except Exception as error:  # NumPy's and zipfile's parsers raise whatever a damaged byte led them to
        raise ValueError(f"damaged or unreadable ({sentence_of(error)})") from None


def _read(content: bytes, name: str) -> Contents:
    if content[:2] == b"\x1f\x8b":
        content, name = gzip.decompress(content), name.removesuffix(".gz")
    if not content:
        raise ValueError("the file is empty")
    if name.endswith(".npy"):
        return Contents(np.load(io.BytesIO(content), allow_pickle=False))
    if name.endswith(".npz"):
        return _from_npz(content)
    if name.endswith(".csv"):
        return _from_csv(content)
    if content[:2] == b"\0\0" and content[2] in IDX_TYPES:
        return Contents(_from_idx(content))
    raise ValueError("neither .npy, .npz, .csv nor an IDX file (plain or gzipped), by its name and first bytes")


def _from_npz(content: bytes) -> Contents:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise ValueError("damaged or truncated: not a whole .npz archive")
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        names = list(archive.files)
        chosen = next((n for n in IMAGE_NAMES if n in names), names[0] if len(names) == 1 else None)
        if chosen is None:
            raise ValueError(f"holds the arrays {', '.join(names)}; one must be called {' or '.join(IMAGE_NAMES)}")
        images = archive[chosen]
        labelled = next((name for name in LABEL_NAMES if name in names), None)
        return Contents(images, None if labelled is None else archive[labelled])


def _from_csv(content: bytes) -> Contents:
    """Numbers separated by commas, one image a line, under a header line or none."""
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ValueError(f"not a text file: {error}") from None
    rows: list[list[float]] = []
    header = None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        cells = line.split(",")
        try:
            row = [float(cell) for cell in cells]
        except ValueError:
            if header is None and not rows:
                header = [cell.strip().strip('"') for cell in cells]
                continue
            bad = next(cell for cell in cells if not _is_number(cell))
            raise ValueError(f"line {number}: {bad.strip()!r} is not a number") from None
        if rows and len(row) != len(rows[0]):
            raise ValueError(f"line {number} has {len(row)} numbers, but the lines before it have {len(rows[0])}")
        rows.append(row)
    if header is not None and rows and len(header) != len(rows[0]):
        raise ValueError(f"the header names {len(header)} columns, but the lines below it have {len(rows[0])} numbers")
    return Contents(np.array(rows), header=header)


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
