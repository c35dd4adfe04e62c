"""The door: one function says `proved`, each kind refuses what it must, and a world withdraws a wrong proof."""

import ast
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sources import FILES, nodes
from sympy import Function, Integer, Rational, Symbol, log

from derivations.contents import CHAPTERS, load
from derivations.judging import claim as door
from derivations.judging.claim import NOT_STRICT, WITHDRAWN, Claim, decide, prove
from derivations.judging.derivation import claim_of
from derivations.judging.proofs import CONSTANT, LEAST, PROPORTIONAL
from derivations.judging.step import Proof, Verdict
from derivations.kernel.rules import algebra
from derivations.kernel.theorem import ESTIMATE, INEQUALITY, MINIMISER, VALUE
from derivations.language.facts import Fact, Free
from derivations.language.words import KL, Distribution, Entropy, Expectation, Normal, RandomVariable, SampleAverage
from derivations.reading.verdicts.judgement import Judgement
from derivations.worlds.outcomes import Refuted

p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")
a, w = Symbol("a", real=True), Symbol("w", real=True)


def calls(path, name):
    return [
        n for n in nodes(path) if isinstance(n, ast.Call) and getattr(n.func, "id", getattr(n.func, "attr", "")) == name
    ]


def test_the_word_is_said_in_one_place():
    """`Verdict(PROVED, ...)` and `Proof(...)` are written once each; nobody sets a verdict to the word."""
    said, made, assigned = [], [], []
    for name, path in FILES.items():
        said += [name for c in calls(path, "Verdict") if c.args and ast.unparse(c.args[0]) in ("PROVED", "'proved'")]
        made += [name for _ in calls(path, "Proof")]
        for node in nodes(path):
            if isinstance(node, ast.Assign):
                literal = any(isinstance(v, ast.Constant) and v.value == "proved" for v in ast.walk(node.value))
                targets = [ast.unparse(t) for t in node.targets] if literal else []
                if any(t == "verdict" or t.endswith(".verdict") for t in targets):
                    assigned.append(f"{name}:{node.lineno}")
    assert said == ["derivations.judging.claim"]
    assert set(made) == {"derivations.judging.proofs"}
    assert not assigned


def test_no_verdict_without_a_proof():
    with pytest.raises(ValueError, match="proof"):
        Verdict("proved")
    with pytest.raises(ValueError, match="proof"):
        Judgement(1, 1, "=").verdict = "proved"
    with pytest.raises(ValueError, match="reasons"):
        Proof((), None)
    with pytest.raises((ValueError, AttributeError)):
        Proof((algebra,), None)
    with pytest.raises(ValueError, match="replayed"):
        Proof((algebra,), SimpleNamespace(proved="a word"))


@pytest.mark.parametrize("name", CHAPTERS)
def test_reasons_and_assumptions_come_from_the_proof(name):
    for derivation in load(name).derivations:
        for verdict in derivation.verdicts():
            assert verdict.holds and verdict.reasons == tuple(r.name for r in verdict.proof.reasons)
            assert verdict.reasons and verdict.assumes == verdict.proof.assumes


@pytest.mark.parametrize("kind", [VALUE, INEQUALITY, ESTIMATE, MINIMISER])
def test_every_proof_is_still_put_into_worlds(kind, monkeypatch):
    """A world that disagrees withdraws the proof, whatever the kind of line."""
    left, step, derivation = next(
        (left, step, d) for name in CHAPTERS for d in load(name).derivations for left, step in d.lines()
        if step.kind == kind
    )  # fmt: skip
    asked = []

    def disagrees(claim, quick):
        asked.append(quick)
        return Refuted("finite", "0", "1", "a world that disagrees", {})

    found = decide(claim_of(left, step, derivation.assumes, derivation.free), disagrees)
    assert found.verdict == "consistent" and found.message == WITHDRAWN and asked == [True]


def test_notes_kinds_are_put_into_worlds_too():
    def disagrees(claim, quick):
        return Refuted("finite", "0", "1", "a world that disagrees", {})

    claims = [
        Claim(p(z | x), p(x | z) * p(z), kind=PROPORTIONAL, about=p(z | x)),
        Claim(KL(q(z), p(z)) + a, KL(q(z), p(z)), kind=CONSTANT, free=Free(densities=frozenset("q"))),
        Claim(KL(q(z), p(z)), Integer(0), kind=LEAST, about=("q",)),
    ]
    assert {c.kind for c in claims} == {PROPORTIONAL, CONSTANT, LEAST}
    for claim in claims:
        assert prove(claim, lambda c, quick: Silence()).holds, claim.kind
        assert decide(claim, disagrees).message == WITHDRAWN


class Silence:
    refutes = False
    description = "nothing"


def verdict(*arguments, **settings) -> str:
    return decide(Claim(*arguments, **settings)).verdict


# -- strict signs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "relation", "right", "said"), [
    (Integer(1), "<", Integer(1), "refuted"), (KL(p(x), q(x)), "<", KL(p(x), q(x)), "refuted"),
    (Entropy(p(x)), ">", Entropy(p(x)), "refuted"), (Integer(1), "<", Integer(2), "proved"),
    (a**2, "<", a**2 + 1, "proved"), (a**2, ">", Integer(0), "consistent"), (a**2, ">=", Integer(0), "proved"),
    (a**2 + w**2 + Rational(1, 3), ">", Integer(0), "proved"), (KL(p(x), p(x)), ">", Integer(0), "refuted"),
    (abs(a) + w**2, ">", Integer(0), "consistent"),
])  # fmt: skip
def test_a_strict_sign_needs_more_than_a_weak_one(left, relation, right, said):
    found = decide(Claim(left, right, relation, INEQUALITY))
    assert found.verdict == said
    assert left != a**2 or said != "consistent" or NOT_STRICT in found.message


