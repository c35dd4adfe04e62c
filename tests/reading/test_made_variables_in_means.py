r"""E[z^2] after z = m + s e is the mean under the law of e, in words or as a display, of one noise or of several."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ONE = r"Let $\epsilon\sim\mathcal{N}(0,1)$ and $z = \mu+\sigma\epsilon$."
SHOWN = r"Let $\epsilon\sim\mathcal{N}(0,1)$ and $$z = \mu+\sigma\epsilon$$"
TWO = r"Let $y = a w + \epsilon$ with $w\sim\mathcal{N}(0,\tau^2)$, $\epsilon\sim\mathcal{N}(0,\sigma^2)$ independent."
HOLDS = [
    (ONE, r"\mathbb{E}[z] = \mu"),
    (ONE, r"\mathbb{E}[z^2] = \mu^2+\sigma^2"),
    (ONE, r"\mathrm{Var}(z) = \sigma^2"),
    (SHOWN, r"\mathbb{E}[z^2] = \mu^2+\sigma^2"),
    (TWO, r"\mathbb{E}[y] = 0"),
    (TWO, r"\mathrm{Var}(y) = a^2\tau^2+\sigma^2"),
]
FAILS = [
    (ONE, r"\mathbb{E}[z] = \sigma"),
    (ONE, r"\mathbb{E}[z^2] = \mu^2+\sigma"),
    (ONE, r"\mathbb{E}[z^2] = \sigma^2"),
    (ONE, r"\mathrm{Var}(z) = \sigma"),
    (SHOWN, r"\mathbb{E}[z^2] = \mu^2-\sigma^2"),
    (TWO, r"\mathrm{Var}(y) = a\tau^2+\sigma^2"),
]


def verdict(said: str, line: str) -> str:
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


@pytest.mark.parametrize(("said", "line"), HOLDS)
def test_means_of_what_is_made_of_noise(said, line):
    assert verdict(said, line) == "proved"


@pytest.mark.parametrize(("said", "line"), FAILS)
def test_and_no_other_means(said, line):
    assert verdict(said, line) == "refuted"


@pytest.mark.parametrize("said", ["Let $z = a + b$.", "The values are $z = a + b$ and $w$."])
def test_what_is_made_of_numbers_is_not_random(said):
    assert verdict(said, r"\mathbb{E}[z^2] = a") != "proved"
