"""What an expression is read in: the meaning of its names, and where nodes or draws come from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import sympy
from sympy import Expr

from derivations.language import words as lg
from numerics.interpreter.setting import Setting
from numerics.interpreter.value import Value
from numerics.worlds.world import Unmeasurable, World

STOCHASTIC = (
    lg.Integral, lg.Expectation, lg.KL, lg.Entropy, lg.MutualInformation, lg.ELBO, lg.SampleAverage, lg.OverDraws,
    sympy.Integral,
)  # fmt: skip
MOST_NODES = 400_000  # on all open axes of a grid together, for each free point


class BiasedEstimate(Unmeasurable):
    """An estimate that would be biased, whatever the number of draws; the message says why."""


@lru_cache(maxsize=4096)
def is_stochastic(expr: Expr) -> bool:
    """Whether an expression is an estimate when it is evaluated by draws."""
    return expr.has(*STOCHASTIC)


@dataclass(frozen=True)
class Quadrature:
    """Nodes on a grid, of one of a world's levels; see `World.levels`."""

    level: int


class Draws:
    """Standard normal noise (n, k), handed out by column: the same variable gets the same columns on both sides."""

    def __init__(self) -> None:
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


@dataclass(frozen=True)
class Scope:
    """What names mean here, in which setting, by nodes or by draws.

    Arrays in `env` broadcast over the batch axes, of which a grid opened `axes`, with `nodes` nodes in all. `linear`
    is False inside a log, say. `closed_forms` lets the world answer for a KL or an ELBO by a formula of its own.
    `sized` values know how far rounding may have moved them.
    """

    setting: Setting
    mode: Quadrature | Draws
    closed_forms: bool = False
    sized: bool = True
    env: dict[Expr, Value] = field(default_factory=dict)
    axes: int = 0
    nodes: int = 1
    linear: bool = True
    path: tuple = ()
    depth: dict[str, int] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.setting.world

    @property
    def sampling(self) -> bool:
        return isinstance(self.mode, Draws)

    @property
    def level(self) -> int:
        """Which of the world's levels of nodes; only on a grid."""
        assert isinstance(self.mode, Quadrature), "draws have no level"
        return self.mode.level

    @property
    def draws(self) -> Draws:
        """Where the noise comes from; only with draws."""
        assert isinstance(self.mode, Draws), "a grid has no draws"
        return self.mode

    @property
    def opened(self) -> int:
        """Batch axes behind that of the free points: with draws there is one, that of the samples."""
        return 1 if self.sampling else self.axes

    def nonlinear(self) -> Scope:
        return replace(self, linear=False)

    def with_names(self, named: dict[Expr, Value]) -> Scope:
        return replace(self, env={**self.env, **named})

    def needs_linear(self, expr: Expr) -> None:
        """Raises BiasedEstimate for an average of draws inside a nonlinear function."""
        if self.sampling and not self.linear:
            raise BiasedEstimate(
                f"{expr} stands inside a nonlinear function: of an average of draws that would be biased "
                "(E log of an average is below the log of the expectation), so it is left to quadrature"
            )


def letter(density: lg.Density) -> str:
    """The name a world knows a distribution by: its letter and its parameters."""
    return density.name + "".join(f"_{t}" for t in density.distribution.parameters)
