"""Sums, products, powers and logarithms of expressions. 0 log 0 is 0."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import sympy
from sympy import Add, Expr, Mul, Pow, exp

from derivations.language import words as lg
from numerics.interpreter.densities import log_density, log_normal
from numerics.interpreter.proposals import is_weight
from numerics.interpreter.scope import Scope, is_stochastic
from numerics.interpreter.value import Value, add, exp_of, log_of, multiply, power_of, size_of
from numerics.interpreter.vector_algebra import inverse
from numerics.interpreter.walk import entry, indexed, scalar, value
from numerics.worlds.world import Unmeasurable

ZERO = Value(np.asarray(0.0))


def sum_of(expr: Add, scope: Scope) -> Value:
    return total([value(a, scope) for a in expr.args], expr, scope)


def total(values: list[Value], expr: Expr, scope: Scope) -> Value:
    """The sum of values that come from `expr`; vectors of one component count as numbers beside numbers."""
    ranks = {v.rank for v in values}
    if len(ranks) > 1:
        if ranks != {0, 1} or any(v.array.shape[-1] != 1 for v in values if v.rank):
            raise Unmeasurable(f"{expr} adds numbers and vectors")
        values = [entry(v, 0) if v.rank else v for v in values]
    return add(values, scope.sized)


def product_of(expr: Mul, scope: Scope) -> Value:
    return product(list(expr.args), scope)


def product(factors: list[Expr], scope: Scope) -> Value:
    """A product; where a factor is zero the product is zero, whatever the others (0 log 0 = 0)."""
    noisy = [f for f in factors if scope.sampling and is_stochastic(f)]
    # Two noisy factors need draws of their own, or the mean of the product is not the product of the means.
    values = [
        value(f, replace(scope, path=(*scope.path, k)) if f in noisy[1:] else scope) for k, f in enumerate(factors)
    ]
    result = values[0]
    for other in values[1:]:
        result = multiply(result, other)
    if result.rank == 0 and not np.all(np.isfinite(result.array)):
        zero = np.zeros_like(result.array, dtype=bool)
        for v in values:
            zero = zero | (v.array == 0)
        result = Value(np.where(zero, 0.0, result.array), 0, None if result.size is None else
                       np.where(zero, 0.0, result.size))  # fmt: skip
    return result


def power(expr: Pow, scope: Scope) -> Value:
    base, exponent = expr.args
    if scope.sampling and is_stochastic(base):
        if exponent.is_Integer and 1 <= exponent <= 4 and scope.linear:
            return product([base] * int(exponent), scope)
        scope = scope.nonlinear()
    if base == sympy.E:
        return exponential(expr, scope)
    b, e = value(base, scope), scalar(exponent, scope)
    if b.rank == 2:
        if exponent == -1:
            return inverse(b, scope.sized)
        raise Unmeasurable(f"no power {exponent} of a matrix")
    return power_of(b, e.array, scope.sized)


def exponential(expr: Expr, scope: Scope) -> Value:
    return exp_of(scalar(expr.args[-1], scope.nonlinear()), scope.sized)


def logarithm(expr: Expr, scope: Scope) -> Value:
    return log(expr.args[0], scope.nonlinear())


def log(expr: Expr, scope: Scope) -> Value:
    """log of an expression, through the logs of its factors, so that densities never underflow."""
    if isinstance(expr, Mul) and not any(a.is_number and not a.is_positive for a in expr.args):
        return add([log(a, scope) for a in expr.args], scope.sized)
    if isinstance(expr, Pow) and expr.base != sympy.E and (expr.base.is_positive or is_weight(expr.base)):
        return multiply(scalar(expr.exp, scope), log(expr.base, scope))
    if isinstance(expr, lg.Density):
        return log_density(expr, scope)
    if isinstance(expr, lg.Normal):
        return log_normal(expr, scope)
    if isinstance(expr, sympy.Product):
        return add([log(expr.function, s) for s in indexed(expr, scope)] or [ZERO], scope.sized)
    if isinstance(expr, exp):
        return scalar(expr.args[0], scope)
    return log_of(scalar(expr, scope), scope.sized)


def density(expr: Expr, scope: Scope) -> Value:
    return exp_of(log(expr, scope.nonlinear()), scope.sized)


def indexed_sum(expr: sympy.Sum, scope: Scope) -> Value:
    return total([value(expr.function, s) for s in indexed(expr, scope)] or [ZERO], expr, scope)


def indexed_product(expr: sympy.Product, scope: Scope) -> Value:
    if is_weight(expr):
        return density(expr, scope)
    if scope.sampling and is_stochastic(expr.function):
        scope = scope.nonlinear()
    result = Value(np.asarray(1.0))
    for s in indexed(expr, scope):
        result = multiply(result, value(expr.function, s))
    return result


def difference_of_means(mean: Value, square: Value, sized: bool) -> Value:
    """E f^2 - (E f)^2."""
    return add([square, Value(-(mean.array**2), 0, size_of(mean) ** 2)], sized)
