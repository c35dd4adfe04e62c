"""One line of a derivation measured in one world: both sides, their difference, and what that difference can show.

A `Measurement` is one row of the witness table. What is asked depends on the kind of the line:

    value       both sides equal: by quadrature or closed form, and by draws
    inequality  the sign of the difference, likewise
    minimiser   A = c B + constant over worlds that share what is held fixed and differ in the rest, c > 0
    estimate    the bias of the estimator, and its variance against Var / k for k = 1 .. 1024

The difference of two sides by draws uses the same draws for both, which makes it small. The detectable error takes no
credit for that: it adds the standard errors of the two sides, as if a wrong line shared no luck with the right one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from derivations.judging.derivation import ESTIMATE, MINIMISER
from numerics.estimates.monte_carlo import ErrorRates, Estimate, Plan, estimate, plan
from numerics.interpreter.evaluate import Bounded, Sampled, quadrature
from numerics.interpreter.setting import POINTS
from numerics.witnesses.line import Line, setting_for, world_for
from numerics.witnesses.measure_estimator import of_estimate
from numerics.witnesses.measure_minimiser import of_minimiser
from numerics.witnesses.measurement import CONTRADICTED, ROUNDING, Measurement, worst_point
from numerics.worlds.world import Unmeasurable, World

BEYOND = "the evaluator cannot take this line"


class NothingToDraw(Unmeasurable):
    """A line without an expectation: a formula on both sides."""


def by_quadrature(line: Line, world: World, seed: int) -> tuple[Measurement, tuple[Bounded, Bounded]]:
    """Both sides with their error bounds. Contradicted if they differ by more than both bounds together."""
    setting = setting_for(line, world, seed)
    left, right = quadrature(line.left, setting), quadrature(line.right, setting)
    bound = left.error_bound + right.error_bound
    method = "closed form" if world.name in ("linear_gaussian", "finite") and line.speaks_of_worlds else "quadrature"
    gap = _minus(left, right)
    return worst_point(line.relation, world, method, left.value, right.value, gap, bound, bound * 0, 0, 2 * bound), (
        left,
        right,
    )


def _minus(left: Bounded, right: Bounded) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.where(left.value == right.value, 0.0, left.value - right.value)


def by_draws(
    line: Line, world: World, seed: int, detect: float, rates: ErrorRates, exact: tuple[Bounded, Bounded] | None = None
) -> Measurement:
    """Both sides from the same draws. n is fixed on a pilot so that an error of `detect` would be seen.

    `exact`, the sides by quadrature, must agree with each side's draws too: that tests samplers against densities.
    """
    setting = setting_for(line, world, seed)
    sampled = Sampled([line.left, line.right], setting)
    m = setting.points
    purpose = f"{world.name}"
    if sampled.dimension == 0:
        raise NothingToDraw("nothing to draw: both sides are formulas without an expectation")
    decided = plan(sampled, sampled.dimension, detect / 2, rates, seed, purpose, world.draws_for(detect))
    found = estimate(_with_difference(sampled, m), sampled.dimension, _widened(decided, m), seed, purpose)
    found = replace(found, magnitude=np.maximum(found.magnitude, sampled.magnitude))
    row = from_estimate(line, world, found, m, rates)
    means, errors = found.mean[: 2 * m].reshape(2, m), found.standard_error[: 2 * m].reshape(2, m)
    for side, mean, error in zip(exact or (), means, errors, strict=False):
        allowed = (
            rates.threshold(found.degrees_of_freedom) * error + side.error_bound + ROUNDING * found.magnitude.max()
        )
        if np.any(np.abs(mean - side.value) > allowed):
            gap = float(np.max(np.abs(mean - side.value) - allowed))
            message = f"draws and quadrature of one side differ by {gap:.2g} more than both error bars allow"
            return replace(row, verdict=CONTRADICTED, message=message)
    if row.detectable > detect and found.n >= world.draws_for(detect):
        return replace(row, message=f"{found.n:,} draws, the most for this world, do not show an error of {detect:g}")
    return row


def _with_difference(sampled: Sampled, m: int):
    def three(noise: np.ndarray) -> np.ndarray:
        out = np.empty((3 * m, len(noise)))
        out[: 2 * m] = sampled(noise)
        np.subtract(out[:m], out[m : 2 * m], out=out[2 * m :])
        return out

    return three


def _widened(decided: Plan, m: int) -> Plan:
    if decided.coefficients is None:
        return decided
    c = decided.coefficients
    return replace(decided, coefficients=np.concatenate([c, c[:m] - c[m:]]))


def from_estimate(line: Line, world: World, found: Estimate, m: int, rates: ErrorRates) -> Measurement:
    """The row of an estimate of left, right and left - right (m each)."""
    left, right, difference = found.mean[:m], found.mean[m : 2 * m], found.mean[2 * m :]
    errors = found.standard_error
    if not np.isfinite(found.mean).all():
        raise Unmeasurable("the draws meet an infinite or undefined value, of which there is no average")
    rounding = ROUNDING * np.maximum(found.magnitude[:m], found.magnitude[m : 2 * m])
    allowed = rates.threshold(found.degrees_of_freedom) * errors[2 * m :] + rounding
    detectable = rates.detectable(found.degrees_of_freedom) * (errors[:m] + errors[m : 2 * m]) + 2 * rounding
    gain = float(np.min(found.gain[: 2 * m]))
    return worst_point(
        line.relation, world, found.method, left, right, difference, allowed, errors[2 * m :], found.n, detectable, gain
    )


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
    rows, exact = [], None
    try:
        row, exact = by_quadrature(line, world, seed)
        rows.append(row)
    except Unmeasurable as reason:
        rows.append(Measurement(name, "none", message=str(reason)))
    try:
        if exact is None or all(np.isfinite(side.value).all() for side in exact):
            drawn = by_draws(line, world, seed, detect, rates, exact)
            rows = [drawn] if exact is None else [*rows, drawn]
    except Unmeasurable as reason:
        if exact is not None and not isinstance(reason, NothingToDraw):
            rows.append(Measurement(name, "draws", message=str(reason)))
    return rows


def tests_in(lines_and_worlds: int) -> int:
    """How many statistical tests that many lines, each in one world, can make: the share of the false-alarm rate."""
    return lines_and_worlds * 3 * POINTS
