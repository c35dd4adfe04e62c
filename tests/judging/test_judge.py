"""The judge: reasons told apart, chains composed, theorems with all they rest on."""

import pytest
from sympy import Rational, Symbol, pi

from derivations.judging.derivation import (
    ChainError,
    Derivation,
    at_least,
    at_most,
    cite,
    compose,
    derivation,
    equals,
    estimated_by,
    judge,
    same_minimiser,
)
from derivations.kernel.rules import (
    FUBINI,
    INTEGRABLE,
    SUPPORT,
    algebra,
    bayes,
    definition_of_entropy,
    definition_of_expectation,
    definition_of_kl,
    drop_constant,
    fubini,
    gibbs,
    jensen,
    linearity,
    log_rule,
    normalisation,
    product_rule,
    rescale,
    sample_average,
)
from derivations.language.facts import Fact, Free
from derivations.language.words import KL, Entropy, Expectation, Integral, SampleAverage, log
from derivations.notation import p, q, x, z

k = Symbol("k", positive=True, integer=True)
a, b = Symbol("a", positive=True), Symbol("b", positive=True)
data = Free(fixed=(p(x),))
divergence = KL(p(x), q(x))
opened = Integral(p(x) * (log(p(x)) - log(q(x))), x)


# -- reasons ---------------------------------------------------------------------------------------------------


def test_the_declared_reasons_prove():
    verdict = judge(divergence, equals(opened, by=(definition_of_kl, log_rule), note="1"))
    assert verdict.holds and not verdict.message and not verdict.unused
    assert verdict.reasons == (definition_of_kl.name, log_rule.name)


def test_a_missing_reason_is_named():
    verdict = judge(divergence, equals(opened, by=definition_of_kl, note="1"))
    assert verdict.verdict == "consistent" and verdict.missing == (log_rule.name,)
    assert verdict.message == f"true, but not for this reason; missing: {log_rule.name}"


def test_a_wrong_reason_is_named():
    verdict = judge(divergence, equals(opened, by=(bayes, log_rule), note="1"))
    assert verdict.verdict == "consistent"
    assert f"wrong: {bayes.name}" in verdict.message and f"missing: {definition_of_kl.name}" in verdict.message


def test_a_superfluous_reason_is_reported_and_does_no_harm():
    verdict = judge(divergence, equals(opened, by=(definition_of_kl, fubini, log_rule), note="1"))
    assert verdict.holds and verdict.unused == (fubini.name,)
    assert verdict.message == f"not needed: {fubini.name}"


def test_what_no_rule_gives_is_not_proved():
    verdict = judge(divergence, equals(KL(q(x), p(x)), by=definition_of_kl, note="1"))
    assert verdict.verdict == "consistent" and verdict.message.startswith("not proved")


def test_a_repeated_line_says_nothing():
    verdict = judge(divergence, equals(divergence, by=definition_of_kl, note="1"))
    assert not verdict.holds and "repeats the line above" in verdict.message


def test_a_line_that_is_the_same_by_algebra_says_so():
    verdict = judge((a + b) ** 2, equals(a**2 + 2 * a * b + b**2, by=linearity, note="1"))
    assert not verdict.holds and "name algebra" in verdict.message
    assert judge((a + b) ** 2, equals(a**2 + 2 * a * b + b**2, by=algebra, note="1")).holds


def test_a_step_without_reasons_is_not_proved():
    assert not judge(divergence, equals(opened, by=(), note="1")).holds


def test_corrupted_lines_are_refused_and_do_not_crash():
    for right in (opened * pi, opened / 0, opened**a, log(divergence - divergence), Symbol("A", commutative=False)):
        assert not judge(divergence, equals(right, by=(definition_of_kl, log_rule), note="1")).holds


def test_the_verdict_lists_what_the_step_assumes():
    verdict = judge(divergence, equals(opened, by=(definition_of_kl, log_rule), note="1"))
    assert verdict.assumes == (SUPPORT, INTEGRABLE)


# -- chains ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "composed"),
    [("=", "=", "="), ("=", "<=", "<="), ("<=", "=", "<="), ("<=", "<=", "<="), ("=", ">=", ">="), (">=", ">=", ">=")],
)
def test_relations_compose(first, second, composed):
    assert compose(first, second) == composed


