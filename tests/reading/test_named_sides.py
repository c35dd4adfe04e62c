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
