"""Numbers that are honest: wrong lines are contradicted, right lines are not, and the table keeps its contract."""

from __future__ import annotations

import numpy as np
import pytest
from sympy import Float, Integer, Symbol

from derivations.contents import CHAPTERS, load
from derivations.judging.derivation import at_least, at_most, equals, estimated_by, same_minimiser
from derivations.kernel.rules import algebra
from derivations.language.facts import Free
from derivations.language.slips import changed, words_of
from derivations.language.words import ELBO, KL, Expectation, SampleAverage, log
from derivations.notation import p, q, x, z
from numerics.estimates.monte_carlo import ErrorRates
from numerics.interpreter.evaluate import Unmeasurable
from numerics.witnesses import table as witness
from numerics.witnesses.line import Line, world_for
from numerics.witnesses.measure import by_quadrature, measure
from numerics.witnesses.measure_draws import by_draws
from numerics.witnesses.measurement import (
    ANOTHER_STREAM,
    BOTH_SIDES,
    CONFIRMED,
    CONTRADICTED,
    EXACT_VALUE,
    SAME_DRAWS,
    UNMEASURED,
)
from numerics.worlds.world import make_world

RATES = ErrorRates(1e-6, tests=1000)
WORLDS = witness.WORLDS
JOINT = KL(p(x, z), q(x, z))
LOSS = KL(p(z | x), q(z)) - Expectation(log(q(x | z)), p(z | x))
BOUND = ELBO(p(z | x), q(x | z), q(z))


def lines(chapter: str):
    """Every value line of a chapter that can be measured: (label, Line, facts are in)."""
    for one in load(chapter).derivations:
        for left, step in one.lines():
            if step.kind == "value":
                try:
                    yield step.note, Line.of(left, step, one.assumes, one.free), (left, step, one)
                except Unmeasurable:
                    continue


def rows_of(left, step, name="linear_gaussian", free=None, detect=0.02):
    return measure(Line.of(left, step, (), free), name, 0, detect, RATES)


# Wrong lines are caught


