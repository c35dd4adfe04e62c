"""a(z) ∝ b(z): as a functions of z the sides differ by a factor that is free of z."""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr

from derivations.judging.claim import Claim
from derivations.judging.proofs import PROPORTIONAL
from derivations.judging.step import REFUTED
from derivations.kernel.theorem import VALUE
from derivations.language import words as L
from derivations.reading.verdicts.putting import put
from derivations.worlds.outcomes import Refuted

PROPORTIONAL_SIGN = "∝"
SHORT = 50  # characters of a ratio with its numbers put in: a longer one shows less than its value


def decide_proportional(judge, left: Expr, right: Expr, facts, out, density: Expr | None = None) -> None:
    """a ∝ b: log a - log b is free of the variables that `density` (or the left side) is a density of."""
    out.kind = VALUE
    density = density or varying_in(judge, left)
    if density is None:
        out.leave("as a function of what this is proportional is not said")
        return
    out.expressions = (left, PROPORTIONAL_SIGN, right, facts)
    put(judge, Claim(left, right, "=", PROPORTIONAL, facts, about=density), out)
    if out.verdict == REFUTED and out.counterexample is not None:
        told = by_ratios(out.counterexample, density)
        out.message = out.message.replace(out.counterexample.description, told.description)
        out.counterexample = told


def varying_in(judge, left: Expr) -> L.Density | None:
    """The density as a function of whose targets a proportion is meant."""
    density = left if isinstance(left, L.Density) else judge.subject
    return density if isinstance(density, L.Density) else None


def by_ratios(found: Refuted, density: L.Density) -> Refuted:
    """The refutation told as what it is: two places at which the sides have another ratio."""
    z = next(str(t) for t in L.targets_of(density))
    world, _, values = found.description.rpartition("; left = ")
    one, _, two = values.partition(", right = ")
    rows = [f"left/right ({z})", f"left/right ({z}')"]
    told = f"{world}; left/right = {one} at {z}, {two} at {z}'"
    sums = [one if len(one) <= SHORT else "" for one in found.details.get("sums", ("", ""))]
    return replace(found, description=told, details={**found.details, "rows": rows, "sums": sums})
