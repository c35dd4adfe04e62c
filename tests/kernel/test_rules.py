"""Every rule accepts what its inference figure says, and refuses what it does not: one test per rule and side."""

import pytest
from rules_accept import ACCEPTS
from rules_refuse import REFUSES

from derivations.judging.derivation import judge
from derivations.kernel.rules import RULES


def named(table):
    return [pytest.param(key, case, id=f"{key}-{k}") for key, cases in table.items() for k, case in enumerate(cases)]


def judged(rule, case):
    left, make, facts, free = case
    return judge(left, make(RULES[rule]), facts, free)


def test_every_rule_has_both_sides():
    assert set(ACCEPTS) == set(REFUSES) == set(RULES)


@pytest.mark.parametrize(("rule", "case"), named(ACCEPTS))
def test_accepts(rule, case):
    verdict = judged(rule, case)
    assert verdict.verdict == "proved", verdict.message
    assert RULES[rule].name in verdict.reasons and RULES[rule].name not in verdict.unused


@pytest.mark.parametrize(("rule", "case"), named(REFUSES))
def test_refuses(rule, case):
    verdict = judged(rule, case)
    assert verdict.verdict == "consistent"
    assert verdict.message


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_itself(rule):
    """Its docstring is its inference figure; it has a name in both languages."""
    assert RULES[rule].__doc__.strip() and RULES[rule].name and RULES[rule].chinese
