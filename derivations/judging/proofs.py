"""Proofs of claims, one way a kind: by the declared reasons alone, or by reasons that are found.

value          both sides agree under the rules            minimiser     left = c right + what is free of the optimum
inequality     a KL, Jensen, log t <= t - 1, a sum of       estimate      averages replaced by what they estimate
               what is not negative                         proportional  the ratio is free of the variables
constant       the gap is free of what varies               least         min left = right, and it is reached
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from sympy import S, sympify

from derivations.judging.step import CONSISTENT, Proof, Reason, Verdict
from derivations.kernel.rules import REWRITING, RULES, Rule
from derivations.kernel.theorem import ESTIMATE, INEQUALITY, MINIMISER, VALUE, Theorem
from derivations.language.facts import Fact
from derivations.prover.certificates import certify_inequality, certify_minimiser, expected, sides_of_an_estimate
from derivations.prover.equality import equal
from derivations.prover.inference import infer
from derivations.prover.proportion import least_value_is_reached, proportional, up_to_a_constant

PROPORTIONAL, CONSTANT, LEAST = "proportional", "constant", "least"
WEAK = {"<": "<=", ">": ">="}
USES_FACTS = frozenset(k for k, r in RULES.items() if r.kind == "assumption") | {"product"}


def search(claim) -> Proof | None:
    """A proof of a claim: by its declared reasons, or by reasons that are found where it declares none."""
    if claim.by is not None:
        return by_declared(claim)
    found = FOUND[claim.kind](claim)
    if found is None:
        return None
    reasons, scale, dropped = found
    proof = Proof(tuple(RULES[k] for k in reasons), scale=scale, dropped=dropped)
    return replace(proof, assumes=assumed(proof.reasons, used_facts(claim, reasons)))


def assumed(reasons: Iterable[Reason], facts: Iterable[Fact]) -> tuple[str, ...]:
    """What a proof rests on: what its rules and theorems assume, and the facts it uses, by their names."""
    told = [a for r in reasons for a in (r.assumes if isinstance(r, Rule) else (r.name, *r.assumptions))]
    return tuple(dict.fromkeys((*told, *(f.name or f"{f.density} = {f.formula}" for f in facts))))


def used_facts(claim, reasons) -> tuple[Fact, ...]:
    """The facts without which there is no proof."""
    if not claim.facts or not USES_FACTS & set(reasons):
        return ()
    kept = list(claim.facts)
    for fact in claim.facts:
        rest = [f for f in kept if f is not fact]
        if FOUND[claim.kind](replace(claim, facts=tuple(rest))) is not None:
            kept = rest
    return tuple(kept)


# -- reasons that are found ------------------------------------------------------------------------------------


def found_rules(claim):
    """The smallest set of named rules that proves an equation or a bound, as a proof's parts."""
    if claim.left == claim.right:
        return None if claim.relation in WEAK else (("algebra",), S.One, S.Zero)
    keys = infer(claim.left, claim, claim.facts, claim.free)
    return None if keys is None else (keys, S.One, S.Zero)


def found_estimate(claim):
    sides = sides_of_an_estimate(claim.left, claim.right)
    if sides is None:
        return None
    equation = replace(claim, left=sides[0], right=sides[1], kind=VALUE)
    keys = ("algebra",) if sides[0] == sides[1] else infer(sides[0], equation, claim.facts)
    return None if keys is None else ((*(k for k in keys if k != "algebra"), "sample_average"), S.One, S.Zero)


def found_minimiser(claim):
    if claim.left == claim.right:
        return ("algebra",), S.One, S.Zero
    keys = infer(claim.left, claim, claim.facts, claim.free)
    if keys is None:
        return None
    found = certify_minimiser(claim.left, claim.right, set(keys), claim.facts, claim.free, [])
    return None if found is None else (keys, *found)


def found_proportion(claim):
    shown = proportional(claim.left, claim.right, claim.about, claim.facts)
    return (("product", "log"), S.One, S.Zero) if shown else None


def found_constant(claim):
    dropped = up_to_a_constant(claim.left, claim.right, claim.facts, claim.free)
    return None if dropped is None else (("drop_constant",), S.One, dropped)


