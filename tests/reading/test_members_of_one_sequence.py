"""A world has one sequence: a_n, a_i and a_n/(1-a_n) are never drawn apart, whatever stands in the definitions."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SUM = "Let $s_n=\\sum_{i=1}^n a_i$. "
PRODUCT = "Let $c_n=\\prod_{i=1}^n a_i$ with $0<a_i<1$. "
CHAIN = "Let $\\bar\\alpha_t=\\prod_{i=1}^t\\alpha_i$ and $\\beta_t=1-\\alpha_t$. "


def last(text: str):
    return Judge(read_note(text), mend=False).run()[-1]


@pytest.mark.parametrize(
    "note",
    [
        SUM + r"$$\frac{a_n}{1-a_n}=\frac{s_n-s_{n-1}}{1-a_n}$$",
        PRODUCT + r"$$\frac{a_n}{1-a_n} = \frac{c_n}{c_{n-1}-c_n}$$",
        PRODUCT + r"$$\log(1-a_n) = \log(c_{n-1}-c_n)-\log c_{n-1}$$",
        CHAIN
        + r"$$\frac{\alpha_t}{\beta_t}+\frac{1}{1-\bar\alpha_{t-1}} = "
        + r"\frac{1-\bar\alpha_t}{\beta_t(1-\bar\alpha_{t-1})}$$",
    ],
)
def test_a_right_line_of_a_sequence_is_not_accused(note):
    assert last(note).verdict in ("proved", "consistent")


@pytest.mark.parametrize(
    "note",
    [
        SUM + r"$$\frac{a_n}{1-a_n}=\frac{s_n}{1-a_n}$$",
        PRODUCT + r"$$\frac{a_n}{1-a_n} = \frac{c_n}{c_{n-1}}$$",
        CHAIN + r"$$\frac{\alpha_t}{\beta_t}+\frac{1}{1-\bar\alpha_{t-1}} = \frac{1}{\beta_t(1-\bar\alpha_{t-1})}$$",
    ],
)
def test_a_false_one_still_is(note):
    assert last(note).verdict == "refuted"
