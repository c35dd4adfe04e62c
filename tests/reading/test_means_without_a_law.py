"""Where no law stands in a note the x of E[x] is random; what is only a factor of it is a number."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$$ E[(x - E[x])^2] = E[x^2] - E[x]^2 $$", "proved"),
        (r"$$ E[(x - E[x])^2] = E[x^2] + E[x]^2 $$", "refuted"),
        (r"$$ \mathrm{Var}(x) = E[x^2] - E[x]^2 $$", "proved"),
        (r"$$ E[w x] = w E[x] $$", "proved"),
        (r"$$ E[w x] = E[x] $$", "refuted"),
        (r"$$ E[x y] = E[x] E[y] $$", "refuted"),
        (r"If $x$ and $y$ are independent then $$ E[x y] = E[x] E[y] $$", "proved"),
        (r"$$ E[(x - y)^2] = (E[x] - y)^2 + \mathrm{Var}(x) $$", "proved"),
        (r"Assume that $$ E[z] = 0 $$", "definition"),
        (r"$$ E[(x - m)^2] = E[x^2] - m^2 $$", "unread"),  # whether x or m is random nobody says
    ],
)
def test_what_is_random_in_a_mean(text, verdict):
    assert Judge(read_note(text)).run()[-1].verdict == verdict
