"""Numbers put in, `H(X) = -\\frac12 \\log_2 \\frac12 - ...`, `E[X] = \\frac16 (1 + 2 + ...)`: they tell of which
distribution a line is, and no world with other numbers may deny it."""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Integer
from sympy.core.function import AppliedUndef

from derivations.judging.claim import Claim, Look
from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.verdicts.judgement import Judgement
from derivations.worlds.outcomes import Refuted


def numbers_put_in(judge, claim: Claim, out: Judgement, look: Look) -> list[str]:
    """Why such a line is not refuted, unless what it gives the number of is the same for all densities."""
    sides = judge.note.chains[out.at[0]].sides[out.at[1] : out.at[1] + 2] if out.at else ()
    if len(sides) != 2 or not all(side.read for side in sides):
        return []
    left, right = (side.tree for side in sides)
    for side, other, tree in ((claim.left, claim.right, right), (claim.right, claim.left, left)):
        number = not (other.free_symbols or other.atoms(L.Density, AppliedUndef))
        if claim.relation == "=" and number and worked_out(tree) and is_open(claim, side):
            at_most = other.is_negative and not denied(claim, side, ">=", Integer(0), look)  # KL = -1/2 fails for all
            if not at_most and all(denied(claim, side, "=", Integer(value), look) for value in (0, 1)):
                return ["which densities these numbers are of is not said"]
    return []


def worked_out(tree: S.Node) -> bool:
    """Whether a formula is one of several numbers; a \\log 2, or what a normal law comes to by its pi, is not."""
    kinds = [type(n) for n in S.walk(tree)]
    return kinds.count(S.Number) > 1 and S.NamedNumber not in kinds


def is_open(claim: Claim, side: Expr) -> bool:
    """Whether a side has a density of which no formula is given."""
    given = {fact.density.name for fact in claim.facts if not fact.formula.atoms(L.Density)}
    return any(density.name not in given for density in side.atoms(L.Density))


def denied(claim: Claim, side: Expr, sign: str, other: Expr, look: Look) -> bool:
    """Whether a world denies that a side has this value, or lies beyond it."""
    return isinstance(look(replace(claim, left=side, right=other, relation=sign, place=None), True), Refuted)
