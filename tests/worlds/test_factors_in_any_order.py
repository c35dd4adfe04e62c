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
