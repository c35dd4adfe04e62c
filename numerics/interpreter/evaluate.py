"""From the expression that the judge proves to a number: by quadrature with an error bound, or by draws.

    value = quadrature(expression, setting)          Bounded(value (m,), error_bound (m,))
    integrand = Sampled([left, right], setting)      noise (n, k) -> (expressions * m, n), unbiased, for monte_carlo

The expression is not copied or rewritten: the interpreter walks it. Every quantity comes at `setting.points` random
values of whatever is free in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sympy import Expr

from numerics.interpreter import kinds  # noqa: F401  fills the table of handlers
from numerics.interpreter.scope import BiasedEstimate, Draws, Quadrature, Scope
from numerics.interpreter.setting import Setting
from numerics.interpreter.value import ROUNDING, Value, size_of
from numerics.interpreter.walk import scalar
from numerics.worlds.world import POLYNOMIAL, Unmeasurable

__all__ = ["BiasedEstimate", "Bounded", "Sampled", "Setting", "Unmeasurable", "quadrature"]

SAFETY = 2.0  # times the difference of two grids, and times the rounding of both sides of a comparison
HEAVY_TAILS = 8.0  # times the mean rounding of the first draws, for what later draws may be larger by


@dataclass(frozen=True)
class Bounded:
    """Values (m,) in nats (or the expression's own unit) and bounds (m,) of their numerical error.

    `method` says how they were had: "quadrature", or "own draws" (see witnesses.reference).
    """

    value: np.ndarray
    error_bound: np.ndarray
    method: str = "quadrature"


def quadrature(expr: Expr, setting: Setting, closed_forms: bool = True) -> Bounded:
    """The value of an expression by quadrature, or by the world's closed forms where `closed_forms` allows.

    Gauss-Hermite nodes are believed only where two orders agree to rounding, as they do for polynomials. Otherwise the
    trapezium rule, twice: the difference of a coarse and a fine grid bounds the error of the coarse one, and is taken
    twice for that of the fine one. Rounding is bounded beside it, by the size of what was added (see value.py). Raises
    Unmeasurable, with the reason, for what the world cannot say and for values that are not numbers.
    """
    for coarse, fine in setting.world.levels:
        levels = [_at(expr, setting, level, closed_forms) for level in dict.fromkeys((coarse, fine))]
        first, last = levels[0], levels[-1]
        if np.isnan(last.array).any():
            raise Unmeasurable(f"{expr} is not a number here (infinity minus infinity)")
        with np.errstate(invalid="ignore"):
            difference = np.where(first.array == last.array, 0.0, np.abs(last.array - first.array))
            rounding = np.where(np.isfinite(last.array), ROUNDING * size_of(last), 0.0)
        if (coarse, fine) != POLYNOMIAL:
            return Bounded(last.array.copy(), SAFETY * (difference + rounding))
        if np.all(difference <= 2 * SAFETY * rounding):
            return Bounded(last.array.copy(), SAFETY * rounding + difference)
    raise Unmeasurable(f"no quadrature for {expr} in this world")


def _at(expr: Expr, setting: Setting, level: int, closed_forms: bool) -> Value:
    """The value (m,) at one level, with its size."""
    with np.errstate(all="ignore"):
        found = scalar(expr, Scope(setting, Quadrature(level), closed_forms))
    shape = (setting.points,)
    array = np.broadcast_to(np.asarray(found.array, dtype=float), shape)
    return Value(array, 0, np.nan_to_num(np.broadcast_to(size_of(found), shape), nan=0.0))


class Sampled:
    """Expressions as one integrand over standard normal noise: common random numbers for all of them.

    Calling it with noise (n, dimension) gives (len(expressions) * m, n): unbiased contributions, one per draw.
    `rounding` (len(expressions) * m,) bounds the rounding error of their means; it is measured on the first draws.
    Raises BiasedEstimate when built if an expectation stands inside a nonlinear function.
    """

    def __init__(self, expressions: list[Expr], setting: Setting):
        self.expressions, self.setting, self.draws = list(expressions), setting, Draws()
        for expr in self.expressions:  # the planning pass: which noise is needed
            scalar(expr, Scope(setting, self.draws, sized=False))
        self.dimension = self.draws.dimension
        self._rounding: np.ndarray | None = None

    @property
    def rounding(self) -> np.ndarray:
        """(len(expressions) * m,); raises RuntimeError before the first draws."""
        if self._rounding is None:
            raise RuntimeError("rounding is measured on the first draws, and nothing has been drawn yet")
        return self._rounding

    def __call__(self, noise: np.ndarray) -> np.ndarray:
        self.draws.noise = noise
        first = self._rounding is None
        shape = (len(self.expressions), self.setting.points, len(noise))
        out, size = np.empty(shape), np.empty(shape if first else 0)
        for k, expr in enumerate(self.expressions):
            found = scalar(expr, Scope(self.setting, self.draws, sized=first))
            out[k] = found.array
            if first:
                size[k] = size_of(found)
        if first:
            self._rounding = HEAVY_TAILS * ROUNDING * np.nan_to_num(size, nan=0.0).mean(axis=-1).reshape(-1)
        return out.reshape(-1, len(noise))
