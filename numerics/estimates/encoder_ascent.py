"""One Gaussian encoder on its way up: gradient ascent on the ELBO of one x, by exact gradients.

Nothing is sampled: bound, gap and gradient are quadratures, so the path is smooth and the gap is what is left.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from numerics.estimates.gradient_estimators import exact_gradient
from numerics.estimates.importance_bound import GaussianEncoder, elbo, gap
from numerics.worlds.world import World


class Ascent(NamedTuple):
    """After 0, 1, ... steps, each (steps + 1,): mean and deviation of r(z), ELBO and KL[r//q(z|x)]; log q(x). Nats."""

    mean: np.ndarray
    deviation: np.ndarray
    elbo: np.ndarray
    gap: np.ndarray
    log_evidence: float


def ascend(world: World, x: np.ndarray, mean: float, log_deviation: float, steps: int, rate: float = 0.05) -> Ascent:
    """So many steps from N(mean, exp(2 log_deviation)) for one x (D,), in a world with z of one dimension."""
    place, path = np.array([mean, log_deviation]), []
    for _ in range(steps + 1):
        path.append(place)
        place = place + rate * exact_gradient(world, x, *place)
    means, deviations = np.array(path)[:, 0], np.exp(np.array(path)[:, 1])
    encoder = GaussianEncoder(means[:, None], deviations[:, None])
    evidence = float(world.density("q", ("x",)).log_density({"x": x}))
    return Ascent(means, deviations, elbo(world, x, encoder), gap(world, x, encoder), evidence)
