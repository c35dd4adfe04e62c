"""Bound variables get nodes on a grid, or one draw for each sample, from the proposal that was chosen for them.

Every binding returns the scope in which the variables have their values, and log-weights: of the nodes, or minus the
log-density of the draws. A grid opens a last batch axis.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import sympy
from sympy import Expr

from derivations.language import words as lg
from numerics.arithmetic.quadrature import normal_grid
from numerics.interpreter.densities import roles, slot
from numerics.interpreter.proposals import FromComponents, FromDraws, FromNormal, FromNowhere, FromWorld, Step
from numerics.interpreter.scope import MOST_NODES, Scope
from numerics.interpreter.value import Value
from numerics.interpreter.walk import indexed, scalar, value, whole
from numerics.worlds.world import POLYNOMIAL, Unmeasurable

LOG_TAU = math.log(2 * math.pi)
HERMITE_ORDERS = (4, 5)  # exact for polynomials of degree 7 and 9
NORMAL_NODES = {1: (41, 81), 2: (31, 49)}  # trapezium, by dimension: coarse, fine
LINE_NODES = {1: (161, 321), 2: (81, 161)}  # for the whole line without a density: trapezium in t, variable = sinh(t)
LINE_REACH = 6.0  # sinh(6) = 202

Bound = tuple[Scope, np.ndarray]


def bind(step: Step, scope: Scope) -> Bound:
    """Give the step's variables their nodes or draws."""
    return BINDINGS[type(step)](step, scope)


def from_world(step: FromWorld, scope: Scope) -> Bound:
    targets, known = roles(step.targets, scope), roles(step.givens, scope)
    density = scope.world.density(step.letter, tuple(targets), tuple(known))
    givens = {r: slot(v, scope.nonlinear()) for r, v in known.items()}
    if scope.sampling:
        noise = take_noise(step.targets[0][0], density.noise_dimension, scope)
        points, log_proposal = density.draw(noise, givens)
        count, weight = 1, -log_proposal
    else:
        density.check_nodes(scope.level, scope.nodes, MOST_NODES)
        points, weight = density.nodes(scope.level, givens)
        count = weight.shape[-1]
    named = {v: Value(points[r], 1) for r, v in targets.items()}
    return open_axis(named, scope, tuple(r for r, _ in step.targets), count), weight


def from_draws(step: FromDraws, scope: Scope) -> Bound:
    """One draw after the other, each under its own name."""
    first, last = (whole(e, scope) for e in step.limits[1:])
    inner, log_weight = scope, np.asarray(0.0)
    role = step.density.target_slots[0][0]
    for k in range(first, last + 1):
        draw = lg.Component(step.variable, sympy.Integer(k))
        outer = inner
        inner, more = from_world(FromWorld(step.density.name, ((role, draw),), step.density.given_slots), outer)
        log_weight = log_weight[(..., *[None] * (inner.opened - outer.opened))] + more
    return inner, log_weight


def from_components(step: FromComponents, scope: Scope) -> Bound:
    index, low, high = step.limits
    scopes = [s.nonlinear() for s in indexed(sympy.Product(step.normal.value, (index, low, high)), scope)]
    mean, variance = (
        np.stack(np.broadcast_arrays(*(scalar(e, s).array for s in scopes)), axis=-1)
        for e in (step.normal.mean, step.normal.variance)
    )
    return _normal(step.variable, mean, np.sqrt(variance), 1, scope)


def from_normal(step: FromNormal, scope: Scope) -> Bound:
    hidden = scope.nonlinear()
    mean, variance = value(step.mean, hidden), value(step.variance, hidden)
    length = _length(step.variable, scope)
    if length is None and mean.rank == 0 and variance.rank == 0:
        return _normal(step.variable, mean.array[..., None], np.sqrt(variance.array)[..., None], 0, scope)
    k = length or mean.array.shape[-1]
    centre = mean.array if mean.rank else np.repeat(mean.array[..., None], k, axis=-1)
    if variance.rank == 2:
        return _normal(step.variable, centre, np.linalg.cholesky(variance.array), 1, scope)
    spread = np.sqrt(variance.array)
    return _normal(
        step.variable, centre, spread if variance.rank else np.repeat(spread[..., None], k, axis=-1), 1, scope
    )


def _length(variable: Expr, scope: Scope) -> int | None:
    dimension = getattr(variable, "dimension", None)
    return None if dimension is None else scope.setting.size(dimension)


