"""Recognising a Gaussian density in a formula such as (2 pi s)^(-1/2) exp(-(z - m)^2 / (2 s))."""

from __future__ import annotations

import sympy
from sympy import Expr, exp

from derivations.judging.derivation import equal
from derivations.kernel.rules import REWRITING
from derivations.language import words as L

FORMULA = REWRITING - {"bayes", "change", "gaussian"}


def as_normal(formula: Expr, variable) -> Expr | None:
    """Normal(variable, m, v) if the formula is exactly that density; None otherwise."""
    shape = quadratic_exponent(formula, variable)
    if shape is None:
        return None
    mean, variance = shape
    normal = L.Normal(variable, mean, variance)
    return normal if equal(formula, normal, FORMULA) else None


def quadratic_exponent(formula: Expr, variable) -> tuple[Expr, Expr] | None:
    """(m, v) of the one exponential factor exp(-(z - m)^2 / (2 v)) in which the variable occurs."""
    stand_in = sympy.Dummy("z", real=True)
    taken = formula.subs(variable, stand_in)
    exponent, others = sympy.Integer(0), []
    for factor in sympy.Mul.make_args(taken):
        if isinstance(factor, exp):
            exponent += factor.exp
        elif isinstance(factor, sympy.Pow) and isinstance(factor.base, exp):
            exponent += factor.base.exp * factor.exp
        else:
            others.append(factor)
    if any(o.has(stand_in) for o in others) or not exponent.has(stand_in):
        return None
    try:
        polynomial = sympy.Poly(sympy.expand(exponent), stand_in)
    except sympy.PolynomialError:
        return None
    if polynomial.degree() != 2:
        return None
    a, b, _ = polynomial.all_coeffs()
    variance = sympy.cancel(-1 / (2 * a))
    return sympy.cancel(b * variance), sympy.cancel(variance)
