"""Derivatives in the normal form: sum, product and chain rule, and differentiation under the integral sign.

    d/dm f(g(m))  =  f'(g(m)) g'(m)              d/dm ∫ h(m, e) de  =  ∫ d/dm h(m, e) de

The derivative of an undefined function `g` of one argument is the function named `g'`. What is not differentiable
by these rules (a density that holds the symbol: change variables first) raises, and proves nothing.
"""

from __future__ import annotations

from derivations.language import words as L
from derivations.numbers import polynomial as P
from derivations.prover.normal_form.matrices import NAMES


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
            if leaf[0] == "s":
                self.refuse_hidden(P.freeze(p), leaf[1])
            for _ in range(int(times)):
                p = self.differentiate(p, leaf)
        return p

    def refuse_hidden(self, thing, name: str) -> None:
        """No derivative by a symbol on which a density depends without showing it: p_theta, a fact with theta in it."""
        if not isinstance(thing, (tuple, frozenset)):
            return
        if isinstance(thing, tuple) and thing and thing[0] in ("m", "d", "S"):
            if name in thing[1][1:] or name in self.parameters_of(thing[1][0]):
                raise TypeError(f"{thing[1][0]} depends on {name}")
        if isinstance(thing, tuple) and thing and thing[0] == "M" and name in NAMES.findall(thing[1].partition("(")[2]):
            raise TypeError(f"{thing[1]} depends on {name}")
        for part in thing:
            self.refuse_hidden(part, name)

    def parameters_of(self, letter: str) -> set[str]:
        """The names of the symbols in the facts given of a letter, and of the letters that those speak of."""
        found, letters, waiting = set(), set(), [letter]
        while waiting:
            one = waiting.pop()
            letters.add(one)
            for fact in self.given:
                if fact.density.name == one:
                    found |= {s.name for s in fact.formula.free_symbols}
                    waiting += [d.name for d in fact.formula.atoms(L.Density) if d.name not in letters]
        return found

    def differentiate(self, p, leaf):
        """The derivative of a polynomial over atoms with respect to a leaf."""
        total: dict = {}
        for m, c in p.items():
            for a, e in m:
                if depends(a, leaf):
                    rest = P.multiply({m - {(a, e)}: c * e}, P.atom_power(a, e - 1))
                    total = P.add(total, P.multiply(rest, self.differentiate_atom(a, leaf)))
        return total

    def differentiate_key(self, key, leaf):
        return self.differentiate(P.atom(key) if isinstance(key, tuple) else P.thaw(key), leaf)

    def differentiate_atom(self, a, leaf):
        if a == leaf:
            return P.ONE
        kind = a[0]
        if kind == "c" and leaf[0] == "c":
            return self.same_component(a, leaf)
        if kind == "log":
            inner = P.thaw(a[1])
            return P.multiply(self.differentiate(inner, leaf), self.raise_to(inner, -1))
        if kind == "exp":
            return P.multiply(P.atom(a), self.differentiate({a[1]: 1}, leaf))
        if kind == "poly":
            return self.differentiate(P.thaw(a[1]), leaf)
        if kind == "f" and a[1] == "tanh":
            slope = P.add(P.ONE, P.scale(P.atom(a, 2), -1))
            return P.multiply(slope, self.differentiate_key(a[2][0], leaf))
        if kind == "f" and len(a[2]) == 1:
            return P.multiply(P.atom((*a[:1], a[1] + "'", a[2], False)), self.differentiate_key(a[2][0], leaf))
        if kind == "int":
            fresh = [("t", b[1], b[2], next(self.fresh)) for b in a[1]]
            body = P.thaw(P.rename(a[2], dict(zip(a[1], fresh, strict=True))))
            return self.integrate(self.differentiate(body, leaf), fresh)
        if kind == "sum" and not depends(a[2], leaf) and not depends(a[3], leaf):
            bound = ("t", "#", a[1][2], next(self.fresh))
            self.ranges[bound] = a[2:4]
            body = P.thaw(P.rename(a[4], {a[1]: bound}))
            return self.finite_sum(self.differentiate(body, leaf), bound, P.thaw(a[2]), P.thaw(a[3]))
        raise TypeError(f"no rule here differentiates a {kind}")

    def same_component(self, a, leaf):
        """d v_i / d v_j = delta_ij, for every index of a vector or matrix."""
        (root, indices), (other, wanted) = path(a), path(leaf)
        if root != other:
            raise TypeError("a component of something that holds what is differentiated")
        if len(indices) != len(wanted):
            raise TypeError("a row and an entry of one matrix in one derivative")
        return P.product(self.delta(i, j) for i, j in zip(indices, wanted, strict=True))


def path(component):
    """(what it is a component of, its indices), through components of components."""
    indices: list = []
    while isinstance(component, tuple) and component[0] == "c":
        indices.append(component[2])
        component = component[1]
    return component, indices


def depends(thing, leaf) -> bool:
    """Whether an atom holds the leaf, or any component of the vector that it is a component of."""
    if leaf[0] != "c":
        return leaf in P.mentions(thing)
    return not P.mentions(path(leaf)[0]).isdisjoint(P.mentions(thing))
