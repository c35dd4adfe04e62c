"""Derivatives of expressions in a world, without symbols and without differences. Mixed into the interpreter.

Everything the interpreter computes is analytic in its parameters, so a complex argument gives derivatives: the
complex step for the first, Cauchy's integral for higher ones.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import sympy

from numerics.interpreter.scope import Scope
from numerics.interpreter.setting import Value
from numerics.worlds.world import Unmeasurable

COMPLEX_STEP = 1e-30
CIRCLE_POINTS, CIRCLE_RADIUS = 24, 0.08


class Differentiation:
    """Derivatives with respect to a symbol, and expressions at a substituted point."""

    def derivative(self, expr: sympy.Derivative, scope: Scope) -> Value:
        """First: the complex step, exact to rounding. Higher: Cauchy's integral over a small circle, nearly so.

        Inside an expectation both are derivatives along the draws, and as unbiased as those.
        """
        if len(expr.variable_count) != 1:
            raise Unmeasurable(f"{expr} is a mixed derivative: one variable at a time")
        variable, order = expr.variable_count[0]
        array, rank = self.value(variable, scope)

        def at(shift: complex) -> Value:
            return self.value(expr.expr, replace(scope, env={**scope.env, variable: Value(array + shift, rank)}))

        if order == 1:
            result, result_rank = at(1j * COMPLEX_STEP)
            return Value(np.imag(result) / COMPLEX_STEP, result_rank)
        circle = np.exp(2j * np.pi * np.arange(CIRCLE_POINTS) / CIRCLE_POINTS)
        around = [at(CIRCLE_RADIUS * u) for u in circle]
        total = sum(v.array * u ** -int(order) for v, u in zip(around, circle, strict=True))
        scale = math.factorial(int(order)) / CIRCLE_POINTS / CIRCLE_RADIUS ** int(order)
        return Value(np.real(total) * scale, around[0].rank)

    def substitution(self, expr: sympy.Subs, scope: Scope) -> Value:
        values = {v: self.value(e, scope) for v, e in zip(expr.variables, expr.point, strict=True)}
        return self.value(expr.expr, replace(scope, env={**scope.env, **values}))
