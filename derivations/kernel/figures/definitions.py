"""What is opened where it stands: functionals by their definitions, logarithms of products and of exponentials."""

from __future__ import annotations

from derivations.kernel.arithmetic import add, content, difference, divided, multiply, positive, power, primes, scale
from derivations.kernel.making import logarithm, make, nested
from derivations.kernel.matching import fits, opened, product, the
from derivations.kernel.terms import Atom, Term, number, of, whole


def divergence(a: Atom) -> Term:
    """KL[a||b]  ->  integral of a log(a/b)        (note 1.1)"""
    vs, (one, two) = opened(a)
    return nested(vs, multiply(one, logarithm(divided(one, two))))


def entropy(a: Atom) -> Term:
    """H[a]  ->  - integral of a log a;   H(X|Y)  ->  - integral of a(x,y) log a(x|y)

    H[a,b]  ->  - integral of a log b        (note 1.7)
    """
    vs, (weight, one) = opened(a)
    return scale(nested(vs, multiply(weight, logarithm(one))), -1)


def mutual_information(a: Atom) -> Term:
    """I(X;Z)  ->  integral of a(x,z) log( a(x,z) / (a(x) a(z)) )"""
    vs, (weight, joint, one, two) = opened(a)
    return nested(vs, multiply(weight, logarithm(divided(joint, multiply(one, two)))))


def evidence_bound(a: Atom) -> Term:
    """ELBO[e, d, r]  ->  E_e log d - KL[e||r]        (note 2.1)"""
    vs, (encoder, decoder, prior) = opened(a)
    reconstruction = make("E", variables=vs, inner=(encoder, logarithm(decoder)))
    return difference(reconstruction, make("KL", variables=vs, inner=(encoder, prior)))


def expectation(a: Atom) -> Term:
    """E_p f  ->  integral of p f        (note 1.9)"""
    vs, (weight, body) = opened(a)
    return nested(vs, multiply(weight, body))


def variance(a: Atom) -> Term:
    """Var f  ->  E f^2 - (E f)^2        (note 7.7)"""
    vs, (weight, body) = opened(a)
    square = make("E", variables=vs, inner=(weight, power(body, 2)))
    return difference(square, power(make("E", variables=vs, inner=(weight, body)), 2))


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
