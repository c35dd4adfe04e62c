"""Sums with different last terms in one note: each has its limits, and no part of the values is taken for all."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ENTROPY = r"$$H(p) = -\sum_{i=1}^{n}p(x_i)\log p(x_i)$$"
LENGTHS = r"$$\sum_{i=1}^{m}D^{-l_i}\leq 1.$$ $$J = \sum_{i=1}^{m}p(x_i)l_i$$"


def last_verdict(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize("before", ["", LENGTHS, r"$$L = \sum_{i=1}^m w_i$$", r"$$L = \sum_{i=1}^m q(y_i) y_i$$"])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"H(p) = -\sum_{i=1}^{n}p(x_i)\log p(x_i)", r"H(p) = \sum_{i=1}^{n}p(x_i)\log p(x_i)"),
        (
            r"\sum_{i=1}^{n}p(x_i)\log\frac{p(x_i)}{q(x_i)} = \sum_{i=1}^{n}p(x_i)[\log p(x_i)-\log q(x_i)]",
            r"\sum_{i=1}^{n}p(x_i)\log\frac{p(x_i)}{q(x_i)} = \sum_{i=1}^{n}p(x_i)[\log p(x_i)+\log q(x_i)]",
        ),
        (
            r"\sum_{i=1}^{n}p(x_i)-\sum_{i=1}^{n}q(x_i) = 0",
            r"\sum_{i=1}^{n}p(x_i)-2\sum_{i=1}^{n}q(x_i) = 0",
        ),
    ],
)
def test_each_sum_has_its_own_limits(before, right, wrong):
    assert last_verdict(f"{before} {ENTROPY} $${right}$$") == "proved"
    assert last_verdict(f"{before} {ENTROPY} $${wrong}$$") == "refuted"


@pytest.mark.parametrize(
    "note",
    [
        r"$$\sum_{i=1}^n p(x_i)=1$$ $$\sum_{i=1}^m p(x_i)=1$$",
        ENTROPY + r"$$\sum_{i=1}^m p(x_i)=1$$",
        ENTROPY + r"$$\sum_{j=1}^m p(x_j)=1$$",
        ENTROPY + r"$$\sum_{j=1}^m p(x_j) f(x_j) = \sum_{i=1}^n p(x_i) f(x_i)$$",
        ENTROPY + r"$$\sum_{i=1}^m p(x_i)\log\frac{p(x_i)}{q(x_i)} \geq 0$$",
        LENGTHS + ENTROPY + r"$$J = \sum_{i=1}^n p(x_i)l_i$$",
        r"$$\sum_{i=1}^n p_i\log\frac{p_i}{q_i} \geq 0$$ $$\sum_{i=1}^m q_i = 1$$",
    ],
)
def test_a_part_of_the_values_is_not_all_of_them(note):
    assert last_verdict(note) != "proved"
