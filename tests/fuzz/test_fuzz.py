"""Hostile notes: six in the quick suite, two thousand fresh small ones in the slow, more by hand (-m sweep); and the
fuzzer itself sees what does harm."""

from __future__ import annotations

import os
import time

import pytest

from tests.fuzz import trials
from tests.fuzz.active_content import active_content
from tests.fuzz.hostile_notes import KINDS, Hostile, hostile_note
from tests.fuzz.hostile_pieces import MARKUP


def harm(outcomes) -> list[str]:
    return [f"number {o.number} ({o.kind}): {o.trouble}" for o in outcomes if o.trouble != trials.CLEAN]


def test_six_hostile_notes_do_no_harm():
    assert not harm(trials.outcomes(seed=0, numbers=range(6)))


@pytest.mark.slow
def test_sixty_six_hostile_notes_do_no_harm():
    assert not harm(trials.outcomes(seed=0, numbers=range(6, 72)))


@pytest.mark.sweep
def test_two_hundred_hostile_notes_do_no_harm():
    assert not harm(trials.outcomes(seed=7, numbers=range(200), jobs=2, page_of_every=20))


SMALL = ("bytes", "characters", "pieces", "formulas", "markup", "numbers")  # a twentieth of a second each
MARKS = {SMALL: pytest.mark.slow, tuple(KINDS): pytest.mark.sweep}


@pytest.mark.parametrize("kinds", [pytest.param(k, marks=m, id=f"{len(k)} kinds") for k, m in MARKS.items()])
def test_two_thousand_fresh_hostile_notes_do_no_harm(kinds, capsys):
    seed = int(os.environ.get("FUZZ_SEED", time.time()))
    chosen = "".join(f" --kind {kind}" for kind in kinds if kinds == SMALL)
    with capsys.disabled():
        print(f"\nhostile notes of seed {seed}: python -m tests.fuzz --inputs 2000 --seed {seed}{chosen}")
    found = harm(trials.outcomes(seed, range(2000), jobs=2, kinds=kinds, page_of_every=20))
    assert not found, f"FUZZ_SEED={seed}: {found}"


AIMED_AT_BROWSERS = ("markup", "pieces", "characters", "spoilt")


def pages(numbers: range) -> list[str]:
    return harm(trials.outcomes(1, numbers, jobs=2, kinds=AIMED_AT_BROWSERS, page_of_every=1))


@pytest.mark.slow
def test_sixty_hostile_pages_have_nothing_active():
    assert not pages(range(60))


@pytest.mark.sweep
def test_eighteen_hundred_hostile_pages_have_nothing_active():
    """The kinds that aim at browsers, each of them as a page."""
    assert not pages(range(60, 1860))


def test_the_same_seed_makes_the_same_notes():
    assert [hostile_note(5, k) for k in range(30)] == [hostile_note(5, k) for k in range(30)]
    assert {hostile_note(0, k).kind for k in range(200)} == set(KINDS)


# -- the fuzzer sees what does harm ----------------------------------------------------------------------------------


@pytest.mark.parametrize("piece", [m for m in MARKUP if m.startswith(("<script>", "<img", "<svg", "<iframe", "<base"))])
def test_active_content_is_seen(piece):
    page = "<!DOCTYPE html><style></style><script></script><p>{}</p>"
    assert active_content(page.format(piece)) and not active_content(page.format("text"))
    assert active_content(page.format('<a href="java&#10;script:alert(1)">x</a>'))
    assert not active_content(page.format('<a href="https://example.org">x</a>'))


def raises(_note, _page):
    raise KeyError("what nobody foresaw")


def hangs(_note, _page):
    while True:
        pass


def is_slow(_note, _page):
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    return trials.CLEAN, 0, ""


def grows(_note, _page):
    return trials.CLEAN, len([bytes(1 << 20) * 1 for _ in range(10_000)]), ""


@pytest.mark.parametrize(
    ("does", "seen"), [(raises, "KeyError"), (hangs, "SIGXCPU"), (is_slow, "processor time"), (grows, "MemoryError")]
)
def test_harm_is_seen(does, seen, monkeypatch):
    monkeypatch.setattr(trials, "judged", does)
    # Only what hangs meets the limit of time: on a loaded machine the others may need a second to do their harm.
    monkeypatch.setattr(trials, "HARD_SECONDS", 1 if does is hangs else 60)
    monkeypatch.setattr(trials, "SECONDS", 0.1 if does is is_slow else 100)
    (one,) = trials.outcomes(0, [7])
    assert seen in one.trouble and one.number == 7


def test_characters_that_act_are_seen(monkeypatch):
    monkeypatch.setattr(trials, "report", lambda *_: ["\x1b[31m"])
    assert "act" in trials.in_this_process(Hostile("", ".md", b"$$ a = b $$"), False)["trouble"]
