"""Evaluators of vector and matrix expressions."""

from __future__ import annotations

from fractions import Fraction

from derivations.language import words as L
from derivations.numbers.arrays import Matrix, Vector, identity, outer
from derivations.worlds.evaluation.evaluator import CannotSpeak, charge, evaluator, whole


def _squared_norm(e):
    inner = evaluator(e.vector)

    def run(m, env):
        v = inner(m, env)
        return v.dot(v) if isinstance(v, Vector) else v * v

    return run


def _of_matrices(operation):
    def make(e):
        parts = [evaluator(a) for a in e.args]

        def run(m, env):
            values = [part(m, env) for part in parts]
            try:
                return operation(m, *values)
            except (AttributeError, TypeError) as error:
                raise CannotSpeak(f"{type(e).__name__} of something that is not of its kind: {error}") from None

        return run

    return make


def _bilinear(m, u, a, v):
    if isinstance(a, Matrix):
        return u.dot(a.apply(v))
    return (u.dot(v) if isinstance(u, Vector) else u * v) * a


def _trace(m, a):
    return a.trace if isinstance(a, Matrix) else a * m.world.matrix_size()


def _determinant(m, a):
    return a.determinant if isinstance(a, Matrix) else m.power(a, Fraction(m.world.matrix_size()))


def _matrix_vector(m, a, v):
    return a.apply(v) if isinstance(a, Matrix) else v * a


def _identity(e):
    size = evaluator(e.size)

    def run(m, env):
        n = whole(size(m, env))
        charge(m, n * n)
        return identity(n)

    return run


MAKERS = {
    L.SquaredNorm: _squared_norm, L.Identity: _identity,
    L.Transpose: _of_matrices(lambda m, a: a.transposed if isinstance(a, Matrix) else a),
    L.Outer: _of_matrices(lambda m, u, v: outer(u, v)), L.MatVec: _of_matrices(_matrix_vector),
    L.Bilinear: _of_matrices(_bilinear), L.Trace: _of_matrices(_trace), L.Determinant: _of_matrices(_determinant),
}  # fmt: skip
