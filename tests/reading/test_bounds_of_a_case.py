"""`$x > 0$` of most x is no bound; of a case it ends where the note turns to the general one."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LINE = r"$$ \sqrt{x^2} = x $$"


def last(said: str) -> str:
    return Judge(read_note(f"{said}\n\n{LINE}"), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    "said",
    [
        "Let $x > 0$.",
        "For $x > 0$,",
        "Let $x > 0$. In general,",
        "Assume that $x > 0$.",
        "设 $x > 0$。",
        "当 $x > 0$ 时，",
    ],
)
def test_a_bound_is_used(said):
    assert last(said) == "proved"


@pytest.mark.parametrize(
    "said",
    [
        "Most $x$ satisfy $x > 0$.",
        "Some of the $x$ have $x > 0$.",
        "For $x > 0$ this is easy. In general,",
        "If $x > 0$ we are done. Otherwise",
        "Suppose first that $x > 0$. Now drop this assumption.",
        "Suppose $x > 0$. We no longer assume this.",
        "For $x > 0$ this is easy.\n\nFor other $x$,",
        "当 $x > 0$ 时很简单。一般情况下，",
        "有些 $x$ 满足 $x > 0$。",
        "先假设 $x > 0$。现在去掉这个假设。",
    ],
)
def test_a_bound_that_does_not_hold_here_is_not(said):
    assert last(said) != "proved"
