"""A softmax is a list of numbers, whatever its letter: read as a density, its formula was lost in the worlds."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SAID = r"Let $%s_i=\frac{e^{a_i}}{\sum_{j=1}^n e^{a_j}}$. "
ENTROPY = r"$$-\sum_{i=1}^n %s_i\log %s_i = \log\sum_{j=1}^n e^{a_j} - \sum_{i=1}^n %s_i a_i$$"


def verdicts(text: str) -> list[str]:
    return [j.verdict for j in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize("letter", ["p", "q", "w", r"\pi"])
def test_a_softmax_of_any_letter(letter):
    text = SAID % letter + ENTROPY % ((letter,) * 3)
    assert verdicts(text) == ["proved"]
    assert verdicts(text.replace(r" - \sum_{i=1}^n", r" + \sum_{i=1}^n")) == ["refuted"]
    assert verdicts(SAID % letter + rf"$$\sum_{{i=1}}^n {letter}_i = 1$$ $$\sum_{{i=1}}^n {letter}_i = n$$") == [
        "proved", "refuted",
    ]  # fmt: skip


def test_a_letter_that_is_applied_stays_a_density():
    applied = SAID % "q" + r"$$\sum_z q(z) = 1$$"
    assert verdicts(applied) == ["proved"]
    factors = r"$$q_i(z_i) = \frac{e^{f(z_i)}}{\sum_{z_i} e^{f(z_i)}}$$ $$\sum_{z_i} q_i(z_i) = 1$$"
    assert "refuted" not in verdicts(factors)
