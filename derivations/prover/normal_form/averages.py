"""Averages in the normal form: expectations, variances, sample averages, and expectations over their draws.

    E_p f = ∫ p f             Var_p f = E_p f^2 - (E_p f)^2             E over draws of (1/k) sum_j f(z_j) = E_p f

Where its definition is not among the rules, an average stays one: linear, with constants outside.
"""

from __future__ import annotations

from derivations.language import words as L
from derivations.numbers import polynomial as P


class Averages:
    """The part of the normal form that knows averages. Mixed into `NormalForm`."""

    def expectation(self, e, env):
        leaves, inner = self.open(e.bound_symbols, env)
        weight, body = self.convert(e.density, inner), self.convert(e.body, inner)
        if self.on("expectation"):
            return self.integrate(P.multiply(weight, body), leaves)
        return self.average(body, weight, leaves, "E")

    def variance(self, e, env):
        if not self.on("variance"):
            return self.opaque("Var", e, env)
        square = L.Expectation(e.body**2, e.density)
        return self.convert(square - L.Expectation(e.body, e.density) ** 2, env)

    def sample_average(self, e, env):
        leaves, inner = self.open(e.bound_symbols, env)
        weight, body = self.convert(e.density, inner), self.convert(e.body, inner)
        return self.average(body, weight, leaves, "avg", P.freeze(self.convert(e.count, env)))

    def over_draws(self, e, env):
        """E over draws: linear in each sample average, whose expectation is the expectation it samples."""
        return P.add(*(self.over_draws_term(m, c) for m, c in self.convert(e.body, env).items()))

    def over_draws_term(self, m, c):
        sampled = [(a, e) for a, e in m if mentions_average(a)]
        if not sampled:
            return {m: c}
        outside = {frozenset(f for f in m if f not in sampled): c}
        if len(sampled) == 1 and sampled[0][0][0] == "avg" and sampled[0][1] == 1 and "linearity" in self.rules:
            a = sampled[0][0]
            if not any(mentions_average(k) for k in a[2:]) and self.on("expectation"):
                fresh = [("t", b[1], b[2], next(self.fresh)) for b in a[1]]
                mapping = dict(zip(a[1], fresh, strict=True))
                weight, body = (P.thaw(P.rename(k, mapping)) for k in a[3:5])
                return P.multiply(outside, self.integrate(P.multiply(weight, body), fresh))
        return P.multiply(outside, P.atom(("op", "draws", (), (P.freeze({frozenset(sampled): 1}),))))

    def average(self, body, weight, leaves, kind, *count):
        """An inert average that is still linear: one atom a term, constants outside where the rules say so."""
        terms = [{m: c} for m, c in body.items()] if len(body) > 1 and self.on("linearity") else [body]
        total = {}
        for term in terms:
            outside = P.ONE
            if len(term) == 1 and "constant" in self.rules:
                ((m, c),) = term.items()
                inside = frozenset(f for f in m if not P.mentions(f[0]).isdisjoint(leaves))
                if m - inside or c != 1:
                    self.fired.add("constant")
                outside, term = {m - inside: c}, {inside: 1}
            if term == P.ONE and (kind == "avg" or self.on("normalisation")):
                total = P.add(total, outside)
                continue
            if not term:
                continue
            names, (w, b) = self.bind(leaves, [P.freeze(weight), P.freeze(term)])
            total = P.add(total, P.multiply(outside, P.atom((kind, names, *count, w, b))))
        return total


def mentions_average(thing) -> bool:
    """Whether a sample average stands anywhere inside."""
    if isinstance(thing, tuple) and thing and thing[0] == "avg":
        return True
    return isinstance(thing, (tuple, frozenset)) and any(mentions_average(part) for part in thing)
