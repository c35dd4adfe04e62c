"""Bounds: what a term is at least (or at most), at one place; monotone through averages and positive factors."""

from __future__ import annotations

from derivations.kernel.binders import opened
from derivations.kernel.figures.densities import fills, is_density
from derivations.kernel.figures.integrals import layers
from derivations.kernel.making import logarithm, make, nested
from derivations.kernel.terms import (
    ONE,
    ZERO,
    Atom,
    Term,
    add,
    all_positive,
    difference,
    multiply,
    number,
    only,
    ordered,
    positive,
    power,
    the,
    whole,
)


def gibbs(a: Atom) -> Term | None:
    """KL[a||b]  >=  0        a and b are densities"""
    vs, bodies = opened(a)
    return ZERO if all(is_density(b, vs) for b in bodies) else None


def information(a: Atom) -> Term | None:
    """I(X;Z|Y)  >=  0        a(x,z,y), a(x,z|y), a(x|y) and a(z|y) are of one joint"""
    vs, bodies = opened(a)
    four = [only(b) for b in bodies]
    if is_density(bodies[0], vs) and all(b and b[0] == "density" and b[1] == the(bodies[0])[1] for b in four):
        (weight, none), (joint, given), *parts = (the(b)[3] for b in bodies)
        split = parts[0][0] | parts[1][0] == joint and not parts[0][0] & parts[1][0]
        same = weight == joint | given and not none and all(part[1] == given for part in parts)
        return ZERO if split and same else None
    return None


def entropy_of_a_discrete_variable(a: Atom) -> Term | None:
    """H[a]  >=  0        every variable of a is discrete"""
    vs, (weight, body) = opened(a)
    one = only(body)
    if one and one[0] == "density" and all_positive(weight):
        return ZERO if all(any(v[1][2] and fills(s, v) for v in vs) for s in one[3][0]) else None
    return None


def log_of_an_average(a: Atom) -> Term | None:
    """log E_p f  >=  E_p log f        f > 0, p is a density"""
    e = only(a[3][0])
    if e and e[0] == "E":
        vs, (weight, body) = opened(e)
        if all_positive(body) and is_density(weight, vs):
            return make("E", None, vs, (), (weight, logarithm(body)))
    return None


def log_of_a_sample_average(a: Atom) -> Term | None:
    """log (1/k) Sum_j f(z_j)  >=  (1/k) Sum_j log f(z_j)        f > 0"""
    e = only(a[3][0])
    if e and e[0] == "avg":
        vs, (weight, body) = opened(e)
        return make("avg", None, vs, e[3], (weight, logarithm(body))) if all_positive(body) else None
    return None


def log_over_draws(a: Atom) -> Term | None:
    """E over draws of log f  <=  log of E over draws of f        f > 0"""
    inside = only(a[4][0])
    if inside and inside[0] == "log" and all_positive(inside[3][0]):
        return logarithm(make("over", inner=inside[3]))
    return None


def average_of_a_log(a: Atom) -> Term | None:
    """E_p log f  <=  log E_p f        f > 0, p is a density"""
    vs, (weight, body) = opened(a)
    inside = only(body)
    if inside and inside[0] == "log" and all_positive(inside[3][0]) and is_density(weight, vs):
        return logarithm(make("E", None, vs, (), (weight, inside[3][0])))
    return None


def integral_of_a_log(a: Atom) -> Term | None:
    """integral of w log f  <=  log of the integral of w f        f > 0, w is a density"""
    vs, body = layers(a)
    if len(body) != 1:
        return None
    ((m, c),) = body
    logs = [(b, e) for b, e in m if b[0] == "log"]
    weight = whole(m - frozenset(logs), c)
    if len(logs) == 1 and logs[0][1] == 1 and all_positive(logs[0][0][3][0]) and is_density(weight, vs):
        return logarithm(nested(vs, multiply(weight, logs[0][0][3][0])))
    return None


def log_at_least(a: Atom) -> Term | None:
    """log t  >=  1 - 1/t        t > 0"""
    return difference(ONE, power(a[3][0], -1)) if all_positive(a[3][0]) else None


def log_at_most(a: Atom) -> Term | None:
    """log t  <=  t - 1        t > 0"""
    return add(a[3][0], number(-1)) if all_positive(a[3][0]) else None


BELOW: dict[str, dict[str, tuple]] = {
    "gibbs": {"KL": (gibbs,), "MI": (information,)},
    "discrete_entropy": {"H": (entropy_of_a_discrete_variable,)},
    "jensen": {"log": (log_of_an_average, log_of_a_sample_average)},
    "log_bound": {"log": (log_at_least,)},
}
"""By rule and by kind of atom, what an atom is at least."""

ABOVE: dict[str, dict[str, tuple]] = {
    "jensen": {"E": (average_of_a_log,), "int": (integral_of_a_log,), "over": (log_over_draws,)},
    "log_bound": {"log": (log_at_most,)},
}
"""By rule and by kind of atom, what an atom is at most."""


def bounded(key: str, t: Term, sign: int) -> list[Term]:
    """What lies below a term (above it, for sign -1) by a bound at one place, in the order of the places.

    The place stands once, with factors that are positive, under sums and averages alone.
    """
    found = []
    for m, c in t:
        unsigned = [(a, e) for a, e in m if not positive(a)]
        if len(unsigned) == 1 and unsigned[0][1] == 1:
            a, e = unsigned[0]
            factors = whole(m - {(a, e)}, c)
            for new in bounds_of(key, a, sign if c > 0 else -sign):
                found.append(add(difference(t, whole(m, c)), multiply(factors, new)))
    return ordered(found)


def bounds_of(key: str, a: Atom, sign: int) -> list[Term]:
    """What one atom is at least (at most, for sign -1) by a bound at it or inside it."""
    figures = (BELOW if sign > 0 else ABOVE).get(key, {}).get(a[0], ())
    found = [new for figure in figures if (new := figure(a)) is not None]
    if a[0] in ("int", "E", "avg", "Sum", "over"):
        vs, bodies = opened(a)
        if all(map(all_positive, bodies[:-1])):
            found += [make(a[0], a[1], vs, a[3], (*bodies[:-1], b)) for b in bounded(key, bodies[-1], sign)]
    return found
