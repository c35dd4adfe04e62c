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

from numerics.interpreter.interpreter import Interpreter
from numerics.interpreter.scope import BiasedEstimate, Draws, Quadrature, Scope
from numerics.interpreter.setting import Setting
from numerics.worlds.world import Unmeasurable

__all__ = ["BiasedEstimate", "Bounded", "Sampled", "Setting", "Unmeasurable", "quadrature"]

ROUNDING = 1e-13  # relative to the sum of absolute terms: some hundred ulps, for sums of thousands of terms


@dataclass(frozen=True)
class Bounded:
    """Values (m,) in nats (or the expression's own unit) and bounds (m,) of their numerical error."""

    value: np.ndarray
    error_bound: np.ndarray


def quadrature(expr: Expr, setting: Setting, closed_forms: bool = True) -> Bounded:
    """The value of an expression by quadrature, or by the world's closed forms where `closed_forms` allows.

    The bound is the difference of a coarse and a fine grid (so the error of the coarse one), plus rounding. Raises
    Unmeasurable, with the reason, for what the world cannot say and for values that are not numbers.
    """
    levels = []
    for level in (0, 1):
        interpreter = Interpreter(setting, Quadrature(level), closed_forms)
        array = interpreter.scalar(expr, Scope({}))
        levels.append(np.broadcast_to(np.asarray(array, dtype=float), (setting.points,)))
    coarse, fine = levels
    if np.isnan(fine).any():
        raise Unmeasurable(f"{expr} is not a number here (infinity minus infinity)")
    with np.errstate(invalid="ignore"):
        difference = np.where(coarse == fine, 0.0, np.abs(fine - coarse))
    rounding = ROUNDING * np.maximum(np.abs(fine), interpreter.magnitude)
    return Bounded(fine.copy(), difference + np.where(np.isfinite(fine), rounding, 0.0))


class Sampled:
    """Expressions as one integrand over standard normal noise: common random numbers for all of them.

    Calling it with noise (n, dimension) gives (len(expressions) * m, n): unbiased contributions, one per draw.
    `magnitude` is the root mean square of the largest term that was added up: terms may cancel, their rounding stays.
    Raises BiasedEstimate when built if an expectation stands inside a nonlinear function.
    """

    def __init__(self, expressions: list[Expr], setting: Setting):
        self.expressions, self.setting, self.draws = list(expressions), setting, Draws()
        for expr in self.expressions:  # the planning pass: which noise is needed
            Interpreter(setting, self.draws).scalar(expr, Scope({}))
        self.dimension = self.draws.dimension
        self.magnitude = 0.0

    def __call__(self, noise: np.ndarray) -> np.ndarray:
        self.draws.noise = noise
        m, n = self.setting.points, len(noise)
        out = np.empty((len(self.expressions), m, n))
        for row, expr in zip(out, self.expressions, strict=True):
            interpreter = Interpreter(self.setting, self.draws)
            row[:] = interpreter.scalar(expr, Scope({}))
            self.magnitude = max(self.magnitude, interpreter.magnitude)
        return out.reshape(-1, n)
