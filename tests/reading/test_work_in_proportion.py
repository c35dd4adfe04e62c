"""Longer notes take work in proportion to their length: counted in calls, whatever else the machine does."""

from __future__ import annotations

import sys

import pytest
from places import NOTES

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def calls_for(text: str) -> int:
    """How many Python functions are called to judge a text: the work done, whatever else the machine does."""
    calls = 0

    def count(_frame, event: str, _argument) -> None:
        nonlocal calls
        calls += event == "call"

    Judge(read_note(text)).run()  # what is kept from one note to the next is there for all
    sys.setprofile(count)
    try:
        Judge(read_note(text)).run()
    finally:
        sys.setprofile(None)
    return calls


ONE_FORMULA = r"$$ \log p(x) = \int q(z|x) \log \frac{p(x,z)}{q(z|x)} dz + KL[q(z|x)\|p(z|x)] $$" + "\n\n"


@pytest.mark.slow
def test_many_formulas_take_work_in_proportion():
    """Ten times the formulas, at most eleven times the work."""
    assert calls_for(ONE_FORMULA * 20) <= 11 * calls_for(ONE_FORMULA * 2)


SHORT, LONG = NOTES / "heldout" / "32-vae-sunshi.md", NOTES / "vae-note-displays.md"


@pytest.mark.parametrize(
    "path", [pytest.param(SHORT, marks=pytest.mark.slow), pytest.param(LONG, marks=pytest.mark.sweep)]
)
def test_a_longer_note_takes_work_in_proportion(path):
    """A note four times, at most 2.2 times the work of two (the first time, definitions are cheap)."""
    note = path.read_text(encoding="utf-8")
    assert calls_for("\n\n".join([note] * 4)) <= 2.2 * calls_for("\n\n".join([note] * 2))


@pytest.mark.parametrize(
    "size", [pytest.param(250_000, marks=pytest.mark.slow), pytest.param(1_000_000, marks=pytest.mark.sweep)]
)
def test_a_megabyte_of_formulas_is_judged_to_its_end(size):
    copies = size // len(ONE_FORMULA)
    assert len(Judge(read_note(ONE_FORMULA * copies)).run()) == copies
