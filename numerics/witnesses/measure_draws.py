"""Both sides of a line by draws: two rows, because draws can be asked two things.

Does the line hold on the same draws? Both sides ride on one noise, so their difference is small whatever the draws are:
that is the line, and says nothing of the sampling. And do the draws have the mean that they should? Each side's draws
against the value by quadrature that the line says they have; where there is none, the left side's against other draws
of the right side.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from numerics.estimates.monte_carlo import ErrorRates, Estimate, Integrand, Plan, estimate, plan
from numerics.interpreter.evaluate import Bounded, Sampled
from numerics.witnesses.line import Line, setting_for
from numerics.witnesses.measurement import (
    ANOTHER_STREAM,
    CONTRADICTED,
    EXACT_VALUE,
    SAME_DRAWS,
    Measurement,
    worst_point,
)
from numerics.witnesses.reference import by_own_draws
from numerics.worlds.world import Unmeasurable, World

Sides = tuple[Bounded | None, Bounded | None]  # by quadrature, where that can be had


class NothingToDraw(Unmeasurable):
    """A line without an expectation: a formula on both sides."""


def by_draws(
    line: Line, world: World, seed: int, detect: float, rates: ErrorRates,
    exact: Sides = (None, None),
) -> list[Measurement]:  # fmt: skip
    """The two rows. n is fixed on a pilot so that an error of `detect` would be seen.

    The difference on the same draws is small, but the detectable error takes no credit for that: it adds the standard
    errors of the two sides, as if a wrong line shared no luck with the right one.
    """
    setting = setting_for(line, world, seed)
    sampled = Sampled([line.left, line.right], setting)
    m = setting.points
    if sampled.dimension == 0:
        raise NothingToDraw("nothing to draw: both sides are formulas without an expectation")
    decided = plan(
        sampled, sampled.dimension, detect / 2, rates, seed, world.name, world.draws_for(detect), world.discrete
    )
    found = estimate(_with_difference(sampled, m), sampled.dimension, _widened(decided, m), seed, world.name)
    if not np.isfinite(found.mean).all():
        raise Unmeasurable("the draws meet an infinite or undefined value, of which there is no average")
    rows = [_same_draws(line, world, found, sampled.rounding, rates)]
    if exact == (None, None):
        exact = (None, by_own_draws(line.right, setting, seed, detect, rates))
    rows.append(_against(line, world, found, sampled.rounding, exact, rates))
    return [_told(row, detect) for row in rows]


def _told(row: Measurement, detect: float) -> Measurement:
    if row.sees(detect) or row.verdict == CONTRADICTED:
        return row
    return replace(row, message=f"{row.n:,} draws do not show an error of {detect:g} here")


def _with_difference(sampled: Sampled, m: int) -> Integrand:
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


def _same_draws(line: Line, world: World, found: Estimate, rounding: np.ndarray, rates: ErrorRates) -> Measurement:
    left, right, difference = np.split(found.mean, 3)
    errors = np.split(found.standard_error, 3)
    floor = sum(np.split(rounding, 2))
    allowed = rates.threshold(found.degrees_of_freedom) * errors[2] + floor
    detectable = rates.detectable(found.degrees_of_freedom) * (errors[0] + errors[1]) + 2 * floor
    return worst_point(
        line.relation, world, found.method, left, right, difference, allowed, errors[2], found.n, detectable,
        float(np.min(found.gain[: 2 * len(left)])), "", SAME_DRAWS,
    )  # fmt: skip


def _against(
    line: Line, world: World, found: Estimate, rounding: np.ndarray, exact: Sides,
    rates: ErrorRates,
) -> Measurement:  # fmt: skip
    """Draws against a value they had no part in: of an equation each side's against the other side's value, so that the
    row sees a wrong line and a wrong sampler alike; of an inequality each side's against its own.

    The detectable error is the larger of both sides': the row answers for the draws of either."""
    means, errors, floors = (np.split(a, k)[:2] for a, k in ((found.mean, 3), (found.standard_error, 3), (rounding, 2)))
    rows = []
    for side in (0, 1):
        equation = line.relation == "="
        first, second = (exact[1 - side], exact[side]) if equation else (exact[side], exact[1 - side])
        own, value = (not equation and first is not None), first if first is not None else second
        if not own and not equation and side == 1:
            continue  # the left side's value is no bound in the direction of the relation
        assert value is not None, "one of the two is known, or there would be no such row"
        bound = value.error_bound + floors[side]
        allowed = rates.threshold(found.degrees_of_freedom) * errors[side] + bound
        detectable = rates.detectable(found.degrees_of_freedom) * errors[side] + 2 * bound
        gap = means[side] - value.value
        row = worst_point(
            "=" if own else line.relation, world, found.method, means[side], value.value, gap, allowed, errors[side],
            found.n, detectable, float(np.min(found.gain)), "",
            EXACT_VALUE if value.method == "quadrature" else ANOTHER_STREAM,
        )  # fmt: skip
        rows.append(row)
    worst = max(rows, key=lambda row: (row.verdict == CONTRADICTED, row.share))
    worst = replace(worst, detectable=max(row.detectable for row in rows))
    if worst.verdict == CONTRADICTED:
        what = "other draws" if worst.compares == ANOTHER_STREAM else "the exact value"
        return replace(worst, message=f"the draws of one side and {what} differ by more than their errors allow")
    return worst
