"""A variable that a note sums over in one line and integrates over in another: in a line that does neither it may be
discrete or continuous, and nobody is told that a line fails which holds of one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sympy

from derivations.judging.claim import Claim
from derivations.language import words as L
from derivations.worlds.outcomes import Agrees, Outcome


def of_either_kind(claim: Claim, look: Callable[[Claim, bool], Outcome], either: set[str]) -> list[str]:
    """Why a claim that fails is doubtful: worlds agree with it for discrete variables, as those of `either` may be."""
    line = sympy.Tuple(claim.left, claim.right, *(part for f in claim.facts for part in (f.density, f.formula)))
    shown = {v.role for node in line.atoms(L.Integral) for v in node.bound_symbols if isinstance(v, L.RandomVariable)}
    continuous = {v for v in line.atoms(L.RandomVariable) if not v.discrete and v.role in either - shown}
    single = {v: L.RandomVariable(v.name, v.role, v.dimension, True) for v in continuous}
    facts = [replace(f, density=f.density.xreplace(single), formula=f.formula.xreplace(single)) for f in claim.facts]
    of_values = replace(claim, left=claim.left.xreplace(single), right=claim.right.xreplace(single), facts=tuple(facts))
    if not single or not isinstance(look(of_values, False), Agrees):
        return []
    return [f"whether {min(v.name for v in single)} is discrete here is not said, and it holds if it is"]
