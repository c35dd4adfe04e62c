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