@pytest.mark.parametrize(("first", "second"), [("<=", ">="), (">=", "<=")])
def test_mixed_directions_are_refused(first, second):
    with pytest.raises(ChainError, match="no relation between the ends"):
        compose(first, second)


def evidence(*more) -> Derivation:
    """E_x KL(z|x) + KL(x) = joint KL >= KL(x) ..."""
    return derivation(
        "bound",
        Integral(p(x, z) * log(p(x, z) / q(x, z)), x, z),
        equals(KL(p(x, z), q(x, z)), by=definition_of_kl, note="1"),
        at_least(0, by=gibbs, note="2"),
        *more,
    )


def test_a_chain_of_an_equation_and_a_bound_is_a_bound():
    theorem = evidence().theorem()
    assert (theorem.relation, theorem.right, theorem.kind) == (">=", 0, "inequality")


def test_a_chain_of_mixed_bounds_is_refused_and_says_where():
    with pytest.raises(ChainError, match="bound 3"):
        evidence(at_most(divergence, by=gibbs, note="3")).theorem()


def test_a_bound_and_a_minimiser_do_not_compose():
    mixed = derivation(
        "mixed",
        2 * divergence + Entropy(p(x)),
        same_minimiser(divergence, by=(drop_constant, rescale), note="1"),
        at_least(0, by=gibbs, note="2"),
        free=data,
    )
    assert all(v.holds for v in mixed.verdicts())
    with pytest.raises(ChainError, match="mixed 2"):
        mixed.theorem()


def test_no_theorem_without_every_step():
    broken = derivation("broken", divergence, equals(opened, by=bayes, note="7.1"))
    with pytest.raises(ChainError, match=r"broken 7\.1 is not proved"):
        broken.theorem()


def test_a_theorem_lists_assumptions_and_definitions():
    same = Fact(p(z | x), q(z | x), "independence", "the encoder is the posterior")
    theorem = derivation(
        "entropy",
        Entropy(p(x, z)),
        equals(-Integral(p(x, z) * log(p(x, z)), x, z), by=definition_of_entropy, note="1"),
        equals(-Integral(Integral(p(x, z) * log(p(x, z)), x), z), by=fubini, note="2"),
        assumes=(same,),
    ).theorem()
    assert theorem.assumptions == tuple(sorted((same.name, SUPPORT, INTEGRABLE, FUBINI)))
    assert theorem.definitions == (definition_of_entropy.name,)


# -- minimisers ------------------------------------------------------------------------------------------------


def test_scale_and_dropped_terms_are_carried():
    theorem = derivation(
        "scaled",
        divergence / 2 + Entropy(p(x)),
        same_minimiser(divergence / 2, by=drop_constant, note="1"),
        same_minimiser(divergence, by=rescale, note="2"),
        same_minimiser(divergence / (3 * a), by=rescale, note="3"),
        free=data,
    ).theorem()
    assert theorem.kind == "minimiser" and theorem.scale == 3 * a / 2
    assert theorem.dropped == (Entropy(p(x)),)


def test_dropping_and_rescaling_are_never_implicit():
    both = divergence / 2 + Entropy(p(x))
    assert not judge(both, same_minimiser(divergence, by=drop_constant, note="1"), (), data).holds
    assert not judge(both, same_minimiser(divergence, by=rescale, note="1"), (), data).holds
    verdict = judge(both, same_minimiser(divergence, by=(drop_constant, rescale), note="1"), (), data)
    assert verdict.scale == Rational(1, 2) and verdict.dropped == Entropy(p(x))


def test_a_term_that_is_optimised_is_not_dropped_even_from_below_a_bar():
    for kept in (Entropy(q(x)), 1 / (1 + q(x)), Entropy(p(z | x)), Entropy(p(z))):
        assert not judge(divergence + kept, same_minimiser(divergence, by=drop_constant, note="1"), (), data).holds


def test_a_parameter_that_is_optimised_is_not_dropped():
    left, right = divergence + log(a), divergence
    assert judge(left, same_minimiser(right, by=drop_constant, note="1"), (), data).holds
    learned = Free(fixed=(p(x),), symbols=frozenset({"a"}))
    assert not judge(left, same_minimiser(right, by=drop_constant, note="1"), (), learned).holds