def found_least(claim):
    """`left` is the gap between the objective and its value `right`: a KL that some choice makes zero."""
    shown = least_value_is_reached(claim.left, claim.right, claim.about, claim.facts)
    return (("gibbs", "kl"), S.One, S.Zero) if shown else None


FOUND = {
    VALUE: found_rules, INEQUALITY: found_rules, ESTIMATE: found_estimate, MINIMISER: found_minimiser,
    PROPORTIONAL: found_proportion, CONSTANT: found_constant, LEAST: found_least,
}  # fmt: skip


# -- reasons that are declared ---------------------------------------------------------------------------------


def by_declared(claim) -> Proof | None:
    """A proof by the most of the declared reasons that give one; what of them is needed, and what does nothing."""
    found = accepted(claim)
    if found is None:
        return None
    chosen, scale, dropped = found
    needed = list(chosen)
    for reason in chosen:
        rest = tuple(r for r in needed if r is not reason)
        if rest and holds_by(claim, rest) is not None:
            needed.remove(reason)
    unused = tuple(r.name for r in claim.by if r not in needed)
    keys = {r.key for r in chosen if isinstance(r, Rule)}
    facts = [f for f in claim.facts if f.rule in keys]
    return Proof(chosen, assumed(chosen, facts), unused, tuple(needed), scale, dropped)


def accepted(claim):
    """The most of the declared reasons that prove the claim: (reasons, scale, dropped); None if no part of them does.

    Adding a reason is not monotone (a logarithm split without linearity can hide an equality), so parts are tried
    too: those that leave out at most two, for a line with many reasons has far too many parts.
    """
    for size in range(len(claim.by), max(0, len(claim.by) - 3), -1):
        for chosen in combinations(claim.by, size):
            found = holds_by(claim, chosen)
            if found is not None:
                return chosen, *found
    return None


def holds_by(claim, chosen: tuple[Reason, ...]):
    """(scale, dropped) if these reasons prove the claim, else None."""
    keys = {r.key for r in chosen if isinstance(r, Rule)}
    theorems = [r for r in chosen if isinstance(r, Theorem)]
    left, right = claim.left, claim.right
    if claim.kind == MINIMISER:
        if any(t.kind != VALUE or t.relation != "=" for t in theorems):
            return None
        return certify_minimiser(left, right, keys, claim.facts, claim.free, theorems)
    if claim.kind == ESTIMATE:
        sides = expected(left, right) if "sample_average" in keys else None
        if sides is None:
            return None
        left, right = sides
    if claim.kind == INEQUALITY:
        shown = certify_inequality(left, claim.relation, right, keys, claim.facts, theorems)
    elif theorems:
        shown = by_theorems(left, right, keys, claim.facts, theorems)
    else:
        shown = equal(left, right, keys & REWRITING, claim.facts)
    return (S.One, S.Zero) if shown else None


def by_theorems(left, right, keys, facts, theorems) -> bool:
    """Whether the two sides differ by the theorems' own differences: equals added to equals."""
    if any(t.kind != VALUE or t.relation != "=" for t in theorems):
        return False
    shift = sum((t.left - t.right for t in theorems), sympify(0))
    return equal(left, right + shift, keys & REWRITING, facts) or equal(left, right - shift, keys & REWRITING, facts)


def missing(claim) -> Verdict:
    """Why the declared reasons do not prove the claim: wrong or missing reasons, or no proof at all."""
    names = ", ".join(r.name for r in claim.by) or "no reason"
    found = FOUND[claim.kind](replace(claim, by=None))
    if found is None:
        return Verdict(CONSISTENT, f"not proved: {names} does not give it, and no other known rules do")
    keys = found[0]
    declared = {r.key for r in claim.by if isinstance(r, Rule)}
    lacking = tuple(RULES[k].name for k in keys if k not in declared)
    wrong = tuple(r.name for r in claim.by if isinstance(r, Rule) and r.key not in keys)
    parts = ["true, but not for this reason"]
    if wrong:
        parts.append(f"wrong: {', '.join(wrong)}")
    if lacking:
        parts.append(f"missing: {', '.join(lacking)}")
    return Verdict(CONSISTENT, "; ".join(parts), missing=lacking)
