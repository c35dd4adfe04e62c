"""A claim of a note put to the door, judging/claim.py, with the numbers of the note kept in their ranges."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from sympy import Expr, Tuple

from derivations.judging.claim import Claim, decide, prove, refuted
from derivations.judging.proofs import WEAK
from derivations.judging.step import PROVED, REFUTED, Verdict
from derivations.numbers.budget import OverBudget, at_most_steps
from derivations.prover.tactics import FEW_STEPS, MOST_STEPS
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.keeping import in_order
from derivations.reading.verdicts.refuting import look

OF_ALL_WAYS = 600_000  # steps of work, of the million of a step
ENOUGH_IN_VAIN, A_FEW_MORE = 800_000, 150_000  # after so much work in vain a note's other lines are searched for less


def proved_as(judge, claims, out: Judgement) -> bool:
    """Whether one of these ways to mean the step is proved, or proved and contradicted: each is tried a little before
    any is tried long."""
    ways: list[Claim] = []
    for claim in claims:
        if claim not in ways:
            ways.append(claim)
    allowance = judge.allowance
    try:
        with at_most_steps(OF_ALL_WAYS) as budget:
            for long in (False, True) if len(ways) > 1 else (True,):
                for claim in ways:
                    before = budget.left
                    steps = (MOST_STEPS if allowance.in_vain < ENOUGH_IN_VAIN else A_FEW_MORE) if long else FEW_STEPS
                    found = prove(claim, partial(look, judge), steps)
                    if found is not None:
                        out.take(found)
                        return True
                    allowance.in_vain += before - budget.left
    except OverBudget:  # no proof was found; there is work left for the worlds
        allowance.in_vain += before - budget.left
    return False


def put(judge, claim: Claim, out: Judgement, tried: bool = False) -> Verdict:
    """A claim put to the door, and what it says kept; `tried` where a proof was looked for in vain."""
    found = (refuted if tried and claim.relation not in WEAK else decide)(claim, partial(look, judge))
    if found.verdict not in (PROVED, REFUTED):
        found = replace(found, message="; ".join(m for m in ("no proof found", found.message) if m))
    out.take(found)
    return found


def within_ranges(judge, claim: Claim) -> Claim:
    """A claim whose bounded numbers cannot leave their range, nor probabilities theirs."""
    ordered = in_order(claim.left, claim.right)
    if ordered:
        claim = replace(claim, left=claim.left.subs(ordered), right=claim.right.subs(ordered))
    facts = tuple(replace(f, formula=bounded(judge, f.formula)) for f in claim.facts)
    left, right = bounded(judge, Tuple(claim.left, claim.right))
    return replace(claim, left=left, right=right, facts=facts)


def bounded(judge, e: Expr) -> Expr:
    return judge.known.bernoulli.in_odds(judge.known.ranges.within(e))
