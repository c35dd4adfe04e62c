"""`h[r]` is the entropy of the density r where the note has one, and of the variable where that is what r is."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

TOLD = r"Let $r(z) = \int p(x) q(z|x) dx$ be the aggregate posterior." + "\n\n"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$$ -\int dz\, r(z) \ln p(z) = \mathrm{h}[r] + \mathrm{KL}[r(z), p(z)] $$", "proved"),
        (r"$$ \int dz\, r(z) \ln p(z) = \mathrm{h}[r] + \mathrm{KL}[r(z), p(z)] $$", "refuted"),
        (TOLD + r"$$ -\int dz\, r(z) \ln p(z) = \mathrm{h}[r] + \mathrm{KL}[r(z), p(z)] $$", "proved"),
        (TOLD + r"$$ E_{r(z)}[-\ln p(z)] = \mathrm{h}[r(z)] + \mathrm{KL}[r(z), p(z)] $$", "proved"),
        (TOLD + r"$$ E_{r(z)}[-\ln p(z)] = \mathrm{h}[r(z)] - \mathrm{KL}[r(z), p(z)] $$", "refuted"),
        (r"$$ H(R, X) = H(R) + H(X|R) $$", "proved"),
        (r"$$ H(R) = KL(r(x)\|p(x)) + H(X) $$", "refuted"),
    ],
)
def test_the_entropy_of_a_letter_that_is_a_density(text, verdict):
    assert Judge(read_note(text)).run()[-1].verdict == verdict
