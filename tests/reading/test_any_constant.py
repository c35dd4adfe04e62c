"""The letter C: any constant, another at each place, unless the note says what it is."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(text: str):
    return Judge(read_note(text), mend=False).run()[-1]


@pytest.mark.parametrize("line", [r"\log a - C = \log a + C", r"\log a + C = \log a", r"H(q) = H(q) + C"])
def test_a_line_that_says_it_is_zero_is_not_proved(line):
    assert last(f"$${line}$$").verdict == "consistent"


NAMED = [
    "Let $C$ be the capacity of the channel. ",
    "There are $C$ classes. ",
    "The capacity of the channel is $C$. ",
    "信道容量为 $C$。",
    r"$$C = \max_{p(x)} I(X;Y)$$ ",
]


@pytest.mark.parametrize("said", NAMED)
def test_what_is_named_does_not_come_and_go(said):
    assert last(said + r"$$\log p(x,z) + C = \log p(z|x) - C$$").verdict != "proved"
    assert last(said + r"$$I(X;Y) + C = I(X;Y)$$").verdict != "proved"


def test_a_constant_is_told_with_its_proof():
    said = r"As a function of $z$, with a constant $C$, "
    found = last(said + r"$$\log p(z|x) = \log p(x|z) + \log p(z) + C$$")
    assert found.verdict == "proved" and any("any constant" in one for one in found.assumes)
