"""What is free in a line gets random values: variables, parameters, functions and sizes, the same on both sides.

A `Setting` holds `points` values of everything free at once (leading axis m), drawn from a seed and a name each, so
that the left side and the right side of a line, and the lines of one chapter, speak of the same numbers. Settings that
differ in `variation` alone share what a minimisation holds fixed, and differ in all that it leaves free.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sympy import Add, Expr, Mul, Product, Sum, Symbol
from sympy.core.function import AppliedUndef

from derivations.language.words import (
    Bilinear,
    Component,
    MatrixName,
    MatVec,
    Normal,
    Outer,
    RandomVariable,
    SquaredNorm,
)
from numerics.interpreter.value import Value
from numerics.worlds.world import Unmeasurable, World, generator

POINTS = 4
FROM_CONTEXT = -1  # a vector whose length only its index tells


@dataclass
class Setting:
    """Random values by name for one world. `points` is the length m of the leading axis.

    `varies` says of a name (of a symbol or function) whether it belongs to what `variation` varies.
    """

    world: World
    seed: int = 0
    points: int = POINTS
    variation: int = 0
    varies: Callable[[str], bool] | None = None

    def __post_init__(self) -> None:
        self._functions: dict[tuple, _Function] = {}
        self._variables: dict[str, Value] = {}
        self.sizes: dict[str, int] = {}
        self.lengths: dict[str, int] = {}

    def _rng(self, name: str) -> np.random.Generator:
        varied = self.variation if self.varies is not None and self.varies(name.rstrip("()")) else 0
        return generator(self.seed + 7919 * varied, f"setting/{name}")

    # Sizes, and which functions are vectors.

    def size(self, symbol: Expr) -> int:
        """The number a symbolic dimension stands for: the world's own for its roles, otherwise 2, 3, 2, 3, ..."""
        if symbol.is_Integer:
            return int(symbol)
        return self.sizes.setdefault(str(symbol), 2 + len(self.sizes) % 2)

    def study(self, *expressions: Expr) -> None:
        """Learn from the lines which dimensions are the world's roles' and which symbols and functions are vectors."""
        for expr in expressions:
            for v in sorted(expr.atoms(RandomVariable), key=str):
                if isinstance(v.dimension, Symbol) and v.role in self.world.shapes and not self.world.discrete:
                    self.sizes.setdefault(str(v.dimension), self.world.shapes[v.role])
            for node in expr.atoms(Component):
                if not isinstance(node.base, RandomVariable):
                    self.lengths.setdefault(_head(node.base), FROM_CONTEXT)
                elif isinstance(node.index, Symbol):  # an index that stays free: a component that there is
                    self.sizes.setdefault(str(node.index), min(2, self.world.shapes.get(node.role, 2)))
            for node in expr.atoms(Sum, Product):
                for index, _, last in node.limits:
                    for part in node.function.atoms(Component):
                        if part.index == index and not isinstance(part.base, RandomVariable):
                            self.lengths[_head(part.base)] = self.size(last)
            for node in expr.atoms(Normal):
                if isinstance(node.value, RandomVariable) and node.value.dimension is not None:
                    self._beside(node.mean, self.size(node.value.dimension))
            for node in expr.atoms(SquaredNorm, Bilinear, MatVec, Outer):
                self._in_vectors(node)

    def _in_vectors(self, node: Expr) -> None:
        """Every term of a vector argument (x - mu(z), m - l) is a vector of the same length."""
        vectors = {SquaredNorm: (0,), Bilinear: (0, 2), MatVec: (1,), Outer: (0, 1)}[type(node)]
        terms = [t for k in vectors for t in (*Add.make_args(node.args[k]),)]
        own = [v for t in terms for v in Mul.make_args(t) if isinstance(v, RandomVariable) and v.dimension is not None]
        sizes = [v.dimension for v in own] or [m.size for m in node.atoms(MatrixName) if m.size is not None]
        known = [self.lengths[_head(t)] for t in terms if _head(t) in self.lengths]
        length = self.size(sizes[0]) if sizes else next((k for k in known if k != FROM_CONTEXT), None)
        if length is not None:
            for term in terms:
                self._beside(term, length)

    def _beside(self, part: Expr, length: int) -> None:
        """A function or symbol (perhaps with a sign) that stands beside a vector of this length is one too."""
        for term in (part, *part.args):
            if isinstance(term, AppliedUndef) or (type(term) is Symbol and not term.is_integer):
                self.lengths[_head(term)] = length

    # Values.

    def variable(self, variable: RandomVariable) -> Value:
        """A free random variable (m, dimension): drawn from the world's data (or prior) where it has the role."""
        if variable.name not in self._variables:
            self._variables[variable.name] = Value(self._draw(variable), 1)
        return self._variables[variable.name]

    def _draw(self, variable: RandomVariable) -> np.ndarray:
        role, world = variable.role, self.world
        if role in world.shapes:
            for letter in ("p", "q"):
                try:
                    density = world.density(letter, (role,))
                    noise = self._rng(variable.name).standard_normal((self.points, density.noise_dimension))
                    return density.draw(noise, {})[0][role]
                except Unmeasurable:
                    continue
        length = 1 if variable.dimension is None else self.size(variable.dimension)
        return self._rng(variable.name).standard_normal((self.points, length))

    def parameter(self, symbol: Symbol) -> Value:
        """A free symbol (m,): sizes are integers, positive ones log-normal around 1, others standard normal."""
        if isinstance(symbol, MatrixName):
            return self.matrix(symbol)
        if symbol.is_integer or symbol.name in self.sizes:
            return Value(np.asarray(float(self.size(symbol))))
        length = self.lengths.get(_head(symbol))
        shape = (self.points,) if length is None else (self.points, self._length(length))
        draws = self._rng(symbol.name).standard_normal(shape)
        return Value(np.exp(0.4 * draws) if symbol.is_positive else draws, len(shape) - 1)

    def _length(self, length: int) -> int:
        return max(self.sizes.values(), default=3) if length == FROM_CONTEXT else length

    def matrix(self, symbol: MatrixName) -> Value:
        """A named matrix (m, n, n): symmetric ones are positive definite covariances."""
        n = 2 if symbol.size is None else self.size(symbol.size)
        factor = 0.5 * self._rng(symbol.name).standard_normal((self.points, n, n)) + np.eye(n)
        return Value(factor @ factor.swapaxes(-1, -2) if symbol.symmetric else factor, 2)

    def function(self, applied: AppliedUndef, arguments: list[Value]) -> Value:
        """An unknown function such as mu(x): a smooth random one by name; positive if its name was declared so.

        A dash means the derivative: g'(t) belongs to g(t), a function of one number.

        Arguments are scalars or vectors, batch axes broadcast.
        """
        name = applied.func.__name__
        head = name.rstrip("'")
        length = self.lengths.get(_head(applied))
        length = None if length is None else self._length(length)
        columns = [a.array if a.rank else np.asarray(a.array)[..., None] for a in arguments]
        total = sum(c.shape[-1] for c in columns)
        key = (head, length, total)
        if key not in self._functions:
            self._functions[key] = _Function(self._rng(f"{head}()"), total, length, bool(applied.is_positive))
        if name == head:
            return self._functions[key](columns)
        if name != f"{head}'" or total != 1 or length is not None:
            raise Unmeasurable(f"{name} is the derivative of {head} for one number only, and once")
        return self._functions[key].derivative(columns[0])


