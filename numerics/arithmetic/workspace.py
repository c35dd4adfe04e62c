"""Where speed costs clarity: flat parameter vectors, aligned buffers, the constant unit, BLAS threads.

Measured on two cores (NumPy 2.4, OpenBLAS), for the 64-128-2 network at batch 128, where one product of a large layer
takes 15 to 20 microseconds and a whole training step about 205, 60 of them NumPy's and Python's own at every call:

- One flat vector holds all parameters, one all gradients, one each of Adam's moments. The layers' arrays are views, so
  the optimiser is seven array operations a block, however many layers there are.
- Every array of a training step is allocated once and written through `out=`. A step allocates nothing that grows.
- The constant unit: each activation buffer has one column more than the layer has units, and it is 1. A bias is then
  the last row of the weights, `[x, 1] @ [W; b]`, and neither adding it nor its gradient costs a pass over memory.
- All arrays but the data lie in memory column by column (`by_columns`): the units without the constant one, the means,
  the log-variances are each one piece then. NumPy pays 50 ns for every row of a slice that is not; and OpenBLAS
  multiplies by a transposed weight matrix 15% faster this way. Shapes and formulas do not notice.
- The matrix products of a step are settled once, as `Product`s of arrays that stay in their places; looking at shapes
  and cutting slices at each step cost 2%. Up to a million multiplications OpenBLAS (0.3.31, AVX-512) works on the
  factors where they lie; above, it first copies them into an order of its own, a quarter of the time of a product that
  is just above. Products up to twice as large are therefore made in two halves of the rows, 7% of the step: unless the
  rows of the left factor and the columns of the right one are the contiguous ones, where its way without copies is the
  slow one; and in whole 32s of rows if both factors lie by columns, where it is slow on what is left over.
- The decoder's last weights lie by columns if they are small (`SMALL_WEIGHTS`): its output lies by rows, as the data
  does, and `d_y @ W.T` would else be such a slow product. 4% of the step; with large weights a loss of 3%.
- Small networks want one BLAS thread. With two, the idle one spins, and steps get up to 100 times slower when another
  process is busy: `blas_threads`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

import numpy as np
import scipy.linalg.blas  # noqa: F401  loads SciPy's own BLAS, so that its threads are found below
from threadpoolctl import ThreadpoolController

ALIGNMENT = 64  # bytes: one cache line, and the widest vector register
HUGE_PAGE = 1 << 21


def aligned(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """An uninitialised C-contiguous array whose first element lies on a cache line, a large one's on a huge page.

    NumPy asks the system for huge pages from 4 MB on; memory that is asked for and not touched costs nothing. Worth 2%.
    """
    dtype = np.dtype(dtype)
    size = math.prod(shape) * dtype.itemsize
    boundary, spare = (HUGE_PAGE, 3 * HUGE_PAGE) if size >= HUGE_PAGE // 4 else (ALIGNMENT, ALIGNMENT)
    raw = np.empty(size + spare, np.uint8)
    start = -raw.ctypes.data % boundary
    return raw[start : start + size].view(dtype).reshape(shape)


def by_columns(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """An uninitialised array of this shape whose last axis varies slowest in memory.

    >>> by_columns((4, 3), np.float32)[:, :2].T.flags.c_contiguous
    True
    """
    return np.moveaxis(aligned((shape[-1], *shape[:-1]), dtype), 0, -1)


def with_constant_unit(buffer: np.ndarray) -> np.ndarray:
    """The same buffer, its last column, the constant unit, set to 1 (and the rest to 0)."""
    buffer[...] = 0
    buffer[:, -1] = 1
    return buffer


PRODUCT_IN_PLACE = 10**6  # multiplications: up to here OpenBLAS does without copies of the factors


SMALL_WEIGHTS = 2 * PRODUCT_IN_PLACE // 128  # elements: their products with a batch of 128 are made without copies


class Product:
    """`left @ right`, written to `out`, of arrays (2-d) that stay in their places: call it when they hold new numbers.

    >>> a, b, c = np.eye(2), np.ones((2, 3)), np.empty((2, 3))
    >>> product = Product(a, b, out=c)
    >>> a *= 7
    >>> product()
    >>> float(c.sum())
    42.0
    """

    def __init__(self, left: np.ndarray, right: np.ndarray, out: np.ndarray):
        rows, item = len(left), left.itemsize
        step = rows
        by_dots = left.strides[1] == right.strides[0] == item
        if PRODUCT_IN_PLACE < left.size * right.shape[1] <= 2 * PRODUCT_IN_PLACE and not by_dots:
            step = (rows + 1) // 2
            if left.strides[0] == right.strides[0] == item:  # both by columns: whole 32s
                step = max(32, step // 32 * 32)
        self._pieces = [(left[i : i + step], right, out[i : i + step]) for i in range(0, rows, step)]

    def __call__(self) -> None:
        for left, right, out in self._pieces:
            np.matmul(left, right, out)


class FlatArrays:
    """Arrays of the given shapes, all views into one flat zeroed vector, each starting on a cache line.

    Those whose places in the list are in `columnwise` lie by columns, the others by rows. The few elements of padding
    between them are and stay zero: their gradient is zero, and so is Adam's step.

    >>> both = FlatArrays([(3, 2), ()], np.float32)
    >>> both.views[0][...] = 1
    >>> float(both.vector.sum())
    6.0
    """

    def __init__(self, shapes: Sequence[tuple[int, ...]], dtype: np.dtype, columnwise: Collection[int] = ()):
        dtype = np.dtype(dtype)
        per_line = ALIGNMENT // dtype.itemsize
        starts, total = [], 0
        for shape in shapes:
            starts.append(total)
            total += -(-math.prod(shape) // per_line) * per_line
        self.vector = aligned((total,), dtype)
        self.vector[...] = 0
        self.views = [
            self.vector[start : start + math.prod(shape)].reshape(shape, order="F" if place in columnwise else "C")
            for place, (start, shape) in enumerate(zip(starts, shapes, strict=True))
        ]


LARGE_PRODUCT = 1e9  # multiplications, such as 2048 x 2048 at batch 256: worth a second thread in spite of the risk


class OneBlasThread:
    """A context in which BLAS uses one thread; entering costs 1 microsecond if it does already, else 5.

    threadpoolctl's own context looks for the libraries anew each time, which takes longer than a training step.
    """

    def __init__(self) -> None:
        self._changed: list[tuple[Any, int]] = []

    def __enter__(self) -> None:
        self._changed = [(library, n) for library in _blas_libraries() if (n := library.get_num_threads()) != 1]
        for library, _ in self._changed:
            library.set_num_threads(1)

    def __exit__(self, *error: object) -> None:
        for library, before in self._changed:
            library.set_num_threads(before)


@cache
def _blas_libraries() -> list:
    """NumPy's BLAS and SciPy's, which are two copies."""
    return ThreadpoolController().select(user_api="blas").lib_controllers


def blas_threads(multiplications: float) -> AbstractContextManager:
    """A context with one BLAS thread if no matrix product inside needs more than this many multiplications."""
    return OneBlasThread() if multiplications < LARGE_PRODUCT else nullcontext()
