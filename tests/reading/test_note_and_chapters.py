"""The chapters and the person's note say the same: each chapter line is the note's line of that label, slips by name.

The note's displays are read as the command reads them; names alone are put together (the chapters' mu_p is the note's
mu of x). Two lines are the same if they are one expression, up to algebra: no rule about densities is used.
"""

from __future__ import annotations

import pytest
from persons_note import ONE_DRAW, SAME, SIGN_LOST, chapter_lines, note_sides, renamed
from sympy import Expr

from derivations.gaussian_likelihood import gaussian_decoder
from derivations.judging.following import same_terms
from derivations.language import words as L
from derivations.reading.meaning.gaussians import as_normal


def same(one: Expr, other: Expr) -> bool:
    one = renamed(one, other)
    return one == other or same_terms(one, other)


@pytest.mark.parametrize("label", SAME, ids=lambda label: "-".join(label))
def test_the_chapter_says_what_the_note_says(label):
    ours, theirs = chapter_lines()[label], note_sides()[SAME[label]]
    assert same(ours, theirs), f"chapter {label[0]}: {ours}\nnote, line {SAME[label][0]}: {theirs}"


def test_the_sampled_line_differs_by_its_sign_alone():
    label, place = SIGN_LOST
    ours, theirs = chapter_lines()[label], note_sides()[place]
    assert not same(ours, theirs)
    assert same(ours, L.SampleAverage(-theirs.args[0], *theirs.args[1:]))


def test_the_last_line_has_one_draw_for_the_average_over_one():
    label, place = ONE_DRAW
    ours, theirs = chapter_lines()[label], note_sides()[place]
    (average,) = ours.atoms(L.SampleAverage)
    assert average.count == 1
    assert same(ours.xreplace({average: average.args[0]}), theirs)


def test_every_side_of_the_note_has_its_chapter_line():
    """Nothing of the note is left out: a side is a line of a chapter, a slip by name, or a name being defined."""
    named = {*SAME.values(), SIGN_LOST[1], ONE_DRAW[1]}
    defined = {(35, 0), (39, 0), (45, 0)}
    assert set(note_sides()) - defined == named | {(80, 0), (80, 1)}


def test_the_decoders_density_is_what_the_chapter_assumes():
    """Line 80 gives a density; the chapter takes it as a fact and needs no line for it."""
    density, formula = note_sides()[(80, 0)], note_sides()[(80, 1)]
    assert same(gaussian_decoder.density, density)
    assert renamed(gaussian_decoder.formula, formula) == as_normal(formula, density.targets[0])


def test_lines_that_differ_are_told_apart():
    for ours, theirs in ((("1.7", "line"), (28, 8)), (("2.3", "line"), (47, 3)), (("5.2", "line"), (74, 1))):
        assert not same(chapter_lines()[ours], note_sides()[theirs])
