"""A density of a vector that is written out: normal if its constant is right, no density if it is not."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SIZED = r"Let $x \in \mathbb{R}^d$."
FORM = r"\exp\left( -\frac{1}{2} (x - \mu)^T \Sigma^{-1} (x - \mu) \right)"
ROUND = r"\exp\left( -\frac{\|x - \mu\|^2}{2 s} \right)"
PRECISE = r"\exp\left( -\frac{1}{2} (x - \mu)^T \Lambda (x - \mu) \right)"
RIGHT = [
    rf"\frac{{1}}{{(2\pi)^{{d/2}} |\Sigma|^{{1/2}}}} {FORM}",
    rf"\frac{{1}}{{\sqrt{{(2\pi)^d |\Sigma|}}}} {FORM}",
    rf"\frac{{1}}{{(2\pi s)^{{d/2}}}} {ROUND}",
    rf"\frac{{|\Lambda|^{{1/2}}}}{{(2\pi)^{{d/2}}}} {PRECISE}",
]
WRONG = [
    rf"\frac{{1}}{{(2\pi)^{{d/2}} |\Sigma|^{{d/2}}}} {FORM}",
    rf"\frac{{1}}{{(2\pi)^{{1/2}} |\Sigma|^{{1/2}}}} {FORM}",
    rf"\frac{{1}}{{(2\pi)^{{d/2}} |\Sigma|}} {FORM}",
    rf"\frac{{1}}{{(2\pi)^{{d/2}} |\Sigma|^{{1/2}}}} {FORM.replace('frac{1}{2}', 'frac{1}{3}')}",
    rf"\frac{{1}}{{(2\pi s)^{{1/2}}}} {ROUND}",
    rf"\frac{{1}}{{(2\pi)^{{d/2}} |\Lambda|^{{1/2}}}} {PRECISE}",
]
OTHER = [
    rf"\frac{{1}}{{Z}} {FORM}",  # whatever Z is
    rf"\frac{{1}}{{(2\pi)^{{k/2}} |\Sigma|^{{1/2}}}} {FORM}",  # d is the size, and k may be it too
    rf"\frac{{1}}{{(2\pi)^{{d/2}} |S|^{{1/2}}}} {FORM}",
]


def verdicts(formula: str, then: str = "") -> list[str]:
    note = f"{SIZED}\n\n$$ p(x) = {formula} $$\n\n{then}"
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize("formula", RIGHT)
def test_a_right_constant(formula):
    first, mean = verdicts(formula, r"$$ \mathbb{E}_p[x] = \mu $$")
    assert first == "definition" and mean == ("consistent" if "Lambda" in formula else "proved")
    assert verdicts(formula, r"$$ \mathbb{E}_p[x] = 2 \mu $$")[-1] == "refuted"


@pytest.mark.parametrize("formula", WRONG)
def test_a_wrong_constant(formula):
    assert verdicts(formula) == ["refuted"]


@pytest.mark.parametrize("formula", OTHER)
def test_what_is_not_told_is_not_refuted(formula):
    assert verdicts(formula)[0] != "refuted"


@pytest.mark.parametrize(
    ("before", "verdict"), [("Z", "definition"), ("C_0", "definition"), ("s", "refuted"), ("3", "refuted")]
)
def test_a_letter_that_makes_it_a_density(before, verdict):
    note = rf"$$ p(x) = \frac{{1}}{{{before}}} \exp(-\frac{{(x-m)^2}}{{2 v}}) $$"
    assert Judge(read_note(note), mend=False).run()[0].verdict == verdict
