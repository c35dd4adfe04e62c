"""The language's third interpreter: an expression becomes an array, in a world, by quadrature or by draws.

One recursion serves both. Bound variables are given nodes: quadrature nodes on a new axis, summed with their weights
on the way out; or one draw per sample on the common sample axis, divided by the density it was drawn with, averaged
only at the very end. A nested expectation costs one inner draw per outer draw and stays unbiased as long as it enters
linearly. Where it does not (in a logarithm, say) the interpreter refuses: the log of an average is biased.

Densities are handled as logarithms until an integrand is complete, so nothing underflows; 0 log 0 is 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

import numpy as np
import sympy
from sympy import Add, Expr, Mul, Pow, Symbol, exp, log
from sympy.core.function import AppliedUndef

from derivations.language import words as lg
from numerics.interpreter.differentiation import Differentiation
from numerics.interpreter.functionals import Functionals
from numerics.interpreter.integration import Integration
from numerics.interpreter.proposals import is_component_of, is_weight
from numerics.interpreter.scope import AXES, Draws, Quadrature, Scope, is_stochastic, letter, multiply
from numerics.interpreter.setting import Setting, Value
from numerics.interpreter.vector_algebra import VectorAlgebra, log_matrix_normal
from numerics.worlds.world import Unmeasurable

LOG_TAU = math.log(2 * math.pi)


class Interpreter(Functionals, Integration, Differentiation, VectorAlgebra):
    """Evaluates expressions of the language in one world and one setting.

    `mode` is Quadrature or Draws. `magnitude` grows to the size of what was added up: rounding is a few ulps of it.
    `closed_forms` lets the world answer for a KL, an entropy or an ELBO by a formula of its own.
    """

    handlers: ClassVar[dict[type, str]] = {  # the first kind that fits
        lg.Component: "component", Symbol: "symbol", AppliedUndef: "function",
        lg.Density: "density", lg.Normal: "density", lg.Integral: "integral", lg.Variance: "variance",
        lg.Expectation: "expectation", lg.CrossEntropy: "cross_entropy", lg.KL: "divergence", lg.Entropy: "entropy",
        lg.MutualInformation: "mutual_information", lg.ELBO: "evidence_bound", lg.SampleAverage: "sample_average",
        lg.Minimum: "minimum", lg.Identity: "identity", lg.Transpose: "transpose", lg.Outer: "outer",
        lg.MatVec: "matrix_vector", lg.Bilinear: "bilinear", lg.SquaredNorm: "squared_norm", lg.Trace: "trace",
        lg.Determinant: "determinant", sympy.Sum: "indexed_sum", sympy.Product: "indexed_product",
        sympy.Integral: "sympy_integral", sympy.KroneckerDelta: "kronecker",
        sympy.Derivative: "derivative", sympy.Subs: "substitution",
        Add: "add", Mul: "multiply", exp: "exponential", Pow: "power",
        log: "logarithm",
    }  # fmt: skip

    def __init__(self, setting: Setting, mode: Quadrature | Draws, closed_forms: bool = False):
        self.setting, self.world, self.mode = setting, setting.world, mode
        self.closed_forms = closed_forms and isinstance(mode, Quadrature)
        self.magnitude = 0.0

    @property
    def sampling(self) -> bool:
        return isinstance(self.mode, Draws)

    def value(self, expr: Expr, scope: Scope) -> Value:
        """The value of any expression, (batch axes..., and the axes of its rank)."""
        if expr in scope.env:
            return scope.env[expr]
        if expr.is_number and not expr.has(lg.Notation, sympy.Integral, sympy.Sum, sympy.Product, sympy.Derivative):
            return Value(np.asarray(float(expr)))
        for kind, handler in self.handlers.items():
            if isinstance(expr, kind):
                return getattr(self, handler)(expr, scope)
        raise Unmeasurable(f"no number for {type(expr).__name__} in {expr}")

    def scalar(self, expr: Expr, scope: Scope) -> np.ndarray:
        """The value of a scalar expression, batch axes only. A vector of one component is taken as a scalar."""
        array, rank = self.value(expr, scope)
        if rank == 1 and array.shape[-1] == 1:
            return array[..., 0]
        if rank:
            raise Unmeasurable(f"{expr} is a vector here, where a number is needed")
        return array

    # Leaves

    def symbol(self, expr: Symbol, scope: Scope) -> Value:
        if isinstance(expr, lg.RandomVariable):
            return self._lift(self.setting.variable(expr), scope)
        return self._lift(self.setting.parameter(expr), scope)

    def _lift(self, value: Value, scope: Scope) -> Value:
        """A free value has the setting axis m in front; give it the batch axes opened since."""
        axes = self._opened(scope)
        array = value.array
        if array.ndim == value.rank or not axes:
            return value
        where = array.ndim - value.rank
        return Value(array.reshape(*array.shape[:where], *([1] * axes), *array.shape[where:]), value.rank)

    def _opened(self, scope: Scope) -> int:
        return 1 if self.sampling else scope.env.get(AXES, Value(np.asarray(0))).array.item()

    def component(self, expr: lg.Component, scope: Scope) -> Value:
        index = int(np.asarray(self.scalar(expr.index, scope)).flat[0]) - 1
        drawn = lg.Component(expr.base, sympy.Integer(index + 1))
        if drawn in scope.env:  # one of several draws, bound by itself
            return scope.env[drawn]
        array, rank = self.value(expr.base, scope)
        if rank != 1:
            raise Unmeasurable(f"{expr.base} has no components in this world")
        if not 0 <= index < array.shape[-1]:
            raise Unmeasurable(f"component {index + 1} of {expr.base}, which has {array.shape[-1]} here")
        return Value(array[..., index])

    def function(self, expr: AppliedUndef, scope: Scope) -> Value:
        arguments = [self.value(a, scope.nonlinear()) for a in expr.args]
        return self.setting.function(expr, arguments)

    # Arithmetic

    def add(self, expr: Add, scope: Scope) -> Value:
        return self._sum([self.value(a, scope) for a in expr.args], expr)

    def _sum(self, values: list[Value], expr: Expr) -> Value:
        ranks = {v.rank for v in values}
        if len(ranks) > 1:
            if ranks == {0, 1} and all(v.array.shape[-1] == 1 for v in values if v.rank):
                values = [Value(v.array[..., 0]) if v.rank else v for v in values]
            else:
                raise Unmeasurable(f"{expr} adds numbers and vectors")
        total = values[0].array
        with np.errstate(invalid="ignore"):  # infinity minus infinity is not a number, and is reported as such
            for v in values[1:]:
                total = total + v.array
        return Value(total, values[0].rank)

    def multiply(self, expr: Mul, scope: Scope) -> Value:
        return self._product(list(expr.args), scope)

    def _product(self, factors: list[Expr], scope: Scope) -> Value:
        """A product; where a factor is zero the product is zero, whatever the others (0 log 0 = 0)."""
        noisy = [f for f in factors if self.sampling and is_stochastic(f)]
        values = []
        for k, factor in enumerate(factors):
            # Two noisy factors need draws of their own, or the mean of the product is not the product of the means.
            own = replace(scope, path=(*scope.path, k)) if factor in noisy[1:] else scope
            values.append(self.value(factor, own))
        result = values[0]
        for other in values[1:]:
            result = multiply(result, other)
        with np.errstate(invalid="ignore"):
            if not np.all(np.isfinite(result.array)) and result.rank == 0:
                zero = np.zeros_like(result.array, dtype=bool)
                for v in values:
                    zero = zero | (v.array == 0)
                result = Value(np.where(zero, 0.0, result.array))
        return result

    def power(self, expr: Pow, scope: Scope) -> Value:
        base, exponent = expr.args
        if self.sampling and is_stochastic(base):
            if exponent.is_Integer and 1 <= exponent <= 4 and scope.linear:
                return self._product([base] * int(exponent), scope)
            scope = scope.nonlinear()
        if base == sympy.E:
            return self.exponential(expr, scope)
        b, rank = self.value(base, scope)
        e = self.scalar(exponent, scope)
        if rank == 2:
            if exponent == -1:
                return Value(np.linalg.inv(b), 2)
            raise Unmeasurable(f"no power {exponent} of a matrix")
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            if exponent == 2:
                return Value(b * b, rank)
            return Value(np.power(b, e if rank == 0 else e[..., None]), rank)

    def exponential(self, expr: Expr, scope: Scope) -> Value:
        with np.errstate(over="ignore"):
            return Value(np.exp(self.scalar(expr.args[-1], scope.nonlinear())))

    def logarithm(self, expr: Expr, scope: Scope) -> Value:
        return Value(self.log(expr.args[0], scope.nonlinear()))

    def log(self, expr: Expr, scope: Scope) -> np.ndarray:
        """log of an expression, through the logs of its factors, so that densities never underflow."""
        if isinstance(expr, Mul) and not any(a.is_number and not a.is_positive for a in expr.args):
            with np.errstate(invalid="ignore"):
                return sum(self.log(a, scope) for a in expr.args)
        if isinstance(expr, Pow) and expr.base != sympy.E and (expr.base.is_positive or is_weight(expr.base)):
            return self.scalar(expr.exp, scope) * self.log(expr.base, scope)
        if isinstance(expr, lg.Density):
            return self.log_density(expr, scope)
        if isinstance(expr, lg.Normal):
            return self.log_normal(expr, scope)
        if isinstance(expr, sympy.Product):
            return sum(self.log(expr.function, s) for s in self._indexed(expr, scope))
        if isinstance(expr, exp):
            return self.scalar(expr.args[0], scope)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.log(self.scalar(expr, scope))

    # Densities

    def density(self, expr: Expr, scope: Scope) -> Value:
        with np.errstate(over="ignore"):
            return Value(np.exp(self.log(expr, scope.nonlinear())))

    def log_density(self, expr: lg.Density, scope: Scope) -> np.ndarray:
        targets, givens = (self.roles(slots, scope) for slots in (expr.target_slots, expr.given_slots))
        density = self.world.density(letter(expr), tuple(targets), tuple(givens))
        return density.log_density({r: self._slot(v, scope) for r, v in {**targets, **givens}.items()})

    def roles(self, slots, scope: Scope) -> dict[str, Expr]:
        """Slots by the world's names of roles: one component of a vector is a role of its own, "z[2]".

        A component in the slot of another role (draw j of z, in the slot z) is a value like any other.
        """
        return {
            f"{r}[{int(np.asarray(self.scalar(v.index, scope)).flat[0])}]" if is_component_of(r, v) else r: v
            for r, v in slots
        }

    def kronecker(self, expr: sympy.KroneckerDelta, scope: Scope) -> Value:
        i, j = (self.scalar(a, scope) for a in expr.args)
        return Value(np.asarray(i == j, dtype=float))

    def _slot(self, value: Expr, scope: Scope) -> np.ndarray:
        array, rank = self.value(value, scope)
        return array if rank else np.asarray(array)[..., None]

    def log_normal(self, expr: lg.Normal, scope: Scope) -> np.ndarray:
        value, mean, variance = (self.value(a, scope) for a in expr.args)
        if expr.variance.is_commutative is False:
            return log_matrix_normal(value, mean, variance)
        rank = value.rank if not (value.rank == 1 and value.array.shape[-1] == 1) else 0
        difference = (
            self._sum([value, Value(-mean.array, mean.rank)], expr)
            if mean.rank == value.rank or not rank
            else (Value(value.array - mean.array[..., None], 1))
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            if difference.rank == 0:
                s2 = variance.array[..., 0] if variance.rank else variance.array
                return -0.5 * (difference.array**2 / s2 + np.log(s2) + LOG_TAU)
            s2 = variance.array if variance.rank else variance.array[..., None]
            return -0.5 * np.sum(difference.array**2 / s2 + np.log(s2) + LOG_TAU, axis=-1)

    # Sums and products over an index

    def _indexed(self, expr, scope: Scope) -> Iterator[Scope]:
        """A scope for each value of the indices of a sum or product, the first limit innermost."""
        scopes = [scope]
        for index, low, high in reversed(expr.limits):
            opened = []
            for outer in scopes:
                first, last = (int(np.asarray(self.scalar(e, outer)).flat[0]) for e in (low, high))
                for k in range(first, last + 1):
                    opened.append(replace(outer, env={**outer.env, index: Value(np.asarray(float(k)))}))
            scopes = opened
        return iter(scopes)

    def indexed_sum(self, expr: sympy.Sum, scope: Scope) -> Value:
        values = [self.value(expr.function, s) for s in self._indexed(expr, scope)]
        return self._sum(values, expr) if values else Value(np.asarray(0.0))

    def indexed_product(self, expr: sympy.Product, scope: Scope) -> Value:
        if is_weight(expr):
            return self.density(expr, scope)
        if self.sampling and is_stochastic(expr.function):
            scope = scope.nonlinear()
        result = Value(np.asarray(1.0))
        for s in self._indexed(expr, scope):
            result = multiply(result, self.value(expr.function, s))
        return result

    def minimum(self, expr: lg.Minimum, scope: Scope) -> Value:
        return self.value(expr.objective, scope)
