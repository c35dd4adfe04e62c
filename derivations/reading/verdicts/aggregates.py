"""The aggregate of an encoder: q(z) beside E_{p(x)}[KL(q(z|x) || p(z))] is the mean of q(z|x), under a law of x that
the line does not write. It may be the p(x) that it averages with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sympy import Integer

from derivations.judging.claim import Claim
from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.worlds.outcomes import Agrees, Outcome


def of_an_aggregate(claim: Claim, ask: Callable[[Claim, bool], Outcome]) -> list[str]:
    """Why a claim that fails is not refuted: what it holds under, which is not said."""
    for fact in laws_of_inputs(claim):
        if isinstance(ask(replace(claim, facts=(*claim.facts, fact)), False), Agrees):
            return [f"it would hold if {fact.density} = {fact.formula}, which is not said"]
    return []


def laws_of_inputs(claim: Claim) -> Iterator[Fact]:
    """q(x) = p(x) for each p(x) that a claim averages with, where it has q(z|x), and q(x) nowhere."""
    informations = claim.left.atoms(L.MutualInformation) | claim.right.atoms(L.MutualInformation)
    sides = [side.xreplace(dict.fromkeys(informations, Integer(0))) for side in (claim.left, claim.right)]
    densities = {d for side in sides for d in side.atoms(L.Density)} | {f.density for f in claim.facts}
    averages = {e.density for side in sides for e in side.atoms(L.Expectation) if isinstance(e.density, L.Density)}
    for law in sorted(averages, key=str):
        for encoder in sorted(densities, key=str):
            own = L.Density(encoder.distribution, law.targets)
            given = set(law.targets) <= set(encoder.givens) and encoder.name != law.name and not law.givens
            written = any(d.name == own.name and set(law.targets) & set(d.targets) for d in densities)
            if given and not written:
                yield Fact(own, law, "declared")
