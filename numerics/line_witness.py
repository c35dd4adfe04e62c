"""One number for each line of a chapter: both sides in a random world, in floating point, and their difference.

    witness = line_witness(seed=0)
    witness(derivation, left, step, verdict)        LineWitness, or None where no world can say

The statistics (many worlds, sampling, what error would have been seen) are those of `numerics.witness`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from numerics.evaluate import Setting, Unmeasurable, quadrature
from numerics.worlds import make_world

WORLDS = ("finite", "linear_gaussian", "nonlinear")


@dataclass(frozen=True)
class LineWitness:
    """Both sides of one line in one world, their difference and its bound.

    For a minimiser the right side is the one above it in value: scale times the objective plus the dropped terms.
    """

    world: str
    left: float
    right: float
    difference: float
    error_bound: float

    @property
    def short(self) -> str:
        return f"{self.difference:+.1e}"

    @property
    def full(self) -> str:
        return f"{self.left:.6g}, {self.right:.6g}, {self.difference:+.1e} ({self.world})"

    def record(self) -> dict:
        return asdict(self)


def line_witness(seed: int = 0) -> Callable:
    """A function of (derivation, left, step, verdict) to the witness of that line, deterministic by seed."""
    settings = {}

    def setting(name: str) -> Setting:
        if name not in settings:
            settings[name] = Setting(make_world(name, seed), seed, points=1)
        return settings[name]

    def measure(derivation, left, step, verdict) -> LineWitness | None:
        if derivation.assumes:
            return None
        right = verdict.scale * step.right + verdict.dropped if step.kind == "minimiser" else step.right
        for name in WORLDS:
            try:
                here = setting(name)
                here.study(left, right)
                a, b = (quadrature(e, here, closed_forms=False) for e in (left, right))
            except Unmeasurable:
                continue
            bound = float(a.error_bound[0] + b.error_bound[0])
            return LineWitness(name, float(a.value[0]), float(b.value[0]), float(a.value[0] - b.value[0]), bound)
        return None

    return measure
