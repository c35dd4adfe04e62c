"""Independent draws in the normal form: the mean of a product of functions of two components.

    E f(z_i) g(z_j)  =  E f(z_i) E g(z_j)  +  delta_ij ( E f(z_i) g(z_i) - E f(z_i) E g(z_i) )

for a density that is a product over the components. Summed over both, only the diagonal keeps a variance: that is
where the 1/k of a sample average comes from. `delta` is Kronecker's; a sum over one of its indices removes it.
"""

from __future__ import annotations

from derivations.numbers import polynomial as P


class IndependentDraws:
    """The part of the normal form that knows independent draws. Mixed into `NormalForm`."""

    def kronecker(self, e, env):
        return self.delta(*(self.key(a, env) for a in e.args))

    @staticmethod
    def delta(left, right):
        """Kronecker's delta of two index keys: 1 or 0 where that is known."""
        if left == right:
            return P.ONE
        if all(isinstance(k, frozenset) and set(dict(k)) <= {P.UNIT} for k in (left, right)):
            return P.ZERO
        return P.atom(("delta", frozenset((left, right))))

    def two_draws(self, weight, others, v, indices):
        """E of (function of component i) (function of component j) under a product density; None if it is no such."""
        if "draws" not in self.rules or len(indices) != 2:
            return None
        i, j = sorted(indices, key=P.order)
        parts: dict = {i: {}, j: {}}
        for a, e in others.items():
            mine = {index for index in (i, j) if ("c", v, index, False) in subterms(a)}
            if len(mine) != 1:
                return None
            parts[mine.pop()][a] = e
        f, g = ({frozenset(parts[index].items()): 1} for index in (i, j))
        if isinstance(j, tuple):
            same = self.substitute(g, j, P.atom(i) if isinstance(i, tuple) else P.thaw(i))
        else:
            same = P.thaw(at_component(P.freeze(g), v, j, i))
        averages = [
            self.average_component(weight, p, v, index)
            for p, index in ((f, i), (g, j), (same, i), (P.multiply(f, same), i))
        ]
        if any(a is None for a in averages):
            return None
        mean_f, mean_g, mean_same, mean_both = averages
        self.fired.add("draws")
        covariance = P.add(mean_both, P.scale(P.multiply(mean_f, mean_same), -1))
        delta = self.delta(i, j)
        return P.add(P.multiply(mean_f, mean_g), P.multiply(delta, covariance))

    def diagonal(self, m, bound, low, high):
        """A term of a sum over `bound` with delta(bound, i), i running over the same range: the rest at i; or None."""
        deltas = [(a, e) for a, e in m if a[0] == "delta" and bound in a[1]]
        if len(deltas) == 1:
            for a, e in deltas:
                if e < 1:
                    return None
                (other,) = a[1] - {bound}
                if self.range_of(other) == (P.freeze(low), P.freeze(high)):
                    rest = {frozenset(f for f in m if f[0] != a): 1}
                    return self.substitute(rest, bound, P.atom(other) if isinstance(other, tuple) else P.thaw(other))
        return None

    def range_of(self, key):
        """The limits between which an index runs; None where nothing says."""
        leaves = P.mentions(key)
        leaf = next(iter(leaves)) if len(leaves) == 1 else None
        alone = leaf is not None and key in (leaf, P.freeze(P.atom(leaf)))
        return self.ranges.get(leaf) if alone else None


def at_component(thing, v, j, i):
    """The same structure with component i of a leaf in the place of component j."""
    if thing == ("c", v, j, False):
        return ("c", v, i, False)
    if isinstance(thing, (tuple, frozenset)) and v in P.mentions(thing):
        return type(thing)(at_component(part, v, j, i) for part in thing)
    return thing


def subterms(thing):
    """Every tuple inside an atom."""
    if isinstance(thing, (tuple, frozenset)):
        if isinstance(thing, tuple):
            yield thing
        for part in thing:
            yield from subterms(part)
