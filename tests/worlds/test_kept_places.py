"""Where a remark's world was found before is a hint: it saves the search, and says nothing by itself."""

import pytest

from derivations.contents import load_all
from derivations.doors.kept_worlds import places
from derivations.judging.verification import judge_remark, verify
from derivations.language.words import KL, Expectation, log
from derivations.notation import p, q, x, z
from derivations.worlds import counterexample, kept
from derivations.worlds.counterexample import compare
from derivations.worlds.objectives import compare_objectives
from derivations.worlds.outcomes import Refuted
from derivations.worlds.pools import LADDER

BOOK = list(load_all())
REMARKS = [pytest.param(c, k, id=f"{c.name}-{r.note}-{k}") for c in BOOK for k, r in enumerate(c.remarks)]
WRONG = [
    (0, "finite", 5), (0, "gaussian", 5), (len(LADDER) - 1, "finite", 3), (0, "finite", 10**9), (-1, "finite", 0),
    (len(LADDER), "gaussian", 0), (0, "of no kind", 0),
]  # fmt: skip


def test_the_places_that_are_kept_are_those_that_a_search_finds():
    assert places() == kept.table()


@pytest.mark.parametrize(("chapter", "k"), REMARKS)
def test_a_remark_is_told_the_same_with_its_place_and_without(chapter, k):
    known, searched = (judge_remark(chapter, chapter.remarks[k], place) for place in (kept.kept(chapter.name, k), None))
    assert known.verdict == searched.verdict
    found = (getattr(one.verdict.counterexample, "details", None) for one in (known, searched))
    assert next(found) == next(found)


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_wrong_place_changes_no_verdict(wrong, monkeypatch):
    monkeypatch.setattr(kept, "table", lambda: {c.name: [list(wrong)] * len(c.remarks) for c in BOOK})
    assert all(judged.as_expected for judged in verify(BOOK).remarks)


@pytest.mark.parametrize("place", [*WRONG, (0, "finite", 0), (0, "gaussian", 0)], ids=str)
def test_no_place_refutes_what_is_true(place):
    true = KL(p(x), q(x)), Expectation(-log(q(x) / p(x)), p(x))
    assert not compare(*true, place=place).refutes
    assert not compare_objectives(true[0], 2 * true[1] + 1, place=place).refutes


def test_a_place_whose_world_agrees_is_not_used():
    false = KL(p(z | x), q(z)), 2 * KL(p(z | x), q(z))
    found = compare(*false)
    for rung in range(len(LADDER)):
        again = compare(*false, place=(rung, "finite", 0))
        assert isinstance(again, Refuted) and again.place in (found.place, (rung, "finite", 0))
    assert compare(*false, place=(0, "of no kind", 0)).description == found.description


def test_with_its_place_no_other_world_is_made(monkeypatch):
    false = KL(p(x), q(x)), KL(q(x), p(x))
    place = compare(*false).place
    monkeypatch.setattr(counterexample, "_worlds", lambda *_: pytest.fail("a world was looked for"))
    assert compare(*false, place=place).place == place
