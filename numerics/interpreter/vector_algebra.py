"""Vectors and matrices of the language as arrays with batch axes in front. Mixed into the interpreter."""

from __future__ import annotations

import math

import numpy as np

from derivations.language import words as lg
from numerics.interpreter.scope import Scope
from numerics.interpreter.setting import Value


class VectorAlgebra:
    """Identity, transpose, outer and inner products, quadratic forms, trace, determinant."""

    def identity(self, expr: lg.Identity, scope: Scope) -> Value:
        return Value(np.eye(int(np.asarray(self.scalar(expr.size, scope)).flat[0])), 2)

    def transpose(self, expr, scope: Scope) -> Value:
        return Value(np.swapaxes(self.value(expr.args[0], scope).array, -1, -2), 2)

    def outer(self, expr, scope: Scope) -> Value:
        u, v = (self.value(a, scope).array for a in expr.args)
        return Value(u[..., :, None] * v[..., None, :], 2)

    def matrix_vector(self, expr, scope: Scope) -> Value:
        matrix, vector = (self.value(a, scope) for a in expr.args)
        return Value(np.einsum("...ij,...j->...i", matrix.array, vector.array), 1)

    def bilinear(self, expr, scope: Scope) -> Value:
        u, matrix, v = (self.value(a, scope) for a in expr.args)
        if matrix.rank == 0:
            return Value(matrix.array * np.sum(u.array * v.array, axis=-1))
        return Value(np.einsum("...i,...ij,...j->...", u.array, matrix.array, v.array))

    def squared_norm(self, expr: lg.SquaredNorm, scope: Scope) -> Value:
        array, rank = self.value(expr.vector, scope)
        return Value(np.sum(array * array, axis=-1) if rank else array * array)

    def trace(self, expr, scope: Scope) -> Value:
        return Value(np.trace(self.value(expr.args[0], scope).array, axis1=-2, axis2=-1))

    def determinant(self, expr, scope: Scope) -> Value:
        return Value(np.linalg.det(self.value(expr.args[0], scope).array))


def log_matrix_normal(value: Value, mean: Value, covariance: Value) -> np.ndarray:
    """log N(value; mean, covariance) for a full covariance (..., n, n), in nats."""
    difference = value.array - (mean.array if mean.rank else mean.array[..., None])
    n = difference.shape[-1]
    solved = np.linalg.solve(covariance.array, difference[..., None])[..., 0]
    _, log_determinant = np.linalg.slogdet(covariance.array)
    square = np.einsum("...i,...i->...", difference, solved)
    return -0.5 * (square + log_determinant + n * math.log(2 * math.pi))
