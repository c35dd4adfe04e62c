"""Means through a latent variable: p(y|x) = sum_z p(y|z) p(z|x) holds where y and x are independent given z.

Authors write it of every model that is made so, and say so nowhere. No world that lets y hang on x beside z may accuse
the line, if with p(y|z,x) in place of p(y|z) it is proved.
"""

from __future__ import annotations

from dataclasses import replace

import sympy
from sympy import Expr

from derivations.judging.claim import Claim, prove
from derivations.language import words as L


def through_a_latent(claim: Claim, look) -> list[str]:
    """What is not said of the variables of such a mean: the independence under which alone the line is proved."""
    modelled = {f.density.name for f in claim.facts if len(f.density.targets) > 1 or f.rule == "independence"}
    for total in sorted(claim.left.atoms(L.Integral) | claim.right.atoms(L.Integral), key=str):
        for inner, outer in pairs(total):
            if inner.name in modelled:
                continue  # its joint has been given: what is independent in it was said
            more = [g for g in outer.givens if g not in inner.givens and g not in inner.targets]
            whole = L.Density(inner.distribution, inner.targets, [*inner.givens, *more])
            told = total.xreplace({inner: whole})
            filled = replace(claim, left=claim.left.xreplace({total: told}), right=claim.right.xreplace({total: told}))
            if prove(filled, look) is not None:
                first, second, latent = (", ".join(map(str, names)) for names in (inner.targets, more, outer.targets))
                return [f"whether {first} and {second} are independent given {latent} is not said"]
    return []


def pairs(total: Expr):
    """The p(y|z) and p(z|x) of an integral over z, of one letter, where x does not stand in the first."""
    densities = [f for f in sympy.Mul.make_args(total.body) if isinstance(f, L.Density)]
    for inner in densities:
        for outer in densities:
            latent = set(outer.targets) & set(total.bound_symbols)
            if inner != outer and inner.name == outer.name and latent and latent <= set(inner.givens):
                if outer.givens and set(outer.givens) - {*inner.givens, *inner.targets}:
                    yield inner, outer
