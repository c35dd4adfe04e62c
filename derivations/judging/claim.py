"""The door: one claim in, one verdict out. Nothing else in the house says `proved`.

    decide(Claim(left, right, relation="=", kind=VALUE, facts=..., by=(product_rule,)))

A claim with declared reasons (`by`) is proved by those alone; without them (`by=None`, a note's line) the reasons are
found. What is proved is still put into a few exact worlds that keep the facts, ranges and conditions of the claim: a
world that disagrees withdraws the proof. What is not proved is refuted by such a world, or left `consistent`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Expr, Integer

from derivations.judging import proofs
from derivations.judging.remembering import answered
from derivations.judging.step import CONSISTENT, PROVED, REFUTED, Proof, Reason, Verdict
from derivations.kernel.replay import Trace
from derivations.kernel.theorem import ESTIMATE, INEQUALITY, MINIMISER, VALUE, ChainError
from derivations.language.facts import Fact, Free
from derivations.language.words import RandomVariable, targets_of
from derivations.prover.tactics import FEW_STEPS, MOST_STEPS
from derivations.worlds.outcomes import Outcome, Place

WITHDRAWN = "the rules prove it but a world disagrees: please report this"
NOT_STRICT = "the bound holds; that it is strict is not shown"


@dataclass(frozen=True)
class Claim:
    """What is claimed: `left relation right`, of a kind, under facts, with what is free of it to vary.

    relation  "=", "<=", ">=", "<", ">" or "~" (the right side estimates the left)
    kind      value, inequality, minimiser, estimate; proportional, up to a constant; optimum, where an optimum lies
              (see proofs.PROOFS)
    by        the declared reasons, which alone may be used; None where reasons are to be found
    suspected that it is shown as false: the worlds are asked before a proof is looked for
    hint      a trace that was found before; it is replayed before anything is looked for
    place     where a small world that refutes was found before; it is asked before any other
    about     proportional: the density whose variables vary; optimum: the letters of the densities that are optimised
    """

    left: Expr
    right: Expr
    relation: str = "="
    kind: str = VALUE
    facts: tuple[Fact, ...] = ()
    free: Free = field(default_factory=Free)
    by: tuple[Reason, ...] | None = None
    about: Any = None  # of the type that the kind asks for
    suspected: bool = False
    hint: Trace | None = None
    place: Place | None = None


Look = Callable[[Claim, bool], Outcome]


def decide(claim: Claim, look: Look | None = None) -> Verdict:
    """The verdict on a claim. `look(claim, quick)` says what the exact worlds make of it; see worlds/outcomes.py."""
    look = look or in_worlds
    outcome, told = (look(claim, False) if claim.suspected else None), Verdict(CONSISTENT)
    if outcome is None or not outcome.refutes:
        found, told = shown(claim, look)
        if found is not None:
            return found
        outcome = outcome or look(claim, False)
    return without_proof(outcome, told)


def refuted(claim: Claim, look: Look | None = None) -> Verdict:
    """The verdict on a claim for which a proof was looked for in vain."""
    return without_proof((look or in_worlds)(claim, False), Verdict(CONSISTENT))


def without_proof(outcome: Outcome, told: Verdict) -> Verdict:
    """What worlds make of a claim that is not proved."""
    if outcome.refutes:
        return Verdict(REFUTED, outcome.description, counterexample=outcome)
    return replace(told, message="; ".join(m for m in (told.message, outcome.description) if m))


def by_proof(claim: Claim, look: Look | None = None) -> Verdict:
    """The verdict as far as proofs go: `proved`, or `consistent` with what is missing; nothing is refuted."""
    found, told = shown(claim, look or in_worlds)
    return found or told


def prove(claim: Claim, look: Look | None = None, steps: int = MOST_STEPS) -> Verdict | None:
    """The verdict `proved`, or `consistent` where a world withdraws the proof; None if none is found in these steps."""
    found, _ = shown(claim, look or in_worlds, steps)
    return found


def shown(claim: Claim, look: Look, steps: int = MOST_STEPS) -> tuple[Verdict | None, Verdict]:
    """(a verdict reached by proof or None, what is to be told where there is none)."""
    nothing = Verdict(CONSISTENT)
    try:
        by = None if claim.by is None else proofs.theorems_of(claim.by)
    except ChainError as error:
        return None, Verdict(CONSISTENT, f"not proved: {error}")
    if by is not None and claim.left == claim.right:
        return Verdict(CONSISTENT, "says nothing: it repeats the line above"), nothing
    claim = replace(claim, by=by)
    doubted = by is None and look(claim, True).refutes  # before a search, for it costs less
    proof = answered(proofs.search, claim, steps=FEW_STEPS if doubted else steps)
    if by is not None and proofs.says_nothing(claim, by, proof):
        message = "says nothing new: both sides are the same by algebra alone, name algebra instead"
        return Verdict(CONSISTENT, message), nothing
    if proof is None and doubted:
        return None, nothing
    if proof is None and claim.relation in proofs.WEAK:
        if proofs.search(replace(claim, relation=proofs.WEAK[claim.relation])) is not None:
            return None, Verdict(CONSISTENT, NOT_STRICT)
    if proof is None and by is None:
        return None, nothing
    if proof is None:
        return None, proofs.missing(claim, by or ())
    if doubted or (by is not None and look(claim, True).refutes):
        return Verdict(CONSISTENT, WITHDRAWN), nothing
    return proved(proof), nothing


def proved(proof: Proof) -> Verdict:
    """The one place that says so; what is told of the line is read off its proof."""
    message = f"not needed: {', '.join(proof.unused)}" if proof.unused else ""
    return Verdict(
        PROVED, message, tuple(r.name for r in proof.reasons), proof.unused, (), proof.assumes,
        proof.scale, proof.dropped, proof=proof,
    )  # fmt: skip


def compared(claim: Claim) -> Claim:
    """The claim as worlds can be asked about it: values, a bound, or two objectives that order worlds alike."""
    if claim.kind == proofs.PROPORTIONAL:  # a(x) ∝ b(x) is a(x) / b(x) = a(x') / b(x')
        elsewhere = {t: t.renamed(f"{t.name}'") for t in targets_of(claim.about) if isinstance(t, RandomVariable)}
        there = [e.subs(elsewhere, simultaneous=True) for e in (claim.left, claim.right)]
        return replace(claim, left=claim.left / claim.right, right=there[0] / there[1], kind=VALUE)
    if claim.kind == proofs.LEAST:  # a gap that is negative somewhere shows that its least value is another
        return replace(claim, right=Integer(0), relation=">=", kind=INEQUALITY)
    if claim.kind == ESTIMATE:
        return replace(claim, relation="~", kind=VALUE)
    return replace(claim, kind=MINIMISER) if claim.kind == proofs.CONSTANT else claim


def in_worlds(claim: Claim, quick: bool) -> Outcome:
    """What exact worlds say of a claim as it stands; `quick` tries a few only."""
    from derivations.worlds import (  # a verification in which nothing is looked at loads no worlds
        counterexample,
        objectives,
    )

    asked = compared(claim)
    if asked.kind == MINIMISER:
        families = {"families": 1} if quick else {}
        return objectives.compare_objectives(
            asked.left, asked.right, asked.free, asked.facts, **families, place=asked.place
        )
    return counterexample.compare(asked.left, asked.right, asked.facts, asked.relation, quick=quick, place=asked.place)