def _normal(name: Expr, mean: np.ndarray, deviation: np.ndarray, rank: int, scope: Scope) -> Bound:
    """Nodes of a Gaussian: mean (..., k), deviation (..., k) or a factor (..., k, k)."""
    k = mean.shape[-1]
    full = deviation.ndim >= 2 and deviation.shape[-2:] == (k, k) and rank == 1 and deviation.ndim > mean.ndim
    spreads = np.abs(np.diagonal(deviation, axis1=-2, axis2=-1)) if full else deviation
    log_volume = np.sum(np.log(spreads), axis=-1)
    role = getattr(name, "role", str(name))
    if scope.sampling:
        grid = take_noise(f"{role}*", k, scope)
        log_w = 0.5 * np.sum(grid**2, axis=-1) + 0.5 * k * LOG_TAU
    else:
        grid, weights = _normal_nodes(k, scope)
        log_w = np.log(weights) + 0.5 * np.sum(grid**2, axis=-1) + 0.5 * k * LOG_TAU
        mean, log_volume = mean[..., None, :], log_volume[..., None]
        deviation = deviation[..., None, :, :] if full else deviation[..., None, :]
    points = mean + (np.einsum("...ij,...j->...i", deviation, grid) if full else deviation * grid)
    named = {name: Value(points, 1) if rank else Value(points[..., 0])}
    return open_axis(named, scope, (f"{role}*",), len(grid)), log_w + log_volume


def _normal_nodes(k: int, scope: Scope) -> tuple[np.ndarray, np.ndarray]:
    level = scope.level
    rule, count = "hermite", HERMITE_ORDERS[level % 2]
    if level not in POLYNOMIAL:
        if k not in NORMAL_NODES:
            raise Unmeasurable(f"a grid over {k} dimensions is too coarse for an integrand that is no polynomial")
        rule, count = "trapezium", NORMAL_NODES[k][level % 2]
    if scope.nodes * count**k > MOST_NODES:
        raise Unmeasurable(f"a grid over {k} dimensions more would need {scope.nodes * count**k:,} nodes")
    return normal_grid(rule, count, k)


def from_nowhere(step: FromNowhere, scope: Scope) -> Bound:
    """The whole line (or R^length, length at most 2), variable = sinh(t)."""
    if scope.world.discrete:
        raise Unmeasurable(f"no density to sum {step.variable} against")
    length = _length(step.variable, scope)
    k = length or 1
    role = getattr(step.variable, "role", str(step.variable))
    if scope.sampling:
        t = take_noise(f"{role}*", k, scope)
        points = np.sinh(1.2 * t)
        log_w = np.sum(0.5 * t * t + np.log(1.2 * np.cosh(1.2 * t)), axis=-1) + 0.5 * k * LOG_TAU
    else:
        if k not in LINE_NODES:
            raise Unmeasurable(f"no density to integrate {step.variable} against, in {k} dimensions")
        t = np.linspace(-LINE_REACH, LINE_REACH, LINE_NODES[k][scope.level % 2])
        grid = np.stack(np.meshgrid(*[t] * k, indexing="ij"), axis=-1).reshape(-1, k)
        points = np.sinh(grid)
        log_w = np.sum(np.log(np.cosh(grid) * (t[1] - t[0])), axis=-1)
    named = {step.variable: Value(points, 1) if length else Value(points[..., 0])}
    return open_axis(named, scope, (f"{role}*",), len(points)), log_w


BINDINGS: dict[type, Callable[[Any, Scope], Bound]] = {  # Any: each takes the one kind of step it stands beside
    FromWorld: from_world, FromDraws: from_draws, FromComponents: from_components, FromNormal: from_normal,
    FromNowhere: from_nowhere,
}  # fmt: skip


def take_noise(role: str, k: int, scope: Scope) -> np.ndarray:
    """Noise (n, k) of this variable, the same wherever it is bound in the same way."""
    return scope.draws.take((role, scope.depth.get(role, 0), scope.path), k)


def open_axis(named: dict, scope: Scope, bound: tuple[str, ...], count: int) -> Scope:
    """The scope in which the names have these values; on a grid, with one batch axis more for all that were known."""
    env, axes = dict(scope.env), scope.axes
    if not scope.sampling:
        env = {key: _with_axis(v) for key, v in env.items()}
        axes += 1
    depth = {**scope.depth, **{r: scope.depth.get(r, 0) + 1 for r in bound}}
    return replace(scope, env={**env, **named}, depth=depth, axes=axes, nodes=scope.nodes * count)


def _with_axis(v: Value) -> Value:
    if v.array.ndim <= v.rank:
        return v
    where = v.array.ndim - v.rank
    return Value(np.expand_dims(v.array, where), v.rank, None if v.size is None else np.expand_dims(v.size, where))
