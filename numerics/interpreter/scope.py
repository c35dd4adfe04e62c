"""What an expression is read in: the meaning of its names, and where nodes or draws come from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import sympy
from sympy import Expr, Symbol

from derivations.language import words as lg
from numerics.interpreter.setting import Value
from numerics.worlds.world import Unmeasurable

AXES = Symbol("batch axes opened")
STOCHASTIC = (
    lg.Integral, lg.Expectation, lg.KL, lg.Entropy, lg.MutualInformation, lg.ELBO, lg.SampleAverage, sympy.Integral,
)  # fmt: skip


class BiasedEstimate(Unmeasurable):
    """An estimate that would be biased, whatever the number of draws; the message says why."""


@lru_cache(maxsize=4096)
def is_stochastic(expr: Expr) -> bool:
    """Whether an expression is an estimate when it is evaluated by draws."""
    return expr.has(*STOCHASTIC)


@dataclass(frozen=True)
class Scope:
    """What names mean here. Arrays in `env` broadcast over the batch axes; `linear` is False inside a log, say."""

    env: dict[Expr, Value]
    linear: bool = True
    path: tuple = ()
    depth: dict[str, int] = field(default_factory=dict)

    def nonlinear(self) -> Scope:
        return replace(self, linear=False)


class Quadrature:
    """Nodes on a grid: level 0 coarse, level 1 fine."""

    def __init__(self, level: int):
        self.level = level


class Draws:
    """Standard normal noise (n, k), handed out by column: the same variable gets the same columns on both sides."""

    def __init__(self):
        self.columns: dict[tuple, slice] = {}
        self.dimension = 0
        self.noise: np.ndarray | None = None

    def take(self, key: tuple, k: int) -> np.ndarray:
        """The (n, k) columns of a key; while the noise is still unknown (the planning pass), zeros (2, k)."""
        key = (*key, k)
        if key not in self.columns:
            if self.noise is not None:
                raise RuntimeError(f"draws for {key} were not planned")
            self.columns[key] = slice(self.dimension, self.dimension + k)
            self.dimension += k
        if self.noise is None:
            return np.zeros((2, k))
        return self.noise[:, self.columns[key]]


def multiply(a: Value, b: Value) -> Value:
    """Product of scalars, of a scalar and a vector or matrix, of two vectors by component, or of two matrices."""
    with np.errstate(invalid="ignore", over="ignore"):
        if a.rank == 0 or b.rank == 0:
            if a.rank == b.rank:
                return Value(a.array * b.array)
            scalar, other = (a, b) if a.rank == 0 else (b, a)
            return Value(np.asarray(scalar.array)[(..., *[None] * other.rank)] * other.array, other.rank)
        if a.rank == b.rank == 1:  # component by component, as in mu(x) + sigma(x) * noise
            return Value(a.array * b.array, 1)
        if a.rank == b.rank == 2:
            return Value(a.array @ b.array, 2)
    raise Unmeasurable("no product of a vector and a matrix without a name for it")


def letter(density: lg.Density) -> str:
    """The name a world knows a distribution by: its letter and its parameters."""
    return density.name + "".join(f"_{t}" for t in density.distribution.parameters)
