"""Logarithms of products and of exponentials."""

from __future__ import annotations

from derivations.kernel.arithmetic import add, content, multiply, positive, primes, scale
from derivations.kernel.making import logarithm, make
from derivations.kernel.matching import fits, opened, product, the
from derivations.kernel.terms import Atom, Term, number, of, whole


def log_of_a_product(a: Atom) -> Term:
    """log(c a b^n)  ->  log c + log a + n log b;   log Prod_i a_i  ->  Sum_i log a_i;   log exp t  ->  t

    Every factor that is split off is known to be positive; so is what is taken out of a sum, log(a b + a c).

    (note 1.3)
    """
    (inside,) = a[3]
    if len(inside) > 1:
        outside, rest = content(inside)
        return add(logarithm(outside), logarithm(rest))
    m, c = product(inside)
    split = frozenset((x, e) for x, e in m if positive(x))
    fits(c > 0)
    logs = [scale(log_of_a_factor(x), e) for x, e in split] + [logarithm(whole(m - split))]
    return add(*logs, *(scale(logarithm(number(p)), k) for p, k in primes(c)))


def log_of_a_factor(x: Atom) -> Term:
    """log exp t = t, log b^t = t log b, log Prod_i a_i = Sum_i log a_i, log of anything else as it stands; a prime or a
    bracket below a root is what it is without one."""
    if x[0] == "exp":
        return x[3][0]
    if x[0] == "pow":
        return multiply(x[3][1], logarithm(x[3][0]))
    if x[0] == "Prod":
        vs, (body,) = opened(x)
        return make("Sum", variables=vs, inner=(logarithm(body),))
    return logarithm(multiply(of(x)))


def exp_of_a_log(a: Atom) -> Term:
    """exp(n log t)  ->  t^n        t > 0, n a whole number"""
    return the(a[3][0], "log")[3][0]
