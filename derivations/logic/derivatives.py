"""Derivatives in the normal form: sum, product and chain rule, and differentiation under the integral sign.

    d/dm f(g(m))  =  f'(g(m)) g'(m)              d/dm ∫ h(m, e) de  =  ∫ d/dm h(m, e) de

The derivative of an undefined function `g` of one argument is the function named `g'`. What is not differentiable
by these rules (a density that holds the symbol: change variables first) raises, and proves nothing.
"""

from __future__ import annotations

from fractions import Fraction

from derivations.logic import polynomial as P


class Differentiation:
    """The part of the normal form that knows derivatives. Mixed into `NormalForm`."""

    def derivative(self, e, env):
        """The derivative taken, under its rule; without it, an opaque function of what is differentiated."""
        p = self.convert(e.expr, env)
        for variable, times in e.variable_count:
            ((m, _),) = self.convert(variable, env).items()
            ((leaf, _),) = m
            if not self.on("derivative"):
                p = P.atom(("op", "D", (leaf, int(times)), (P.freeze(p),)))
                continue
            for _ in range(int(times)):
                p = self.differentiate(p, leaf)
        return p

    def differentiate(self, p, leaf):
        """The derivative of a polynomial over atoms with respect to a leaf."""
        total: dict = {}
        for m, c in p.items():
            for a, e in m:
                if leaf in P.mentions(a):
                    rest = P.multiply({m - {(a, e)}: c * Fraction(e)}, P.atom_power(a, e - 1))
                    total = P.add(total, P.multiply(rest, self.differentiate_atom(a, leaf)))
        return total

    def differentiate_key(self, key, leaf):
        return self.differentiate(P.atom(key) if isinstance(key, tuple) else P.thaw(key), leaf)

    def differentiate_atom(self, a, leaf):
        if a == leaf:
            return P.ONE
        kind = a[0]
        if kind == "log":
            inner = P.thaw(a[1])
            return P.multiply(self.differentiate(inner, leaf), self.raise_to(inner, -1))
        if kind == "exp":
            return P.multiply(P.atom(a), self.differentiate({a[1]: 1}, leaf))
        if kind == "poly":
            return self.differentiate(P.thaw(a[1]), leaf)
        if kind == "f" and len(a[2]) == 1:
            return P.multiply(P.atom((*a[:1], a[1] + "'", a[2], False)), self.differentiate_key(a[2][0], leaf))
        if kind == "int":
            fresh = [("t", b[1], b[2], next(self.fresh)) for b in a[1]]
            body = P.thaw(P.rename(a[2], dict(zip(a[1], fresh, strict=True))))
            return self.integrate(self.differentiate(body, leaf), fresh)
        if kind == "sum" and leaf not in P.mentions(a[2]) and leaf not in P.mentions(a[3]):
            bound = ("t", "#", a[1][2], next(self.fresh))
            body = P.thaw(P.rename(a[4], {a[1]: bound}))
            return self.finite_sum(self.differentiate(body, leaf), bound, P.thaw(a[2]), P.thaw(a[3]))
        raise TypeError(f"no rule here differentiates a {kind}")
