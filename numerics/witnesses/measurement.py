"""One row of the witness table, and how a verdict is reached at the point that speaks most against the line."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import numpy as np

CONFIRMED, CONTRADICTED, UNMEASURED = "confirmed", "contradicted", "unmeasured"
ROUNDING = 1e-12  # relative to the largest term that was added up


@dataclass(frozen=True)
class Measurement:
    """One row: both sides, difference, its standard error, draws, the smallest error that would have been seen.

    Nats (or the unit of the line's own formula), at the free point that speaks most against the line. `gain` is the
    variance of plain draws over that of the method used; 1 where nothing was drawn.
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

    def record(self) -> dict:
        """As JSON: numbers that are not finite become null or "inf"."""
        return {k: _plain(v) for k, v in asdict(self).items()}


def _plain(value):
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else ("inf" if value > 0 else "-inf")
    return value


def worst_point(relation, world, method, left, right, difference, allowed, error, n, detectable, gain=1.0, message=""):
    """The row of the point at which the difference exceeds what is allowed the most."""
    wrong = difference if relation == "<=" else -difference if relation == ">=" else np.abs(difference)
    with np.errstate(invalid="ignore"):
        k = int(np.argmax(np.nan_to_num(wrong - allowed, nan=np.inf)))
    seen = not wrong[k] <= allowed[k]
    if np.isinf(left[k]) and left[k] == right[k]:
        message = message or "both sides are infinite"
    return Measurement(
        world.name, method, float(left[k]), float(right[k]), float(difference[k]), float(error[k]), n,
        float(detectable[k]), CONTRADICTED if seen else CONFIRMED, message, float(gain),
    )  # fmt: skip