def test_strict_gibbs_is_not_proved():
    assert verdict(KL(p(x), q(x)), Integer(0), ">", INEQUALITY) == "consistent"
    assert verdict(KL(p(x), q(x)), Integer(0), ">=", INEQUALITY) == "proved"


# -- what is optimised, and what hangs together with it -------------------------------------------------------------


def same_minimiser(left, right, facts, **free) -> str:
    return verdict(left, right, kind=MINIMISER, facts=facts, free=Free(**free))


def test_a_fact_ties_a_constant_to_what_is_optimised():
    """kernel-faults 5: a density is as free as the formula that a fact gives it."""
    given = Fact(p(x), Normal(x, a, 1), "gaussian", "p(x) = N(x; a, 1)")
    gap = KL(q(x), p(x)) + a**2
    assert same_minimiser(gap, a**2, (given,), densities=frozenset(), symbols=frozenset("a")) != "proved"
    assert same_minimiser(gap, a**2, (), densities=frozenset(), symbols=frozenset("a")) == "proved"
    same = Fact(p(z), q(z), "declared", "p(z) = q(z)")
    r = Distribution("r")
    assert same_minimiser(KL(r(z), q(z)) + Entropy(p(z)), KL(r(z), q(z)), (same,), densities=frozenset("q")) != "proved"
    assert same_minimiser(KL(r(z), q(z)) + Entropy(p(z)), KL(r(z), q(z)), (), densities=frozenset("q")) == "proved"


def test_a_fact_about_a_conditional_does_not_touch_what_it_is_conditioned_on():
    mean = Function("mu", real=True)(x)
    encoder = Fact(p(z | x), Normal(z, mean, 1), "gaussian", "p(z|x) = N(mu(x), 1)")
    gap = Expectation(KL(p(z | x), q(z)), p(x)) - Entropy(p(x))
    assert same_minimiser(gap, Expectation(KL(p(z | x), q(z)), p(x)), (encoder,), fixed=(p(x),)) == "proved"
    gap = KL(p(z | x), q(z)) - Entropy(p(z))
    assert same_minimiser(gap, KL(p(z | x), q(z)), (encoder,), fixed=(p(x),)) != "proved"


# -- least values ---------------------------------------------------------------------------------------------------


def least(gap, value, letters, facts=()) -> str:
    return verdict(gap, value, kind=LEAST, about=letters, facts=facts)


def test_a_least_value_is_reached_only_where_the_choice_is_there():
    assert least(KL(q(z), p(z)), Integer(0), ("q",)) == "proved"
    assert least(KL(p(z), q(z)), Integer(0), ("q",)) == "proved"
    assert least(KL(q(z), p(z)), Integer(0), ()) != "proved"
    assert least(KL(q(z), p(z)), Integer(0), ("q", "p")) != "proved"
    assert least(KL(q(z), p(z)), KL(q(z), p(z)), ("q",)) != "proved", "the value itself varies"
    family = Fact(q(x, z), q(x) * q(z), "independence", "mean field")
    assert least(KL(q(x, z), p(x, z)), Integer(0), ("q",), (family,)) != "proved"
    tied = Fact(p(z), q(z), "declared", "p(z) = q(z)")
    assert least(KL(q(z), p(z)), Integer(0), ("q",), (tied,)) != "proved"


# -- proportions ----------------------------------------------------------------------------------------------------


def test_a_proportion_follows_whole_variables_only():
    r = RandomVariable("z", dimension=Symbol("d", integer=True, positive=True))
    i = Symbol("i", integer=True)
    assert verdict(p(z | x), p(x, z), kind=PROPORTIONAL, about=p(z | x)) == "proved"
    assert verdict(p(z | x), p(z), kind=PROPORTIONAL, about=p(z | x)) != "proved"
    assert verdict(q(r[i]), p(x), kind=PROPORTIONAL, about=q(r[i])) != "proved"


# -- estimates ------------------------------------------------------------------------------------------------------


def test_an_estimate_is_linear_in_its_averages():
    k = Symbol("k", integer=True, positive=True)
    f = Function("f", real=True)
    exact, drawn = Expectation(f(z), p(z)), SampleAverage(f(z), p(z), k)
    assert verdict(exact, drawn, "~", ESTIMATE) == "proved"
    assert verdict(exact**2, drawn**2, "~", ESTIMATE) != "proved"
    assert verdict(log(exact), log(drawn), "~", ESTIMATE) != "proved"
    assert verdict(exact, drawn, "=", VALUE) != "proved"


# -- declared reasons -------------------------------------------------------------------------------------------------


def test_declared_reasons_alone_count():
    claim = Claim((a + 1) ** 2, a**2 + 2 * a + 1, by=(algebra,))
    assert decide(claim).holds
    assert decide(replace(claim, right=claim.left)).message.startswith("says nothing")
    kl = Claim(KL(p(x), q(x)), Integer(0), ">=", INEQUALITY, by=(algebra,))
    assert not decide(kl).holds and "missing" in decide(kl).message
    assert door.decide(replace(kl, by=None)).holds
