"""A name in words that opens a row is a side: as a remark, it left its `=` to the row before, and that was refuted."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ENTROPY, CROSS = r"-\sum_x p(x)\log p(x)", r"-\sum_x p(x)\log q(x)"


def verdicts(text):
    return [j.verdict for j in Judge(read_note(text), mend=False).run()]


NAMES = [
    ("Shannon entropy", "Cross entropy"),
    ("entropy term", "cross-entropy term"),
    ("熵", "交叉熵"),
    ("重构项", "正则项"),
    ("H(p)", "CE(p, q(x))"),
]


@pytest.mark.parametrize(("one", "two"), NAMES)
def test_names_that_open_displays_and_rows(one, two):
    alone = rf"$$\text{{{one}}} = {ENTROPY}$$ and $$\text{{{two}}} = {CROSS}$$"
    rows = rf"$$\begin{{aligned}}\text{{{one}}} &= {ENTROPY}\\ \text{{{two}}} &= {CROSS}\end{{aligned}}$$"
    assert verdicts(alone) == ["definition", "definition"] == verdicts(rows)


REASONS = ["by Bayes' rule", "(chain rule)", "Jensen's inequality", "由定义", "expanding the logarithm", "因此"]


@pytest.mark.parametrize("reason", REASONS)
def test_reasons_that_open_rows(reason):
    rows = rf"$$\begin{{aligned}}H(p) &= {ENTROPY}\\ \text{{{reason}}} &= {CROSS}\end{{aligned}}$$"
    assert verdicts(rows)[-1] == "refuted"
    assert verdicts(rows.replace(CROSS, r"\sum_x p(x)\log\frac{1}{p(x)}"))[-1] == "proved"


def test_the_case_that_a_name_in_words_is_told_for_is_no_claim():
    rows = r"\text{Mean, } a = 1, b = 2 &= \frac{4}{98} = \frac{2}{49} \\ \text{Mean, } a = 3 &= \frac{1}{7}"
    note = r"Let $a = 5$." + "\n\n" + rf"$$ \begin{{align}} {rows} \end{{align}} $$"
    found = [one.verdict for one in Judge(read_note(note), mend=False).run()]
    assert found == ["definition", "proved", "definition"]
    found = [one.verdict for one in Judge(read_note(note.replace("2}{49", "2}{47")), mend=False).run()]
    assert found == ["definition", "refuted", "definition"]
