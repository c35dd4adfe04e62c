"""Densities as logarithms, until an integrand is complete: nothing underflows on the way."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from sympy import Expr

from derivations.language import words as lg
from numerics.interpreter.proposals import is_component_of
from numerics.interpreter.scope import Scope, letter
from numerics.interpreter.value import ROUNDING, Value, size_of
from numerics.interpreter.vector_algebra import log_matrix_normal
from numerics.interpreter.walk import value, whole

LOG_TAU = math.log(2 * math.pi)
LOG_TERMS = (
    8.0  # a log-density is a sum of terms (a square, a log-determinant, a constant) some nats larger than itself
)


def log_density(expr: lg.Density, scope: Scope) -> Value:
    """The world's own log-density, nats. What the world says of its accuracy counts like rounding."""
    targets, givens = (roles(slots, scope) for slots in (expr.target_slots, expr.given_slots))
    density = scope.world.density(letter(expr), tuple(targets), tuple(givens))
    array = density.log_density({r: slot(v, scope) for r, v in {**targets, **givens}.items()})
    if not scope.sized:
        return Value(array)
    size = np.abs(array) + LOG_TERMS + density.log_error / ROUNDING
    return Value(array, 0, np.where(np.isfinite(array), size, 0.0))


def roles(slots: Iterable[tuple[str, Expr]], scope: Scope) -> dict[str, Expr]:
    """Slots by the world's names of roles: one component of a vector is a role of its own, "z[2]".

    A component in the slot of another role (draw j of z, in the slot z) is a value like any other.
    """
    return {f"{r}[{whole(v.index, scope)}]" if is_component_of(r, v) else r: v for r, v in slots}


def slot(expr: Expr, scope: Scope) -> np.ndarray:
    """What stands in a slot, as a vector."""
    found = value(expr, scope)
    return found.array if found.rank else np.asarray(found.array)[..., None]


def log_normal(expr: lg.Normal, scope: Scope) -> Value:
    """log N(value; mean, variance) as the formula has it, nats: summed over the components of a vector."""
    at, mean, variance = (value(a, scope) for a in expr.args)
    if expr.variance.is_commutative is False:
        return log_matrix_normal(at, mean, variance, scope.sized)
    vector = at.rank == 1 and at.array.shape[-1] != 1
    if vector:
        parts = [(v.array, size_of(v)) if v.rank else (v.array[..., None], size_of(v)[..., None]) for v in (at, mean)]
        s2 = variance.array if variance.rank else variance.array[..., None]
    else:
        parts = [(v.array[..., 0], size_of(v)[..., 0]) if v.rank else (v.array, size_of(v)) for v in (at, mean)]
        s2 = variance.array[..., 0] if variance.rank else variance.array
    with np.errstate(divide="ignore", invalid="ignore"):
        log_s2 = np.log(s2)
        array = -0.5 * ((parts[0][0] - parts[1][0]) ** 2 / s2 + log_s2 + LOG_TAU)
        size = ((parts[0][1] + parts[1][1]) ** 2 / np.abs(s2) + np.abs(log_s2) + 3) if scope.sized else None
    if vector:
        array, size = np.sum(array, axis=-1), None if size is None else np.sum(size, axis=-1)
    return Value(array, 0, None if size is None else np.broadcast_to(size, array.shape))
