"""Gaussian averages in the normal form: moments, integrals of exponentials of quadratics, single components.

M_n = m M_{n-1} + (n-1) s M_{n-2}                              moments of N(m, s)
exp(-(v - m)^2 / (2 s))  =  (2 pi s)^(1/2) N(v; m, s)          s > 0
E f(z_i)  =  ∫ p(z_i) f(z_i) dz_i                              the other components integrate to one
"""

from __future__ import annotations

from fractions import Fraction

from derivations.numbers import polynomial as P


class GaussianMoments:
    """The part of the normal form that averages under Gaussians and over single components. Mixed into `NormalForm`."""

    def gaussian_moments(self, inside, variables):
        """A Gaussian-weighted polynomial in one bound variable, averaged; None where the pattern does not hold."""
        for v in filter(self.on_the_whole_line, variables):
            owners = {a: e for a, e in inside.items() if v in P.mentions(a)}
            weight = [a for a, e in owners.items() if a[0] in ("N", "NM", "prod") and e == 1]
            if len(weight) != 1:
                continue
            (weight,) = weight
            others = {a: e for a, e in owners.items() if a != weight}
            if not others:
                continue
            averaged = None
            if weight[0] == "N" and weight[1] == v:
                averaged = self.scalar_moment(weight, others, v)
            elif weight[0] == "prod":
                averaged = self.component_moment(weight, others, v)
            elif weight[0] == "NM" and weight[1] == v:
                averaged = self.matrix_moment(weight, others, v)
            if averaged is not None:
                variables.discard(v)
                rest = {frozenset((a, e) for a, e in inside.items() if a not in owners): 1}
                return P.multiply(rest, averaged)
        return None

    def gaussian_integral(self, inside, variables):
        """exp of a quadratic in one bound variable, as a constant times a Gaussian density in it (formula rule on).

        exp(-(v - m)^2 / (2 s))  =  (2 pi s)^(1/2) N(v; m, s),   s > 0
        """
        if "formula" not in self.rules or "normalisation" not in self.rules:
            return None
        for v in filter(self.on_the_whole_line, variables):
            shape = self.quadratic_in(v, inside)
            if shape is None:
                continue
            mean, variance, constant = shape
            self.fired.update(("formula", "normalisation"))
            weight = ("N", v, P.freeze(mean), P.freeze(variance))
            rest = {a: e for a, e in inside.items() if a[0] != "exp" or v not in P.mentions(a)}
            others = {a: e for a, e in rest.items() if v in P.mentions(a)}
            outer = {frozenset((a, e) for a, e in rest.items() if a not in others): 1}
            if others:
                averaged = self.scalar_moment(weight, others, v)
                if averaged is None:
                    continue
                outer = P.multiply(outer, averaged)
            variables.discard(v)
            return P.multiply(outer, constant)
        return None

    def quadratic_in(self, v, inside):
        """(m, s, constant) when the exponentials with v are exp(-(v - m)^2/(2 s)) up to a constant, else None."""
        by_degree: dict = {}
        for a, e in inside.items():
            if v not in P.mentions(a):
                continue
            if a[0] == "exp":
                degree = dict(a[1]).get(v, 0)
                rest = frozenset(f for f in a[1] if f[0] != v)
                if v in P.mentions(rest) or degree not in (1, 2):
                    return None
                by_degree[degree] = P.add(by_degree.get(degree, {}), {rest: e})
            elif a != v or e < 0 or e.denominator != 1:
                return None
        lead = by_degree.get(2)
        if not lead or not all(c < 0 and all(self.positive(a) or e % 2 == 0 for a, e in m) for m, c in lead.items()):
            return None
        variance = self.raise_to(P.scale(lead, -2), -1)
        mean = P.multiply(by_degree.get(1, {}), variance)
        offset = P.scale(P.multiply(P.multiply(mean, mean), self.raise_to(variance, -1)), Fraction(1, 2))
        root = self.raise_to(P.multiply(P.multiply(P.constant(2), P.atom(("pi",))), variance), Fraction(1, 2))
        return mean, variance, P.multiply(root, self.exponential(offset))

    def scalar_moment(self, weight, others, v):
        if set(others) != {v} or others[v] < 0 or others[v].denominator != 1:
            return None
        mean, variance = P.thaw(weight[2]), P.thaw(weight[3])
        if any(v in P.mentions(k) for k in weight[2:]) or not self.on("moments"):
            return None
        return self.moment(int(others[v]), mean, variance)

    @staticmethod
    def moment(n: int, mean, variance):
        """E v^n for v ~ N(mean, variance): M_n = mean M_{n-1} + (n-1) variance M_{n-2}."""
        before, now = P.ONE, mean
        if n == 0:
            return before
        for k in range(2, n + 1):
            rest = P.scale(P.multiply(variance, before), k - 1)
            before, now = now, P.add(P.multiply(mean, now), rest)
        return now

    def component_marginal(self, inside, variables):
        """Under a joint density of a vector, a function of one component: under that component's marginal."""
        if "marginalisation" not in self.rules:
            return None
        for v in variables:
            owners = {a: e for a, e in inside.items() if v in P.mentions(a)}
            weights = [a for a, e in owners.items() if a[0] == "m" and e == 1 and any(s[1] == v for s in a[2])]
            if len(weights) != 1 or len(owners) == 1:
                continue
            (weight,) = weights
            others = {a: e for a, e in owners.items() if a != weight}
            indices = {c[2] for a in others for c in components(a, v)}
            mine = [s for s in weight[2] if s[1] == v]
            if len(indices) != 1 or len(mine) != 1 or not isinstance(mine[0][0], str):
                continue
            (index,) = indices
            if any(leaf[0] == "b" for leaf in P.mentions(index)) or any(
                v in P.mentions(s) for s in weight[2] if s not in mine
            ):
                continue
            scalar = ("t", (v[1], "[]"), v[2], next(self.fresh))
            moved = replace(P.freeze({frozenset(others.items()): 1}), {("c", v, index, False): scalar})
            if v in P.mentions(moved):
                continue
            self.fired.add("marginalisation")
            marginal = self.joint(weight[1], (weight[2] - set(mine)) | {((mine[0][0], index), scalar)})
            rest = {frozenset((a, e) for a, e in inside.items() if a not in owners): 1}
            variables.discard(v)
            return P.multiply(rest, self.integrate(P.multiply(marginal, P.thaw(moved)), [scalar]))
        return None

    def component_moment(self, weight, others, v):
        """Under a product of densities of components, a function of one component: the others integrate to one."""
        body = P.thaw(weight[4])
        if len(body) != 1 or self.rules.isdisjoint(("normalisation", "marginalisation")):
            return None
        ((m, _),) = body.items()
        if not self.component_density([(b, e) for b, e in m if v in P.mentions(b)], v, ("c", v, weight[1], False)):
            return None
        if not self.runs_over_all(weight, v):
            return None
        indices = {c[2] for a in others for c in components(a, v)}
        if any(leaf[0] == "b" for leaf in P.mentions(frozenset(indices))):
            return None  # a component that runs inside (log of a sum over z_k)
        if len(indices) != 1:
            return self.two_draws(weight, others, v, indices)
        (index,) = indices
        averaged = self.average_component(weight, {frozenset(others.items()): 1}, v, index)
        if averaged is not None:
            self.fired.add("normalisation" if "normalisation" in self.rules else "marginalisation")
        return averaged

    def average_component(self, weight, p, v, index):
        """E of a polynomial that mentions v only through its component `index`; a polynomial, or None."""
        scalar = ("t", (v[1], "[]"), v[2], next(self.fresh))
        component = ("c", v, index, False)
        at = P.atom(index) if isinstance(index, tuple) else P.thaw(index)
        density = self.substitute(P.thaw(weight[4]), weight[1], at)
        swap = {component: scalar}
        both = P.multiply(density, p)
        both = P.thaw(replace(P.freeze(both), swap))
        if any(v in P.mentions(m) for m in both):
            return None
        return self.integrate(both, [scalar])


def components(thing, v):
    """The component atoms of a leaf inside an atom."""
    if isinstance(thing, tuple) and len(thing) == 4 and thing[0] == "c" and thing[1] == v:
        yield thing
    elif isinstance(thing, (tuple, frozenset)):
        for part in thing:
            yield from components(part, v)


def replace(thing, mapping):
    """Replace whole sub-structures (not only leaves)."""
    if isinstance(thing, tuple) and thing in mapping:
        return mapping[thing]
    if isinstance(thing, tuple):
        return tuple(replace(part, mapping) for part in thing)
    if isinstance(thing, frozenset):
        return frozenset(replace(part, mapping) for part in thing)
    return thing
