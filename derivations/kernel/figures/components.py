"""Vectors whose components are independent: all but the components in use integrate to one."""

from __future__ import annotations

from derivations.kernel.binders import fresh, mentions, opened
from derivations.kernel.figures.densities import factor_of_components
from derivations.kernel.figures.integrals import single
from derivations.kernel.making import integral, substitute, walk
from derivations.kernel.terms import Atom, Term, add, difference, multiply, of, ordered, whole


def independent(a: Atom):
    """Of an integral over a vector z of Prod_i w(z_i) and of what else holds z by components alone:
    (w at a component's value, the rest with those values, the values by their index); else None."""
    found = single(a, "int")
    if not found or found[0][0][1][1] is None:
        return None
    (z,), _, m, c = found
    products = [(b, e) for b, e in m if b[0] == "Prod" and mentions(b, z)]
    if len(products) != 1 or products[0][1] != 1:
        return None
    (i,), (body,) = opened(products[0][0])
    factor = factor_of_components(body, i, z)
    if factor is None:
        return None
    weight, value = factor
    values: dict = {}

    def taken(b: Atom):
        if b[0] == "comp" and b[3][0] == of(z):
            return of(values.setdefault(b[3][1], fresh(value[1])))

    rest = walk(whole(m - {products[0]}, c), before=taken)
    if mentions(rest, z) or any(not mentions(m, k) for k in values):
        return None  # z as a whole, or an index that a sum inside binds

    def at(index: Term) -> Term:
        return substitute(weight, {value: of(values[index]), i: index})

    return at, rest, values


def other_components(a: Atom) -> Term | None:
    """integral of Prod_i p(z_i|x) f(z_k) dz  ->  integral of p(z_k|x) f(z_k) dz_k        z stands nowhere else"""
    found = independent(a)
    if found and len(found[2]) == 0:
        return found[1]
    if found and len(found[2]) == 1:
        at, rest, values = found
        ((index, v),) = values.items()
        return integral(v, multiply(at(index), rest))


def independent_draws(a: Atom) -> Term | None:
    """E f(z_i) g(z_j)  ->  E f(z_i) E g(z_j) + d_ij (E f(z_i) g(z_i) - E f(z_i) E g(z_j))        one factor each"""
    found = independent(a)
    if not found or len(found[2]) != 2 or len(found[1]) != 1:
        return None
    at, rest, values = found
    (i, u), (j, v) = ordered(values.items())
    ((m, c),) = rest
    f = frozenset(k for k in m if mentions(k[0], u))
    g = frozenset(k for k in m if mentions(k[0], v))
    if f & g:
        return None
    apart = multiply(integral(u, multiply(at(i), whole(f))), integral(v, multiply(at(j), whole(g))))
    equal = integral(u, multiply(at(i), whole(f), substitute(whole(g), {v: of(u)})))
    delta = of(("delta", None, (), (add(i, j), multiply(i, j)), ()))
    return multiply(whole(m - f - g, c), add(apart, multiply(delta, difference(equal, apart))))
