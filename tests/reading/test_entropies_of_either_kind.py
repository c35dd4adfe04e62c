r"""H(x) in a note that has h(x) for the differential entropy: it is of what has values."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SMALL = r"For continuous $x$ the differential entropy is $$ h(x) = -\int p(x) \log p(x) dx. $$" + "\n\n"


@pytest.mark.parametrize(
    ("said", "line", "verdict"),
    [
        (SMALL, r"$$ I(x; y) \leq H(x) $$", "doubtful"),
        (SMALL, r"$$ I(x; y) \geq H(x) $$", "refuted"),
        (SMALL, r"$$ I(x; y) \leq h(x) $$", "refuted"),
        (SMALL, r"$$ I(x; y) \leq H(x) - H(y) $$", "refuted"),
        ("The variable $x$ is continuous.\n\n", r"$$ I(x; y) \leq H(x) $$", "refuted"),
    ],
)
def test_of_capital_and_small_letters(said, line, verdict):
    assert Judge(read_note(said + line), mend=False).run()[-1].verdict == verdict


@pytest.mark.parametrize(
    ("said", "line", "verdict"),
    [
        ("", r"$$ H(X) \geq 0 $$", "doubtful"),
        ("", r"$$ H(X,Y) \geq H(X) $$", "doubtful"),
        ("", r"$$ H(X,Y) \leq H(X) $$", "refuted"),
        ("For the differential entropy,", r"$$ H(X) \geq 0 $$", "refuted"),
        (r"With $X \sim N(0, s^2)$:", r"$$ H(X) \geq 0 $$", "refuted"),
        (r"$$ H(X) = - \int p(x) \log p(x) dx $$", r"$$ H(X) \geq 0 $$", "refuted"),
    ],
)
def test_where_nothing_says_that_it_is_continuous(said, line, verdict):
    assert Judge(read_note(said + "\n\n" + line), mend=False).run()[-1].verdict == verdict
