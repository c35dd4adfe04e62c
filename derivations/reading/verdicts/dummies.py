"""Bound letters of one density: `\\int p(x) f(x) dx = \\int p(t) f(t) dt` renames what is integrated over.

`p(x)` and `p(t)` are the laws of two variables as often as one density at two letters: a line that holds in the second
way is not refuted in the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sympy import Expr
from sympy.core.symbol import Str

from derivations.judging.claim import Claim
from derivations.language import words as L
from derivations.worlds.outcomes import Agrees, Outcome


def one_density(judge, claim: Claim, look: Callable[[Claim, bool], Outcome]) -> list[str]:
    """Why a claim that fails is not refuted: it holds if a density of one letter is the same at each bound variable."""
    left, right = claim.left, claim.right
    for name, bound, other in letters_of(judge, left, right):
        swaps = {bound: L.RandomVariable(bound.name, other.role, bound.dimension, bound.discrete)}
        swaps[Str(bound.role)] = Str(other.role)
        try:
            changed = replace(claim, left=left.xreplace(swaps), right=right.xreplace(swaps))
        except L.DensityError:  # it is bound inside a density of the other
            continue
        if isinstance(look(changed, True), Agrees):
            return [f"whether {name}({bound.name}) is {name}({other.name}) at another letter is not said"]
    return []


def letters_of(judge, *sides: Expr) -> list[tuple[str, L.RandomVariable, L.RandomVariable]]:
    """(density, a variable that it stands with and that is bound, another) where no density at all has both."""
    free = {s for e in sides for s in e.free_symbols}
    found: dict[str, list] = {}
    for density in sorted((d for e in sides for d in e.atoms(L.Density)), key=str):
        if len(density.targets) == 1 and not density.givens and isinstance(density.targets[0], L.RandomVariable):
            found.setdefault(density.name, []).append(density.targets[0])
    pairs = ((name, t, x) for name, variables in found.items() for t in variables for x in variables)
    return [
        (name, t, x)
        for name, t, x in pairs
        if t.role != x.role and t not in free and not two_variables(judge, name, t, x)
    ]


def two_variables(judge, name: str, one: L.RandomVariable, other: L.RandomVariable) -> bool:
    """Whether a density of the note is of both variables, it has capitals for them, or it gives one of them a law."""
    roles = {one.role, other.role}
    told = {r for f in judge.known.facts if f.density.name == name for r, _ in f.density.target_slots}
    signatures = (s for found in judge.survey.signatures.values() for s in found)
    together = any(roles <= {v for part in s for names in part for v in names} for s in signatures)
    return together or bool(roles & told) or roles <= set(judge.survey.capital.values())
