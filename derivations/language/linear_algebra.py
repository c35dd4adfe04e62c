"""Vectors and matrices of symbolic size, as far as Gaussians need them.

Vectors are ordinary commutative expressions (x - mu(z)); matrices are noncommutative symbols, so that products keep
their order, and vectors meet matrices only through the nodes below.
"""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow, Symbol, sympify

from derivations.language.random_variables import Notation


class MatrixName(Symbol):
    """A named square matrix of symbolic size, by default a covariance: symmetric and positive definite.

    `symmetric=False` says nothing of it: it is neither, and its determinant may have any sign.
    """

    __slots__ = ("_size", "size", "symmetric")

    def __new__(cls, name: str, size=None, symmetric: bool = True) -> MatrixName:
        self = Symbol.__xnew__(cls, name, commutative=False)
        self.size, self.symmetric = None if size is None else sympify(size), symmetric
        self._size = str(self.size)
        return self

    def __getnewargs_ex__(self):
        return (self.name, self.size, self.symmetric), {}

    def _hashable_content(self):
        return (*super()._hashable_content(), self._size, self.symmetric)


class Identity(Notation, Expr):
    """The identity matrix I of symbolic size."""

    is_commutative = False

    def __new__(cls, size):
        return Expr.__new__(cls, sympify(size))

    size = property(lambda self: self.args[0])


class FullIdentity(Identity):
    """The identity as one of a note's matrices: a Gaussian with it is treated by matrices, not by components."""


class Transpose(Notation, Expr):
    """Transpose of a matrix expression."""

    is_commutative = False

    def __new__(cls, matrix):
        return Expr.__new__(cls, sympify(matrix))


class Outer(Notation, Expr):
    """The matrix u v'."""

    is_commutative = False

    def __new__(cls, u, v):
        return Expr.__new__(cls, sympify(u), sympify(v))


class MatVec(Notation, Expr):
    """The vector A v."""

    is_commutative = True
    is_real = True

    def __new__(cls, matrix, vector):
        return Expr.__new__(cls, sympify(matrix), sympify(vector))


class Bilinear(Notation, Expr):
    """The number u' A v; `Bilinear(u, 1, v)` is the inner product."""

    is_commutative = True
    is_real = True

    def __new__(cls, u, matrix, v):
        return Expr.__new__(cls, sympify(u), sympify(matrix), sympify(v))


class SquaredNorm(Notation, Expr):
    """The squared Euclidean norm of a vector, ||v||^2."""

    is_commutative = True
    is_nonnegative = True

    def __new__(cls, vector):
        return Expr.__new__(cls, sympify(vector))

    vector = property(lambda self: self.args[0])


class Trace(Notation, Expr):
    """Trace of a matrix expression."""

    is_commutative = True
    is_real = True

    def __new__(cls, matrix):
        return Expr.__new__(cls, sympify(matrix))


class Determinant(Notation, Expr):
    """Determinant of a matrix; known to be positive for covariances, their sums, inverses and products."""

    is_commutative = True
    is_real = True

    def _eval_is_positive(self) -> bool | None:
        factors = self.args[0].args if isinstance(self.args[0], Mul) else self.args
        return True if all(f.is_positive or is_covariance(f) for f in factors) else None

    def __new__(cls, matrix):
        return Expr.__new__(cls, sympify(matrix))


def is_covariance(matrix: Expr) -> bool:
    """Whether a matrix is one that was declared symmetric and positive definite, or a sum or power of such."""
    if isinstance(matrix, MatrixName):
        return matrix.symmetric
    if isinstance(matrix, Pow):
        return is_covariance(matrix.base)
    if isinstance(matrix, Add):
        return all(map(is_covariance, matrix.args))
    if isinstance(matrix, Mul):
        *numbers, last = matrix.args
        return all(f.is_positive for f in numbers) and is_covariance(last)
    return isinstance(matrix, Identity)
