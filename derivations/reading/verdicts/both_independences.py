"""Two independences of the same two variables, one of them given a third: no world is made by one of them alone. And
the independence of a noise, which its note may not say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

from sympy import Mul

from derivations.judging.claim import Claim
from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.reading.verdicts.said_in_words import INFORMATION
from derivations.worlds.outcomes import Agrees, Outcome


def keeping_both(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Facts that a world can be made of: where two variables are independent, and are so given a third as well, no
    world but one in which all three are independent is known to keep both."""
    told = [f for f in facts if f.rule == "independence"]
    for one, other in combinations(told, 2):
        alike = one.density.name == other.density.name and one.roles[0] == other.roles[0]
        if alike and one.roles[1] != other.roles[1]:
            slots = {r: v for f in (one, other) for r, v in (*f.density.target_slots, *f.density.given_slots)}
            single = [L.Density(one.density.distribution, [slots[r]]) for r in sorted(slots)]
            whole = L.Density(one.density.distribution, [slots[r] for r in sorted(slots)])
            apart = Fact(whole, Mul(*single), "independence")
            return (*(f for f in facts if f not in (one, other)), apart)
    return facts


def without_conditions(claim: Claim) -> Claim:
    """A claim with p(e) in the place of a p(e|x) that is the same, where p(e) is given by its law: no world has both.
    Only where nothing else of this p stands in it."""
    given = {f.density for f in claim.facts}
    alone = (f for f in claim.facts if f.formula in given and f.formula.name == f.density.name)
    same = {f.density: f.formula for f in alone}
    sides = (claim.left, claim.right)
    own = {d for side in sides for d in side.atoms(L.Density)}
    if not same or own - {*same, *same.values()} or any(side.has(*INFORMATION) for side in sides):
        return claim
    facts = tuple(f for f in claim.facts if f.density not in same)
    return replace(claim, left=claim.left.xreplace(same), right=claim.right.xreplace(same), facts=facts)


def if_noise_is_apart(known, claim: Claim, look: Callable[[Claim, bool], Outcome]) -> list[str]:
    """Why a claim that fails is doubtful: worlds agree with it where a noise is independent of what it is given, if
    that is not made of it."""
    made = {role.lower() for f in claim.facts if f.density.givens for role, _ in f.density.target_slots}
    made |= {name.lower() for name in (*known.definitions, *(getattr(v, "role", "") for v in known.paths))}
    densities = {d for side in (claim.left, claim.right) for d in side.atoms(L.Density)}
    if any(side.has(*INFORMATION) for side in (claim.left, claim.right)):
        return []
    for d in sorted(densities, key=str):
        noise = [v for role, v in d.target_slots if role in known.noises]
        if len(noise) == len(d.targets) == 1 and d.givens and not made & {role.lower() for role, _ in d.given_slots}:
            alone = {d: L.Density(d.distribution, noise)}
            apart = replace(claim, left=claim.left.xreplace(alone), right=claim.right.xreplace(alone))
            if isinstance(look(apart, False), Agrees):
                return [f"whether {noise[0]} is independent of {d.givens[0]} is not said, and it holds if it is"]
    return []
