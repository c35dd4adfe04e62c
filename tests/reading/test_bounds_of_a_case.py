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
        "For all $x>0$,",
        "Let $x\\in(0,1)$.",
        "If $x>0$, then",
        "When $x\\geq 1$,",
        "Let $x$ be positive.",
        "对任意 $x>0$，",
        "Let $x<0$. Now let $x>0$.",
        "Let $x$ be a real number. Assume $x>0$.",
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
        "Assume $x>0$ in this paragraph. Next paragraph: no assumption.",
        "If $x>0$, then $|x|=x$. If $x<0$ the same formula is",
        "When $x>0$ we are done. The other case is harder.",
        "Let $x>0$. Replace $x$ by $-x$.",
        "The case $x>0$ is trivial. The case $x\\le 0$ gives",
        "Unless $x>0$,",
        "We have $x>0$ on the right half. On the left half,",
        "Let $x>0$ w.l.o.g. in the proof. The statement for all $x$ is",
        "Here $x>0$ is not needed.",
        "We no longer need $x>0$.",
        "Positive $x$ are easy: $x>0$ gives $|x|=x$. For other $x$:",
        "Case 1: $x \\ge 0$.\n\nCase 2: $x < 0$.",
        "If $x>0$ we may write more. Now let $x<0$.",
        "设 $x>0$。对任意实数 $x$，",
    ],
)
def test_a_bound_that_does_not_hold_here_is_not(said):
    assert last(said) != "proved"


def test_a_case_of_a_function_does_not_define_it():
    note = "Case 1: $x \\ge 0$. Here $\\max(x,0)=x$.\n\nCase 2: $x<0$. Here\n$$\\max(x,0)=x.$$"
    assert Judge(read_note(note), mend=False).run()[-1].verdict != "proved"
