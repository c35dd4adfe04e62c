"""Arrays with batch axes, and how far rounding may have moved them.

`size` is what rounding is measured by (Wilkinson's running error analysis): the rounding error of a value is at most
ROUNDING times its size. A number that was only read or multiplied has its own modulus as its size (written None). A sum
has the sum of its terms' sizes, however much they cancel; log a has size(a) / |a| + |log a|, because a relative error
of a is an absolute one of its log; exp a has exp(a) (1 + size(a)). Each rule is the first-order error of that
operation, with constants left to ROUNDING, which is 900 units of rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from numerics.worlds.world import Unmeasurable

ROUNDING = 1e-13


class Value(NamedTuple):
    """An array with batch axes first; rank 0 is a scalar, 1 a vector (last axis), 2 a matrix (last two axes).

    `size` has the shape of `array`, or is None where it is |array|.
    """

    array: np.ndarray
    rank: int = 0
    size: np.ndarray | None = None


def size_of(value: Value) -> np.ndarray:
    """The size of a value, the shape of its array."""
    return np.abs(value.array) if value.size is None else value.size


def add(values: Sequence[Value], sized: bool) -> Value:
    """The sum of values of one rank. Infinity minus infinity is not a number, and is reported as such later on."""
    total, size = values[0].array, size_of(values[0]) if sized else None
    with np.errstate(invalid="ignore"):
        for v in values[1:]:
            total = total + v.array
            if sized:
                size = size + size_of(v)
    return Value(total, values[0].rank, size)


def sum_over(value: Value, axes: tuple[int, ...], sized: bool) -> Value:
    """Batch axes of a value summed away (counted from the end of the batch axes, -1 the last)."""
    places = tuple(a - value.rank for a in axes)
    size = np.sum(size_of(value), axis=places) if sized else None
    return Value(np.sum(value.array, axis=places), value.rank, size)


def log_of(value: Value, sized: bool) -> Value:
    """Natural logarithm of a scalar; -inf at zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        array = np.log(value.array)
        if not sized:
            return Value(array)
        relative = 1.0 if value.size is None else value.size / np.abs(value.array)
        size = relative + np.abs(array)
    return Value(array, 0, np.where(np.isfinite(size), size, 0.0))


def exp_of(value: Value, sized: bool) -> Value:
    """Exponential of a scalar. Its relative error is the absolute one of its argument."""
    with np.errstate(over="ignore", invalid="ignore"):
        array = np.exp(value.array)
        if not sized:
            return Value(array)
        size = np.abs(array) * (1 + size_of(value))
    return Value(array, 0, np.where(np.isnan(size), 0.0, size))


def power_of(value: Value, exponent: np.ndarray, sized: bool) -> Value:
    """A power, by component."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        if np.ndim(exponent) == 0 and exponent == 2:
            return Value(value.array * value.array, value.rank, None if value.size is None else value.size**2)
        e = exponent if value.rank == 0 else exponent[..., None]
        array = np.power(value.array, e)
        if not sized or value.size is None:
            return Value(array, value.rank)
        size = np.abs(array) * (1 + np.abs(e) * value.size / np.abs(value.array))
        return Value(array, value.rank, np.where(np.isnan(size), value.size ** np.abs(e), size))


def multiply(a: Value, b: Value) -> Value:
    """Product of scalars, of a scalar and a vector or matrix, of two vectors by component, or of two matrices.

    Raises Unmeasurable for a vector and a matrix, whose product has a name of its own.
    """
    array = _times(a.array, a.rank, b.array, b.rank)
    if a.size is None and b.size is None and not a.rank == b.rank == 2:
        return Value(array, max(a.rank, b.rank))
    return Value(array, max(a.rank, b.rank), _times(size_of(a), a.rank, size_of(b), b.rank))


def _times(a: np.ndarray, rank_a: int, b: np.ndarray, rank_b: int) -> np.ndarray:
    with np.errstate(invalid="ignore", over="ignore"):
        if rank_a == rank_b == 2:
            return a @ b
        if rank_a == rank_b:  # vectors component by component, as in mu(x) + sigma(x) * noise
            return a * b
        if rank_a and rank_b:
            raise Unmeasurable("no product of a vector and a matrix without a name for it")
        scalar, other, rank = (a, b, rank_b) if rank_a == 0 else (b, a, rank_a)
        return np.asarray(scalar)[(..., *[None] * rank)] * other
