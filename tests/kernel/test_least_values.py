"""Least values that are reached, and constants that are added: what the kernel takes, and what it refuses."""

import pytest
from sympy import Integer, Symbol

from derivations.kernel.replay import Proved, Trace, replay
from derivations.kernel.terms import number
from derivations.language.facts import Fact, Free
from derivations.language.words import KL, Distribution, Entropy, Expectation, RandomVariable, Sum, log
from derivations.prover.claims import claim_of
from derivations.prover.tactics import prove

p, q, r = (Distribution(n) for n in "pqr")
x, z = RandomVariable("x"), RandomVariable("z")
a, s = Symbol("a", real=True), Symbol("s", positive=True)
Q = Free(densities=frozenset("q"), functions=frozenset())
i, n = Symbol("i", integer=True), Symbol("n", integer=True, positive=True)


ZERO = Integer(0)


def least(gap, value=ZERO, free=Q, facts=(), witness=None) -> bool:
    claim = claim_of(gap, "=", value, "least", facts, free)
    shown = claim.left if witness is None else claim_of(witness, "=", value, "value").left
    return isinstance(replay(claim, Trace(least=(("gibbs", shown),))), Proved)


@pytest.mark.parametrize(
    "gap",
    [
        KL(q(z), p(z)), KL(p(z), q(z)), 2 * KL(q(z), p(z)), s * KL(q(z), p(z)), KL(q(z | x), p(z | x)),
        Expectation(KL(q(z | x), p(z | x)), p(x)),
        Sum(KL(q(z), p(z)), (i, 1, n)),
        KL(p(x) * p(z), q(x, z)), Expectation(KL(q(z | x), p(z)), p(x)),
    ],
)  # fmt: skip
def test_a_choice_makes_it_zero(gap):
    assert least(gap)


@pytest.mark.parametrize(
    ("why", "gap"),
    [
        ("no divergence", Entropy(p(z))),
        ("a negative factor", -KL(q(z), p(z))),
        ("a factor of no sign", a * KL(q(z), p(z))),
        ("two of them", KL(q(z), p(z)) + KL(q(z), r(z))),
        ("both sides vary", KL(q(z), q(z | x))),
        ("neither side varies", KL(r(z), p(z))),
        ("its square", KL(q(z), p(z)) ** 2),
        ("what is averaged over is not given", Expectation(KL(q(z), p(z | x)), p(x))),
        ("the weight varies too", Expectation(KL(q(z | x), p(z | x)), q(x))),
        ("a conditional of the other half alone", KL(q(x, z), p(x, z)) + Entropy(q(x))),
        ("a product of two of its own", KL(q(x) * q(z), p(x, z))),
    ],
)
def test_no_choice_is_known(why, gap):
    assert not least(gap), why


def test_what_is_optimised_is_free():
    gap = KL(q(z), p(z))
    family = Fact(q(x, z), q(x) * q(z), "independence", "mean field")
    tied = Fact(p(z), q(z), "declared", "they agree")
    assert least(gap) and not least(gap, facts=(family,)) and not least(gap, facts=(tied,))
    assert (
        not least(gap, value=KL(q(z), p(z))) and not least(gap, value=Entropy(q(z))) and least(gap, value=Entropy(p(z)))
    )
    for free in (Free(), Free(densities=frozenset("p")), Free(densities=frozenset(), functions=frozenset())):
        assert not least(gap, free=free) or free.densities == frozenset("p")
    assert not least(gap, free=Free(densities=frozenset("q"), symbols=frozenset("s"), functions=frozenset()))
    assert not least(gap, free=Free(densities=frozenset("q")))
    assert not least(gap, free=Free(fixed=(q(z),), densities=frozenset("q"), functions=frozenset()))


def test_the_divergence_is_the_gap():
    evidence = log(p(x)) - Expectation(log(p(x, z) / q(z | x)), q(z | x))
    gap = KL(q(z | x), p(z | x))
    assert prove(claim_of(evidence, "=", log(p(x)), "least", (), Q)) is not None
    assert not least(gap + a, witness=gap) and not least(gap, witness=2 * gap)
    claim = claim_of(gap, "=", Integer(0), "least", (), Q)
    for trace in (Trace(), Trace(least=(("gibbs", claim.left),) * 2), Trace(least=(("jensen", claim.left),))):
        assert not isinstance(replay(claim, trace), Proved)


def test_a_constant_is_added_and_no_factor_left_out():
    def constant(left, right, free, **more):
        return isinstance(replay(claim_of(left, "=", right, "constant", (), free), Trace(**more)), Proved)

    assert constant(KL(q(z), p(z)) + a, KL(q(z), p(z)), Q) and constant(
        KL(q(z), p(z)), KL(q(z), p(z)) + Entropy(p(z)), Q
    )
    assert not constant(KL(q(z), p(z)) + Entropy(q(z)), KL(q(z), p(z)), Q)
    assert not constant(2 * KL(q(z), p(z)), KL(q(z), p(z)), Q, scale=number(2))
    assert not constant(KL(q(z), p(z)) + a, KL(q(z), p(z)), Free(densities=frozenset("q"), symbols=frozenset("a")))
