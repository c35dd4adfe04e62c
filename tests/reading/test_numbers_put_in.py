"""Numbers put in tell of which distribution a line is: no world with others denies it. One base for a note."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [judged.verdict for judged in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize("line", [
    r"H(X) = -\frac12 \log_2 \frac12 - \frac12 \log_2 \frac12", r"H(X) = -\sum_{i=1}^6 \frac16 \log \frac16",
    r"E[X] = \frac16 (1 + 2 + 3 + 4 + 5 + 6)", r"D(p\|q) = \frac12 \log \frac{1/2}{3/4} + \frac12 \log \frac{1/2}{1/4}",
    r"I(X;Y) = 1 - \frac12",
])  # fmt: skip
def test_no_other_numbers_deny_it(line):
    assert verdicts(f"$${line}$$") == ["doubtful"]


@pytest.mark.parametrize("line", [
    r"\int p(x)\,dx = \frac12", r"E_{q(z)}\left[\frac{p(z)}{q(z)}\right] = \frac12 + \frac13", r"KL(q\|p) = 0",
    r"KL(q\|p) = -\frac12 \log 2", r"H(X) = -\frac12 \log \frac12 - H(X)", r"\frac12 \log 4 = 2 \log 4",
])  # fmt: skip
def test_what_fails_for_all_densities_is_refuted(line):
    assert verdicts(f"$${line}$$") == ["refuted"]


def test_numbers_of_a_law_that_is_given_are_judged():
    said = "Let $p(x) = N(x; 0, 1)$.\n\n"
    assert verdicts(said + r"$$H(p) = \frac12 \log(2\pi)$$") == ["refuted"]
    assert verdicts(said + r"$$H(p) = \frac12 \log(2\pi e)$$") == ["proved"]


def test_one_base_for_the_measures_of_a_note():
    two, natural = r"$$H(X) = -\sum_x p(x) \log_2 p(x)$$", r"$$KL(q\|p) = \sum_x q(x) \ln \frac{q(x)}{p(x)}$$"
    assert verdicts(f"{two}\n\n{natural}") == ["proved", "doubtful"]
    assert verdicts(f"{natural}\n\n{two}") == ["proved", "doubtful"]
    assert verdicts(f"{two}\n\n{natural}".replace("ln", "log")) == ["proved", "proved"]
    assert verdicts(f"{natural}\n\n$$\\log_2 8 = 3$$") == ["proved", "proved"]
