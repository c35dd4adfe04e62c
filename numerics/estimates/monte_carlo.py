"""Estimates that say how wrong they can be: standard error, false-alarm rate, smallest detectable error.

An integrand is a function of standard normal noise, (n, k) -> (m, n): m quantities estimated from the same n draws.
The sample size follows from the error that must not go unseen; it is fixed before the first draw, from a pilot on a
random stream of its own, and nothing is ever drawn again because a result was unwelcome.

Methods (all unbiased): `plain`; `antithetic` pairs (t, -t); `control` variates, Hermite polynomials of the noise of
degree 1 and 2, whose mean is known to be zero, with coefficients from the pilot; `sobol`, 64 independently scrambled
Sobol nets, whose 64 means give the error bar.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
from scipy import stats
from scipy.special import ndtri
from scipy.stats import qmc

from numerics.worlds.world import generator

Integrand = Callable[[np.ndarray], np.ndarray]

METHODS = ("plain", "antithetic", "control", "sobol")
SCRAMBLINGS = 64
CHUNK = 1 << 13  # draws held in memory at once
PILOT = 4096
MOST_WITH_PRODUCTS = 20
SMALLEST, LARGEST = 1 << 13, 1 << 21
SOBOL_BITS = 50  # noise out to 8 standard deviations; scipy's default of 30 bits would cut the tails at 6
MOST_SOBOL_DIMENSIONS = 64
KEPT = 1 << 21  # numbers in the nets kept in memory, a list of them at most 6 times this


@dataclass(frozen=True)
class Estimate:
    """Mean and standard error, shape (m,), of m quantities from n draws in all; gain: plain variance over this one's.

    `degrees_of_freedom` is that of the standard error, so (mean - truth) / standard_error is a Student t.
    `magnitude` (m,) is the root mean square of what was averaged: rounding is a few ulps of it.
    """

    mean: np.ndarray
    standard_error: np.ndarray
    n: int
    degrees_of_freedom: int
    method: str
    gain: np.ndarray
    magnitude: np.ndarray


@dataclass(frozen=True)
class ErrorRates:
    """Both error rates of a table of `tests` two-sided tests.

    `false_alarm`: probability that any true line of the whole table is accused (shared out evenly, Bonferroni).
    `miss`: probability that an error of the stated detectable size goes unseen.
    """

    false_alarm: float = 1e-6
    tests: int = 1
    miss: float = 1e-6

    def threshold(self, degrees_of_freedom: int) -> float:
        """How many standard errors a difference must exceed to be an accusation."""
        return _threshold(self.false_alarm / self.tests, degrees_of_freedom)

    def detectable(self, degrees_of_freedom: int) -> float:
        """How many standard errors a true difference must be to be accused with probability at least 1 - miss.

        A union bound, so valid for few degrees of freedom too: the estimated error is not above its upper quantile,
        and the mean is not further out than its own (each with half of `miss`).
        """
        inflation = math.sqrt(_chi_square_quantile(self.miss / 2, degrees_of_freedom) / degrees_of_freedom)
        return self.threshold(degrees_of_freedom) * inflation + float(stats.norm.isf(self.miss / 2))


@cache
def _threshold(rate: float, degrees_of_freedom: int) -> float:
    return float(stats.t.isf(rate / 2, degrees_of_freedom))


@cache
def _chi_square_quantile(rate: float, degrees_of_freedom: int) -> float:
    return float(stats.chi2.isf(rate, degrees_of_freedom))


@dataclass(frozen=True)
class Plan:
    """What to draw, decided before drawing: the method, n, and for control variates their coefficients (m, terms)."""

    method: str
    n: int
    coefficients: np.ndarray | None = field(default=None, compare=False)
    steps: bool = False  # whether the integrand jumps from value to value


def plan(
    integrand: Integrand,
    dimension: int,
    detect: float,
    rates: ErrorRates,
    seed: int,
    purpose: str = "",
    largest: int = LARGEST,
    steps: bool = False,
) -> Plan:
    """Choose the method that needs fewest draws, judged on a pilot, so that an error of `detect` would be seen.

    Rule: standard errors fall like n^-1/2, those of Sobol nets like n^-r with the r seen between two pilots, held
    within 1/2 and 1; the pilot's error is taken 1.25 times too large; n is the next power of two, at least 8192 and at
    most `largest`. Should the rule be too hopeful, the detectable error reported afterwards says so.
    """
    noise = np.empty((PILOT, dimension))
    generator(seed, f"{purpose}/pilot").standard_normal(out=noise)
    values = np.atleast_2d(integrand(noise))  # m, PILOT
    errors = {"plain": _error(values)}
    if _size(errors["plain"], PILOT, 0.5, 10_000, detect, rates) <= min(SMALLEST, largest):
        return Plan("plain", SMALLEST)  # the fewest draws there are already show it, without any art
    errors["antithetic"] = _antithetic_error(integrand, noise)
    terms, design = _hermite(noise)
    coefficients = None
    if 0 < terms < PILOT // 8 and np.isfinite(values).all():
        centred = values - values.mean(1, keepdims=True)
        coefficients = np.linalg.lstsq(design - design.mean(0), centred.T, rcond=None)[0].T  # m, terms
        # Judged on noise of their own, so that the coefficients are not praised for what they were fitted to.
        generator(seed, f"{purpose}/pilot of the control variates").standard_normal(out=noise)
        errors["control"] = _error(np.atleast_2d(integrand(noise)) - coefficients @ _hermite(noise)[1].T)
    sizes = {method: _size(error, PILOT, 0.5, 10_000, detect, rates) for method, error in errors.items()}
    if 0 < dimension <= MOST_SOBOL_DIMENSIONS and min(sizes.values()) > SMALLEST and largest > 4 * PILOT:
        small, large = (
            _sobol(integrand, dimension, n, seed, f"{purpose}/pilot", steps).standard_error for n in (PILOT, 4 * PILOT)
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = np.clip(np.log(np.max(small) / np.max(large)) / math.log(4), 0.5, 1)
        rate = float(np.nan_to_num(rate, nan=0.5))
        sizes["sobol"] = _size(large, 4 * PILOT, rate, SCRAMBLINGS - 1, detect, rates)
    best = min(METHODS, key=lambda method: max(sizes.get(method, math.inf), SMALLEST))
    n = int(min(max(sizes[best], SMALLEST), largest))
    return Plan(best, 1 << (n - 1).bit_length(), coefficients if best == "control" else None, steps)


def _size(error: np.ndarray, pilot: int, rate: float, freedom: int, detect: float, rates: ErrorRates) -> float:
    """Draws needed for `detect`, from the errors of a pilot of that size and the rate at which they fall."""
    worst = float(np.max(error)) if np.isfinite(error).all() else math.inf
    return pilot * (1.25 * rates.detectable(freedom) * worst / detect) ** (1 / rate)


def estimate(integrand: Integrand, dimension: int, plan: Plan, seed: int, purpose: str = "") -> Estimate:
    """Draw as planned. The stream depends on seed and purpose alone and is never the pilot's."""
    if plan.method == "sobol":
        return _sobol(integrand, dimension, plan.n, seed, f"{purpose}/draw", plan.steps)
    rng = generator(seed, f"{purpose}/draw")
    units = plan.n // 2 if plan.method == "antithetic" else plan.n
    noise = np.empty((min(CHUNK, units), dimension))
    moments, plain, square = _Moments(), _Moments(), 0.0
    for start in range(0, units, len(noise)):
        block = noise[: min(len(noise), units - start)]
        rng.standard_normal(out=block)
        values = np.atleast_2d(integrand(block))
        plain.add(values)
        square = square + np.sum(values * values, axis=1)
        if plan.method == "antithetic":
            np.negative(block, out=block)
            values = (values + np.atleast_2d(integrand(block))) / 2
        elif plan.method == "control":
            values = values - plan.coefficients @ _hermite(block)[1].T
        moments.add(values)
    error = moments.standard_error()
    return Estimate(
        moments.mean, error, plan.n, units - 1, plan.method,
        _gain(plain.variance() / plan.n, error), np.sqrt(square / units),
    )  # fmt: skip


