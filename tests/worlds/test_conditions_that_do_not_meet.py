"""Conditions that no table meets are given up while their numbers are small, not after a minute of exact arithmetic."""

import pytest
from sympy import Rational

from derivations.language.facts import Fact
from derivations.language.words import Density, RandomVariable
from derivations.notation import p, x, z
from derivations.worlds.evaluation.evaluator import CannotSpeak
from derivations.worlds.finite import facts
from derivations.worlds.finite.tables import FiniteWorld
from derivations.worlds.vocabulary import study

y, h = RandomVariable("y", discrete=True), RandomVariable("h")
LAYERS = Fact(p(x, z, h), p(h) * p(z | h) * p(x | z), "independence")
LABELS = Fact(p(x, y, z), p(y) * p(z) * Density(p, [x], [y, z]), "independence")
EVEN = Fact(p(y), Rational(1, 2), "independence")
APART, MEETING = (LAYERS, LABELS, EVEN), (LAYERS,)


def longest_number(world: FiniteWorld) -> int:
    return max(w.denominator.bit_length() for _, joint in world.tables.values() for w in joint.values())


@pytest.fixture
def imposed(monkeypatch) -> list[int]:
    """The bits of the longest number after each condition that is imposed."""
    lengths: list[int] = []
    impose = facts.FiniteFacts._impose

    def watched(world, condition):
        impose(world, condition)
        lengths.append(longest_number(world))

    monkeypatch.setattr(facts.FiniteFacts, "_impose", watched)
    return lengths


def world_of(given) -> FiniteWorld:
    return FiniteWorld(study((p(x, y, z, h),), given))


def test_numbers_that_only_grow_are_given_up_early(imposed):
    with pytest.raises(CannotSpeak, match="no finite table"):
        world_of(APART)
    assert len(imposed) > 2 and max(imposed) < 1_500


def test_without_the_bound_they_would_grow_on(imposed, monkeypatch):
    monkeypatch.setattr(facts, "MOST_BITS", 10**9)
    with pytest.raises(CannotSpeak, match="no finite table"):
        world_of(APART)
    assert max(imposed) > 6_000


def test_conditions_that_meet_need_few_digits(imposed):
    assert longest_number(world_of(MEETING)) < facts.MOST_BITS / 4 and imposed
