"""Gradients of numbers by a vector: of quadratic forms and squared norms of what is linear in it.

d/dx (u' M v) = (du/dx)' M v + (dv/dx)' M' u
"""

from __future__ import annotations

import sympy

from derivations.language import words as L
from derivations.language.linear_algebra import is_covariance


def vector_slope(value: sympy.Expr, x: sympy.Symbol) -> sympy.Expr | None:
    """The gradient of a number by a vector; None of anything that is no sum of such forms."""
    if not value.has(x):
        return sympy.Integer(0)
    if isinstance(value, sympy.Add):
        return _sum([vector_slope(term, x) for term in value.args])
    if isinstance(value, sympy.Mul):
        holding = [f for f in value.args if f.has(x)]
        inside = vector_slope(holding[0], x) if len(holding) == 1 else None
        return None if inside is None else sympy.Mul(*(f for f in value.args if f is not holding[0])) * inside
    if isinstance(value, L.SquaredNorm):
        return _of_form(value.args[0], sympy.Integer(1), value.args[0], x)
    if isinstance(value, L.Bilinear):
        return _of_form(*value.args, x)
    return None


def _of_form(u: sympy.Expr, matrix: sympy.Expr, v: sympy.Expr, x: sympy.Symbol) -> sympy.Expr | None:
    one, other = rate(u, x), rate(v, x)
    if one is None or other is None or matrix.has(x):
        return None
    return applied(turned(one) * matrix, v) + applied(turned(other) * turned(matrix), u)


def applied(matrix: sympy.Expr, v: sympy.Expr) -> sympy.Expr:
    """A matrix, or a number, times a vector."""
    if isinstance(matrix, sympy.Add):
        return sympy.Add(*(applied(m, v) for m in matrix.args))
    numbers, rest = matrix.args_cnc() if isinstance(matrix, sympy.Mul) else ([], [matrix])
    if matrix.is_commutative:
        return matrix * v
    return sympy.Mul(*numbers, L.MatVec(sympy.Mul(*rest), v))


def rate(v: sympy.Expr, x: sympy.Symbol) -> sympy.Expr | None:
    """The M of M x + c; None of a vector that is not so."""
    total = sympy.Integer(0)
    for term in (t for t in sympy.Add.make_args(v.expand()) if t.has(x)):
        holding = [f for f in sympy.Mul.make_args(term) if f.has(x)]
        inner = _rate_of_one(holding[0], x) if len(holding) == 1 else None
        if inner is None:
            return None
        total += sympy.Mul(*(f for f in sympy.Mul.make_args(term) if f is not holding[0])) * inner
    return total


def _rate_of_one(factor: sympy.Expr, x: sympy.Symbol) -> sympy.Expr | None:
    if factor == x:
        return sympy.Integer(1)
    if not isinstance(factor, L.MatVec) or factor.args[0].has(x):
        return None
    inner = rate(factor.args[1], x)
    return None if inner is None else factor.args[0] * inner


def turned(matrix: sympy.Expr) -> sympy.Expr:
    """The transpose of a sum of products of matrices and numbers."""
    if isinstance(matrix, sympy.Add):
        return sympy.Add(*map(turned, matrix.args))
    if isinstance(matrix, sympy.Mul):
        numbers = [f for f in matrix.args if f.is_commutative]
        return sympy.Mul(*numbers, *(turned(f) for f in reversed(matrix.args) if not f.is_commutative))
    if matrix.is_commutative or is_covariance(matrix):
        return matrix
    return matrix.args[0] if isinstance(matrix, L.Transpose) else L.Transpose(matrix)


def _sum(terms: list[sympy.Expr | None]) -> sympy.Expr | None:
    return None if None in terms else sympy.Add(*terms)
