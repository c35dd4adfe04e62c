"""Calculus in the normal form: definite integrals, polar coordinates, integration by parts under a Gaussian.

    ∫∫ f(y^2 + z^2) dy dz  =  ∫_0^{2π} ∫_0^∞ f(r^2) r dr dθ             polar coordinates
    ∫_a^b F'(r) dr  =  F(b) - F(a)                                      fundamental theorem
    ∫ (z - m) f(z) N(z; m, s) dz  =  s ∫ f'(z) N(z; m, s) dz            by parts, for (z - m) N = -s dN/dz

Each is one named rule; none is at work unless a step names it. An antiderivative is guessed from a table of two
(powers, r exp(c r^2)) and accepted only if its derivative is the integrand.
"""

from __future__ import annotations

from sympy import Integral

from derivations.numbers import polynomial as P

INFINITE = ("s", "oo", False)
RADIUS = "radius"


class Calculus:
    """The part of the normal form that knows definite integrals. Mixed into `NormalForm`."""

    def definite(self, e: Integral, env):
        """A SymPy integral between limits, the innermost first."""
        inner = e.function if len(e.limits) == 1 else e.func(e.function, *e.limits[:-1])
        if len(e.limits[-1]) != 3:
            raise TypeError("an integral without limits is no number")
        variable, low, high = e.limits[-1]
        leaf = ("t", RADIUS, "", next(self.fresh))
        p = self.convert(inner, {**env, variable: leaf})
        return self.between(p, leaf, self.convert(low, env), self.convert(high, env))

    def between(self, p, leaf, low, high):
        """The integral of a polynomial over a leaf between two limits."""
        if len(p) > 1 and self.on("linearity"):
            return P.add(*(self.between({m: c}, leaf, low, high) for m, c in p.items()))
        outside = P.ONE
        if len(p) == 1 and "constant" in self.rules:
            ((m, c),) = p.items()
            inside = frozenset(f for f in m if leaf in P.mentions(f[0]))
            self.fired.add("constant")
            outside, p = {m - inside: c}, {inside: 1}
        value = self.by_antiderivative(p, leaf, low, high)
        if value is None:
            names, (body,) = self.bind([leaf], [P.freeze(p)])
            value = P.atom(("dint", names[0], P.freeze(low), P.freeze(high), body))
        return P.multiply(outside, value)

    def by_antiderivative(self, p, leaf, low, high):
        """F(high) - F(low) for an F whose derivative is the integrand; None where the table has none."""
        if "antiderivative" not in self.rules or len(p) != 1:
            return None
        ((m, c),) = p.items()
        found = self.antiderivative(m, leaf)
        if found is None or self.differentiate(found, leaf) != {m: 1}:
            return None
        ends = [self.limit(found, leaf, end) for end in (low, high)]
        if any(end is None for end in ends):
            return None
        self.fired.add("antiderivative")
        return P.scale(P.add(ends[1], P.scale(ends[0], -1)), c)

    def antiderivative(self, m, leaf):
        powers = dict(m)
        n = powers.pop(leaf, 0)
        if any(leaf in P.mentions(a) for a in powers):
            rate = self.rate_of(powers, leaf)
            if n != 1 or rate is None:
                return None
            gauss = {frozenset(powers.items()): 1}
            return P.multiply(gauss, self.raise_to(P.scale(rate, 2), -1))
        if n < 0 or n.denominator != 1:
            return None
        return {frozenset({*powers.items(), (leaf, n + 1)}): P.quotient(1, n + 1)}

    @staticmethod
    def rate_of(powers, leaf):
        """c when the factors with the leaf are exp(c leaf^2), c free of it; None otherwise."""
        rate: dict = {}
        for a, e in powers.items():
            if leaf not in P.mentions(a):
                continue
            if a[0] != "exp" or dict(a[1]).get(leaf) != 2:
                return None
            rest = frozenset(f for f in a[1] if f[0] != leaf)
            if leaf in P.mentions(rest):
                return None
            rate = P.add(rate, {rest: e})
        return rate or None

    def limit(self, p, leaf, end):
        """The value at a finite end by substitution; at infinity 0 for exp(c leaf^2), c < 0; else None."""
        if INFINITE not in P.mentions(P.freeze(end)):
            return self.substitute(p, leaf, end)
        for m in p:
            rate = self.rate_of({a: e for a, e in m if leaf in P.mentions(a)}, leaf)
            if rate is None or not all(c < 0 and all(self.positive(a) for a, _ in r) for r, c in rate.items()):
                return None
        return P.ZERO if end == P.atom(INFINITE) else None

    def in_polar_coordinates(self, m, variables):
        """The plane integral of exp(c (y^2 + z^2)) as an integral over radius and angle; None where it is no such."""
        if "polar" not in self.rules or len(variables) != 2 or not all(map(self.on_the_whole_line, variables)):
            return None
        y, z = variables
        inside = {a: e for a, e in m if not P.mentions(a).isdisjoint(variables)}
        halves = [{a: e for a, e in inside.items() if v in P.mentions(a)} for v in (y, z)]
        if any(y in P.mentions(a) and z in P.mentions(a) for a in inside):
            return None
        rates = [self.rate_of(half, v) for half, v in zip(halves, (y, z), strict=True)]
        if rates[0] is None or rates[0] != rates[1]:
            return None
        self.fired.add("polar")
        radius, angle = (("t", RADIUS, "", next(self.fresh)) for _ in range(2))
        square = P.multiply(rates[0], P.atom(radius, 2))
        body = P.multiply(P.atom(radius), self.exponential(square))
        inner = self.between(body, radius, P.ZERO, P.atom(INFINITE))
        turn = P.scale(P.atom(("pi",)), 2)
        rest = {frozenset(f for f in m if f[0] not in inside): 1}
        return P.multiply(rest, self.between(inner, angle, P.ZERO, turn))

    def by_parts(self, m, variables):
        """v h N(v; m, s) as m h N + s h' N under the integral, for a whole power of v; None where there is none."""
        if "parts" not in self.rules:
            return None
        powers = dict(m)
        for v in filter(self.on_the_whole_line, variables):
            n = powers.get(v, 0)
            weights = [a for a, e in m if a[0] == "N" and a[1] == v and e == 1]
            if n < 1 or n.denominator != 1 or len(weights) != 1:
                continue
            (weight,) = weights
            if v in P.mentions(weight[2]) or v in P.mentions(weight[3]):
                continue
            others = frozenset(f for f in m if f[0] not in (v, weight))
            h = P.multiply({others: 1}, P.atom_power(v, n - 1))
            try:
                slope = self.differentiate(h, v)
            except TypeError:
                continue
            self.fired.add("parts")
            parts = (P.multiply(P.thaw(weight[2]), h), P.multiply(P.thaw(weight[3]), slope))
            return P.add(*(self.integrate(P.multiply(P.atom(weight), part), list(variables)) for part in parts))
        return None
