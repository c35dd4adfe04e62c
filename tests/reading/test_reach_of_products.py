"""A product runs over the factors with its index; what stands behind them without it is there once."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

FIELD = r"$$q(z) = \prod_{j=1}^{K}q_{j}(z_{j})$$" + "\n\n"


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    "note",
    [
        FIELD + r"$$\mathrm{E}_{q}\log p(x,z) = \int \prod_{j=1}^{K}q_{j}(z_{j})\log p(x,z)dz$$",
        FIELD + r"$$\mathbb E_q[f(z)] = \int \prod_{j=1}^{K}q_{j}(z_{j}) f(z)dz$$",
        FIELD + r"$$\int q(z)\log p(x,z)dz = \int \prod_{j=1}^{K}q_{j}(z_{j}) \log p(x,z)dz$$",
        r"$$\log \prod_{i=1}^n p(x_i|z) p(z) = \sum_{i=1}^n \log p(x_i|z) + \log p(z)$$",
        r"$$\prod_{i=1}^n a_i c = c \prod_{i=1}^n a_i$$",
    ],
)
def test_right_lines(note):
    assert last(note) == "proved"


@pytest.mark.parametrize(
    "note",
    [
        FIELD + r"$$\mathbb E_q[f(z)] = \int \prod_{j=1}^{K}q_{j}(z_{j}) f(z)^2dz$$",
        FIELD + r"$$\mathbb E_q[f(z)] = \int \prod_{j=1}^{K}(q_{j}(z_{j}) f(z))dz$$",
        r"$$\log \prod_{i=1}^n p(x_i|z) p(z) = \sum_{i=1}^n \log p(x_i|z) + 2\log p(z)$$",
        r"$$\prod_{i=1}^n (a_i c) = c \prod_{i=1}^n a_i$$",
        r"$$(\prod_{i=1}^n a_i) c = c^n \prod_{i=1}^n a_i$$",
    ],
)
def test_wrong_lines(note):
    assert last(note) in ("refuted", "doubtful")


def test_the_other_reach_is_admitted():
    assert last(r"$$\prod_{i=1}^n a_i c = c^n \prod_{i=1}^n a_i$$") in ("proved", "doubtful")
    assert last(r"$$\prod_{i=1}^n a_i c = c^3 \prod_{i=1}^n a_i$$") == "refuted"
