"""Derivatives of expressions in a world, without symbols and without differences.

Everything the interpreter computes is analytic in its parameters, so a complex argument gives derivatives: the
complex step for the first, Cauchy's integral for higher ones.
"""

from __future__ import annotations

import math

import numpy as np
import sympy

from numerics.interpreter.scope import Scope
from numerics.interpreter.value import Value, size_of
from numerics.interpreter.walk import value
from numerics.worlds.world import Unmeasurable

COMPLEX_STEP = 1e-30
CIRCLE_POINTS, CIRCLE_RADIUS = 24, 0.08


def derivative(expr: sympy.Derivative, scope: Scope) -> Value:
    """First: the complex step, exact to rounding. Higher: Cauchy's integral over a small circle, nearly so.

    Inside an expectation both are derivatives along the draws, and as unbiased as those. Rounding is bounded by
    Cauchy's estimate: a term that was added up has a derivative of at most order! / radius^order times its size.
    """
    if len(expr.variable_count) != 1:
        raise Unmeasurable(f"{expr} is a mixed derivative: one variable at a time")
    variable, order = expr.variable_count[0][0], int(expr.variable_count[0][1])
    here = value(variable, scope)

    def at(shift: complex) -> Value:
        return value(expr.expr, scope.with_names({variable: Value(here.array + shift, here.rank)}))

    scale = math.factorial(order) / CIRCLE_RADIUS**order
    if order == 1:
        moved = at(1j * COMPLEX_STEP)
        array = np.imag(moved.array) / COMPLEX_STEP
        return Value(array, moved.rank, np.abs(array) + scale * size_of(moved) if scope.sized else None)
    circle = np.exp(2j * np.pi * np.arange(CIRCLE_POINTS) / CIRCLE_POINTS)
    around = [at(CIRCLE_RADIUS * u) for u in circle]
    array = np.real(sum(v.array * u**-order for v, u in zip(around, circle, strict=True))) * scale / CIRCLE_POINTS
    size = scale * sum((size_of(v) for v in around), np.zeros(())) / CIRCLE_POINTS if scope.sized else None
    return Value(array, around[0].rank, size)


def substitution(expr: sympy.Subs, scope: Scope) -> Value:
    values = {v: value(e, scope) for v, e in zip(expr.variables, expr.point, strict=True)}
    return value(expr.expr, scope.with_names(values))
