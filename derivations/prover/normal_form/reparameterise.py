"""Change of variables in the normal form: a Gaussian variable becomes mean + standard deviation times noise.

    E_{z~N(mu, sigma^2)} f(z)  =  E_{eps~N(0,1)} f(mu + sigma eps)

Under the rule "change" every Gaussian average is written over standard noise, so that both sides of the equation
meet there. The standard deviation must be positive; only then is z = mu + sigma eps one-to-one.
"""

from __future__ import annotations

from fractions import Fraction

from derivations.numbers import polynomial as P

NOISE = "ε"


class ChangeOfVariables:
    """The part of the normal form that knows reparameterisation. Mixed into `NormalForm`."""

    def reparameterised(self, inside, variables):
        """The integrand and variables with one Gaussian variable replaced by noise; None where there is none."""
        if "change" not in self.rules:
            return None
        for v in variables:
            if v[1] == NOISE or not self.on_the_whole_line(v):
                continue
            weights = [a for a, e in inside.items() if e == 1 and a[0] in ("N", "prod") and v in P.mentions(a)]
            for weight in weights:
                noise = ("t", NOISE, NOISE, next(self.fresh))
                made = self.scalar_noise(weight, v, noise) if weight[0] == "N" else self.vector_noise(weight, v, noise)
                if made is None:
                    continue
                density, value = made
                self.fired.add("change")
                rest = {frozenset((a, e) for a, e in inside.items() if a != weight): 1}
                return P.multiply(density, self.substitute(rest, v, value)), [*(variables - {v}), noise]
        return None

    def scalar_noise(self, weight, v, noise):
        """(density of the noise, value of v) for the weight N(v; m, s); None if m or s holds v or s is not positive."""
        _, value, mean, variance = weight
        if value != v or v in P.mentions(mean) or v in P.mentions(variance):
            return None
        deviation = self.square_root(P.thaw(variance))
        if deviation is None:
            return None
        return standard(noise), P.add(P.thaw(mean), P.multiply(deviation, P.atom(noise)))

    def vector_noise(self, weight, v, noise):
        """The same for a product over components N(v_i; m_i, s_i): v = m + s^(1/2) noise, component by component."""
        index, body = weight[1], P.thaw(weight[4])
        ((m, c),) = body.items() if len(body) == 1 else ((P.UNIT, 0),)
        if c != 1 or len(m) != 1:
            return None
        ((normal, e),) = m
        if e != 1 or normal[0] != "N" or normal[1] != ("c", v, index, False) or not self.runs_over_all(weight, v):
            return None
        mean, deviation = P.thaw(normal[2]), self.square_root(P.thaw(normal[3]))
        if deviation is None or v in P.mentions(normal[2]) or v in P.mentions(normal[3]):
            return None
        mean, deviation = (whole_vector(k, index) for k in (mean, deviation))
        if mean is None or deviation is None:
            return None
        bound = ("t", "#", index[2], next(self.fresh))
        density = self.finite_product(standard(("c", noise, bound, False)), bound, P.thaw(weight[2]), P.thaw(weight[3]))
        return density, P.add(mean, P.multiply(deviation, P.atom(noise)))

    def square_root(self, variance):
        """The positive square root of a variance that is one positive term; None otherwise."""
        if len(variance) != 1:
            return None
        ((m, c),) = variance.items()
        if c <= 0 or not all(self.positive(a) for a, _ in m):
            return None
        return self.raise_to(variance, Fraction(1, 2))


def standard(value):
    """The density N(value; 0, 1)."""
    return P.atom(("N", value, frozenset(), P.freeze(P.ONE)))


def whole_vector(p, index):
    """The vector whose component `index` a polynomial is: [mu]_i -> mu; None if the index stands anywhere else."""
    total: dict = {}
    for m, c in p.items():
        factors = {a[1] if a[0] == "c" and a[2] == index else a: e for a, e in m}
        if len(factors) != len(m) or any(index in P.mentions(a) for a in factors):
            return None
        total = P.add(total, {frozenset(factors.items()): c})
    return total
