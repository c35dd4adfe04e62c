"""What a line cites of other lines: equations either way, bounds in bounds, nothing else."""

import dataclasses

from sympy import Symbol, sympify

from derivations.kernel.replay import Proved, Trace, replay
from derivations.kernel.terms import number
from derivations.kernel.translation import term
from derivations.language.words import KL, CrossEntropy, Distribution, Entropy, RandomVariable
from derivations.prover.claims import claim_of

p, q, x = Distribution("p"), Distribution("q"), RandomVariable("x")
a, b = (Symbol(n, positive=True) for n in "ab")
kl = KL(p(x), q(x))


def theorem(left, relation, right):
    return (term(sympify(left)), relation, term(sympify(right)))


def cites(left, relation, right, kind, theorems, cited, trace=None):
    claim = dataclasses.replace(claim_of(sympify(left), relation, sympify(right), kind), theorems=theorems)
    made = dataclasses.replace(trace or Trace(), cited=tuple(map(number, cited)))
    return isinstance(replay(claim, made), Proved)


def test_theorems():
    entropies = theorem(CrossEntropy(p(x), q(x)), "=", Entropy(p(x)) + kl)
    left, right = 2 * CrossEntropy(p(x), q(x)), 2 * Entropy(p(x)) + 2 * kl
    assert cites(left, "=", right, "value", (entropies,), (2,)) and cites(
        right, "=", left, "value", (entropies,), (-2,)
    )
    assert not cites(left, "=", right, "value", (entropies,), (1,)) and not cites(left, "=", right, "value", (), (2,))
    above = theorem(kl, ">=", a)
    assert cites(kl + b, ">=", a + b, "inequality", (above,), (1,))
    assert not cites(a, ">=", kl, "inequality", (above,), (-1,)) and not cites(kl, "=", a, "value", (above,), (1,))
    assert not cites(a, "=", a, "value", (), (2,)), "no such theorem"
    below = theorem(a, "<=", kl)
    assert cites(kl, ">=", a, "inequality", (below,), (1,)) and cites(a, "<=", kl, "inequality", (below,), (1,))
    assert not cites(kl, "<=", a, "inequality", (below,), (1,))
    for sign in ("~", "∝"):
        assert not cites(kl, ">=", a, "inequality", (theorem(kl, sign, a),), (1,)), "no bound"
        assert not cites(kl, "=", a, "value", (theorem(kl, sign, a),), (1,)), "no equation"
