"""A counterexample that a person can check: few and short numbers, only what the sides ask for, and still a world."""

from statistics import median

import pytest
from sympy import Integer, Symbol

from derivations.contents import load_all
from derivations.judging.verification import verify
from derivations.language.words import (
    ELBO,
    KL,
    Component,
    Entropy,
    Expectation,
    Normal,
    RandomVariable,
    SampleAverage,
    Sum,
    log,
)
from derivations.notation import p, q, x, z
from derivations.worlds.asked import numbers_to_read
from derivations.worlds.candidates import candidates
from derivations.worlds.counterexample import compare
from derivations.worlds.finite.tables import FiniteWorld
from derivations.worlds.objectives import compare_objectives
from derivations.worlds.outcomes import Refuted
from derivations.worlds.pools import AT_LARGE, LADDER
from derivations.worlds.smallest import smallest
from derivations.worlds.vocabulary import study

m, s = Symbol("m", real=True), Symbol("s", positive=True)


def shown(outcome) -> dict[str, str]:
    return outcome.details["asked"]


def test_the_remarks_of_the_chapters_have_worlds_for_a_pencil():
    refuted = [r.verdict for r in verify(load_all()).remarks if r.verdict.verdict == "refuted"]
    numbers = [numbers_to_read(shown(v.counterexample).values()) for v in refuted]
    lengths = [len(v.message) for v in refuted]
    assert len(refuted) > 20
    assert median(numbers) <= 6 and max(numbers) <= 20
    assert median(lengths) <= 160 and max(lengths) <= 400


@pytest.mark.parametrize(("left", "right", "most"), [
    (KL(p(x), q(x)), KL(q(x), p(x)), 4),
    (ELBO(p(z | x), q(x | z), q(z)), log(q(x)), 8),
    (Entropy(p(x, z)), Entropy(p(x)) + Entropy(p(z)), 4),
    (KL(Normal(z, m, s**2), Normal(z, 0, 1)), (m**2 + s**2 - 1 - log(s)) / 2, 2),
    (Expectation(log(q(x | z)), p(z | x)), log(q(x)), 8),
])  # fmt: skip
def test_each_world_is_as_small_as_it_can_be(left, right, most):
    found = compare(left, right)
    assert isinstance(found, Refuted)
    assert numbers_to_read(shown(found).values()) <= most, found.description
    assert len(found.description) <= 200


def test_nothing_is_shown_that_neither_side_mentions():
    found = compare(KL(p(z | x), q(z)), 2 * KL(p(z | x), q(z)))
    assert all(name.startswith(("p(z|x=", "q(z)", "z ∈", "x ∈")) for name in shown(found)), shown(found)
    assert "q(x" not in found.description


def test_a_joint_table_takes_the_place_of_the_densities_that_it_gives():
    """q(x|z), q(z) and q(x) have ten numbers between them, their joint table four."""
    found = compare(ELBO(p(z | x), q(x | z), q(z)), log(q(x)))
    assert "q(x,z)" in shown(found) and not any(name.startswith(("q(x|", "q(z)", "q(x)")) for name in shown(found))


def test_where_a_free_variable_stands_its_values_are_told():
    found = compare(p(x, z), p(x) * p(z))
    assert {"x ∈", "z ∈", "x", "z"} <= shown(found).keys()


def test_vectors_of_one_component_are_numbers():
    d = Symbol("d", integer=True, positive=True)
    i = Symbol("i", integer=True, positive=True)
    vector = RandomVariable("v", "v", d)
    found = compare(Sum(Component(vector, i) ** 2, (i, 1, d)), 2 * Sum(Component(vector, i) ** 2, (i, 1, d)))
    assert shown(found) == {"v": shown(found)["v"]} and "[" not in found.description


def test_two_candidates_share_what_is_fixed():
    found = compare_objectives(Expectation(-log(q(x | z)), p(z | x)), Expectation(log(q(x | z)), p(z | x)))
    names = shown(found)
    assert any(name.startswith("A: ") for name in names) and any(name.startswith("B: ") for name in names)
    assert numbers_to_read(names.values()) <= 20
    assert candidates({"a": "1", "b": "2"}, {"a": "1", "b": "3"}) == {"a": "1", "A: b": "2", "B: b": "3"}


def test_what_only_longer_numbers_tell_apart_is_shown_with_them():
    """(m - 1)(m - 2)(m + 1)(2 m - 1)(4 m - 1) = 0 at every number of the small rungs."""
    product = (m - 1) * (m - 2) * (m + 1) * (2 * m - 1) * (4 * m - 1)
    assert isinstance(compare(product, Integer(0)), Refuted)


def test_a_smaller_world_is_taken_only_if_the_sides_differ_there():
    calls = []

    def agrees(make, seed):
        calls.append(seed)
        return False

    found = compare(KL(p(x), q(x)), Integer(0))
    assert smallest(found, agrees, (FiniteWorld,)) is found and len(calls) >= len(LADDER)


def test_the_same_world_is_found_however_the_statement_was_refuted_first():
    sides = Entropy(p(x)), 2 * Entropy(p(x))
    assert len({compare(*sides, seed=seed).description for seed in range(4)}) == 1


def test_a_rung_is_smaller_than_a_world_at_large():
    average = SampleAverage(log(q(x | z)), p(z | x), Symbol("K", integer=True, positive=True))
    vocabulary = study((average,), ())
    sizes = [len(FiniteWorld(vocabulary, 1, pools=pools).tables[("q",)][1]) for pools in (*LADDER, AT_LARGE)]
    assert sizes[0] == min(sizes) < sizes[-1] == max(sizes)
