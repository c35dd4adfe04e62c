"""Does a line say what its source says? Not whether both hold: whether they are the same formula.

Consecutive lines of a calculation have one value in every lawful world, so a line copied wrongly into a true one passes
every witness of truth. Here both are measured where no law holds (see worlds.unrelated). Formulas of Gaussians, which
need the densities they speak of, are measured at random points in the linear-Gaussian world.
"""

from __future__ import annotations

from sympy import Expr

from derivations.language.words import Component
from numerics.interpreter.evaluate import quadrature
from numerics.witnesses.line import ABOUT_GAUSSIANS, Line, setting_for, world_for
from numerics.witnesses.measure import compared
from numerics.witnesses.measurement import Measurement
from numerics.worlds.unrelated import Unrelated
from numerics.worlds.world import World


def same_formula(line: Expr, source: Expr, seed: int = 0) -> Measurement:
    """A side of a chapter against what was read in the note: contradicted if they are not one formula.

    Names must be the same on both sides. Raises Unmeasurable for what neither world can say.
    """
    both = Line(line, source)
    world = _world(both, seed)
    setting = setting_for(both, world, seed)
    left, right = (quadrature(side, setting, closed_forms=False) for side in (both.left, both.right))
    return compared(both, world, left, right)


def _world(both: Line, seed: int) -> World:
    gaussian = any(side.atoms(*ABOUT_GAUSSIANS) for side in (both.left, both.right))
    if gaussian or not both.speaks_of_worlds or _has_components(both):
        return world_for(both, "linear_gaussian", seed)
    return Unrelated(seed)


def _has_components(both: Line) -> bool:
    return any(side.atoms(Component) for side in (both.left, both.right))
