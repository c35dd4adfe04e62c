"""Derivatives of expressions in a world, without symbols and without differences.

Everything the interpreter computes is analytic in its parameters, so a complex argument gives derivatives: the
complex step for the first, Cauchy's integral for higher ones.
"""

from __future__ import annotations

import math

import numpy as np
import sympy

from numerics.interpreter.scope import Scope
from numerics.interpreter.value import ROUNDING, Value, size_of
from numerics.interpreter.walk import value
from numerics.worlds.world import Unmeasurable

COMPLEX_STEP = 1e-30
CIRCLE_POINTS, CIRCLE_RADIUS = 24, 0.08  # the radius at numbers of size 1 and more, and in proportion nearer to zero
NEAREST = 0.1  # at zero itself there is no proportion


def derivative(expr: sympy.Derivative, scope: Scope) -> Value:
    """First: the complex step, exact to rounding. Higher: Cauchy's integral over a small circle, nearly so.

    Inside an expectation both are derivatives along the draws, and as unbiased as those. Rounding is bounded by
    Cauchy's estimate: a term that was added up has a derivative of at most order! / radius^order times its size. The
    circle keeps away from zero, where logarithms end; what its points leave out is estimated by what every other one
    of them does: half as many leave out half the power of radius / distance, so its square is the error of all.
    """
    if len(expr.variable_count) != 1:
        raise Unmeasurable(f"{expr} is a mixed derivative: one variable at a time")
    variable, order = expr.variable_count[0][0], int(expr.variable_count[0][1])
    here = value(variable, scope)

    def at(shift: complex) -> Value:
        return value(expr.expr, scope.with_names({variable: Value(here.array + shift, here.rank)}))

    nearest = float(np.min(np.abs(here.array), initial=1.0))
    radius = CIRCLE_RADIUS * max(nearest, NEAREST)
    scale = math.factorial(order) / radius**order
    if order == 1:
        moved = at(1j * COMPLEX_STEP)
        array = np.imag(moved.array) / COMPLEX_STEP
        return Value(array, moved.rank, np.abs(array) + scale * size_of(moved) if scope.sized else None)
    circle = np.exp(2j * np.pi * np.arange(CIRCLE_POINTS) / CIRCLE_POINTS)
    around = [at(radius * u) for u in circle]
    terms = [np.real(v.array * u**-order) * scale for v, u in zip(around, circle, strict=True)]
    array, coarse = sum(terms) / CIRCLE_POINTS, sum(terms[::2]) / (CIRCLE_POINTS // 2)
    if not scope.sized:
        return Value(array, around[0].rank, None)
    size = scale * sum((size_of(v) for v in around), np.zeros(())) / CIRCLE_POINTS
    left_out = np.square(array - coarse) / np.maximum(size, np.finfo(float).tiny)
    return Value(array, around[0].rank, size + left_out / ROUNDING)


def substitution(expr: sympy.Subs, scope: Scope) -> Value:
    values = {v: value(e, scope) for v, e in zip(expr.variables, expr.point, strict=True)}
    return value(expr.expr, scope.with_names(values))
