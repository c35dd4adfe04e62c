"""The witness and the note's own text: each chapter line is the formula of its label; a miscopied one is noticed."""

from __future__ import annotations

from functools import cache

import pytest
from persons_note import NAMED, ONE_DRAW, SAME, SIGN_LOST, chapter_lines, note_sides, renamed

from derivations.language.slips import changed, words_of
from derivations.language.words import SampleAverage
from derivations.prover.worked_lines import show
from numerics.interpreter.evaluate import Setting, Unmeasurable, quadrature
from numerics.witnesses.measurement import CONFIRMED, CONTRADICTED
from numerics.witnesses.transcription import same_formula
from numerics.worlds.unrelated import Unrelated

SEEDS = (0, 1, 2)


@cache
def pair(label):
    """The chapter's side under the note's names, and the note's."""
    theirs = note_sides()[SAME[label]]
    return renamed(chapter_lines()[label], theirs), theirs


@pytest.mark.parametrize("label", SAME, ids=lambda label: "-".join(label))
def test_each_line_is_the_notes_formula(label):
    assert [same_formula(*pair(label), seed).verdict for seed in SEEDS] == [CONFIRMED] * len(SEEDS)


@pytest.mark.parametrize(("label", "place"), NAMED)
def test_what_the_note_names_is_what_the_chapter_writes_out(label, place):
    theirs = note_sides()[place]
    ours = renamed(chapter_lines()[label], theirs)
    assert [same_formula(ours, theirs, seed).verdict for seed in SEEDS] == [CONFIRMED] * len(SEEDS)
    assert same_formula(-ours, theirs).verdict == CONTRADICTED


def test_every_side_of_every_formula_of_the_note_is_tied_to_a_line():
    """None is left over: a line that is added to the note, or one that the reader loses, is missed here."""
    tied = {*SAME.values(), *(place for _, place in NAMED), SIGN_LOST[1], ONE_DRAW[1]}
    assert set(note_sides()) == tied


# One formula where no law holds: log of a product, linearity, constants pulled out, KL and H written out.
ONE_FORMULA = ({"1.2", "1.3", "1.4"}, {"1.6", "1.7"}, {"2.4", "2.5", "2.6"})
CHAINS = [[(f"1.{k}", "line") for k in range(1, 8)], [(f"2.{k}", "line") for k in range(2, 9)]]


@pytest.mark.parametrize("chain", CHAINS, ids=["to the loss", "the bound"])
def test_a_true_line_in_the_place_of_another_is_noticed(chain):
    """All of them have one value: a witness of truth confirms any in any place. This one confirms its own alone."""
    for mine in chain:
        confirmed = {o[0] for o in chain if same_formula(pair(o)[0], pair(mine)[1]).verdict == CONFIRMED}
        assert confirmed == next((group for group in ONE_FORMULA if mine[0] in group), {mine[0]})


def one_formula(one, other) -> bool:
    """By the kernel, without a rule about densities: algebra, linearity, and what KL, H and E stand for."""
    definitions = {"linearity", "kl", "entropy", "cross_entropy", "expectation"}
    return one == other or show(one, "=", other, declared=definitions) is not None


def copied_wrongly(label, most: int | None = None) -> tuple[int, int]:
    """Slips made in a line, and noticed; fails for one that is neither noticed nor the same formula."""
    ours, theirs = pair(label)
    wrongs = [wrong for _, wrong in changed(ours, words_of(ours, theirs))]
    made = caught = 0
    for wrong in wrongs[:: max(1, len(wrongs) // most) if most else 1]:
        try:
            verdict = same_formula(wrong, theirs).verdict
        except (Unmeasurable, TypeError, AttributeError):
            continue
        made += 1
        caught += verdict == CONTRADICTED
        assert verdict == CONTRADICTED or one_formula(wrong, theirs), f"not noticed: {wrong}"
    return made, caught


@pytest.mark.parametrize("label", SAME, ids=lambda label: "-".join(label))
def test_a_line_copied_wrongly_is_noticed(label):
    made, caught = copied_wrongly(label, most=4)
    assert made and caught


@pytest.mark.sweep
@pytest.mark.parametrize("label", SAME, ids=lambda label: "-".join(label))
def test_every_slip_in_copying_is_noticed(label, record_property):
    made, caught = copied_wrongly(label)
    record_property("slips made, caught", f"{made}, {caught}")
    assert caught > 0


def test_the_notes_own_slips_are_noticed():
    theirs = note_sides()[SIGN_LOST[1]]
    ours = renamed(chapter_lines()[SIGN_LOST[0]], theirs)
    assert same_formula(ours, theirs).verdict == CONTRADICTED
    mended = SampleAverage(-theirs.args[0], *theirs.args[1:])
    assert same_formula(ours, mended).verdict == CONFIRMED
    theirs = note_sides()[ONE_DRAW[1]]
    assert same_formula(renamed(chapter_lines()[ONE_DRAW[0]], theirs), theirs).verdict == CONTRADICTED


def test_no_law_holds_in_the_world_without_laws():
    from derivations.language.words import Integral, log
    from derivations.notation import p, q, x, z

    setting = Setting(Unrelated(0), 0)
    for one, other in ((p(x, z), p(x) * p(z | x)), (q(x, z), q(x | z) * q(z))):
        assert same_formula(Integral(one * log(q(z)), z, x), Integral(other * log(q(z)), z, x)).verdict == CONTRADICTED
    total = quadrature(Integral(p(z | x), z), setting).value
    assert abs(total - 1).min() > 1e-3
    assert same_formula(Integral(p(x, z), z, x), Integral(p(z, x), x, z)).verdict == CONFIRMED
