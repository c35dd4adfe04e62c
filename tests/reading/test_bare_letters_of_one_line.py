"""A bare q is one thing in a line: of what it diverges from, of one variable, of its factors or its parameter."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

FIELD = r"$$q(z) = \prod_{j=1}^{K}q_{j}(z_{j})$$" + "\n\n"
TAGGED = r"$$q_\phi(z) = \prod_{j=1}^{K}q_{j}(z_{j})$$" + "\n\n"
TWO = "$$q(z) = q_1(z_1)q_2(z_2)$$\n\n"
LAMBDA = r"\mathbb E_{q(z;\lambda)}"


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    "note",
    [
        r"$$\mathbb E_{q}[\log p(x,z)] + H(q) = \mathbb E_{q}[\log p(x|z)] - KL(q\|p(z))$$",
        r"$$\log p(x) = \mathbb E_{q}[\log p(x,z)] + H(q) + KL(q\|p(z|x))$$",
        FIELD + r"$$\mathrm{E}_{q}\log q(z)= \sum_{j=1}^{K}\mathrm{E}_{q_j}\log q_{j}(z_{j})$$",
        TAGGED + r"$$\mathrm{E}_{q_\phi}\log q_\phi(z)= \sum_{j=1}^{K}\mathrm{E}_{q_j}\log q_{j}(z_{j})$$",
        rf"$${LAMBDA}\log p(x,z) -{LAMBDA}\log q(z;\lambda) = {LAMBDA}\log p(x,z) + H(q)$$",
    ],
)
def test_right_lines(note):
    assert last(note) == "proved"


@pytest.mark.parametrize(
    "note",
    [
        r"$$\mathbb E_{q}[\log p(x,z)] + H(q) = \mathbb E_{q}[\log p(x|z)] + KL(q\|p(z))$$",
        r"$$\log p(x) = \mathbb E_{q}[\log p(x,z)] + H(q) - KL(q\|p(z|x))$$",
        TAGGED + r"$$\mathrm{E}_{q_\phi}\log q_\phi(z)= -\sum_{j=1}^{K}\mathrm{E}_{q_j}\log q_{j}(z_{j})$$",
        rf"$${LAMBDA}\log p(x,z) -{LAMBDA}\log q(z;\lambda) = {LAMBDA}\log p(x,z) - H(q)$$",
    ],
)
def test_wrong_lines(note):
    assert last(note) in ("refuted", "doubtful")


def test_what_may_be_meant_is_neither_proved_nor_refuted():
    assert last(FIELD + r"$$KL(q_\theta(z)\Vert p(z))= \mathrm{E}_{q}\log\frac{q_{\theta}(z)}{p(z)}$$") == "doubtful"
    both = r"$$\mathrm{E}_{q}\log p(x,z_1,z_2) = \int\int q_1(z_1)q_2(z_2)\log p(x,z_1,z_2)dz_1dz_2$$"
    first, second = Judge(read_note(TWO + both), mend=False).run()
    assert (first.verdict, second.verdict) == ("definition", "doubtful")


def test_two_cases_of_a_variable_may_be_one():
    assert last(r"$$KL(q(z)\|p(Z)) + H(q(z)) = -\int q(z) \log p(z) dz$$") in ("doubtful", "unread")
    assert last(r"$$\log p(Z|X) = \log q(Z) + \log p(z|X)$$") == "doubtful"
