"""Sums and products over an index in the normal form, also for symbolically many terms.

    sum_i (a f_i + g_i) = a sum_i f_i + sum_i g_i          prod_i exp(f_i) = exp(sum_i f_i)

What does not depend on the index comes out; limits that are numbers give the terms one by one.
"""

from __future__ import annotations

from sympy import Symbol

from derivations.language import words as L
from derivations.numbers import polynomial as P
from derivations.numbers.budget import spend


class IndexSums:
    """The part of the normal form that knows sums and products over an index. Mixed into `NormalForm`."""

    def index_sum(self, e, env):
        body, limits = e.function, e.limits
        index, low, high = limits[0]
        inner = body if len(limits) == 1 else e.func(body, *limits[1:])
        if len(limits) > 1:  # innermost limit first in SymPy
            inner, (index, low, high) = e.func(body, *limits[:-1]), limits[-1]
        low, high = self.convert(low, env), self.convert(high, env)
        env = {e: x for e, x in env.items() if not (isinstance(e, L.Component) and index in e.index.free_symbols)}
        bound = ("t", "#", index.name, next(self.fresh))
        self.ranges[bound] = P.freeze(low), P.freeze(high)
        p = self.convert(inner, {**env, index: bound})
        if isinstance(e, L.Product):
            return self.finite_product(p, bound, low, high)
        return self.finite_sum(p, bound, low, high)

    def finite_sum(self, p, bound, low, high):
        explicit = self.explicit(p, bound, low, high)
        if explicit is not None:
            return P.add(*explicit)
        total = {}
        for m, c in p.items():
            inside = frozenset(f for f in m if bound in P.mentions(f[0]))
            outside = m - inside
            term = self.diagonal(inside, bound, low, high)
            if term is not None:
                pass
            elif inside:
                name, (body,) = self.bind([bound], [P.freeze({inside: 1})])
                term = P.atom(("sum", name[0], P.freeze(low), P.freeze(high), body))
            else:
                term = self.length(bound, low, high)
            total = P.add(total, P.multiply({outside: c}, term))
        return total

    def length(self, bound, low, high):
        """How many terms there are: high - low + 1, unless that may be negative; then a sum of ones."""
        length = P.add(high, P.scale(low, -1), P.ONE)
        if never_negative(length):
            return length
        name, (one,) = self.bind([bound], [P.freeze(P.ONE)])
        return P.atom(("sum", name[0], P.freeze(low), P.freeze(high), one))

    def explicit(self, p, bound, low, high):
        """The terms one by one when both limits are numbers."""
        if all(m == P.UNIT for m in (*low, *high)):
            if any(x.get(P.UNIT, 0).denominator != 1 for x in (low, high)):
                raise TypeError("an index runs between whole numbers")
            first, last = (int(x.get(P.UNIT, 0)) for x in (low, high))
            if last - first <= 16:
                spend((last - first + 1) * len(p))
                return [self.substitute(p, bound, P.constant(k)) for k in range(first, last + 1)]
        return None

    def finite_product(self, p, bound, low, high):
        explicit = self.explicit(p, bound, low, high)
        if explicit is not None:
            return P.product(explicit)
        if len(p) != 1:
            name, (body,) = self.bind([bound], [P.freeze(p)])
            return P.atom(("prod", name[0], P.freeze(low), P.freeze(high), body))
        ((m, c),) = p.items()
        length = self.length(bound, low, high)
        result, inside = P.ONE, {}
        if c != 1:
            result = self.exponential(P.multiply(length, self.logarithm(P.constant(c), always=True)))
        for a, e in m:
            if bound not in P.mentions(a):
                power = P.scale(P.multiply(length, self.logarithm(P.atom(a), always=True)), e)
                result = P.multiply(result, self.exponential(power))
            elif a[0] == "exp":
                result = P.multiply(result, self.exponential(self.finite_sum({a[1]: e}, bound, low, high)))
            else:
                inside[a] = e
        if inside:
            name, (body,) = self.bind([bound], [P.freeze({frozenset(inside.items()): 1})])
            result = P.multiply(result, P.atom(("prod", name[0], P.freeze(low), P.freeze(high), body)))
        return result

    def squared_norm(self, e, env):
        v = e.args[0]
        dimension = L.vector_dimension(v)
        if dimension is None:
            return self.bilinear_of(self.convert(v, env), None, self.convert(v, env))
        index = Symbol("_i", integer=True)
        return self.convert(L.Sum(L.Component(v, index) ** 2, (index, 1, dimension)), env)


def never_negative(length) -> bool:
    """Whether a number of terms is known not to be negative: a size is at least one, so n - 1 is not, n - 2 may be."""
    least = length.get(P.UNIT, 0)
    for m, c in length.items():
        if m == P.UNIT:
            continue
        sizes = all(a[0] in ("s", "t", "b", "v") and a[1] != "oo" and e > 0 and e.denominator == 1 for a, e in m)
        if c < 0 or not sizes:
            return False
        least += c
    return least >= 0
