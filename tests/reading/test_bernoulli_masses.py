r"""Where a note writes y^x (1 - y)^{1 - x}, x is 0 or 1: no line is refuted by another."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

DECODER = r"The decoder is Bernoulli: $p(x|z) = \prod_{i=1}^D y_i^{x_i} (1-y_i)^{1-x_i}$ with $0<y_i<1$." + "\n\n"
LINES = [
    (DECODER + r"$$ \log p(x|z) = \sum_{i=1}^{D} \log( x_i y_i + (1-x_i)(1-y_i) ) $$", {"proved", "consistent"}),
    (DECODER + r"$$ \log p(x|z) = \sum_{i=1}^{D} \log( x_i y_i - (1-x_i)(1-y_i) ) $$", {"refuted", "consistent"}),
    (DECODER + r"$$ \log p(x|z) = \sum_{i=1}^{D} [x_i \log y_i + (1-x_i)\log(1-y_i)] $$", {"proved"}),
    (DECODER + r"$$ \log p(x|z) = \sum_{i=1}^{D} [x_i \log y_i - (1-x_i)\log(1-y_i)] $$", {"refuted"}),
    (r"Let $0<a<1$. $$ \log(a^b (1-a)^{1-b}) = \log(b a + (1-b)(1-a)) $$", {"consistent"}),
    (r"Let $0<a<1$. $$ \log(a^b (1-a)^{b}) = \log(b a + (1-b)(1-a)) $$", {"refuted"}),
]


@pytest.mark.parametrize(("note", "verdicts"), LINES)
def test_the_exponent_of_a_mass_is_zero_or_one(note, verdicts):
    found = Judge(read_note(note), mend=False).run()[-1]
    assert found.verdict in verdicts and not found.fault
