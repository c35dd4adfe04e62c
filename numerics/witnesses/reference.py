"""A side of a line by itself: a number that no draw of the line's own rows had a part in.

By quadrature where its error bound can be trusted. Where the dimensions are too many for that, by randomised Sobol nets
from a stream of its own: the spread of the nets is the standard error, and so many of them that the false-alarm rate is
kept are the bound.
"""

from __future__ import annotations

from sympy import Expr

from numerics.estimates.monte_carlo import ErrorRates, estimate, plan
from numerics.interpreter.evaluate import Bounded, Sampled, quadrature
from numerics.interpreter.setting import Setting
from numerics.worlds.world import Unmeasurable

OWN_DRAWS = "own draws"


def reference(expr: Expr, setting: Setting, seed: int, detect: float, rates: ErrorRates) -> Bounded:
    """The value (m,) with its bound (m,), nats. Raises Unmeasurable if neither quadrature nor draws can say it."""
    try:
        return quadrature(expr, setting)
    except Unmeasurable as reason:
        try:
            return by_own_draws(expr, setting, seed, detect, rates)
        except Unmeasurable:
            raise reason from None


def by_own_draws(expr: Expr, setting: Setting, seed: int, detect: float, rates: ErrorRates) -> Bounded:
    """From a stream that no row of the line uses. Raises Unmeasurable if there is nothing to draw, or it is biased."""
    world, sampled = setting.world, Sampled([expr], setting)
    if sampled.dimension == 0:
        raise Unmeasurable("nothing to draw")
    purpose = f"{world.name}/another stream"
    decided = plan(sampled, sampled.dimension, detect, rates, seed, purpose, world.draws_for(detect), world.discrete)
    found = estimate(sampled, sampled.dimension, decided, seed, purpose)
    bound = rates.threshold(found.degrees_of_freedom) * found.standard_error + sampled.rounding
    return Bounded(found.mean, bound, OWN_DRAWS)
