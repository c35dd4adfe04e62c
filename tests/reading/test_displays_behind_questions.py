"""A display behind a question that yes or no answers is no model: it is asked."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LINES = "\n\n$$ p(x,y) = p(x)p(y) $$\n\nThen\n\n$$ I(X;Y) = 0 $$"


def verdicts(said: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(said + LINES), mend=False).run()]


@pytest.mark.parametrize(
    "said",
    [
        "我们要问：$X$ 与 $Y$ 是否独立？",
        "Is it true that $X$ and $Y$ are independent? In general no.",
        "Are $X$ and $Y$ independent?",
        "We ask whether $X$ and $Y$ are independent.",
        "$X$ 与 $Y$ 独立吗？",
    ],
)
def test_what_is_asked_proves_nothing(said):
    assert "proved" not in verdicts(said)


@pytest.mark.parametrize(
    "said", ["What do we assume of $x$ and $y$? We assume:", "How are $x$ and $y$ distributed?", "Let us assume:"]
)
def test_other_questions_are_answered_by_the_display(said):
    assert verdicts(said) == ["definition", "proved"]
