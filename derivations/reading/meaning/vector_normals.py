"""Recognising the density of a normal vector in a formula such as |2 pi S|^(-1/2) exp(-(x - m)' S^-1 (x - m) / 2), and
what a formula of this shape integrates to."""

from __future__ import annotations

import sympy
from sympy import Expr, Symbol

from derivations.language import words as L


def vector_shape(formula: Expr, x: L.RandomVariable) -> tuple[Expr, Expr, Expr, Expr] | None:
    """(m, M, s, C) of a formula C exp(-s (x - m)' M^-1 (x - m)), with M a matrix of a name, its inverse or the
    identity; None of another shape."""
    factors = sympy.Mul.make_args(formula)
    of_x = [f for f in factors if f.has(x)]
    if x.dimension is None or len(of_x) != 1 or not isinstance(of_x[0], sympy.exp):
        return None
    terms = [t for t in sympy.Add.make_args(of_x[0].exp) if t.has(x)]
    if len(terms) != 1:
        return None
    forms = [f for f in sympy.Mul.make_args(terms[0]) if f.has(x)]
    if len(forms) != 1 or not isinstance(forms[0], L.Bilinear | L.SquaredNorm):
        return None
    one, matrix, other = forms[0].args if isinstance(forms[0], L.Bilinear) else (*forms[0].args, 1, *forms[0].args)
    centres = [centre_of(side, x) for side in (one, other)]
    if None in centres or centres[0][1] != centres[1][1]:
        return None
    scale = -terms[0] / forms[0] * centres[0][0] * centres[1][0]
    covariance = L.Identity(x.dimension) if matrix == 1 else 1 / matrix
    name = covariance if isinstance(covariance, L.MatrixName) else matrix
    if matrix != 1 and not isinstance(name, L.MatrixName):
        return None
    constant = formula / of_x[0] * sympy.exp(of_x[0].exp - terms[0])
    return centres[0][1], covariance, scale, constant


def covariance_shape(formula: Expr, x: L.RandomVariable) -> tuple[Expr, Expr] | None:
    """(m, V) of the normal density that such a formula is, up to its constant."""
    shape = vector_shape(formula, x) if isinstance(x, L.RandomVariable) else None
    return None if shape is None else (shape[0], shape[1] / (2 * shape[2]))


def centre_of(side: Expr, x: L.RandomVariable) -> tuple[Expr, Expr] | None:
    """(a, m) of a (x - m)."""
    factor = sympy.expand(side).coeff(x)
    if factor == 0 or factor.free_symbols & {x}:
        return None
    mean = sympy.expand(x - side / factor)
    return None if mean.has(x) else (factor, mean)


def vector_mass(formula: Expr, x: L.RandomVariable) -> Expr | None:
    """What a formula of this shape integrates to, as a number or a formula in the dimension and the determinant; None
    of another shape, or where another letter stands for a size or another determinant in it."""
    shape = vector_shape(formula, x)
    if shape is None or not shape[2].is_positive:
        return None
    _, covariance, scale, constant = shape
    size = sympy.Integer(1) if isinstance(covariance, L.Identity) else L.Determinant(covariance)
    mass = constant * (sympy.pi / scale) ** (x.dimension / 2) * sympy.sqrt(size)
    det = Symbol("det", positive=True)
    values = {L.Determinant(covariance): det, L.Determinant(1 / covariance): 1 / det}
    logarithm = sympy.simplify(sympy.expand_log(sympy.log(mass.xreplace(values)), force=True))
    loose = logarithm.free_symbols - {det} - x.dimension.free_symbols - scale.free_symbols
    return None if loose or logarithm.atoms(L.Determinant) else sympy.exp(logarithm)