def caught_in(chapter: str, most: int | None = None) -> dict[str, list[int]]:
    """For each kind of slip [made, visible, caught]; fails if one above the stated smallest error escapes.

    `most` takes an even sample of so many slips.
    """
    counts: dict[str, list[int]] = {}
    everything = [
        (label, left, one, name, wrong)
        for label, _, (left, step, one) in lines(chapter)
        for name, wrong in changed(step.right, words_of(left, step.right))
    ]
    for label, left, one, name, wrong in everything[:: max(1, len(everything) // most) if most else 1]:
        try:
            line = Line.of(left, equals(wrong, by=algebra, note=label), one.assumes, one.free)
            world = world_for(line, "linear_gaussian", 1)
            row, exact = by_quadrature(line, world, 1)
        except (Unmeasurable, TypeError, AttributeError):
            continue
        seen = counts.setdefault(name, [0, 0, 0])
        seen[0] += 1
        effect = abs(row.difference)
        if not effect > row.detectable:
            continue  # a slip without an effect here: the line is still true
        assert row.verdict == CONTRADICTED, f"{chapter} {label}: {name} escaped quadrature: {wrong}"
        verdicts = [row.verdict]
        if np.isfinite(effect):
            try:
                drawn, _ = by_draws(line, world, 1, 0.1, RATES, exact)
            except Unmeasurable:
                drawn = None
            if drawn is not None and effect > drawn.detectable:
                assert drawn.verdict == CONTRADICTED, f"{chapter} {label}: {name} escaped the draws: {wrong}"
                verdicts.append(drawn.verdict)
        seen[1] += 1
        seen[2] += CONTRADICTED in verdicts
    return counts


def report(counts: dict[str, list[int]], record) -> None:
    made, visible, caught = np.sum(list(counts.values()), axis=0)
    record("slips made, visible, caught", f"{made}, {visible}, {caught}")
    assert visible > 0 and caught == visible


@pytest.mark.parametrize("chapter", ["gibbs"])  # of all of them, a larger one in the slow run
def test_a_sample_of_slips_is_contradicted(chapter, record_property):
    report(caught_in(chapter, most=12), record_property)


@pytest.mark.slow
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_larger_sample_of_slips_is_contradicted(chapter, record_property):
    report(caught_in(chapter, most=60), record_property)


@pytest.mark.sweep
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_slip_above_the_stated_error_is_contradicted(chapter, record_property):
    report(caught_in(chapter), record_property)


def planted(line: Line, error: float) -> Line:
    """The line with its right side wrong by so much."""
    return Line(line.left, line.right + Float(error, 17), line.relation, line.kind, line.free)


CHAIN_RULE = Line.of(JOINT, equals(Expectation(KL(p(z | x), q(z | x)), p(x)) + KL(p(x), q(x)), by=algebra, note="-"))


def detected(name: str, seeds: int) -> dict[str, int]:
    """Each row that says what it can see is held to it: how often an error of exactly that size, planted in a true
    line with either sign, is found."""
    found: dict[str, int] = {}
    for seed in range(seeds):
        world = world_for(CHAIN_RULE, name, seed)
        row, exact = by_quadrature(CHAIN_RULE, world, seed)
        drawn = by_draws(CHAIN_RULE, world, seed, 0.2, RATES, exact)
        assert {r.verdict for r in (row, *drawn)} == {CONFIRMED}
        sign = -1 if seed % 2 else 1
        wrong = planted(CHAIN_RULE, sign * row.detectable)
        found[BOTH_SIDES] = found.get(BOTH_SIDES, 0) + (by_quadrature(wrong, world, seed)[0].verdict == CONTRADICTED)
        for k, row in enumerate(drawn):
            wrong = planted(CHAIN_RULE, sign * row.detectable)
            # Against the true line's exact values: the draws are of a side that is wrong by so much.
            again = by_draws(wrong, world, seed, 0.2, RATES, exact)[k]
            found[row.compares] = found.get(row.compares, 0) + (again.verdict == CONTRADICTED)
    return found


def test_an_error_of_exactly_the_detectable_size_is_found():
    assert detected("finite", 15) == dict.fromkeys((BOTH_SIDES, SAME_DRAWS, EXACT_VALUE), 15)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["linear_gaussian", "finite", pytest.param("nonlinear", marks=pytest.mark.sweep)])
def test_an_error_of_exactly_the_detectable_size_is_found_in_at_least_95_of_100(name):
    found = detected(name, 100)
    assert set(found) == {BOTH_SIDES, SAME_DRAWS, EXACT_VALUE}
    assert min(found.values()) >= 95, found


def test_an_error_in_a_line_that_only_draws_can_see_is_found_against_another_stream():
    """No exact side at all: the left draws against other draws of the right, and an error of its detectable size."""
    found = 0
    for seed in range(10):
        world = world_for(CHAIN_RULE, "finite", seed)
        _, row = by_draws(CHAIN_RULE, world, seed, 0.2, RATES)
        assert (row.compares, row.verdict) == (ANOTHER_STREAM, CONFIRMED)
        _, again = by_draws(planted(CHAIN_RULE, row.detectable), world, seed, 0.2, RATES)
        found += again.verdict == CONTRADICTED
    assert found == 10


def test_draws_of_a_wrong_sampler_are_contradicted():
    """exp(log-variance) in the sampler: the line is true, the world's draws are not the density's."""
    world = make_world("linear_gaussian", 1)
    encoder = world.density("p", ("z",), ("x",))
    right = encoder.draw
    encoder.draw = lambda noise, values: right(noise @ encoder.factor, values)
    line = Line.of(BOUND, equals(log(q(x)) - KL(p(z | x), q(z | x)), by=algebra, note="-"))
    _, exact = by_quadrature(line, make_world("linear_gaussian", 1), 1)
    _, against = by_draws(line, world, 1, 0.02, RATES, exact)
    assert (against.compares, against.verdict) == (EXACT_VALUE, CONTRADICTED) and "exact value" in against.message


def test_the_same_draws_say_nothing_of_the_sampler_and_the_table_does_not_claim_it():
    """A line whose sides ride on one noise holds on wrong draws too; only the other row sees that they are wrong."""
    world = make_world("linear_gaussian", 1)
    encoder = world.density("p", ("z",), ("x",))
    right = encoder.draw
    encoder.draw = lambda noise, values: right(noise @ encoder.factor, values)
    line = Line.of(
        Expectation(log(q(x | z)), p(z | x)), equals(2 * Expectation(log(q(x | z)) / 2, p(z | x)), by=algebra, note="-")
    )
    _, exact = by_quadrature(line, make_world("linear_gaussian", 1), 1)
    same, against = by_draws(line, world, 1, 0.02, RATES, exact)
    assert (same.compares, same.verdict) == (SAME_DRAWS, CONFIRMED)
    assert against.verdict == CONTRADICTED


# The kinds of line


@pytest.mark.parametrize("name", ["linear_gaussian", "nonlinear", "finite"])
def test_inequalities_are_asked_for_their_sign(name):
    for step, verdict in (
        (at_most(log(q(x)), by=algebra, note="-"), CONFIRMED),
        (at_least(log(q(x)), by=algebra, note="-"), CONTRADICTED),
    ):
        rows = rows_of(BOUND, step, name)
        assert {row.verdict for row in rows if row.compares != EXACT_VALUE} == {verdict}
        assert [r.verdict for r in rows if r.compares == EXACT_VALUE] == [CONFIRMED]  # draws of a side, its own value


FIXED = Free(fixed=(p(x),))


@pytest.mark.parametrize("name", ["linear_gaussian", "finite"])
@pytest.mark.parametrize(("right", "verdict"), [
    (Expectation(LOSS, p(x)), CONFIRMED),
    (3 * Expectation(LOSS, p(x)) + Integer(7), CONFIRMED),
    (-Expectation(LOSS, p(x)), CONTRADICTED),
    (Expectation(2 * KL(p(z | x), q(z)) - Expectation(log(q(x | z)), p(z | x)), p(x)), CONTRADICTED),
    (KL(q(x, z), p(x, z)), CONTRADICTED),
], ids=["the loss", "rescaled", "negated", "lost half", "reversed"])  # fmt: skip
def test_minimiser_lines_are_affine_over_worlds_with_the_same_data(name, right, verdict):
    (row,) = rows_of(JOINT, same_minimiser(right, by=algebra, note="-"), name, FIXED)
    assert row.verdict == verdict, row.message


def test_a_minimiser_line_in_the_nonlinear_world():
    (row,) = rows_of(JOINT, same_minimiser(Expectation(LOSS, p(x)), by=algebra, note="-"), "nonlinear", FIXED)
    assert row.verdict == CONFIRMED and row.detectable < 0.01


def test_estimate_lines_report_bias_and_variance_law():
    k = Symbol("k", integer=True, positive=True)
    left, right = Expectation(log(q(x | z)), p(z | x)), SampleAverage(log(q(x | z)), p(z | x), k)
    bias, law = rows_of(left, estimated_by(right, by=algebra, note="-"))
    assert bias.verdict == law.verdict == CONFIRMED
    assert law.right == pytest.approx(-1, abs=law.detectable) and law.detectable < 0.3
    wrong, _ = rows_of(left, estimated_by(SampleAverage(log(q(x | z)), q(z), k), by=algebra, note="-"))
    assert wrong.verdict == CONTRADICTED
    lost_sign, _ = rows_of(left, estimated_by(-right, by=algebra, note="-"))
    assert lost_sign.verdict == CONTRADICTED


def test_an_unmeasured_line_says_why():
    rows = rows_of(log(q(x)), equals(log(Expectation(q(x | z), q(z))), by=algebra, note="-"))
    assert [r.verdict for r in rows] == [CONFIRMED, UNMEASURED]
    assert "biased" in rows[1].message
