"""Arguments checked once, at the door: what is wrong with which one, what was given, what would be right."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np


def real_array(name: str, value: object, dtype: np.dtype) -> np.ndarray:
    """`value` as a C-contiguous array of `dtype`, without a copy if it already is one. Does not look for NaN.

    Raises:
        ValueError: it is not an array of real numbers.
    """
    if type(value) is np.ndarray and value.dtype == dtype and value.flags.c_contiguous:
        return value
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be a rectangular array of numbers: {error}") from None
    if array.dtype.kind not in "fiub" and array.dtype != dtype:
        raise ValueError(f"{name} must be an array of real numbers, not of dtype {array.dtype}")
    return np.ascontiguousarray(array, dtype=dtype).reshape(array.shape)


def rows(name: str, value: object, columns: int, dtype: np.dtype) -> np.ndarray:
    """`value` as an array (at least one row, columns). Raises ValueError with both shapes if it is not."""
    array = real_array(name, value, dtype)
    if array.ndim != 2 or array.shape[1] != columns or not array.shape[0]:
        raise ValueError(f"{name} has shape {array.shape}; wanted (batch, {columns}) with batch at least 1")
    return array


def finite(name: str, array: np.ndarray) -> np.ndarray:
    """`array` itself. Raises ValueError with the place of the first NaN or infinity."""
    good = np.isfinite(array)
    if not good.all():
        place = tuple(int(i) for i in np.argwhere(~good)[0])
        raise ValueError(
            f"{name} of shape {array.shape} must be finite, but {name}{list(place)} is {array[place]} "
            f"({array.size - int(good.sum())} of {array.size} elements are NaN or infinite)"
        )
    return array


def fractions(name: str, array: np.ndarray, why: str) -> np.ndarray:
    """`array` itself. Raises ValueError if a number (of complex ones the real part) is not in [0, 1]."""
    real = array.real
    if not (np.minimum.reduce(real, axis=None) >= 0 and np.maximum.reduce(real, axis=None) <= 1):
        finite(name, array)
        raise ValueError(f"{name} must lie in [0, 1] {why}, not in [{real.min():g}, {real.max():g}]")
    return array


def positive_number(name: str, value: object, at_most: float = math.inf) -> float:
    """`value` as a float. Raises ValueError unless it is a finite number above zero, and not too large."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise ValueError(f"{name} must be a number above 0, not {value!r}")
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"{name} must be finite and above 0, not {value}")
    if value > at_most:
        raise ValueError(f"{name} must be at most {at_most:g}, not {value}")
    return float(value)


def number_from_zero(name: str, value: object) -> float:
    """`value` as a float. Raises ValueError unless it is zero or a finite number above."""
    if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
        if math.isfinite(value) and value >= 0:
            return float(value)
    raise ValueError(f"{name} must be a finite number from 0 on, not {value!r}")


def one_of(name: str, value: object, choices: Iterable[str]) -> str:
    """`value` itself. Raises ValueError unless it is one of these words."""
    choices = tuple(choices)
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def whole_number(name: str, value: object, at_least: int) -> int:
    """`value` as an int. Raises ValueError unless it is an integer and large enough."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < at_least:
        raise ValueError(f"{name} must be a whole number of at least {at_least}, not {value!r}")
    return int(value)


def labels(value: object, count: int, classes: int) -> np.ndarray:
    """`value` as an integer array (count,) of numbers from 0 to classes - 1. Raises ValueError if it is not."""
    array = np.asarray(value)
    if array.dtype.kind not in "iu" or array.shape != (count,):
        raise ValueError(f"labels are {array.dtype} of shape {array.shape}; wanted whole numbers of shape ({count},)")
    if array.size and not (array.min() >= 0 and array.max() < classes):
        raise ValueError(f"labels run from {array.min()} to {array.max()}; wanted 0 to {classes - 1}")
    return array
