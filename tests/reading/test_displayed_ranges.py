"""Ranges that stand in displays: both ends are kept, also behind the line; what is denied or asked is no range."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

FIELD, BELOW = r"c^2 \le c", r"c^2 \le 1"


def verdicts(note: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize(
    "note",
    [
        f"Assume $$ 0 < c < 1. $$ $$ {FIELD} $$",
        f"Assume $$ c \\ge 0, \\quad c \\le 1. $$ $$ {FIELD} $$",
        f"$$ {FIELD}, \\qquad 0 \\le c \\le 1 $$",
        f"$$ c \\in [0, 1], \\qquad {FIELD} $$",
        f"设\n\n$$ 0 \\le c \\le 1. $$\n\n则\n\n$$ {FIELD} $$",
    ],
)
def test_both_ends_are_kept(note):
    assert "refuted" not in verdicts(note)
    wrong = note.replace(FIELD, r"c \le c^2")
    assert wrong != note and "refuted" in verdicts(wrong)


@pytest.mark.parametrize(
    "said", ["We do not assume", "It is not known whether", "We found, wrongly, that", "It is false that", "未必有"]
)
def test_what_is_denied_or_asked_bounds_nothing(said):
    given, line = verdicts(f"{said}\n\n$$ c \\ge 1. $$\n\n$$ c^2 \\ge 1 $$")
    assert given not in ("definition", "proved") and line == "refuted"
    assert verdicts("Let\n\n$$ c \\ge 1. $$\n\n$$ c^2 \\ge 1 $$") == ["definition", "proved"]


def test_what_is_concluded_is_no_range_beside_the_line():
    assert verdicts(f"Hence\n\n$$ {FIELD}, \\qquad 0 \\le c \\le 1 $$")[0] == "refuted"


def test_a_range_under_an_opposite_heading_proves_nothing():
    note = "## Large numbers\n\nAssume\n\n$$ c \\ge 1. $$\n\n## {} numbers\n\n$$ c^2 \\ge 1 $$"
    assert verdicts(note.format("Small"))[-1] not in ("proved", "refuted")
    assert verdicts(note.format("Their"))[-1] == "proved"
