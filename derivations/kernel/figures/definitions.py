"""What the names of functionals stand for."""

from __future__ import annotations

from derivations.kernel.arithmetic import difference, divided, multiply, power, scale
from derivations.kernel.making import logarithm, make, nested
from derivations.kernel.matching import opened
from derivations.kernel.terms import Atom, Term


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
