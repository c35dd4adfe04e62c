"""Conditionals that leave out what a model leaves out: p(y|z) p(z|x) for the p(y,z|x) of x -> z -> y.

p(y|x) = sum_z p(y|z) p(z|x) and log p(x,y,z) = log p(y|z) + log p(z|x) + log p(x) hold where y and x are independent
given z; p(y|x,D) = sum_w p(y|x,w) p(w|D) where w does not hang on the new x either. Authors write it of every model
that is made so, and say so nowhere. No world that lets y hang on x beside z may accuse the line, if with p(y|z,x) in
place of p(y|z) it is proved; unless the note writes p(y|z,x) too, and lost it.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Integer

from derivations.judging.claim import Claim, prove
from derivations.language import words as L


def through_a_latent(claim: Claim, look, signatures: dict) -> list[str]:
    """What is not said of the variables of such a line: the independence under which alone it is proved. Of each letter
    `signatures` has the variables, and what they are given, of the densities that the note writes."""
    modelled = {f.density.name for f in claim.facts if len(f.density.targets) > 1 or f.rule == "independence"}
    filled, said = {}, []
    beside = {d for e in (claim.left, claim.right) for d in valued(e)}
    for inner in sorted(beside, key=str):
        latent, more = left_out(inner, beside)
        if more and inner.name not in modelled:  # else its joint has been given: what is independent in it was said
            filled[inner] = fuller = L.Density(inner.distribution, inner.args[1].args, [*inner.args[2].args, *more])
            slots = [{role for role, _ in part} for part in (fuller.target_slots, fuller.given_slots)]
            if any([*map(set, one)] == slots for one in signatures.get(inner.name, ())):
                return []
            first, second, third = (", ".join(map(str, names)) for names in (inner.targets, more, latent))
            filled |= with_inputs(inner, latent, beside)
            said.append(f"whether {first} and {second} are independent given {third} is not said")
    claim = replace(claim, left=claim.left.xreplace(filled), right=claim.right.xreplace(filled))
    return said[:1] if filled and prove(claim, look) is not None else []


def with_inputs(inner: Expr, latent: list[Expr], densities: set[Expr]) -> dict[Expr, Expr]:
    """The p(w|D) beside p(y|x,w) as p(w|D,x): a new input x says nothing of w."""
    inputs = [g for g in inner.givens if g not in latent]
    outer = [d for d in densities if d.name == inner.name and d.targets and set(d.targets) <= set(latent) and d.givens]
    return {
        d: L.Density(d.distribution, d.targets, [*d.givens, *(g for g in inputs if g not in d.givens)])
        for d in outer
        if inputs and not set(inputs) & {*d.targets, *d.givens}
    }


def valued(e: Expr) -> set[Expr]:
    """The densities of an expression whose values count, not their entropy alone: that one has a chain rule."""
    return e.replace(lambda one: isinstance(one, L.Entropy), lambda _: Integer(0)).atoms(L.Density)


def left_out(inner: Expr, densities: set[Expr]) -> tuple[list[Expr], list[Expr]]:
    """Of a p(y|z) beside p(z|x), of one letter, the z and the x; beside p(x|w) too, the w as well."""
    latent, behind = [], list(inner.givens)
    for known in behind:  # which grows
        for outer in sorted((d for d in densities if d.name == inner.name and known in d.targets), key=str):
            further = [g for g in outer.givens if g not in (*behind, *inner.targets)]
            if further and not set(outer.targets) & set(inner.targets):
                latent += [t for t in outer.targets if t in inner.givens and t not in latent]
                behind += further
    return latent, behind[len(inner.givens) :]
