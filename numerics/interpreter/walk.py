"""The recursion: an expression becomes a value by the handler of its kind.

One recursion serves quadrature and draws. Bound variables are given nodes: quadrature nodes on a new axis, summed with
their weights on the way out; or one draw per sample on the common sample axis, divided by the density it was drawn
with, averaged only at the very end. A nested expectation costs one inner draw per outer draw and stays unbiased as long
as it enters linearly; where it does not (in a logarithm, say) it is refused: the log of an average is biased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import sympy
from sympy import Expr, Symbol

from derivations.language import words as lg
from numerics.interpreter.scope import Scope
from numerics.interpreter.value import Value
from numerics.worlds.world import Unmeasurable

Handler = Callable[[Expr, Scope], Value]
HANDLERS: dict[type, Handler] = {}  # filled by kinds.py; the first kind that fits
UNFINISHED = (lg.Notation, sympy.Integral, sympy.Sum, sympy.Product, sympy.Derivative)


def value(expr: Expr, scope: Scope) -> Value:
    """The value of any expression, (batch axes..., and the axes of its rank). Raises Unmeasurable."""
    if expr in scope.env:
        return scope.env[expr]
    if expr.is_number and not expr.has(*UNFINISHED):
        return Value(np.asarray(float(expr)))
    for kind, handler in HANDLERS.items():
        if isinstance(expr, kind):
            return handler(expr, scope)
    raise Unmeasurable(f"no number for {type(expr).__name__} in {expr}")


def scalar(expr: Expr, scope: Scope) -> Value:
    """The value of a scalar expression, batch axes only. A vector of one component is taken as a scalar."""
    found = value(expr, scope)
    if found.rank == 1 and found.array.shape[-1] == 1:
        return entry(found, 0)
    if found.rank:
        raise Unmeasurable(f"{expr} is a vector here, where a number is needed")
    return found


def whole(expr: Expr, scope: Scope) -> int:
    """A scalar that is the same everywhere and a whole number: an index, a size, a count."""
    return int(scalar(expr, scope).array.flat[0])


def entry(vector: Value, index: int) -> Value:
    """One component of a vector."""
    return Value(vector.array[..., index], 0, None if vector.size is None else vector.size[..., index])


# Leaves


def symbol(expr: Symbol, scope: Scope) -> Value:
    """A free variable or parameter has the setting axis m in front; it gets the batch axes opened since."""
    setting = scope.setting
    free = setting.variable(expr) if isinstance(expr, lg.RandomVariable) else setting.parameter(expr)
    where = free.array.ndim - free.rank
    if where == 0 or not scope.opened:
        return free
    shape = free.array.shape
    return Value(free.array.reshape(*shape[:where], *([1] * scope.opened), *shape[where:]), free.rank)


def component(expr: lg.Component, scope: Scope) -> Value:
    index = whole(expr.index, scope) - 1
    drawn = lg.Component(expr.base, sympy.Integer(index + 1))
    if drawn in scope.env:  # one of several draws, bound by itself
        return scope.env[drawn]
    vector = value(expr.base, scope)
    if vector.rank != 1:
        raise Unmeasurable(f"{expr.base} has no components in this world")
    if not 0 <= index < vector.array.shape[-1]:
        raise Unmeasurable(f"component {index + 1} of {expr.base}, which has {vector.array.shape[-1]} here")
    return entry(vector, index)


def function(expr: Expr, scope: Scope) -> Value:
    """An unknown function: a sum of bounded terms and a slope, so it is as large as its value and one more."""
    arguments = [value(a, scope.nonlinear()) for a in expr.args]
    found = scope.setting.function(expr, arguments)
    if not scope.sized:
        return found
    return found._replace(size=np.abs(found.array) + 1 + sum(_largest(a, found) for a in arguments))


def _largest(argument: Value, beside: Value) -> np.ndarray:
    """What an argument adds to the size of a function of it: slopes are below one or so."""
    size = np.abs(argument.array) if argument.size is None else argument.size
    size = size.max(axis=-1) if argument.rank else size
    return np.asarray(size)[..., None] if beside.rank else size


def kronecker(expr: sympy.KroneckerDelta, scope: Scope) -> Value:
    i, j = (scalar(a, scope).array for a in expr.args)
    return Value(np.asarray(i == j, dtype=float))


def minimum(expr: lg.Minimum, scope: Scope) -> Value:
    return value(expr.objective, scope)


def indexed(expr: sympy.Sum | sympy.Product, scope: Scope) -> Iterator[Scope]:
    """A scope for each value of the indices of a sum or product, the first limit innermost."""
    scopes = [scope]
    for index, low, high in reversed(expr.limits):
        scopes = [
            outer.with_names({index: Value(np.asarray(float(k)))})
            for outer in scopes
            for k in range(whole(low, outer), whole(high, outer) + 1)
        ]
    return iter(scopes)
