"""E[x|y] of a note that has p(x) and q(y|x): the joint that it is under is not said."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LAWS = "Let $p(x) = N(x; 0, v)$ and ${}(y|x) = N(y; x, s)$ with $v > 0$ and $s > 0$.\n\n"


@pytest.mark.parametrize(("letter", "verdict"), [("q", "doubtful"), ("p", "refuted")])
def test_the_letter_of_the_other_variable(letter, verdict):
    line = r"$$ \mathbb{E}[x \mid y] = \frac{s}{v + s} y $$"
    assert Judge(read_note(LAWS.replace("{}", letter) + line), mend=False).run()[-1].verdict == verdict
