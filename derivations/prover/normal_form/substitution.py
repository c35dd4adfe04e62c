"""Substitution in the normal form: a polynomial in the place of a leaf, everywhere, inside atoms too."""

from __future__ import annotations

from fractions import Fraction

from derivations.numbers import polynomial as P
from derivations.prover.normal_form.powers_and_logarithms import absolute_value


class Substitution:
    """The part of the normal form that substitutes. Mixed into `NormalForm`."""

    def substitute(self, p, leaf, value):
        """A polynomial for a leaf, everywhere in a polynomial (inside atoms too)."""
        return P.add(*(self.substitute_monomial(m, c, leaf, value) for m, c in p.items()))

    def substitute_monomial(self, m, c, leaf, value):
        result = P.constant(c)
        for a, e in m:
            if leaf in P.mentions(a):
                result = P.multiply(result, self.raise_to(self.substitute_atom(a, leaf, value), e))
            else:
                result = P.multiply(result, P.atom_power(a, e))
        return result

    def substitute_atom(self, a, leaf, value):
        if a == leaf:
            return value
        kind = a[0]
        if kind == "c":
            base, index = (self.substitute_key(k, leaf, value) for k in a[1:3])
            return (
                P.atom(("c", base, index, a[3])) if isinstance(base, tuple) else self.component_of(P.thaw(base), index)
            )
        if kind == "log":
            return self.logarithm(self.substitute(P.thaw(a[1]), leaf, value), always=True)
        if kind == "exp":
            return self.exponential(self.substitute({a[1]: 1}, leaf, value))
        if kind == "abs":
            return absolute_value(self, self.substitute_atom(a[1], leaf, value))
        if kind == "poly":
            return self.substitute(P.thaw(a[1]), leaf, value)
        if kind == "delta":
            return self.delta(*(self.substitute_key(k, leaf, value) for k in a[1]))
        if kind in ("sum", "prod"):
            bound = ("t", "#", a[1][2], next(self.fresh))
            opened = (*a[2:4], P.rename(a[4], {a[1]: bound}))
            low, high, body = (self.substitute(P.thaw(k), leaf, value) for k in opened)
            return (self.finite_sum if kind == "sum" else self.finite_product)(body, bound, low, high)
        if kind in BINDERS:
            return BINDERS[kind](self, a, leaf, value)
        if kind == "N":  # mean and variance are polynomials, even where they are a single leaf
            moments = (P.freeze(self.substitute(P.thaw(part), leaf, value)) for part in a[2:])
            return P.atom((kind, self.substitute_key(a[1], leaf, value), *moments))
        return P.atom(tuple(self.substitute_key(part, leaf, value) for part in a))

    def opened(self, names, keys):
        """Fresh leaves for the bound names of an atom, and its parts with these leaves."""
        fresh = [("t", b[1], b[2], next(self.fresh)) for b in names]
        mapping = dict(zip(names, fresh, strict=True))
        return fresh, [P.thaw(P.rename(k, mapping)) for k in keys]

    def substitute_integral(self, a, leaf, value):
        fresh, (body,) = self.opened(a[1], a[2:])
        return self.integrate(self.substitute(body, leaf, value), fresh)

    def substitute_definite(self, a, leaf, value):
        (bound,), (body,) = self.opened((a[1],), a[4:])
        low, high = (self.substitute(P.thaw(k), leaf, value) for k in a[2:4])
        return self.between(self.substitute(body, leaf, value), bound, low, high)

    def substitute_average(self, a, leaf, value):
        """("E", names, weight, body), or ("avg", names, count, weight, body): the count binds nothing."""
        fresh, parts = self.opened(a[1], a[-2:])
        weight, body = (self.substitute(p, leaf, value) for p in parts)
        count = [P.freeze(self.substitute(P.thaw(k), leaf, value)) for k in a[2:-2]]
        return self.average(body, weight, fresh, a[0], *count)

    def substitute_operator(self, a, leaf, value):
        if a[1] in ("D", "I", "min", "draws"):  # what these bind is not told apart from what they hold
            raise TypeError(f"nothing is put in place of a variable inside an unopened {a[1]}")
        fresh, parts = self.opened(a[2], a[3])
        names, keys = self.bind(fresh, [P.freeze(self.substitute(p, leaf, value)) for p in parts])
        return P.atom((*a[:2], names, keys))

    def substitute_key(self, key, leaf, value):
        """Substitution inside the argument of an atom: a leaf, a frozen polynomial, slots, or a tuple of these."""
        if key == leaf:
            return self.simple_key(value)
        if not isinstance(key, (tuple, frozenset)) or leaf not in P.mentions(key):
            return key
        if isinstance(key, tuple):
            if key and key[0] == "c":
                return self.simple_key(self.substitute_atom(key, leaf, value))
            return tuple(self.substitute_key(k, leaf, value) for k in key)
        items = list(key)
        if all(isinstance(i, tuple) and len(i) == 2 and isinstance(i[1], (int, Fraction)) for i in items):
            if all(isinstance(i[0], frozenset) for i in items):
                return self.simple_key(self.substitute(dict(key), leaf, value))
        return frozenset(self.substitute_key(i, leaf, value) for i in items)


BINDERS = {
    "int": Substitution.substitute_integral, "dint": Substitution.substitute_definite,
    "E": Substitution.substitute_average, "avg": Substitution.substitute_average,
    "op": Substitution.substitute_operator,
}  # fmt: skip
"""What binds names of its own: opened with fresh ones, so that nothing put in is caught by them."""
