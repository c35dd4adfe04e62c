"""Vectors whose components are independent: all but the components in use integrate to one."""

from __future__ import annotations

from collections.abc import Callable

from derivations.kernel.binders import fresh, mentions, opened
from derivations.kernel.figures.densities import factor_of_components
from derivations.kernel.making import integral, single, substitute, walk
from derivations.kernel.terms import Atom, Monomial, Number, Term, add, difference, multiply, of, ordered, whole


def by_components(factors: Monomial, c: Number, z: Atom) -> tuple[Term, dict[Term, Atom]] | None:
    """A product that holds the vector z by components alone: (with variables for these, the variables by their
    index); None if it holds z as a whole, or a component whose index a sum inside binds."""
    values: dict[Term, Atom] = {}

    def taken(b: Atom) -> Term | None:
        if b[0] == "comp" and b[3][0] == of(z):
            return of(values.setdefault(b[3][1], fresh((z[1][0], None, *z[1][2:]))))
        return None

    rest = walk(whole(factors, c), before=taken)
    if mentions(rest, z) or any(not mentions(factors, k) for k in values):
        return None
    return rest, values


def one_component(a: Atom) -> Term | None:
    """integral of p(z|x) f(z_k) dz  ->  integral of p(z_k|x) f(z_k) dz_k        z a vector, and nowhere else"""
    found = single(a)
    if not found:
        return None
    (z,), _, m, c = found
    owners = [(b, e) for b, e in m if b[0] == "density" and any(s == (z[1][0], None, of(z)) for s in b[3][0])]
    split = by_components(m - {owners[0]}, c, z) if len(owners) == 1 and owners[0][1] == 1 else None
    if split is None or len(split[1]) != 1:
        return None
    rest, ((index, v),) = split[0], split[1].items()
    b = owners[0][0]
    slot = (z[1][0], None, of(z))
    if mentions((b[3][0] - {slot}, b[3][1]), z):
        return None
    marginal = of((*b[:3], (b[3][0] - {slot} | {(z[1][0], index, of(v))}, b[3][1]), ()))
    return integral(v, multiply(marginal, rest))


def independent(a: Atom) -> tuple[Callable[[Term], Term], Term, dict[Term, Atom]] | None:
    """Of an integral over a vector z of Prod_i w(z_i) and of what else holds z by components alone:
    (w at a component's value, the rest with those values, the values by their index); else None."""
    found = single(a)
    if not found:
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
    split = by_components(m - {products[0]}, c, z)
    if split is None:
        return None
    rest, values = split

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
    return None


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
