"""Integrals in a world: every bound variable gets nodes on a grid, or one draw per sample.

Mixed into `Interpreter`. On a grid each variable opens a batch axis of its own, which is summed
with its weights on the way out; with draws all variables share the sample axis, and nothing is averaged here.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import sympy
from scipy.special import ndtr
from sympy import Expr

from derivations.language import words as lg
from numerics.arithmetic.quadrature import normal_grid
from numerics.interpreter.integrands import Product, products
from numerics.interpreter.proposals import (
    FromComponents,
    FromDraws,
    FromNormal,
    FromWorld,
    Step,
)
from numerics.interpreter.scope import AXES, BiasedEstimate, Scope, multiply
from numerics.interpreter.setting import Value
from numerics.worlds.world import Unmeasurable

LOG_TAU = math.log(2 * math.pi)
NORMAL_NODES = (41, 81)
LINE_NODES = (161, 321)  # for the whole line without a density: trapezium in t, variable = sinh(t)
LINE_REACH = 6.0  # sinh(6) = 202


class Integration:
    """The part of the interpreter that binds variables and integrates."""

    def _linear(self, scope: Scope, expr: Expr) -> None:
        if self.sampling and not scope.linear:
            raise BiasedEstimate(
                f"{expr} stands inside a nonlinear function: of an average of draws that would be biased "
                "(E log of an average is below the log of the expectation), so it is left to quadrature"
            )

    def integrate(self, weights: list[Expr], body: Expr, variables, scope: Scope, whole: Expr) -> Value:
        """The integral of the product of `weights` and `body` over `variables`; linear in its terms."""
        self._linear(scope, whole)
        values = [
            self._integrate_product(product, scope) for product in products(tuple(weights), body, tuple(variables))
        ]
        return self._sum(values, whole)

    def _integrate_product(self, product: Product, scope: Scope) -> Value:
        inner, log_weight = scope, 0.0
        for step in product.steps:
            outer = inner
            inner, more = self.bind(step, outer)
            log_weight = self.widened(log_weight, inner, outer) + more
        opened = self._opened(inner) - self._opened(scope)
        with np.errstate(invalid="ignore", over="ignore"):
            total = log_weight
            for factor in product.logarithmic:
                total = total + self.log(factor, inner.nonlinear())
            weight = np.exp(total)
        weight = Value(np.asarray(weight))
        if product.others:
            value = self._product(list(product.others), inner)
            with np.errstate(invalid="ignore"):
                contribution = multiply(weight, value)
            if contribution.rank == 0:
                contribution = Value(np.where(weight.array == 0, 0.0, contribution.array))
        else:
            contribution = weight
        if self.sampling:
            size = np.sqrt(np.mean(np.abs(contribution.array) ** 2))
            self.magnitude = max(self.magnitude, float(size) if np.isfinite(size) else 0.0)
            return contribution
        axes = (
            tuple(range(-opened - contribution.rank, -contribution.rank or None))
            if contribution.rank
            else tuple(range(-opened, 0))
        )
        array = contribution.array
        if array.size:
            size = np.sum(np.abs(array), axis=axes)
            finite = size[np.isfinite(size)]
            self.magnitude = max(self.magnitude, float(finite.max()) if finite.size else 0.0)
        return Value(np.sum(array, axis=axes), contribution.rank)

    def widened(self, log_weight, inner: Scope, outer: Scope) -> np.ndarray:
        """Log-weights of the outer axes, given the axes that the inner scope has opened since."""
        return np.asarray(log_weight)[(..., *[None] * (self._opened(inner) - self._opened(outer)))]

    def bind(self, step: Step, scope: Scope) -> tuple[Scope, np.ndarray]:
        """Give the step's variables their nodes. A grid opens a last batch axis; log-weights, or minus log-density."""
        if isinstance(step, FromWorld):
            return self._bind_world(step, scope)
        name = step.variables[0]
        if isinstance(step, FromDraws):
            return self._bind_draws(step, scope)
        if isinstance(step, FromComponents):
            index, low, high = step.limits
            scopes = list(self._indexed(sympy.Product(step.normal.value, (index, low, high)), scope))
            moments = [
                (self.scalar(step.normal.mean, s.nonlinear()), self.scalar(step.normal.variance, s.nonlinear()))
                for s in scopes
            ]
            mean = np.stack(np.broadcast_arrays(*(np.asarray(m) for m, _ in moments)), axis=-1)
            deviation = np.sqrt(np.stack(np.broadcast_arrays(*(np.asarray(v) for _, v in moments)), axis=-1))
            return self._bind_normal(name, mean, deviation, 1, scope)
        if isinstance(step, FromNormal):
            hidden = scope.nonlinear()
            mean, variance = self.value(step.mean, hidden), self.value(step.variance, hidden)
            length = self._length(name)
            if length is None and mean.rank == 0 and variance.rank == 0:
                return self._bind_normal(name, mean.array[..., None], np.sqrt(variance.array)[..., None], 0, scope)
            k = length or mean.array.shape[-1]
            centre = mean.array if mean.rank else np.repeat(mean.array[..., None], k, axis=-1)
            if variance.rank == 2:
                return self._bind_normal(name, centre, np.linalg.cholesky(variance.array), 1, scope)
            spread = np.sqrt(variance.array)
            spread = spread if variance.rank else np.repeat(spread[..., None], k, axis=-1)
            return self._bind_normal(name, centre, spread, 1, scope)
        length = self._length(name)
        return self._bind_line(name, length, scope)

    def _length(self, variable: Expr) -> int | None:
        dimension = getattr(variable, "dimension", None)
        if dimension is not None:
            return self.setting.size(dimension)
        if isinstance(variable, lg.RandomVariable) and variable.role in self.world.shapes and variable.role in "xz":
            return None
        return None

    def _bind_world(self, step: FromWorld, scope: Scope) -> tuple[Scope, np.ndarray]:
        targets, known = self.roles(step.targets, scope), self.roles(step.givens, scope)
        density = self.world.density(step.letter, tuple(targets), tuple(known))
        givens = {r: self._slot(v, scope.nonlinear()) for r, v in known.items()}
        if self.sampling:
            noise = self._noise(step.targets[0][0], density.noise_dimension, scope)
            points, log_proposal = density.draw(noise, givens)
            weight = -log_proposal
        else:
            points, weight = density.nodes(self.mode.level, givens)
        named = {v: Value(points[r], 1) for r, v in targets.items()}
        return self._open(named, scope, tuple(r for r, _ in step.targets)), weight

    def _bind_draws(self, step: FromDraws, scope: Scope) -> tuple[Scope, np.ndarray]:
        """One draw after the other, each under its own name."""
        first, last = (int(np.asarray(self.scalar(e, scope)).flat[0]) for e in step.limits[1:])
        inner, log_weight = scope, np.asarray(0.0)
        role = step.density.target_slots[0][0]
        for k in range(first, last + 1):
            draw = lg.Component(step.variable, sympy.Integer(k))
            outer = inner
            one = FromWorld(step.density.name, ((role, draw),), step.density.given_slots)
            inner, more = self._bind_world(one, outer)
            log_weight = self.widened(log_weight, inner, outer) + more
        return inner, log_weight

    def _noise(self, role: str, k: int, scope: Scope) -> np.ndarray:
        return self.mode.take((role, scope.depth.get(role, 0), scope.path), k)

    def _open(self, named: dict, scope: Scope, roles: tuple[str, ...]) -> Scope:
        env = dict(scope.env)
        if not self.sampling:
            for key, v in scope.env.items():
                if key is not AXES and v.array.ndim > v.rank:
                    env[key] = Value(np.expand_dims(v.array, v.array.ndim - v.rank), v.rank)
            env[AXES] = Value(np.asarray(self._opened(scope) + 1))
        env.update(named)
        depth = {**scope.depth, **{r: scope.depth.get(r, 0) + 1 for r in roles}}
        return replace(scope, env=env, depth=depth)

    def _bind_normal(self, name, mean, deviation, rank, scope) -> tuple[Scope, np.ndarray]:
        """Nodes of a Gaussian: mean (..., k), deviation (..., k) or a factor (..., k, k)."""
        k = mean.shape[-1]
        full = deviation.ndim >= 2 and deviation.shape[-2:] == (k, k) and rank == 1 and deviation.ndim > mean.ndim
        log_volume = (
            np.sum(np.log(np.abs(np.diagonal(deviation, axis1=-2, axis2=-1))), axis=-1)
            if full
            else np.sum(np.log(deviation), axis=-1)
        )
        role = getattr(name, "role", str(name))
        if self.sampling:
            noise = self._noise(f"{role}*", k, scope)
            grid, log_w = noise, 0.5 * np.sum(noise**2, axis=-1) + 0.5 * k * LOG_TAU
        else:
            count = NORMAL_NODES[self.mode.level] if k == 1 else (21, 31)[self.mode.level]
            if count**k > 60_000:
                grid, weights = normal_grid("hermite", (4, 5)[self.mode.level], k)
            else:
                grid, weights = normal_grid("trapezium", count, k)
            log_w = np.log(weights) + 0.5 * np.sum(grid**2, axis=-1) + 0.5 * k * LOG_TAU
            mean, log_volume = mean[..., None, :], log_volume[..., None]
            deviation = deviation[..., None, :, :] if full else deviation[..., None, :]
        step = np.einsum("...ij,...j->...i", deviation, grid) if full else deviation * grid
        points = mean + step
        named = {name: Value(points, 1) if rank else Value(points[..., 0])}
        return self._open(named, scope, (f"{role}*",)), log_w + log_volume

    def _bind_line(self, name, length, scope) -> tuple[Scope, np.ndarray]:
        """The whole line (or R^length, length at most 2), variable = sinh(t)."""
        k = length or 1
        role = getattr(name, "role", str(name))
        if self.sampling:
            t = self._noise(f"{role}*", k, scope)
            points = np.sinh(1.2 * t)
            log_w = np.sum(0.5 * t * t + np.log(1.2 * np.cosh(1.2 * t)), axis=-1) + 0.5 * k * LOG_TAU
        else:
            if k > 2:
                raise Unmeasurable(f"no density to integrate {name} against, in {k} dimensions")
            count = LINE_NODES[self.mode.level] if k == 1 else (81, 161)[self.mode.level]
            t = np.linspace(-LINE_REACH, LINE_REACH, count)
            grid = np.stack(np.meshgrid(*[t] * k, indexing="ij"), axis=-1).reshape(-1, k)
            points = np.sinh(grid)
            log_w = np.sum(np.log(np.cosh(grid) * (t[1] - t[0])), axis=-1)
        named = {name: Value(points, 1) if length else Value(points[..., 0])}
        return self._open(named, scope, (f"{role}*",)), log_w

    def sympy_integral(self, expr: sympy.Integral, scope: Scope) -> Value:
        """An ordinary integral over limits (polar coordinates): Gauss-Legendre, infinite ends by t / (1 - t)."""
        inner, weights = scope, []
        for limit in reversed(expr.limits):
            if len(limit) != 3:
                raise Unmeasurable(f"{expr} has no limits")
            name, low, high = limit
            if self.sampling:
                u = ndtr(self._noise(f"{name}#", 1, inner)[..., 0])
                weight = np.ones_like(u)
            else:
                u, weight = _legendre((40, 80)[self.mode.level])
            point, slope = _stretch(u, low, high, lambda e: self.scalar(e, scope))
            inner = self._open({name: Value(point)}, inner, (f"{name}#",))
            weights = [w if self.sampling else w[..., None] for w in weights] + [weight * slope]
        self._linear(scope, expr)
        value = self.scalar(expr.function, inner)
        for w in weights:
            value = value * w
        if self.sampling:
            return Value(value)
        return Value(np.sum(value, axis=tuple(range(-len(weights), 0))))


def _legendre(count: int) -> tuple[np.ndarray, np.ndarray]:
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return (nodes + 1) / 2, weights / 2


def _stretch(u: np.ndarray, low: Expr, high: Expr, number) -> tuple[np.ndarray, np.ndarray]:
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
