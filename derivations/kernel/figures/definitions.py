"""What the names of functionals stand for."""

from __future__ import annotations

from derivations.kernel.binders import opened
from derivations.kernel.making import logarithm, make, nested
from derivations.kernel.terms import Atom, Term, difference, divided, multiply, power, scale


def divergence(a: Atom) -> Term | None:
    """KL[a||b]  ->  integral of a log(a/b)"""
    if a[0] == "KL":
        vs, (one, two) = opened(a)
        return nested(vs, multiply(one, logarithm(divided(one, two))))


def entropy(a: Atom) -> Term | None:
    """H[a]  ->  - integral of a log a;   H(X|Y)  ->  - integral of a(x,y) log a(x|y)"""
    if a[0] == "H":
        vs, (joint, one) = opened(a)
        return scale(nested(vs, multiply(joint, logarithm(one))), -1)


def cross_entropy(a: Atom) -> Term | None:
    """H[a,b]  ->  - integral of a log b"""
    if a[0] == "CE":
        vs, (one, two) = opened(a)
        return scale(nested(vs, multiply(one, logarithm(two))), -1)


def mutual_information(a: Atom) -> Term | None:
    """I(X;Z)  ->  integral of a(x,z) log( a(x,z) / (a(x) a(z)) )"""
    if a[0] == "MI":
        vs, (weight, joint, one, two) = opened(a)
        return nested(vs, multiply(weight, logarithm(divided(joint, multiply(one, two)))))


def evidence_bound(a: Atom) -> Term | None:
    """ELBO[e, d, r]  ->  E_e log d - KL[e||r]"""
    if a[0] == "ELBO":
        vs, (encoder, decoder, prior) = opened(a)
        reconstruction = make("E", variables=vs, inner=(encoder, logarithm(decoder)))
        return difference(reconstruction, make("KL", variables=vs, inner=(encoder, prior)))


def expectation(a: Atom) -> Term | None:
    """E_p f  ->  integral of p f"""
    if a[0] == "E":
        vs, (weight, body) = opened(a)
        return nested(vs, multiply(weight, body))


def variance(a: Atom) -> Term | None:
    """Var f  ->  E f^2 - (E f)^2"""
    if a[0] == "Var":
        vs, (weight, body) = opened(a)
        square = make("E", variables=vs, inner=(weight, power(body, 2)))
        return difference(square, power(make("E", variables=vs, inner=(weight, body)), 2))
