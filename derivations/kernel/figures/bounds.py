"""Bounds: what a term is at least (or at most), at one place; monotone through averages and positive factors."""

from __future__ import annotations

from collections.abc import Iterator

from derivations.kernel.arithmetic import add, all_positive, difference, multiply, positive, power
from derivations.kernel.figures.densities import fills, is_density
from derivations.kernel.making import exponential, logarithm, make
from derivations.kernel.matching import fits, fitting, opened, product, the
from derivations.kernel.terms import ONE, ZERO, Atom, Monomial, Number, Term, number, ordered, whole


def gibbs(a: Atom) -> Term:
    """KL[a||b]  >=  0        a and b are densities        (note 1.16)"""
    vs, bodies = opened(a)
    fits(all(is_density(b, vs) for b in bodies))
    return ZERO


def information(a: Atom) -> Term:
    """I(X;Z|Y)  >=  0        a(x,z,y), a(x,z|y), a(x|y) and a(z|y) are of one joint"""
    vs, bodies = opened(a)
    four = [the(b, "density") for b in bodies]
    (weight, none), (joint, given), *parts = (b[3] for b in four)
    fits(is_density(bodies[0], vs) and all(b[1] == four[0][1] for b in four))
    fits(parts[0][0] | parts[1][0] == joint and not parts[0][0] & parts[1][0])
    fits(weight == joint | given and not none and all(part[1] == given for part in parts))
    return ZERO


def entropy_of_a_discrete_variable(a: Atom) -> Term:
    """H[a]  >=  0        every variable of a is discrete"""
    vs, (weight, body) = opened(a)
    fits(all_positive(weight))
    fits(all(any(v[1][2] and fills(s, v) for v in vs) for s in the(body, "density")[3][0]))
    return ZERO


def average_of_a_log(a: Atom) -> Term:
    """E_p log f  <=  log E_p f;   so for sample averages and over draws        f > 0, p is a density

    (note 2.16)
    """
    vs, (*weights, body) = opened(a)
    (inside,) = the(body, "log")[3]
    fits(all_positive(inside) and all(is_density(weight, vs) for weight in weights))
    return logarithm(make(a[0], None, vs, a[3], (*weights, inside)))


def average_of_a_square(a: Atom) -> Term:
    """E_p f^2  >=  (E_p f)^2        p is a density"""
    vs, (weight, body) = opened(a)
    m, _ = product(body)
    root = whole(frozenset((b, e // 2) for b, e in m))
    fits(multiply(root, root) == body and is_density(weight, vs))
    return power(make("E", None, vs, a[3], (weight, root)), 2)


def average_of_an_exponential(a: Atom) -> Term:
    """E_p exp f  >=  exp E_p f        p is a density"""
    vs, (weight, body) = opened(a)
    m, _ = product(body)
    exponent = add(*(multiply(number(e), b[3][0]) for b, e in m if b[0] == "exp"))
    fits(exponential(exponent) == body and is_density(weight, vs))
    return exponential(make("E", None, vs, a[3], (weight, exponent)))


def spread(a: Atom) -> Term:
    """Var_p f  >=  0        p is a density"""
    vs, (weight, _) = opened(a)
    fits(is_density(weight, vs))
    return ZERO


def log_at_least(a: Atom) -> Term:
    """log t  >=  1 - 1/t        t > 0"""
    fits(all_positive(a[3][0]))
    return difference(ONE, power(a[3][0], -1))


def log_at_most(a: Atom) -> Term:
    """log t  <=  t - 1        t > 0        (note 3.3)"""
    fits(all_positive(a[3][0]))
    return difference(a[3][0], ONE)


BELOW: dict[str, dict[str, tuple]] = {
    "gibbs": {"KL": (gibbs,), "MI": (information,)},
    "discrete_entropy": {"H": (entropy_of_a_discrete_variable,)},
    "jensen": {"E": (average_of_a_square, average_of_an_exponential), "Var": (spread,)},
    "log_bound": {"log": (log_at_least,)},
}
"""By rule and by kind of atom, what an atom is at least."""

ABOVE: dict[str, dict[str, tuple]] = {
    "jensen": {k: (average_of_a_log,) for k in ("E", "avg", "over")},
    "log_bound": {"log": (log_at_most,)},
}
"""By rule and by kind of atom, what an atom is at most."""


def bounded(key: str, t: Term, sign: int) -> list[Term]:
    """What lies below a term (above it, for sign -1) by a bound, at each place by itself.

    The place stands once, with factors that are positive, under sums and averages alone.
    """

    def at(part: tuple[Monomial, Number]) -> Iterator[Term]:
        m, c = part
        rest = difference(t, whole(m, c))
        for a, e in ordered(m):
            factors = m - {(a, e)}
            if e == 1 and all(positive(b) for b, _ in factors):
                for new in bounds_of(key, a, sign if c > 0 else -sign):
                    yield add(rest, multiply(whole(factors, c), new))

    return [new for part in t for new in at(part)]


def bounds_of(key: str, a: Atom, sign: int) -> list[Term]:
    """What one atom is at least (at most, for sign -1) by a bound at it or inside it."""
    figures = (BELOW if sign > 0 else ABOVE).get(key, {}).get(a[0], ())
    found = list(fitting(lambda figure: figure(a), figures))
    if a[0] in ("int", "E", "avg", "Sum", "over"):
        vs, bodies = opened(a)
        if all(map(all_positive, bodies[:-1])):
            found += [make(a[0], a[1], vs, a[3], (*bodies[:-1], b)) for b in bounded(key, bodies[-1], sign)]
    return found