class _Moments:
    """Mean and variance along the last axis, chunk by chunk (Chan, Golub and LeVeque's pairwise update)."""

    def __init__(self) -> None:
        self.n, self.mean, self.squares = 0, np.zeros(1), np.zeros(1)

    def add(self, values: np.ndarray) -> None:
        k = values.shape[1]
        with np.errstate(invalid="ignore"):
            mean = values.mean(axis=1)
            centred = values - mean[:, None]
            shift = mean - self.mean
            self.squares = self.squares + np.einsum("mn,mn->m", centred, centred)
            self.squares = self.squares + shift * shift * (self.n * k / (self.n + k))
            self.mean = self.mean + shift * (k / (self.n + k))
        self.n += k

    def variance(self) -> np.ndarray:
        return self.squares / max(self.n - 1, 1)

    def standard_error(self) -> np.ndarray:
        return np.sqrt(self.variance() / self.n)


def _sobol(integrand: Integrand, dimension: int, n: int, seed: int, purpose: str, steps: bool = False) -> Estimate:
    """SCRAMBLINGS independent scrambled nets of n / SCRAMBLINGS points; their means are independent and unbiased.

    n and CHUNK are powers of two, so a chunk is a part of one net or several whole nets.

    A step of height h at p is met by N p points of a net of N, rounded down or up; where N p is nearly whole all nets
    round alike, and their spread is nothing while their error is not. So with `steps` the standard error is at least
    that of an even chance, h / (2 N sqrt(64)), h the range of the values.
    """
    size = n // SCRAMBLINGS
    low, high = np.inf, -np.inf
    means, plain, square = _Moments(), _Moments(), 0.0
    total, count = 0.0, 0
    for points in _chunks(dimension, size, seed, purpose):
        values = np.atleast_2d(integrand(points))
        plain.add(values)
        square = square + np.sum(values * values, axis=1)
        low, high = np.minimum(low, values.min(axis=1)), np.maximum(high, values.max(axis=1))
        if len(points) > size:
            means.add(values.reshape(len(values), -1, size).mean(axis=2))
            continue
        total, count = total + values.sum(axis=1), count + len(points)
        if count == size:
            means.add((total / size)[:, None])
            total, count = 0.0, 0
    error = means.standard_error()
    if steps:
        error = np.maximum(error, (high - low) / (2 * size * math.sqrt(SCRAMBLINGS)))
    return Estimate(
        means.mean, error, n, SCRAMBLINGS - 1, "sobol",
        _gain(plain.variance() / n, error), np.sqrt(square / n),
    )  # fmt: skip