class _Function:
    """offset + slope v + curve tanh(inner v); a positive function is the exponential of its bounded part."""

    def __init__(self, rng: np.random.Generator, inputs: int, length: int | None, positive: bool):
        k = 1 if length is None else length
        self.length, self.positive = length, positive
        self.offset = 0.4 * rng.standard_normal(k)
        self.slope = 0.4 * rng.standard_normal((inputs, k)) / math.sqrt(inputs)
        self.inner = 0.6 * rng.standard_normal((inputs, k))
        self.curve = 0.5 * rng.standard_normal(k)

    def __call__(self, columns: list[np.ndarray]) -> Value:
        linear, start = self.offset, 0
        inner: np.ndarray | float = 0.0
        for c in columns:
            part = slice(start, start + c.shape[-1])
            start += c.shape[-1]
            if not self.positive:
                linear = linear + c @ self.slope[part]
            inner = inner + c @ self.inner[part]
        out = linear + self.curve * np.tanh(inner)
        out = np.exp(0.6 * out) if self.positive else out
        return Value(out, 1) if self.length is not None else Value(out[..., 0], 0)

    def derivative(self, column: np.ndarray) -> Value:
        """Of a scalar function of one number (..., 1), at that number: (...)."""
        bounded = np.tanh(column @ self.inner)
        slope = self.curve * (1 - bounded**2) * self.inner[0]
        if self.positive:
            slope = 0.6 * slope * np.exp(0.6 * (self.offset + self.curve * bounded))
        else:
            slope = slope + self.slope[0]
        return Value(slope[..., 0])


def _head(expr: Expr) -> str:
    return f"{expr.func.__name__}()" if isinstance(expr, AppliedUndef) else str(expr)
