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

import math
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache

import numpy as np
import sympy
from sympy import Expr

from derivations.logic import language as lg
from derivations.logic.certificates import Free
from derivations.logic.kernel import ESTIMATE, MINIMISER, Step
from derivations.logic.normal_form import Fact
from numerics.evaluate import Bounded, Sampled, quadrature
from numerics.facts import with_facts
from numerics.monte_carlo import ErrorRates, Estimate, Plan, estimate, plan
from numerics.setting import POINTS, Setting
from numerics.worlds import Unmeasurable, World, make_world

CONFIRMED, CONTRADICTED, UNMEASURED = "confirmed", "contradicted", "unmeasured"
VARIATIONS = 8  # worlds that share the fixed parts of a minimisation
BLOCKS = 256  # sample averages simulated for each k of the variance law
COUNTS = tuple(2**j for j in range(11))  # k = 1 .. 1024
ROUNDING = 1e-12
USUAL_DETECT = 0.01  # nats
BEYOND = "the evaluator cannot take this line"
ABOUT_GAUSSIANS = (lg.Normal, lg.SquaredNorm, lg.MatrixName)


class NothingToDraw(Unmeasurable):
    """A line without an expectation: a formula on both sides."""


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


@dataclass(frozen=True)
class Line:
    """What is measured: both sides with the facts of the chapter put in, the relation, the kind, what is free."""

    left: Expr
    right: Expr
    relation: str = "="
    kind: str = "value"
    free: Free = field(default_factory=Free)

    @classmethod
    def of(cls, left: Expr, step: Step, facts: tuple[Fact, ...] = (), free: Free | None = None) -> Line:
        """The line of a step, given the expression above it. Raises Unmeasurable if the facts contradict each other."""
        sides = with_facts([left, step.right], facts)
        return cls(*(_objective(s) for s in sides), step.relation, step.kind, free or Free())

    @property
    def speaks_of_worlds(self) -> bool:
        """Whether densities remain: otherwise the line is about written-out formulas, the same in every world."""
        return bool(self.left.atoms(lg.Density) | self.right.atoms(lg.Density))


def _objective(side: Expr) -> Expr:
    return side.objective if isinstance(side, lg.Minimum) else side


@lru_cache(maxsize=64)
def _world(name: str, seed: int, settings: tuple) -> World:
    """Lines of one shape share their world, with what it has computed."""
    return make_world(name, seed, **{key: dict(value) if key == "shapes" else value for key, value in settings})


def world_for(line: Line, name: str, seed: int, variation: int = 0) -> World:
    """The world of that name in the shape the line needs: variables that are used as numbers have dimension one."""
    if name == "finite":
        if line.left.atoms(*ABOUT_GAUSSIANS) or line.right.atoms(*ABOUT_GAUSSIANS):
            raise Unmeasurable("the finite world has tables only, and the line is about Gaussian densities")
        return _world(name, seed, (("roles", _roles(line, ("x", "z"))), ("variation", variation)))
    numbers = _numbers(line.left) | _numbers(line.right)
    if name == "trained":
        if variation or numbers:
            raise Unmeasurable("the trained world is one model, and its x and z are no numbers")
        return _world(name, seed, ())
    shapes = {"x": 3, "z": 2} if name == "linear_gaussian" else {"x": 2, "z": 1}
    for variable in numbers:
        if variable.dimension is None and (variable.role in shapes or name == "linear_gaussian"):
            shapes[variable.role] = 1
    if name == "linear_gaussian":
        shapes |= {r: 1 for r in _roles(line, tuple(shapes)) if r not in shapes}
    return _world(name, seed, (("shapes", tuple(shapes.items())), ("variation", variation)))


def _roles(line: Line, always: tuple[str, ...]) -> tuple[str, ...]:
    found = {
        r
        for side in (line.left, line.right)
        for d in side.atoms(lg.Density)
        for r, _ in (*d.target_slots, *d.given_slots)
    }
    return (*always, *sorted(found - set(always)))


def _numbers(expr: Expr) -> set[lg.RandomVariable]:
    """Random variables that stand outside the slots of a density, as numbers."""
    if isinstance(expr, lg.Density):  # a draw by number, z_j in the slot z, is a number too
        slots = [(r, v) for r, v in (*expr.target_slots, *expr.given_slots) if isinstance(v, lg.Component)]
        return {lg.RandomVariable(r) for r, v in slots if v.role != r}
    if isinstance(expr, lg.RandomVariable):
        return {expr}
    if isinstance(expr, lg.Integral):
        return _numbers(expr.body)
    if isinstance(expr, lg.MutualInformation):
        return set()
    return set().union(*(_numbers(a) for a in expr.args))