def test_an_objective_known_up_to_a_factor_may_not_be_added_to_another():
    """How the note's lost 1/2 shows."""
    half = derivation("half", divergence / 2, same_minimiser(divergence, by=rescale, note="1"), free=data)
    with pytest.raises(ChainError, match="factor 1/2"):
        half.theorem().times(1)
    with pytest.raises(ChainError, match="no equation of values"):
        half.theorem().under(lambda e: e + Entropy(q(x)))
    total, wrong = divergence / 2 + Entropy(q(x)), divergence + Entropy(q(x))
    step = same_minimiser(wrong, by=(cite(half), rescale, drop_constant), note="1")
    assert not judge(total, step, (), data).holds


# -- theorems as reasons ---------------------------------------------------------------------------------------

nonnegative = derivation("nonnegative", divergence, at_least(0, by=gibbs, note="1"))
opening = derivation("opening", divergence, equals(opened, by=(definition_of_kl, log_rule), note="1"))


def test_an_earlier_theorem_is_a_reason_and_is_named():
    verdict = judge(divergence + a, equals(opened + a, by=cite(opening), note="1"))
    assert verdict.holds and verdict.reasons == ("theorem opening",)
    assert "theorem opening" in verdict.assumes and SUPPORT in verdict.assumes


def test_an_inequality_is_a_reason_in_its_own_direction_only():
    assert judge(divergence + a, at_least(a, by=cite(nonnegative), note="1")).holds
    assert not judge(divergence + a, at_most(a, by=cite(nonnegative), note="1")).holds
    assert not judge(a - divergence, at_least(a, by=cite(nonnegative), note="1")).holds
    assert not judge(divergence + a, equals(a, by=cite(nonnegative), note="1")).holds


def test_a_theorem_that_is_not_proved_is_no_reason():
    false = derivation("false", divergence, equals(0, by=normalisation, note="1"))
    verdict = judge(divergence + a, equals(a, by=cite(false), note="1"))
    assert not verdict.holds and "false 1 is not proved" in verdict.message


def test_an_inequality_times_a_negative_number_is_an_error():
    with pytest.raises(ChainError, match="positive factor"):
        nonnegative.theorem().times(-1)


def test_a_theorem_is_not_instantiated_at_single_densities():
    with pytest.raises(ChainError, match="whole distributions"):
        opening.theorem().at({q(x): p(x)})


def test_a_theorem_for_positive_symbols_stays_with_them():
    scaled = derivation("scaled", log(a * b), equals(log(a) + log(b), by=log_rule, note="1"))
    assert scaled.theorem().at({a: b**2}).left == log(b**3)
    with pytest.raises(ChainError, match="positive"):
        scaled.theorem().at({a: -b})


# -- inequalities and estimates --------------------------------------------------------------------------------


def test_a_bound_exchanges_one_place_not_every_copy():
    """log t <= t - 1 says nothing of (log t)^2, nor of the same logarithm under a minus sign."""
    t = q(x) / p(x)
    assert not judge(log(t) + log(t) ** 2, at_most(t - 1 + (t - 1) ** 2, by=log_rule, note="1")).holds
    left = Expectation(log(t), p(x)) + Expectation(log(t), p(x)) ** 2
    right = log(Expectation(t, p(x))) + log(Expectation(t, p(x))) ** 2
    assert not judge(left, at_most(right, by=jensen, note="1")).holds


def test_the_joint_kl_bounds_the_marginal_one_from_above_only():
    joint, split = KL(p(x, z), q(x, z)), divergence + Expectation(KL(p(z | x), q(z | x)), p(x))
    assert judge(split, at_least(divergence, by=gibbs, note="1")).holds
    assert not judge(split, at_most(divergence, by=gibbs, note="1")).holds
    reasons = (gibbs, definition_of_kl, definition_of_expectation, product_rule, log_rule, linearity)
    assert not judge(divergence, at_least(joint, by=reasons, note="1")).holds


def test_an_estimate_is_a_step_of_its_own():
    mean, average = Expectation(log(q(x | z)), p(z | x)), SampleAverage(log(q(x | z)), p(z | x), k)
    assert judge(mean, estimated_by(average, by=sample_average, note="1")).holds
    assert not judge(mean, equals(average, by=(sample_average, definition_of_expectation), note="1")).holds
    theorem = derivation("estimate", mean, estimated_by(average, by=sample_average, note="1")).theorem()
    assert (theorem.relation, theorem.kind) == ("~", "estimate")
