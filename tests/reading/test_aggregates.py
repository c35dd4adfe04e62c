"""q(z) beside q(z|x) and a mean under p(x): under which law of x it is the aggregate is not said."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

MEAN = r"\mathbb{E}_{p(x)}[KL(q(z|x)\|p(z))]"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (rf"$$ {MEAN} = I_q(x;z) + KL(q(z)\|p(z)) $$", "doubtful"),
        (rf"$$ {MEAN} \geq KL(q(z)\|p(z)) $$", "doubtful"),
        (rf"$$ {MEAN} = I_q(x;z) - KL(q(z)\|p(z)) $$", "refuted"),
        (rf"$$ {MEAN} \leq KL(q(z)\|p(z)) $$", "refuted"),
        (rf"Let $q(x) = p(x)$. $$ {MEAN} = I_q(x;z) + KL(q(z)\|p(z)) $$", "proved"),
        (r"$$ \mathbb{E}_{q(x)}[KL(q(z|x)\|p(z))] = I_q(x;z) + KL(q(z)\|p(z)) $$", "proved"),
    ],
)
def test_an_aggregate_under_a_law_that_is_not_written(text, verdict):
    assert Judge(read_note(text)).run()[-1].verdict == verdict
