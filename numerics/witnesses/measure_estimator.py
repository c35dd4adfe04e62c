"""Lines about estimators: the bias with its error bar, and the variance against Var / k for k = 1 .. 1024."""

from __future__ import annotations

import math

import numpy as np

from derivations.language import words as lg
from numerics.estimates.monte_carlo import ErrorRates, Integrand, Plan, estimate, plan
from numerics.interpreter.evaluate import Sampled
from numerics.witnesses.line import Line, setting_for
from numerics.witnesses.measurement import (
    ANOTHER_STREAM,
    CONFIRMED,
    CONTRADICTED,
    EXACT_VALUE,
    VARIANCE_LAW,
    Measurement,
    share_of,
    worst_point,
)
from numerics.witnesses.reference import reference
from numerics.worlds.world import Unmeasurable, World

BLOCKS = 128  # sample averages simulated for each k of the variance law
COUNTS = tuple(2**j for j in range(11))  # k = 1 .. 1024


def of_estimate(line: Line, world: World, seed: int, detect: float, rates: ErrorRates) -> list[Measurement]:
    """The estimator's bias against quadrature of the left side, and the exponent of its variance in k."""
    setting = setting_for(line, world, seed)
    exact = reference(line.left, setting, seed, detect, rates)
    sampled = Sampled([line.right], setting)
    decided = plan(sampled, sampled.dimension, detect, rates, seed, world.name, world.draws_for(detect), world.discrete)
    found = estimate(sampled, sampled.dimension, decided, seed, world.name)
    error, freedom = found.standard_error, found.degrees_of_freedom
    floor = exact.error_bound + sampled.rounding
    bias = worst_point(
        line.relation, world, found.method, exact.value, found.mean, exact.value - found.mean,
        rates.threshold(freedom) * error + floor, error, found.n, rates.detectable(freedom) * error + 2 * floor,
        float(np.min(found.gain)), "bias of the estimator against the left side by itself",
        EXACT_VALUE if exact.method == "quadrature" else ANOTHER_STREAM,
    )  # fmt: skip
    return [bias, variance_law(line, world, seed, rates)]


def variance_law(line: Line, world: World, seed: int, rates: ErrorRates) -> Measurement:
    """log Var of k-sample averages against log k: the exponent is -1. Draws of their own for every k."""
    single = line.right.replace(lambda e: isinstance(e, lg.SampleAverage), lambda e: lg.Expectation(e.body, e.density))
    setting = setting_for(line, world, seed)
    sampled = Sampled([single], setting)
    everywhere = Plan("plain", BLOCKS * sum(COUNTS))
    blocks: list[np.ndarray] = []
    estimate(_recorded(sampled, blocks), sampled.dimension, everywhere, seed, f"{world.name}/variance law")
    draws = np.concatenate(blocks, axis=1)[0]  # the first free point
    if np.ptp(draws) < sampled.rounding[0]:
        raise Unmeasurable("a single draw is already exact here, so there is no variance to follow")
    logs, start = [], 0
    for k in COUNTS:
        averages = draws[start : start + BLOCKS * k].reshape(BLOCKS, k).mean(1)
        start += BLOCKS * k
        logs.append(math.log(averages.var(ddof=1)))
    # The log of a variance of B averages has variance (kurtosis - 1) / B: 2 / B for large k, measured for k = 1.
    centred = draws - draws.mean()
    excess = float(np.mean(centred**4) / np.mean(centred**2) ** 2 - 3)
    weights = np.array([BLOCKS / (2 + max(excess, 0) / k) for k in COUNTS])
    x = np.log(COUNTS)
    x = x - np.sum(weights * x) / weights.sum()
    slope = float(np.sum(weights * x * logs) / np.sum(weights * x * x))
    error = float(np.sum(weights * x * x) ** -0.5)
    threshold, detectable = (r * error for r in (rates.threshold(10_000), rates.detectable(10_000)))
    message = f"Var of k-sample averages, k = 1 .. {COUNTS[-1]}: exponent {slope:.3f} +- {error:.3f}, must be -1"
    return Measurement(
        world.name, "variance law", -1.0, slope, -1.0 - slope, error, everywhere.n, detectable,
        CONTRADICTED if abs(slope + 1) > threshold else CONFIRMED, message, compares=VARIANCE_LAW,
        share=share_of(abs(slope + 1), threshold),
    )  # fmt: skip


def _recorded(sampled: Sampled, blocks: list[np.ndarray]) -> Integrand:
    def recording(noise: np.ndarray) -> np.ndarray:
        values = sampled(noise)
        blocks.append(values.copy())
        return values

    return recording
