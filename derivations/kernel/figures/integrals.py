"""Integrals and averages: linear, in any order, constants outside; what integrates to one and to a marginal."""

from __future__ import annotations

from derivations.kernel.binders import mentions, opened
from derivations.kernel.figures.densities import fills, is_density, is_normal_of
from derivations.kernel.making import integral, make, nested, single
from derivations.kernel.terms import ONE, Atom, Slot, Term, add, multiply, of, only, ordered, power, scale, the, whole


def linearity(a: Atom) -> Term | None:
    """integral of (c f + g)  ->  c integral of f + integral of g;   so for E, sample averages and over draws"""
    if len(a[4][-1]) > 1 or any(c != 1 for _, c in a[4][-1]):
        return add(*(scale(make_again(a, whole(m)), c) for m, c in a[4][-1]))
    return None


def make_again(a: Atom, body: Term) -> Term:
    """The same average of another body."""
    return make("over", inner=(body,)) if a[0] == "over" else of((*a[:4], (*a[4][:-1], body)))


def linearity_in_a_sum(a: Atom) -> Term | None:
    """integral of r Sum_i f_i  ->  Sum_i integral of r f_i"""
    found = single(a)
    if found:
        vs, bodies, m, c = found
        for s, e in ordered((s, e) for s, e in m if s[0] == "Sum" and e >= 1 and any(mentions(s, v) for v in vs)):
            indices, (f,) = opened(s)
            rest = multiply(whole(m - {(s, e)}, c), power(of(s), e - 1), f)
            return make("Sum", None, indices, (), (make(a[0], a[1], vs, a[3], (*bodies[:-1], rest)),))
    return None


def sums_under_a_gaussian(a: Atom) -> Term | None:
    """integral of N(z; m, S) r Sum_i f_i dz  ->  Sum_i integral of N(z; m, S) r f_i dz"""
    found = single(a)
    return linearity_in_a_sum(a) if found and any(b[0] == "MN" for b, _ in found[2]) else None


def constant(a: Atom) -> Term | None:
    """integral of c f dz  ->  c integral of f dz        c free of z"""
    found = single(a)
    if found:
        vs, bodies, m, c = found
        outside = frozenset(f for f in m if not any(mentions(f[0], v) for v in vs))
        if outside or c != 1:
            return multiply(whole(outside, c), make(a[0], a[1], vs, a[3], (*bodies[:-1], whole(m - outside))))
    return None


def sample_average_of_one(a: Atom) -> Term | None:
    """the sample average of 1  ->  1"""
    return ONE if a[4][1] == ONE else None


def expectation_of_one(a: Atom) -> Term | None:
    """E_p 1  ->  1        p is a density"""
    if a[4][1] == ONE:
        vs, (weight, _) = opened(a)
        return ONE if is_density(weight, vs) else None
    return None


def merging(a: Atom) -> Term | None:
    """integral of f (integral of g dz) dx  ->  double integral of f g"""
    found = single(a)
    if found:
        (x,), _, m, c = found
        inner = [(b, e) for b, e in m if b[0] == "int" and e == 1]
        if len(inner) == 1 and len(m) > 1:
            (z,), (g,) = opened(inner[0][0])
            return integral(x, integral(z, multiply(whole(m - {inner[0]}, c), g)))
    return None


def swapping(a: Atom) -> Term | None:
    """double integral dz dx  ->  dx dz, in the order of the roles"""
    b = only(a[4][0])
    if b and b[0] == "int" and b[2][0][0] < a[2][0][0]:
        (x,), (body,) = opened(a)
        (z,), (g,) = opened(the(body))
        return integral(z, integral(x, g))
    return None


def renaming(a: Atom) -> Term | None:
    """integral of f(z') dz'  ->  the same over z        z the one role in whose slots z' stands: it says the range

    A variable of the whole line under its own N(z'; m, s) is renamed to no role at all.
    """
    if len(a[2]) != 1:
        return None
    (v,), bodies = opened(a)
    factors = {b for body in bodies for m, _ in body for b, _ in m}
    roles = {r for b in factors for r in slot_roles(b, v)} or {"" for b in factors if is_normal_of(b, v)}
    if len(roles) == 1 and v[1][2:] == (False, False):
        return of((*a[:2], ((*roles, *v[1][1:]),), *a[3:]))
    return None


def slot_roles(thing: object, v: Atom) -> set[str]:
    """The roles of the slots in which a variable stands by itself."""
    if not isinstance(thing, tuple | frozenset):
        return set()
    if isinstance(thing, tuple) and thing and thing[0] == "density":
        return {r for part in thing[3] for r, _, value in part if value == of(v)}
    return set().union(*(slot_roles(part, v) for part in thing))


def layers(a: Atom) -> tuple[list[Atom], Term]:
    """The variables and the innermost body of directly nested integrals, which have no order."""
    vs: list = []
    body, b = of(a), only(of(a))
    while b and b[0] == "int":
        (v,), (body,) = opened(b)
        vs, b = [*vs, v], only(body)
    return vs, body


def owner(a: Atom) -> tuple[Atom, frozenset[Slot], Term, list[Atom]] | None:
    """Of nested integrals, a variable that stands in one density alone, once: (that density, its slots with the
    variable, the rest, the other variables); None if there is none."""
    vs, body = layers(a)
    if len(body) != 1:
        return None
    ((m, c),) = body
    for v in vs:
        held = [(b, e) for b, e in m if mentions(b, v)]
        if len(held) == 1 and held[0][1] == 1:
            b, rest, others = held[0][0], whole(m - {held[0]}, c), [u for u in vs if u != v]
            slots = frozenset(s for s in b[3][0] if fills(s, v)) if b[0] == "density" else frozenset()
            if (len(slots) == 1 and not mentions((b[3][0] - slots, b[3][1]), v)) or is_normal_of(b, v):
                return b, slots, rest, others
    return None


def normalisation(a: Atom) -> Term | None:
    """integral of p(z|x) dz  ->  1        z stands nowhere else"""
    found = owner(a)
    return nested(found[3], found[2]) if found and len(found[0][3][0]) == 1 else None


def normalisation_of_a_joint(a: Atom) -> Term | None:
    """double integral of p(x,z|y) dx dz  ->  1"""
    vs, body = layers(a)
    return ONE if is_density(body, vs) else None


def marginalisation(a: Atom) -> Term | None:
    """integral of p(x,z) dz  ->  p(x)        z stands nowhere else"""
    found = owner(a)
    if found and len(found[0][3][0]) > 1:
        b, slots, rest, others = found
        return nested(others, multiply(rest, of((*b[:3], (b[3][0] - slots, b[3][1]), ()))))
    return None
