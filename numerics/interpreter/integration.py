"""Integrals in a world: an integrand weighed at the nodes of its bound variables, and summed over them.

On a grid each variable opens a batch axis of its own, which is summed with its weights on the way out; with draws all
variables share the sample axis, and nothing is averaged here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import sympy
from scipy.special import ndtr
from sympy import Expr

from numerics.arithmetic.quadrature import gauss_legendre
from numerics.interpreter.arithmetic import log, product, total
from numerics.interpreter.binding import bind, open_axis, take_noise
from numerics.interpreter.integrands import Product, products
from numerics.interpreter.proposals import FromDraws, Step
from numerics.interpreter.scope import Scope
from numerics.interpreter.value import Value, add, exp_of, multiply, sum_over
from numerics.interpreter.walk import scalar
from numerics.worlds.world import POLYNOMIAL, Divergent, Unmeasurable

LEGENDRE_NODES = (40, 80)
VANISHING = 1e-4  # the most that the outermost nodes may share in an integral that a grid can reach the end of


def integrate(weights: list[Expr], body: Expr, variables: Sequence[Expr], scope: Scope, expr: Expr) -> Value:
    """The integral of the product of `weights` and `body` over `variables`; linear in its terms."""
    scope.needs_linear(expr)
    return total([_integral_of(p, scope) for p in products(tuple(weights), body, tuple(variables))], expr, scope)


def _integral_of(parts: Product, scope: Scope) -> Value:
    inner, log_weight = scope, np.asarray(0.0)
    outermost: list[np.ndarray | None] = []
    for step in parts.steps:
        outer = inner
        inner, more = bind(step, outer)
        log_weight = np.asarray(log_weight)[(..., *[None] * (inner.opened - outer.opened))] + more
        outermost += [_outermost(step, inner)] * (inner.opened - outer.opened)
    factors = [log(factor, inner.nonlinear()) for factor in parts.logarithmic]
    weight = exp_of(add([Value(log_weight), *factors], scope.sized), scope.sized)
    found = weight
    if parts.others:
        found = multiply(weight, product(list(parts.others), inner))
        if found.rank == 0:
            zero = weight.array == 0
            size = None if found.size is None else np.where(zero, 0.0, found.size)
            found = Value(np.where(zero, 0.0, found.array), 0, size)
    if found.rank == 0 and reaches_the_end(scope):
        _check_that_it_vanishes(found.array, outermost)
    return _summed(found, inner.opened - scope.opened, scope)


def reaches_the_end(scope: Scope) -> bool:
    """Whether the nodes are a grid so wide that the integrand of an integral that exists is nothing at its rim."""
    return not scope.sampling and not scope.world.discrete and scope.level not in POLYNOMIAL


def _outermost(step: Step, scope: Scope) -> np.ndarray | None:
    """Which of a step's nodes (N,) lie on the rim of their grid, N = count^k; None for draws one after the other."""
    if isinstance(step, FromDraws):
        return None
    bound = [scope.env[v] for v in step.variables]
    k = sum(v.array.shape[-1] if v.rank else 1 for v in bound)
    nodes = max(v.array.shape[-1 - v.rank] for v in bound)
    count = round(nodes ** (1 / k))
    if count**k != nodes:
        return None
    along = np.indices((count,) * k).reshape(k, -1)
    return ((along == 0) | (along == count - 1)).any(axis=0)


def _check_that_it_vanishes(contributions: np.ndarray, outermost: list[np.ndarray | None]) -> None:
    """Raise Divergent where the rim of a grid has a share in the sum: there is more beyond it, and no end of it."""
    size = np.abs(contributions)
    for axis, rim in zip(range(-len(outermost), 0), outermost, strict=True):
        along = np.moveaxis(size, axis, -1)
        if rim is None or len(rim) != along.shape[-1]:
            continue
        with np.errstate(invalid="ignore"):
            if np.any(along[..., rim].sum(axis=-1) > VANISHING * along.sum(axis=-1)):
                raise Divergent("the integrand does not vanish far out: this integral has no finite value here")


def _summed(found: Value, axes: int, scope: Scope) -> Value:
    return found if scope.sampling or not axes else sum_over(found, tuple(range(-axes, 0)), scope.sized)


def sympy_integral(expr: sympy.Integral, scope: Scope) -> Value:
    """An ordinary integral over limits (polar coordinates): Gauss-Legendre, infinite ends by t / (1 - t)."""
    inner = scope
    weights: list[np.ndarray] = []
    for limit in reversed(expr.limits):
        if len(limit) != 3:
            raise Unmeasurable(f"{expr} has no limits")
        name, low, high = limit
        if scope.sampling:
            u = ndtr(take_noise(f"{name}#", 1, inner)[..., 0])
            weight = np.ones_like(u)
        else:
            u, weight = gauss_legendre(LEGENDRE_NODES[scope.level % 2])
        point, slope = _stretch(u, low, high, lambda e: scalar(e, scope).array)
        inner = open_axis({name: Value(point)}, inner, (f"{name}#",), len(u))
        weights = [w if scope.sampling else w[..., None] for w in weights] + [weight * slope]
    scope.needs_linear(expr)
    found = scalar(expr.function, inner)
    for w in weights:
        found = multiply(found, Value(w))
    return _summed(found, len(weights), scope)


def _stretch(
    u: np.ndarray, low: Expr, high: Expr, number: Callable[[Expr], np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Carry u in (0, 1) to (low, high): the point, and its derivative."""
    if low.is_infinite and high.is_infinite:
        odds = u * (1 - u)
        return (2 * u - 1) / odds, 2 / odds + ((2 * u - 1) / odds) ** 2
    if high.is_infinite:
        return number(low)[..., None] + u / (1 - u), 1 / (1 - u) ** 2
    if low.is_infinite:
        return number(high)[..., None] - (1 - u) / u, 1 / u**2
    a, b = number(low)[..., None], number(high)[..., None]
    return a + (b - a) * u, (b - a) * np.ones_like(u)
