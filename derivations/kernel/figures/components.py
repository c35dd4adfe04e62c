"""Vectors whose components are independent: all but the components in use integrate to one."""

from __future__ import annotations

from collections.abc import Callable

from derivations.kernel.arithmetic import add, difference, multiply
from derivations.kernel.figures.densities import factor_of_components
from derivations.kernel.making import make, nested, single, substitute, walk
from derivations.kernel.matching import fits, fresh, lone, mentions, opened, product
from derivations.kernel.terms import Atom, Monomial, Number, Term, of, ordered, whole


def by_components(factors: Monomial, c: Number, z: Atom) -> tuple[Term, dict[Term, Atom]]:
    """A product that holds the vector z by components alone: (with variables for these, the variables by their
    index). Raises Elsewhere if it holds z as a whole, or a component whose index a sum inside binds."""
    values: dict[Term, Atom] = {}

    def taken(b: Atom) -> Term | None:
        if b[0] == "comp" and b[3][0] == of(z):
            return of(values.setdefault(b[3][1], fresh((z[1][0], None, *z[1][2:]))))
        return None

    rest = walk(whole(factors, c), before=taken)
    fits(not mentions(rest, z) and all(mentions(factors, k) for k in values))
    return rest, values


def one_component(a: Atom) -> Term:
    """integral of p(z|x) f(z_k) dz  ->  integral of p(z_k|x) f(z_k) dz_k        z a vector, and nowhere else"""
    (z,), _, m, c = single(a)
    slot = (z[1][0], None, of(z))
    b, others = lone(m, lambda b: b[0] == "density" and slot in b[3][0])
    rest, values = by_components(others, c, z)
    fits(len(values) == 1 and not mentions((b[3][0] - {slot}, b[3][1]), z))
    ((index, v),) = values.items()
    marginal = of((*b[:3], (b[3][0] - {slot} | {(z[1][0], index, of(v))}, b[3][1]), ()))
    return nested((v,), multiply(marginal, rest))


def independent(a: Atom) -> tuple[Callable[[Term], Term], Term, dict[Term, Atom]]:
    """Of an integral over a vector z of Prod_i w(z_i) and of what else holds z by components alone:
    (w at a component's value, the rest with those values, the values by their index). Raises Elsewhere."""
    (z,), _, m, c = single(a)
    w, others = lone(m, lambda b: b[0] == "Prod" and mentions(b, z))
    (i,), (body,) = opened(w)
    weight, value = factor_of_components(body, i, z)
    rest, values = by_components(others, c, z)
    return (lambda index: substitute(weight, {value: of(values[index]), i: index})), rest, values


def other_components(a: Atom) -> Term:
    """integral of Prod_i p(z_i|x) f(z_k) dz  ->  integral of p(z_k|x) f(z_k) dz_k        z stands nowhere else

    (note 4.36)
    """
    at, rest, values = independent(a)
    fits(len(values) <= 1)
    return nested(tuple(values.values()), multiply(*map(at, values), rest))


def independent_draws(a: Atom) -> Term:
    """E f(z_i) g(z_j)  ->  E f(z_i) E g(z_j) + d_ij (E f(z_i) g(z_i) - E f(z_i) E g(z_j))        one factor each

    (note 7.9)
    """
    at, rest, values = independent(a)
    fits(len(values) == 2)
    m, c = product(rest)
    (i, u), (j, v) = ordered(values.items())
    f, g = (frozenset(k for k in m if mentions(k[0], one)) for one in (u, v))
    fits(not f & g)
    apart = multiply(nested((u,), multiply(at(i), whole(f))), nested((v,), multiply(at(j), whole(g))))
    equal = nested((u,), multiply(at(i), whole(f), substitute(whole(g), {v: of(u)})))
    same = make("delta", outer=(add(i, j), multiply(i, j)))
    return multiply(whole(m - f - g, c), add(apart, multiply(same, difference(equal, apart))))
