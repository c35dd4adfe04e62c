"""P(y=1|x): a density at a value of y. Rules hold at a value; of what the others are nothing follows from it."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


RIGHT = r"""
P(y=1|x) = \frac{P(y=1) P(x|y=1)}{P(x)}
\frac{a P(x|y=1)}{b P(x|y=0) + a P(x|y=1)} = \frac{1}{1 + \frac{b P(x|y=0)}{a P(x|y=1)}}
\int P(x,y=1) dx = P(y=1)
\log P(x,y=0) = \log P(y=0|x) + \log P(x)
"""
WRONG = r"""
P(y=1|x) = \frac{P(y=1) P(x|y=0)}{P(x)}
P(y=1|x) = P(y=0|x)
P(y=1|x) P(x) = P(x) P(x|y=1)
\int P(x,y=1) dy = P(x)
\sum_y P(x,y=1) = P(x)
P(x) = P(x|y=1) P(y=1)
P(x) = P(x,y=1) + P(x,y=2)
"""


@pytest.mark.parametrize("line", RIGHT.strip().splitlines())
def test_rules_hold_at_a_value(line: str):
    assert verdicts(f"$$ {line} $$") == ["proved"]


@pytest.mark.parametrize("line", WRONG.strip().splitlines())
def test_a_value_is_not_another(line: str):
    assert verdicts(f"$$ {line} $$")[0] not in ("proved", "definition")


GIVEN = r"$$ P(y=1) = c $$ $$ P(x|y=1) = \frac{1}{\sqrt{2\pi} s} \exp(-\frac{(x-m)^2}{2 s^2}) $$"


@pytest.mark.parametrize(
    "line",
    [
        r"P(y=0) = c",
        r"\log P(y) = \log c",
        r"\log P(x|y=0) = -\frac12\log(2\pi s^2) - \frac{(x-m)^2}{2 s^2}",
        r"\log P(x|y) = -\frac12\log(2\pi s^2) - \frac{(x-m)^2}{2 s^2}",
    ],
)
def test_what_is_given_at_a_value_is_given_of_no_other(line: str):
    assert verdicts(f"{GIVEN} $$ {line} $$")[-1] not in ("proved", "definition")


def test_the_two_values_of_a_binary_variable_accuse_nobody():
    """Bayes' rule by both values is right of a binary y: no world with another y may refute it."""
    line = r"P(y=1|x) = \frac{P(y=1) P(x|y=1)}{P(y=0) P(x|y=0) + P(y=1) P(x|y=1)}"
    assert verdicts(f"$$ {line} $$") == ["consistent"]


def test_the_event_that_two_variables_are_equal_is_no_value_of_one():
    said = r"If $X$ and $\hat X$ are independent and identically distributed, then"
    assert verdicts(f"{said}\n\n$$ \\Pr(X = \\hat X) \\geq 2^{{-H(X)}} $$") == ["unread"]
    assert verdicts(r"$$ P(Y = \hat y | X) = P(Y | X) $$") == ["unread"]
    assert verdicts(r"$$ P(X = Y) = 1 - P(X = Y) $$") == ["unread"]
    assert verdicts(r"$$ P(X = x, Y = y) = P(X = x) P(Y = y | X = x) $$") == ["proved"]
