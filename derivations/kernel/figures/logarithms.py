"""Logarithms of products and of exponentials."""

from __future__ import annotations

from derivations.kernel.binders import opened
from derivations.kernel.making import logarithm, make
from derivations.kernel.terms import (
    ONE,
    Atom,
    Term,
    add,
    content,
    multiply,
    number,
    of,
    only,
    positive,
    primes,
    scale,
    whole,
)


def log_of_a_product(a: Atom) -> Term | None:
    """log(c a b^n)  ->  log c + log a + n log b;   log Prod_i a_i  ->  Sum_i log a_i;   log exp t  ->  t

    Every factor that is split off is known to be positive; so is what is taken out of a sum, log(a b + a c).
    """
    if len(a[3][0]) > 1:
        outside, inside = content(a[3][0])
        return None if outside == ONE else add(logarithm(outside), logarithm(inside))
    ((m, c),) = a[3][0]
    split = frozenset((x, e) for x, e in m if positive(x))
    rest = m - split
    one = only(a[3][0])
    if c <= 0 or (one and one[0] not in ("exp", "Prod", "sum")):
        return None
    logs = [scale(log_of_a_factor(x), e) for x, e in split] + [logarithm(whole(rest))]
    return add(*logs, *(scale(logarithm(number(p)), k) for p, k in primes(c)))


def log_of_a_factor(x: Atom) -> Term:
    """log exp t = t, log Prod_i a_i = Sum_i log a_i, log of anything else as it stands; a prime below a root is the
    number that it is."""
    if x[0] == "prime":
        return logarithm(number(x[1]))
    if x[0] in ("exp", "sum"):
        return x[3][0] if x[0] == "exp" else logarithm(x[3][0])
    if x[0] == "Prod":
        vs, (body,) = opened(x)
        return make("Sum", variables=vs, inner=(logarithm(body),))
    return logarithm(of(x))


def exp_of_a_log(a: Atom) -> Term | None:
    """exp(n log t)  ->  t^n        t > 0, n a whole number"""
    log = only(a[3][0])
    return log[3][0] if log and log[0] == "log" else None


def log_of_a_power(a: Atom) -> Term | None:
    """log b^n  ->  n log b        b > 0, n not a number"""
    base = only(a[3][0])
    return multiply(base[3][1], logarithm(base[3][0])) if base and base[0] == "pow" and positive(base) else None
