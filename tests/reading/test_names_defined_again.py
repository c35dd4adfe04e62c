r"""`L := ...` once more, `f(x) = x^3` under `Problem 2`: a definition, and the old one proves nothing more."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [j.verdict for j in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("$$ f(x) = x^2 $$", "$$ f(x) := x^3 $$"),
        ("## Problem 1\n$$ f(x) = x^2 $$", "## Problem 2\n$$ f(x) = x^3 $$"),
        ("第一题。记\n$$ f(x) = x^2 $$", "第二题。记\n$$ f(x) = x^3 $$"),
        ("For the first model\n$$ f(x) = x^2 $$", "For the second model\n$$ f(x) = x^3 $$"),
    ],
)
def test_a_new_definition(first, again):
    found = verdicts(f"{first}\n\n$$ f(3) = 9 $$\n\n{again}\n\n$$ f(3) = 27 $$\n\n$$ f(3) = 9 $$")
    assert found[:4] == ["definition", "proved", "definition", "proved"] and found[4] != "proved"


def test_words_that_may_be_one():
    found = verdicts("$$ a = 2 $$\n\nWe switch to the reverse one, keeping the letter:\n$$ a = 5 $$\n\n$$ a + 1 = 3 $$")
    assert found[1] == "doubtful" and found[2] != "proved"


@pytest.mark.parametrize(
    "again", [r"Update: $$ a \leftarrow 5 $$", r"In the appendix $a = 5$.", r"$$ a \gets a + 3 $$"]
)
def test_the_old_meaning_proves_nothing(again):
    assert verdicts(f"$$ a := 2 $$\n\n{again}\n\n$$ a + 1 = 3 $$")[-1] not in ("proved", "refuted")


def test_a_wrong_line_stays_wrong():
    assert verdicts("$$ f(x) = x^2 $$\n\n## Discussion\n\nHence\n\n$$ f(x) = x^3 $$")[-1] == "refuted"
    assert verdicts("$$ f(x) = (x+1)^2 $$\n\n## Problem 2\n\n$$ f(x) = x^2 + 2x + 1 $$")[-1] == "proved"


def test_a_density_at_the_parameters_of_a_step():
    first = r"We choose" + "\n\n" + r"$$ q(z) = p(z|x;\theta) $$" + "\n\nE step:\n\n"
    assert verdicts(first + r"$$ q(z) = p(z|x;\theta^{(t)}) $$")[-1] == "doubtful"
    assert verdicts(first + r"$$ q(z) = p(x|z;\theta) $$")[-1] == "refuted"
