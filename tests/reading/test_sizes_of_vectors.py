r"""Vectors that are added to each other are of one size, whether the note says how many entries they have or not."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdict(line: str) -> str:
    return Judge(read_note(f"$$ {line} $$"), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"\|x - y\|^2 = \|x\|^2 - 2 x^T y + \|y\|^2", r"\|x - y\|^2 = \|x\|^2 - x^T y + \|y\|^2"),
        (r"(x - \mu)^T (x - \mu) = x^T x - 2 \mu^T x + \mu^T \mu", r"(x - \mu)^T (x - \mu) = x^T x - \mu^T \mu"),
        (r"\|a + b + c\|^2 = \|a + b\|^2 + 2 (a + b)^T c + \|c\|^2", r"\|a + b + c\|^2 = \|a + b\|^2 + \|c\|^2"),
    ],
)
def test_a_square_is_opened(right, wrong):
    assert verdict(right) == "proved"
    assert verdict(wrong) == "refuted"


def test_what_is_never_added_may_differ():
    assert verdict(r"\|x\|^2 + \|y\|^2 = \|y\|^2 + \|x\|^2") == "proved"
    assert verdict(r"u^T A v = v^T A u") != "proved"
