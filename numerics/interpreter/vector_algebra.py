"""Vectors and matrices of the language as arrays with batch axes in front."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from sympy import Expr

from derivations.language import words as lg
from numerics.interpreter.scope import Scope
from numerics.interpreter.value import Value, size_of
from numerics.interpreter.walk import value, whole


def identity(expr: lg.Identity, scope: Scope) -> Value:
    return Value(np.eye(whole(expr.size, scope)), 2)


def transpose(expr: Expr, scope: Scope) -> Value:
    found = value(expr.args[0], scope)
    size = None if found.size is None else np.swapaxes(found.size, -1, -2)
    return Value(np.swapaxes(found.array, -1, -2), 2, size)


def outer(expr: Expr, scope: Scope) -> Value:
    u, v = (value(a, scope) for a in expr.args)
    return _through(lambda a, b: a[..., :, None] * b[..., None, :], 2, u, v)


def matrix_vector(expr: Expr, scope: Scope) -> Value:
    matrix, vector = (value(a, scope) for a in expr.args)
    return _through(lambda a, b: np.einsum("...ij,...j->...i", a, b), 1, matrix, vector)


def bilinear(expr: Expr, scope: Scope) -> Value:
    u, matrix, v = (value(a, scope) for a in expr.args)
    if matrix.rank == 0:
        return _through(lambda a, m, b: m * np.sum(a * b, axis=-1), 0, u, matrix, v)
    return _through(lambda a, m, b: np.einsum("...i,...ij,...j->...", a, m, b), 0, u, matrix, v)


def squared_norm(expr: lg.SquaredNorm, scope: Scope) -> Value:
    vector = value(expr.vector, scope)
    return _through(lambda a: np.sum(a * a, axis=-1) if vector.rank else a * a, 0, vector)


def trace(expr: Expr, scope: Scope) -> Value:
    return _through(lambda a: np.trace(a, axis1=-2, axis2=-1), 0, value(expr.args[0], scope))


def determinant(expr: Expr, scope: Scope) -> Value:
    """As large as Hadamard's bound, the product of the norms of the rows."""
    matrix = value(expr.args[0], scope)
    size = np.prod(np.sqrt(np.sum(size_of(matrix) ** 2, axis=-1)), axis=-1) if scope.sized else None
    return Value(np.linalg.det(matrix.array), 0, size)


def inverse(matrix: Value, sized: bool) -> Value:
    """The inverse; an error E of the matrix moves it by at most |A^-1| E |A^-1| (to first order)."""
    array = np.linalg.inv(matrix.array)
    return Value(array, 2, np.abs(array) @ size_of(matrix) @ np.abs(array) if sized else None)


def log_matrix_normal(at: Value, mean: Value, covariance: Value, sized: bool) -> Value:
    """log N(at; mean, covariance) for a full covariance (..., n, n), in nats."""
    difference = at.array - (mean.array if mean.rank else mean.array[..., None])
    n = difference.shape[-1]
    solved = np.linalg.solve(covariance.array, difference[..., None])[..., 0]
    _, log_determinant = np.linalg.slogdet(covariance.array)
    square = np.einsum("...i,...i->...", difference, solved)
    array = -0.5 * (square + log_determinant + n * math.log(2 * math.pi))
    if not sized:
        return Value(array)
    size = np.einsum("...i,...i->...", np.abs(difference), np.abs(solved))
    return Value(array, 0, size + np.abs(log_determinant) + 3 * n)


def _through(rule: Callable[..., np.ndarray], rank: int, *values: Value) -> Value:
    """A rule that only multiplies and adds, on the arrays, and on their sizes: |sum of a b| <= sum of |a| |b|."""
    return Value(rule(*(v.array for v in values)), rank, rule(*(size_of(v) for v in values)))