def setting_for(line: Line, world: World, seed: int, variation: int = 0) -> Setting:
    """Random values of all that is free in the line; one point if nothing is."""
    free = line.left.free_symbols | line.right.free_symbols
    applied = line.left.atoms(sympy.core.function.AppliedUndef) | line.right.atoms(sympy.core.function.AppliedUndef)
    points = POINTS if free or applied else 1

    def varies(name: str) -> bool:
        functions = {a.func.__name__ for a in applied}
        if name in functions:
            return line.free.functions is None or name in line.free.functions
        return name in line.free.symbols

    setting = Setting(world, seed, points, variation, varies)
    setting.study(line.left, line.right)
    return setting


# By quadrature and closed forms


def by_quadrature(line: Line, world: World, seed: int) -> tuple[Measurement, tuple[Bounded, Bounded]]:
    """Both sides with their error bounds. Contradicted if they differ by more than both bounds together."""
    setting = setting_for(line, world, seed)
    left, right = quadrature(line.left, setting), quadrature(line.right, setting)
    bound = left.error_bound + right.error_bound
    method = "closed form" if world.name in ("linear_gaussian", "finite") and line.speaks_of_worlds else "quadrature"
    gap = _minus(left, right)
    return _verdict(line, world, method, left.value, right.value, gap, bound, bound * 0, 0, 2 * bound), (left, right)


def _minus(left: Bounded, right: Bounded) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.where(left.value == right.value, 0.0, left.value - right.value)


def _verdict(line, world, method, left, right, difference, allowed, error, n, detectable, gain=1.0, message=""):
    """The row of the point at which the difference exceeds what is allowed the most."""
    wrong = difference if line.relation == "<=" else -difference if line.relation == ">=" else np.abs(difference)
    with np.errstate(invalid="ignore"):
        k = int(np.argmax(np.nan_to_num(wrong - allowed, nan=np.inf)))
    seen = not wrong[k] <= allowed[k]
    if np.isinf(left[k]) and left[k] == right[k]:
        message = message or "both sides are infinite"
    return Measurement(
        world.name, method, float(left[k]), float(right[k]), float(difference[k]), float(error[k]), n,
        float(detectable[k]), CONTRADICTED if seen else CONFIRMED, message, float(gain),
    )  # fmt: skip


# By draws


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
    decided = plan(sampled, sampled.dimension, detect / 2, rates, seed, purpose, most_draws(world, detect))
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
    if row.detectable > detect and found.n >= most_draws(world, detect):
        return replace(row, message=f"{found.n:,} draws, the most for this world, do not show an error of {detect:g}")
    return row


def most_draws(world: World, detect: float) -> int:
    """The largest sample: the world's for 0.01 nats, more as the square of what is asked for beyond that."""
    return int(world.most_draws * max(1.0, USUAL_DETECT / detect) ** 2)


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
    return _verdict(
        line, world, found.method, left, right, difference, allowed, errors[2 * m :], found.n, detectable, gain
    )


# Lines about minimisers


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
        CONTRADICTED if seen else CONFIRMED, message,
    )  # fmt: skip


# Lines about estimators


def of_estimate(line: Line, world: World, seed: int, detect: float, rates: ErrorRates) -> list[Measurement]:
    """The estimator's bias against quadrature of the left side, and the exponent of its variance in k."""
    setting = setting_for(line, world, seed)
    exact = quadrature(line.left, setting)
    sampled = Sampled([line.right], setting)
    decided = plan(sampled, sampled.dimension, detect, rates, seed, world.name, most_draws(world, detect))
    found = estimate(sampled, sampled.dimension, decided, seed, world.name)
    found = replace(found, magnitude=np.maximum(found.magnitude, sampled.magnitude))
    error, freedom = found.standard_error, found.degrees_of_freedom
    floor = exact.error_bound + ROUNDING * found.magnitude
    bias = _verdict(
        line, world, found.method, exact.value, found.mean, exact.value - found.mean,
        rates.threshold(freedom) * error + floor, error, found.n, rates.detectable(freedom) * error + 2 * floor,
        float(np.min(found.gain)), "bias of the estimator against the exact left side",
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
    if np.ptp(draws) < ROUNDING * np.abs(draws).max():
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
        CONTRADICTED if abs(slope + 1) > threshold else CONFIRMED, message,
    )  # fmt: skip


def _recorded(sampled: Sampled, blocks: list[np.ndarray]):
    def recording(noise: np.ndarray) -> np.ndarray:
        values = sampled(noise)
        blocks.append(values.copy())
        return values

    return recording


# A whole line in one world


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
