"""Lines about minimisers: A = c B + constant, c > 0, over worlds that share what the minimisation holds fixed."""

from __future__ import annotations

import numpy as np

from numerics.interpreter.evaluate import quadrature
from numerics.witnesses.line import Line, setting_for, world_for
from numerics.witnesses.measurement import CONFIRMED, CONTRADICTED, FIT, Measurement, share_of
from numerics.worlds.world import Unmeasurable

VARIATIONS = 8


def of_minimiser(line: Line, name: str, seed: int) -> Measurement:
    """A = c B + constant over worlds that share the fixed parts, fitted at each free point; the worst residual."""
    lefts, rights = [], []
    for variation in range(VARIATIONS):
        world = world_for(line, name, seed, variation)
        setting = setting_for(line, world, seed, variation)
        lefts.append(quadrature(line.left, setting))
        rights.append(quadrature(line.right, setting))
    A = np.stack([b.value for b in lefts])  # variations, points
    B = np.stack([b.value for b in rights])
    if not (np.isfinite(A).all() and np.isfinite(B).all()):
        raise Unmeasurable("an objective is infinite in one of the worlds")
    if np.ptp(B, axis=0).min() < 1e-9:
        raise Unmeasurable("the objective does not change over these worlds, so nothing can be seen")
    centred = B - B.mean(0)
    scale = np.sum(centred * (A - A.mean(0)), axis=0) / np.sum(centred**2, axis=0)  # points
    constant = A.mean(0) - scale * B.mean(0)
    fitted = scale * B + constant
    residual = np.max(np.abs(A - fitted), axis=0)
    bound = np.max([b.error_bound for b in lefts], axis=0) + np.abs(scale) * np.max(
        [b.error_bound for b in rights], axis=0
    )
    k = int(np.argmax(residual - 2 * bound))
    rising = bool((scale > 0).all())
    seen = residual[k] > 2 * bound[k] or not rising
    message = f"A = c B + const over {VARIATIONS} worlds with the same fixed parts: "
    message += f"c = {scale[k]:.6g}, const = {constant[k]:.6g}"
    if not rising:
        message += "; c must be positive"
    return Measurement(
        name, "affine fit", float(A[0, k]), float(fitted[0, k]), float(residual[k]), 0.0, 0, float(4 * bound[k]),
        CONTRADICTED if seen else CONFIRMED, message, compares=FIT,
        share=share_of(float(residual[k]), float(2 * bound[k])),
    )  # fmt: skip
