"""One row of the witness table, and how a verdict is reached at the point that speaks most against the line."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import numpy as np

from numerics.worlds.world import World

CONFIRMED, CONTRADICTED, UNMEASURED = "confirmed", "contradicted", "unmeasured"
BOTH_SIDES, SAME_DRAWS, EXACT_VALUE = "both sides", "same draws", "exact value"
ANOTHER_STREAM, FIT, VARIANCE_LAW = "another stream", "affine fit", "variance law"


@dataclass(frozen=True)
class Measurement:
    """One row: both sides, difference, its standard error, draws, the smallest error that would have been seen.

    Nats (or the unit of the line's own formula), at the free point that speaks most against the line. `gain` is the
    variance of plain draws over that of the method used; 1 where nothing was drawn. `share` is how much of what chance
    and rounding allow the difference uses up: above 1 it contradicts the line. `compares` says what with what:

        both sides        left and right, each by closed form or quadrature
        same draws        left and right on the same draws: the line, whatever the draws
        exact value       the draws of one side with the other's value by closed form or quadrature
                          (of an inequality with their own side's)
        another stream    the draws of the left with other draws of the right
        affine fit        left with c right + constant, over worlds
        variance law      the exponent -1 with that of the variance of k-sample averages
    """

    world: str
    method: str
    left: float = math.nan
    right: float = math.nan
    difference: float = math.nan
    standard_error: float = 0.0
    n: int = 0
    detectable: float = math.nan
    verdict: str = UNMEASURED
    message: str = ""
    gain: float = 1.0
    compares: str = BOTH_SIDES
    share: float = 0.0

    def sees(self, detect: float) -> bool:
        """Whether an error of that many nats would have been seen here."""
        return self.verdict != UNMEASURED and self.detectable <= detect

    def record(self) -> dict:
        """As JSON: numbers that are not finite become null or "inf"."""
        return {k: _plain(v) for k, v in asdict(self).items()}


def _plain(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else ("inf" if value > 0 else "-inf")
    return value


def worst_point(
    relation: str, world: World, method: str, left: np.ndarray, right: np.ndarray, difference: np.ndarray,
    allowed: np.ndarray, error: np.ndarray, n: int, detectable: np.ndarray, gain: float = 1.0, message: str = "",
    compares: str = BOTH_SIDES,
) -> Measurement:  # fmt: skip
    """The row of the point at which the difference exceeds what is allowed the most. Arrays are (points,)."""
    wrong = difference if relation == "<=" else -difference if relation == ">=" else np.abs(difference)
    with np.errstate(invalid="ignore"):
        k = int(np.argmax(np.nan_to_num(wrong - allowed, nan=np.inf)))
    seen = not wrong[k] <= allowed[k]
    if np.isinf(left[k]) and left[k] == right[k]:
        message = message or "both sides are infinite"
    return Measurement(
        world.name, method, float(left[k]), float(right[k]), float(difference[k]), float(error[k]), n,
        float(detectable[k]), CONTRADICTED if seen else CONFIRMED, message, float(gain), compares,
        share_of(float(wrong[k]), float(allowed[k])),
    )  # fmt: skip


def share_of(wrong: float, allowed: float) -> float:
    """How much of what is allowed a difference uses up; 0 for an inequality that holds by itself."""
    if wrong <= 0:
        return 0.0
    return wrong / allowed if allowed > 0 else math.inf
