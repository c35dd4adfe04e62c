"""Importance sampling: what the draws are from is often not said, and an estimate may divide by an average."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

OVER, UNDER = r"\frac1m\sum_{j=1}^m f(x_j)\frac{p(x_j)}{q(x_j)}", r"\frac1m\sum_{j=1}^m \frac{p(x_j)}{q(x_j)}"
WEIGHTED = r"$$ \mathbb{E}_{p(x)}[f(x)] \approx %s $$"
NORMALISED = r"$$ \mathbb{E}_{p(x)}[f(x)] \approx \frac{%s}{%s} $$"
FROM_Q, FROM_P = "Let $x_j \\sim q(x)$.\n\n", "Let $x_j \\sim p(x)$.\n\n"


def last(note: str):
    return Judge(read_note(note), mend=False).run()[-1]


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        (FROM_Q + WEIGHTED % OVER, "proved"),
        (WEIGHTED % OVER, "consistent"),
        (FROM_P + WEIGHTED % OVER, "refuted"),
        (WEIGHTED % OVER.replace(r"\frac{p(x_j)}{q(x_j)}", r"\frac{q(x_j)}{p(x_j)}"), "refuted"),
        (WEIGHTED % (OVER + "^2"), "refuted"),
        (FROM_Q + NORMALISED % (OVER, UNDER), "consistent"),
        (NORMALISED % (OVER, UNDER), "consistent"),
        (FROM_P + NORMALISED % (OVER, UNDER), "refuted"),
        (FROM_Q + NORMALISED % (r"\frac1m\sum_{j=1}^m f(x_j)", UNDER), "refuted"),
        (NORMALISED % (r"\frac1m\sum_{j=1}^m f(x_j)", UNDER), "refuted"),
        (FROM_Q + NORMALISED % (UNDER, OVER), "refuted"),
        (FROM_Q + (NORMALISED % (OVER, UNDER)).replace(r"\approx", "="), "refuted"),
    ],
)
def test_a_weighted_average_of_draws(note, verdict):
    assert last(note).verdict == verdict


def test_what_is_assumed_of_the_draws_is_told():
    assert "from q(x), which is not said" in last(WEIGHTED % OVER).message
    assert "biased" in last(FROM_Q + NORMALISED % (OVER, UNDER)).message
