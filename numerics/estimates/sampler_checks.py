"""Does a sampler draw from the density it claims? Gradient checks cannot see the commonest slip; these checks do.

The slip: z = mu + exp(log-variance) * noise, where the density says exp(log-variance / 2). Forward and backward pass
agree with each other and are both wrong. A coupling check scores the sampler's own draws by the density; an inverse
check carries them through that density's own distribution function, where they must be uniform.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from numerics.estimates.monte_carlo import ErrorRates, Estimate, Plan, estimate
from numerics.worlds.world import Unmeasurable, Values, WorldDensity, generator

CDF_POINTS = 20_001
CDF_REACH = 12.0  # standard deviations of the draws


def coupling(density: WorldDensity, reference: WorldDensity, values: Values, n: int, seed: int = 0) -> Estimate:
    """Mean over the sampler's draws of log density - log reference, nats: KL(density || reference) if they agree.

    `values` are the givens, leading axes (m,) or (); the estimate is for each of them.
    """
    given = {role: np.asarray(v)[..., None, :] for role, v in values.items()}

    def integrand(noise: np.ndarray) -> np.ndarray:
        everything = {**given, **density.draw(noise, given)[0]}
        return np.atleast_2d(density.log_density(everything) - reference.log_density(everything))

    return estimate(integrand, density.noise_dimension, Plan("plain", n), seed, f"coupling {density.name}")


def accused(found: Estimate, truth: np.ndarray, rates: ErrorRates) -> bool:
    """Whether an estimate differs from the truth by more than chance allows at the stated false-alarm rate."""
    allowed = rates.threshold(found.degrees_of_freedom) * found.standard_error + 1e-12 * found.magnitude
    return bool(np.any(np.abs(found.mean - truth) > allowed))


def kolmogorov_smirnov(density: WorldDensity, values: Values, n: int, seed: int = 0) -> float:
    """p-value of n draws of a one-dimensional density, at one value of the givens, against its distribution function.

    The distribution function is the running trapezium sum of exp(log_density), so the sampler has no part in it.
    Raises Unmeasurable if the target is not one-dimensional.
    """
    (role,) = density.targets
    noise = generator(seed, f"inverse {density.name}").standard_normal((n, density.noise_dimension))
    draws = density.draw(noise, values)[0][role]
    if draws.shape[-1] != 1:
        raise Unmeasurable(f"{density.name} has {draws.shape[-1]} dimensions: the inverse check takes one")
    draws = draws[:, 0]
    centre, spread = np.median(draws), np.std(draws)
    grid = np.linspace(centre - CDF_REACH * spread, centre + CDF_REACH * spread, CDF_POINTS)
    height = np.exp(density.log_density({**values, role: grid[:, None]}))
    cumulative = np.concatenate([[0.0], np.cumsum((height[1:] + height[:-1]) / 2 * (grid[1] - grid[0]))])
    return float(stats.kstest(np.interp(draws, grid, cumulative), "uniform").pvalue)


def chi_square(density: WorldDensity, values: Values, n: int, seed: int = 0) -> float:
    """p-value of n draws of a finite density, at one value of the givens, against its table. States of
    probability zero must never come up: then the p-value is 0."""
    noise = generator(seed, f"counts {density.name}").standard_normal((n, density.noise_dimension))
    points, _ = density.draw(noise, values)
    states, _ = density.nodes(1, values)
    expected = n * np.exp(density.log_density({**values, **states}))
    role_columns = [points[r][:, 0] for r in density.targets]
    counts = np.array([
        np.sum(np.all([c == states[r][k, 0] for c, r in zip(role_columns, density.targets, strict=True)], axis=0))
        for k in range(len(expected))
    ])  # fmt: skip
    possible = expected > 0
    if counts[~possible].any():
        return 0.0
    if possible.sum() == 1:
        return 1.0  # one state takes all draws, and it did
    return float(stats.chisquare(counts[possible], expected[possible]).pvalue)
