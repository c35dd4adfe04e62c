"""Functionals of densities in the normal form: each by its definition where that rule is on, else one opaque atom.

KL(a||b) = ∫ a log(a/b)     H(a,b) = -∫ a log b     H(a) = -∫ a log a     ELBO = E log decoder - KL(encoder||prior)
"""

from __future__ import annotations

from sympy import Expr, log

from derivations.language import words as L
from derivations.numbers import polynomial as P


class Functionals:
    """The part of the normal form that knows entropies, divergences and the ELBO. Mixed into `NormalForm`."""

    def opaque(self, name, e, env):
        leaves, inner = self.open(e.bound_symbols, env)
        parts = [a for a in e.args if isinstance(a, Expr)]
        names, keys = self.bind(leaves, [P.freeze(self.convert(a, inner)) for a in parts])
        return P.atom(("op", name, names, keys))

    def kl(self, e, env):
        if not self.on("kl"):
            return self.opaque("KL", e, env)
        return self.convert(L.Integral(e.left * log(e.left / e.right), *e.bound_symbols), env)

    def cross_entropy(self, e, env):
        if not self.on("cross_entropy"):
            return self.opaque("CE", e, env)
        return self.convert(-L.Integral(e.left * log(e.right), *e.bound_symbols), env)

    def entropy(self, e, env):
        if not self.on("entropy"):
            return self.opaque("H", e, env)
        return self.convert(-L.Integral(e.density * log(e.density), *e.bound_symbols), env)

    def conditional_entropy(self, e, env):
        if not self.on("entropy"):
            return self.opaque("HC", e, env)
        joint = e.density.distribution(*e.density.targets, *e.density.givens)
        return self.convert(-L.Integral(joint * log(e.density), *e.bound_symbols), env)

    def mutual_information(self, e, env):
        if not self.on("mutual_information"):
            leaves, inner = self.open(e.bound_symbols, env)
            joint = P.freeze(self.convert(e.joint, inner))
            groups = frozenset(frozenset(inner[v] for v in group) for group in (e.left, e.right))
            names, keys = self.bind(leaves, [joint, groups])
            return P.atom(("op", "I", names, keys))
        letter, givens = e.joint.distribution, e.joint.givens
        one, two = (L.Density(letter, group, givens) for group in (e.left, e.right))
        full = letter(*e.joint.targets, *givens)
        return self.convert(L.Integral(full * log(e.joint / (one * two)), *e.bound_symbols), env)

    def elbo(self, e, env):
        if not self.on("elbo"):
            return self.opaque("ELBO", e, env)
        return self.convert(L.Expectation(log(e.decoder), e.encoder) - L.KL(e.encoder, e.prior), env)

    def minimum(self, e, env):
        """The least value is none of the values: an optimum stays one, and is only equal to the same one."""
        names = tuple(sorted(map(str, e.free)))
        return P.atom(("op", "min", names, (P.freeze(self.convert(e.objective, env)),)))
