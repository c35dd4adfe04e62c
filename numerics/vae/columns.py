"""A column of labels among the pixels: asked for, named by the header, or recognised; and what pixels become."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

LABEL_HEADINGS = ("label", "labels", "class", "target", "digit", "y")
SMALLEST_SIDE = 4  # a table of fewer than 4 x 4 pixels and a label is not recognised without being asked
MOST_CLASSES = 1000
WHITE = 255
BYTES_FROM = 128  # bytes that reach this far are taken to run to 255


class Scaling(NamedTuple):
    """What was done to every number: (number - low) / divisor."""

    low: float
    divisor: float

    def apply(self, numbers: np.ndarray) -> np.ndarray:
        return (numbers.astype(np.float64) - self.low) / self.divisor

    def __str__(self) -> str:
        if self == (0, 1):
            return "not scaled"
        return f"scaled from [{self.low:g}, {self.low + self.divisor:g}] to [0, 1]"


def label_column(table: np.ndarray, header: list[str] | None, asked: str | None) -> int | None:
    """Which column of a table (n, columns) holds labels, or None.

    `asked`: a name of the header, a number counted from 1, "none", or None: then a column that the header calls a
    label, or a first column of few whole numbers beside a square number of pixels.

    Raises:
        ValueError: there is no such column.
    """
    columns = table.shape[1]
    if asked == "none":
        return None
    if asked is not None:
        if header is not None and asked in header:
            return header.index(asked)
        if asked.isdigit() and 1 <= int(asked) <= columns:
            return int(asked) - 1
        known = f"the header's names ({', '.join(header[:3])}, ...), " if header else ""
        raise ValueError(
            f"there is no column {asked!r} to take labels from; --label-column takes {known}1 to {columns}"
        )
    if header is not None:
        named = [i for i in (0, columns - 1) if header[i].lower() in LABEL_HEADINGS]
        return named[0] if named and columns > 1 else None
    side = math.isqrt(columns - 1)
    if side * side != columns - 1 or side < SMALLEST_SIDE or math.isqrt(columns) ** 2 == columns:
        return None
    first = table[:, 0]
    few = np.isfinite(first).all() and len(np.unique(first)) <= min(100, max(2, len(first) // 2))
    return 0 if few and (first == np.floor(first)).all() and 0 <= first.min() and first.max() < MOST_CLASSES else None


def whole_labels(values: np.ndarray, count: int) -> np.ndarray:
    """Labels as integers (count,). Raises ValueError unless they are whole numbers from 0, one for each image."""
    if values.shape != (count,):
        raise ValueError(f"labels have shape {values.shape}; wanted ({count},), one for each image")
    if values.dtype.kind not in "fiub" or not np.isfinite(values).all() or (values != np.floor(values)).any():
        raise ValueError("labels must be whole numbers")
    if not (values.min() >= 0 and values.max() < MOST_CLASSES):
        raise ValueError(f"labels must lie between 0 and {MOST_CLASSES - 1}, not run to {values.max():g}")
    return values.astype(np.int64)


def scaling_of(raw: np.ndarray, scale: float | None) -> Scaling:
    """How numbers get to [0, 1]: divided by `scale` if it is given; bytes by 255; others linearly if they leave it.

    Raises:
        ValueError: bytes of which nobody can tell how bright the brightest is; or all numbers are the same.
    """
    low, high = float(raw.min()), float(raw.max())
    if scale is not None:
        return Scaling(0.0, scale)
    if low == high:
        raise ValueError(f"every number is {low:g}: there is nothing to learn")
    if raw.dtype == np.uint8 and high > 1:
        if high < BYTES_FROM:
            raise ValueError(
                f"the bytes run from {low:g} to {high:g}, so white may be {high:g} or {WHITE}: say --scale {high:g} or "
                f"--scale {WHITE}"
            )
        return Scaling(0.0, float(WHITE))
    if low >= 0 and high <= 1:
        return Scaling(0.0, 1.0)
    return Scaling(low, high - low)
