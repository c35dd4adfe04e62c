"""Proofs of claims: a trace that the kernel has replayed, by the declared reasons alone or by reasons that are found.

value          both sides agree under the rules            minimiser     left = c right + what is free of the optimum
inequality     a KL, Jensen, log t <= t - 1, a sum of       estimate      averages replaced by what they estimate
               what is not negative                         proportional  the ratio is free of the variables
constant       the gap is free of what varies               least         min left = right, and it is reached

No trace, no proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from derivations.judging.following import differ_by, same_terms
from derivations.judging.step import CONSISTENT, Proof, Reason, Verdict
from derivations.kernel.rules import RULES, Rule
from derivations.kernel.theorem import INEQUALITY, VALUE, Citation, Theorem
from derivations.language import words as L
from derivations.language.facts import Fact, Free
from derivations.numbers.budget import at_most_steps
from derivations.prover.tactics import FEW_STEPS, MOST_STEPS
from derivations.prover.worked_lines import Shown, facts_needed, show

if TYPE_CHECKING:
    from derivations.judging.claim import Claim

Declared = Rule | Theorem
PROPORTIONAL, CONSTANT, LEAST = "proportional", "constant", "least"
WEAK = {"<": "<=", ">": ">="}
FREE = ("renaming", "fubini")
"""Rules of a line that are no step of the kernel: bound variables have no names there, nested integrals no order."""

USES_FACTS = frozenset(k for k, r in RULES.items() if r.kind == "assumption") | {"product"}


def search(claim: Claim, steps: int = MOST_STEPS) -> Proof | None:
    """A proof of a claim: by its declared reasons, or by reasons that are found within so many steps of work."""
    if claim.by is not None:
        return by_declared(claim, theorems_of(claim.by))
    with at_most_steps(steps):
        shown = trace_of(claim, None)
    if shown is None:
        return None
    reasons = tuple(RULES[k] for k in shown.rules) or (RULES["algebra"],)
    assumes = assumed(reasons, facts_needed(shown) if USES_FACTS & set(shown.rules) else ())
    return Proof(reasons, shown, assumes, scale=shown.scale, dropped=shown.dropped)


def theorems_of(by: Iterable[Reason]) -> tuple[Declared, ...]:
    """Reasons with theorems in the place of their citations. Raises ChainError where one is not proved."""
    return tuple(r.theorem if isinstance(r, Citation) else r for r in by)


def trace_of(claim: Claim, declared: Iterable[str] | None, theorems: tuple[Theorem, ...] = ()) -> Shown | None:
    """What the kernel has replayed of a claim; None where no trace is found."""
    kind, relation, free, of_ = claim.kind, claim.relation, claim.free, ()
    if kind == PROPORTIONAL:
        kind, relation, of_ = VALUE, "∝", L.targets_of(claim.about)
    elif kind == LEAST:
        free = Free(densities=frozenset(claim.about), functions=frozenset())
    return show(
        claim.left, relation, claim.right, kind, declared, claim.facts, free, theorems, claim.hint, of_
    )  # fmt: skip


def assumed(reasons: Iterable[Declared], facts: Iterable[Fact]) -> tuple[str, ...]:
    """What a proof rests on: what its rules and theorems assume, and the facts it uses, by their names."""
    told = [a for r in reasons for a in (r.assumes if isinstance(r, Rule) else (r.name, *r.assumptions))]
    return tuple(dict.fromkeys((*told, *(f.name or f"{f.density} = {f.formula}" for f in facts))))


# -- reasons that are declared ---------------------------------------------------------------------------------


def by_declared(claim: Claim, by: tuple[Declared, ...]) -> Proof | None:
    """A proof by the declared reasons; what of them is needed, and what does nothing."""
    keys = {r.key for r in by if isinstance(r, Rule)}
    theorems = tuple(r for r in by if isinstance(r, Theorem))
    shown = trace_of(claim, keys, theorems)
    if shown is None:
        return None
    cited = [t for t, multiple in zip(theorems, shown.trace.cited, strict=False) if multiple]
    needed = tuple(r for r in by if getattr(r, "key", "") in (*shown.rules, "algebra") or r in cited)
    needed = needed or tuple(r for r in by if isinstance(r, Rule) and r.key in FREE and by_name(claim, r))
    if not needed:
        return None
    unused = tuple(r.name for r in by if r not in needed)
    facts = [f for f in claim.facts if f.rule in keys]
    return Proof(by, shown, assumed(by, facts), unused, needed, shown.scale, shown.dropped)


def by_name(claim: Claim, rule: Rule) -> bool:
    """Whether a rule that is no step of the kernel is the one by which the two sides differ."""
    return same_terms(claim.left, claim.right) and differ_by(claim.left, claim.right) == rule.key


def says_nothing(claim: Claim, by: tuple[Declared, ...], proof: Proof | None) -> bool:
    """Whether a declared line is one by algebra alone and does not say so."""
    if claim.kind == INEQUALITY or any(getattr(r, "key", "") == "algebra" for r in by):
        return False
    if proof is not None and (len(proof.needed) > 1 or proof.shown.trace.left or proof.shown.trace.right):
        return False
    return same_terms(claim.left, claim.right) and differ_by(claim.left, claim.right) == "algebra"


def missing(claim: Claim, by: tuple[Declared, ...]) -> Verdict:
    """Why the declared reasons do not prove the claim: wrong or missing reasons, or none that are soon found."""
    names = ", ".join(r.name for r in by) or "no reason"
    found = search(replace(claim, by=None, hint=None), FEW_STEPS)
    if found is None:
        return Verdict(CONSISTENT, f"not proved: {names} does not give it, and no other rules were found that do")
    keys = [r.key for r in found.reasons if isinstance(r, Rule)]
    declared = {r.key for r in by if isinstance(r, Rule)}
    lacking = tuple(RULES[k].name for k in keys if k not in declared)
    wrong = tuple(r.name for r in by if isinstance(r, Rule) and r.key not in keys)
    parts = ["true, but not for this reason"]
    if wrong:
        parts.append(f"wrong: {', '.join(wrong)}")
    if lacking:
        parts.append(f"missing: {', '.join(lacking)}")
    return Verdict(CONSISTENT, "; ".join(parts), missing=lacking)
