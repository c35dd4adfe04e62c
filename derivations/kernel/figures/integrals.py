"""Integrals and averages: linear, in any order, constants outside; what integrates to one and to a marginal.

Sample averages: where they stand linearly, the expectation that they sample is their mean. E over draws, `over`,
averages over the draws of every sample average inside it.

Vectors whose components are independent: all but the components in use integrate to one.
"""

from __future__ import annotations

from collections.abc import Callable

from derivations.kernel.arithmetic import add, difference, multiply, power, scale
from derivations.kernel.figures.densities import factor_of_components, fills, is_density, is_normal_of, normalised
from derivations.kernel.making import holds_average, make, nested, single, substitute, walk
from derivations.kernel.matching import everything, first, fits, fitting, fresh, lone, mentions, opened, product
from derivations.kernel.terms import ONE, Atom, Monomial, Number, Term, of, only, ordered, whole


def linearity(a: Atom) -> Term:
    """integral of (c f + g)  ->  c integral of f + integral of g;   so for E, sample averages and over draws

    (note 1.4)
    """
    fits(len(a[4][-1]) > 1 or any(c != 1 for _, c in a[4][-1]))
    vs, bodies = opened(a)
    return add(*(scale(make(a[0], a[1], vs, a[3], (*bodies[:-1], whole(m))), c) for m, c in bodies[-1]))


def linearity_in_a_sum(a: Atom) -> Term:
    """integral of r Sum_i f_i  ->  Sum_i integral of r f_i        (note 4.36)"""
    vs, bodies, m, c = single(a)
    s, e = fits(ordered((s, e) for s, e in m if s[0] == "Sum" and e >= 1 and any(mentions(s, v) for v in vs)))[0]
    indices, (f,) = opened(s)
    rest = multiply(whole(m - {(s, e)}, c), power(of(s), e - 1), f)
    return make("Sum", None, indices, (), (make(a[0], a[1], vs, a[3], (*bodies[:-1], rest)),))


def sums_under_a_gaussian(a: Atom) -> Term:
    """integral of N(z; m, S) r Sum_i f_i dz  ->  Sum_i integral of N(z; m, S) r f_i dz"""
    fits(any(b[0] == "MN" for b, _ in single(a)[2]))
    return linearity_in_a_sum(a)


def constant(a: Atom) -> Term:
    """integral of c f dz  ->  c integral of f dz        c free of z;   so over draws, c free of draws

    (note 1.14)
    """
    vs, bodies, m, c = single(a)
    inside = frozenset(f for f in m if any(mentions(f[0], v) for v in vs) or (a[0] == "over" and holds_average(f[0])))
    return multiply(whole(m - inside, c), make(a[0], a[1], vs, a[3], (*bodies[:-1], whole(inside))))


def average_of_one(a: Atom) -> Term:
    """E_p 1  ->  1;   the sample average of 1  ->  1        p is a density        (note 7.2)"""
    vs, (weight, body) = opened(a)
    fits(body == ONE and is_density(weight, vs))
    return ONE


def merging(a: Atom) -> Term:
    """integral of f (integral of g dz) dx  ->  double integral of f g, in the order of the roles        (note 1.5)"""
    (x,), _, m, c = single(a)
    inner, others = lone(m, lambda b: b[0] == "int")
    (z,), (g,) = opened(inner)
    fits(others or z[1][0] < x[1][0])
    order = (x, z) if x[1][0] <= z[1][0] else (z, x)
    return nested(order, multiply(whole(others, c), g))


def renaming(a: Atom) -> Term:
    """integral of f(z') dz'  ->  the same over z        z the one role in whose slots z' stands: it says the range

    A variable of the whole line under its own N(z'; m, s) is renamed to no role at all.

    (note 7.5)
    """
    (v, *others), bodies = opened(a)
    roles = slot_roles(bodies, v) or {"" for body in bodies for m, _ in body for b, _ in m if is_normal_of(b, v)}
    fits(not others and len(roles) == 1 and v[1][2:] == (False, False))
    return of((*a[:2], ((*roles, *v[1][1:]),), *a[3:]))


def slot_roles(bodies: tuple[Term, ...], v: Atom) -> set[str]:
    """The roles of the slots in which a variable stands by itself."""
    densities = (d for d in everything(bodies) if isinstance(d, tuple) and len(d) == 5 and d[0] == "density")
    return {r for d in densities for side in d[3] for r, _, value in side if value == of(v)}


def layers(a: Atom) -> tuple[list[Atom], Term]:
    """The variables and the innermost body of directly nested integrals, which have no order."""
    vs, body = [], of(a)
    while inner := only(body, "int"):
        (v,), (body,) = opened(inner)
        vs.append(v)
    return vs, body


def normalisation(a: Atom) -> Term:
    """integral of p(z|x) dz  ->  1;   double integral of p(x,z|y) dx dz  ->  1        x, z stand nowhere else

    (note 1.6)
    """
    vs, body = layers(a)
    m, c = product(body)
    rest, left = normalised(m, set(vs))
    fits(rest != m)
    return nested([v for v in vs if v in left], whole(rest, c))


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


def marginalisation(a: Atom) -> Term:
    """integral of p(x,z) dz  ->  p(x)        z stands nowhere else        (note 2.14)

    integral of p(z|x) f(z_k) dz  ->  integral of p(z_k|x) f(z_k) dz_k        z a vector, and nowhere else
    """
    vs, body = layers(a)
    m, c = product(body)

    def marginal(v: Atom) -> Term:
        b, others = lone(m, lambda b: b[0] == "density" and any(fills(s, v) for s in b[3][0]))
        rest, values = by_components(others, c, v)
        kept = frozenset(s for s in b[3][0] if not fills(s, v))
        fits(len(kept) == len(b[3][0]) - 1 and not mentions((kept, b[3][1]), v) and len(values) <= 1)
        used = frozenset((v[1][0], index, of(w)) for index, w in values.items())
        fits(kept | used and (not used or (v[1][0], None, of(v)) in b[3][0]))
        left = [*(u for u in vs if u != v), *values.values()]
        return nested(left, multiply(rest, of((*b[:3], (kept | used, b[3][1]), ()))))

    return first(marginal, vs)


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


def estimated(t: Term) -> Term:
    """Sample averages that stand linearly  ->  the expectations that they sample."""

    def replaced(part: tuple[Monomial, Number]) -> Term:
        a, others = lone(part[0], holds_average)
        return multiply(whole(others, part[1]), expected(a))

    return add(*(next(fitting(replaced, [part]), whole(*part)) for part in t))


def expected(a: Atom) -> Term:
    """(1/k) Sum_j f(z_j), z_j ~ p  ->  E_p f;   inside integrals, expectations and sums the same"""
    vs, bodies = opened(a)
    if a[0] == "avg" and not holds_average(bodies):
        return make("E", None, vs, (), bodies)
    if a[0] in ("int", "E", "Sum") and not holds_average(bodies[:-1]):
        return make(a[0], a[1], vs, a[3], (*bodies[:-1], estimated(bodies[-1])))
    return of(a)


def mean_over_draws(a: Atom) -> Term:
    """E over draws of (1/k) Sum_j f(z_j)  ->  E_p f        where the average stands linearly        (note 10.13)"""
    mean = estimated(a[4][0])
    fits(mean != a[4][0])
    return make("over", inner=(mean,))
