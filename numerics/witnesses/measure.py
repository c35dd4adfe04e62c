"""One line of a derivation measured in one world: both sides, their difference, and what that difference can show.

A `Measurement` is one row of the witness table. What is asked depends on the kind of the line:

    value       both sides equal: by quadrature or closed form, and by draws
    inequality  the sign of the difference, likewise
    minimiser   A = c B + constant over worlds that share what is held fixed and differ in the rest, c > 0
    estimate    the bias of the estimator, and its variance against Var / k for k = 1 .. 1024
"""

from __future__ import annotations

import numpy as np
from sympy import Expr

from derivations.judging.derivation import ESTIMATE, MINIMISER
from numerics.estimates.monte_carlo import ErrorRates
from numerics.interpreter.evaluate import Bounded, quadrature
from numerics.interpreter.setting import POINTS
from numerics.witnesses.line import Line, setting_for, world_for
from numerics.witnesses.measure_draws import NothingToDraw, Sides, by_draws
from numerics.witnesses.measure_estimator import of_estimate
from numerics.witnesses.measure_minimiser import of_minimiser
from numerics.witnesses.measurement import Measurement, worst_point
from numerics.worlds.world import Divergent, Unmeasurable, World

BEYOND = "the evaluator cannot take this line"


def by_quadrature(line: Line, world: World, seed: int) -> tuple[Measurement, tuple[Bounded, Bounded]]:
    """Both sides with their error bounds. Contradicted if they differ by more than both bounds together."""
    setting = setting_for(line, world, seed)
    left, right = quadrature(line.left, setting), quadrature(line.right, setting)
    return compared(line, world, left, right), (left, right)


def compared(line: Line, world: World, left: Bounded, right: Bounded) -> Measurement:
    """The row of two sides with bounds. An error of both bounds twice would be seen wherever the true values lie."""
    bound = left.error_bound + right.error_bound
    method = "closed form" if world.name in ("linear_gaussian", "finite") and line.speaks_of_worlds else "quadrature"
    with np.errstate(invalid="ignore"):
        gap = np.where(left.value == right.value, 0.0, left.value - right.value)
    return worst_point(line.relation, world, method, left.value, right.value, gap, bound, bound * 0, 0, 2 * bound)


def measure(line: Line, name: str, seed: int, detect: float, rates: ErrorRates) -> list[Measurement]:
    """All rows of a line in one world; what cannot be measured is a row that says why."""
    try:
        with np.errstate(all="ignore"):
            return _measure(line, name, seed, detect, rates)
    except (TypeError, ValueError, ArithmeticError, np.linalg.LinAlgError) as error:
        if isinstance(error, Unmeasurable):
            return [Measurement(name, "none", message=str(error))]
        return [Measurement(name, "none", message=f"{BEYOND}: {type(error).__name__}: {error}")]


def _measure(line: Line, name: str, seed: int, detect: float, rates: ErrorRates) -> list[Measurement]:
    if line.kind == MINIMISER:
        return [of_minimiser(line, name, seed)]
    world = world_for(line, name, seed)
    if line.kind == ESTIMATE:
        return of_estimate(line, world, seed, detect, rates)
    sides, reasons = _sides(line, world, seed)
    divergent = [reason for reason in reasons if isinstance(reason, Divergent)]
    if divergent:
        return [Measurement(name, "none", message=str(divergent[0]))]
    left, right = sides
    rows = [] if left is None or right is None else [compared(line, world, left, right)]
    if all(side is None or np.isfinite(side.value).all() for side in sides):
        try:
            rows += by_draws(line, world, seed, detect, rates, sides)
        except Unmeasurable as reason:
            if not isinstance(reason, NothingToDraw):
                reasons.append(reason)
    if not rows:
        return [Measurement(name, "none", message=str(reasons[0]))]
    return rows if None in sides else [*rows, *(Measurement(name, "draws", message=str(r)) for r in reasons)]


def _sides(line: Line, world: World, seed: int) -> tuple[Sides, list[Unmeasurable]]:
    """Each side by quadrature, or None where it cannot be had; and the reasons."""
    setting = setting_for(line, world, seed)
    reasons: list[Unmeasurable] = []

    def known(side: Expr) -> Bounded | None:
        try:
            return quadrature(side, setting)
        except Unmeasurable as reason:
            reasons.append(reason)
            return None

    return (known(line.left), known(line.right)), reasons


def tests_in(lines_and_worlds: int) -> int:
    """How many statistical tests that many lines, each in one world, can make: the share of the false-alarm rate."""
    return lines_and_worlds * 3 * POINTS
