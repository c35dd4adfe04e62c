"""A Gaussian world's conditional densities do not depend on the order in which the factors of a letter stand."""

from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.worlds.counterexample import compare


def test_a_conditional_on_a_grandchild():
    """p(z|x) of p(a) p(b|a) p(x|b): x comes of z through two others, whichever factor is told first."""
    p = L.Distribution("p")
    x, y, z = (L.RandomVariable(name) for name in ("x", "y", "z"))
    joint = L.Density(p, [x, y, z])
    parts = L.Density(p, [x], [y]) * L.Density(p, [y], [z]) * L.Density(p, [z])
    chain = Fact(joint, parts, "independence", "")
    bayes = L.Density(p, [x], [z]) * L.Density(p, [z]) / L.Density(p, [x])
    assert not compare(L.Density(p, [z], [x]), bayes, (chain,)).refutes
    assert compare(L.Density(p, [z], [x]), L.Density(p, [z]), (chain,)).refutes


def test_a_factor_of_another_letter_is_given_what_it_holds():
    """p(z) of p(x,z) = p(x) e(z|x): the factor e(z|x) was taken for one of z alone, and x stood free in p(z)."""
    p, e, m = (L.Distribution(letter) for letter in "pem")
    x, z = (L.RandomVariable(name) for name in "xz")
    encoder, data = L.Density(e, [z], [x]), L.Density(p, [x])
    joint = Fact(L.Density(p, [x, z]), data * encoder, "declared", "")
    ratio = L.log(L.Density(p, [z]) / L.Density(m, [z]))
    averaged = L.Integral(L.Integral(data * encoder * ratio, x), z)
    assert compare(averaged, L.KL(L.Density(p, [z]), L.Density(m, [z])), (joint,), finite=0).tried
    assert compare(averaged, L.KL(L.Density(m, [z]), L.Density(p, [z])), (joint,), finite=0).refutes