def _chunks(dimension: int, size: int, seed: int, purpose: str) -> Iterable[np.ndarray]:
    """All nets as normal noise, net after net. Small sets are kept: the lines of a chapter share them."""
    if SCRAMBLINGS * size * dimension <= KEPT:
        return _kept_chunks(dimension, size, seed, purpose)
    return _fresh_chunks(dimension, size, seed, purpose)


@lru_cache(maxsize=6)
def _kept_chunks(dimension: int, size: int, seed: int, purpose: str) -> list[np.ndarray]:
    return list(_fresh_chunks(dimension, size, seed, purpose))


def _fresh_chunks(dimension: int, size: int, seed: int, purpose: str) -> Iterator[np.ndarray]:
    rng = generator(seed, f"{purpose}/sobol")
    together = max(1, CHUNK // size)
    for _ in range(-(-SCRAMBLINGS // together)):
        engines = [
            qmc.Sobol(dimension, scramble=True, bits=SOBOL_BITS, **{_SOBOL_SEED: rng})
            for _ in range(min(together, SCRAMBLINGS))
        ]
        for start in range(0, size, CHUNK):
            yield _normal(np.concatenate([engine.random(min(CHUNK, size - start)) for engine in engines]))


def _normal(points: np.ndarray) -> np.ndarray:
    points += 2.0 ** -(SOBOL_BITS + 1)  # the middle of the cell: never 0 or 1
    return ndtri(points, out=points)


# SciPy 1.15 renamed the argument.
_SOBOL_SEED = "rng" if "rng" in inspect.signature(qmc.Sobol).parameters else "seed"


def _error(values: np.ndarray) -> np.ndarray:
    moments = _Moments()
    moments.add(values)
    return moments.standard_error()


def _antithetic_error(integrand: Integrand, noise: np.ndarray) -> np.ndarray:
    half = noise[: len(noise) // 2]
    return _error((np.atleast_2d(integrand(half)) + np.atleast_2d(integrand(-half))) / 2)


def _hermite(noise: np.ndarray) -> tuple[int, np.ndarray]:
    """Hermite polynomials of the noise of degree 1 and 2, (n, terms): each has mean zero, exactly.

    In many dimensions the products of two different normals are left out: they would be too many to fit.
    """
    k = noise.shape[1]
    first, second = np.triu_indices(k) if k <= MOST_WITH_PRODUCTS else (np.arange(k), np.arange(k))
    products = noise[:, first] * noise[:, second]
    products[:, first == second] -= 1
    design = np.concatenate([noise, products], axis=1)
    return design.shape[1], design


def _gain(plain: np.ndarray, error: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(error > 0, plain / (error * error), np.where(plain > 0, np.inf, 1.0))
