"""Draws of which a note says that they hang together, or not that they are independent: their mean is known, and no
spread of an average."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SPREAD = r"\operatorname{Var}\left[\frac1n\sum_{i=1}^n x_i\right] = \frac1n\operatorname{Var}[x]"
WRONG = r"\operatorname{Var}\left[\frac1n\sum_{i=1}^n x_i\right] = \frac2n\operatorname{Var}[x]"
MEAN = r"\mathbb{E}\left[\frac1n\sum_{i=1}^n x_i\right] = \mathbb{E}[x]"
DRAWS = r"$x_1,\dots,x_n\sim p(x)$"


def verdict(said: str, line: str) -> str:
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


TIED = [
    f"Let {DRAWS} be antithetic.", f"Let {DRAWS} be exchangeable.",
    f"Let {DRAWS} be successive states of a Gibbs sampler.",
    r"Let $x_1,\dots,x_n$ be drawn from $p(x)$, not necessarily independently.", f"设 {DRAWS} 为马尔可夫链的样本。",
    r"Let $x_1,\dots,x_n$ be identically distributed draws from $p(x)$ that may be dependent.",
    f"Let {DRAWS}. The samples come from an MCMC run.", rf"Let {DRAWS} all be the same draw, $x_1=\dots=x_n$.",
    f"Let {DRAWS} be identically distributed.",
]  # fmt: skip


@pytest.mark.parametrize("said", TIED)
def test_nothing_is_said_of_the_spread_of_tied_draws(said):
    assert verdict(said, SPREAD) not in ("proved", "refuted")
    assert verdict(said, WRONG) not in ("proved", "refuted")


@pytest.mark.parametrize("said", TIED[:3])
def test_the_mean_of_their_average_is_known(said):
    assert verdict(said, MEAN) == "proved"


@pytest.mark.parametrize("said", [
    f"Let {DRAWS}.", f"Let {DRAWS} be independent and identically distributed.", f"设 {DRAWS} 为独立同分布样本。",
    f"Let {DRAWS} be identically distributed. They are independent.",
    "A Markov chain would do as well. " + f"Let {DRAWS} be i.i.d.",
])  # fmt: skip
def test_independent_draws_have_their_spread(said):
    assert verdict(said, SPREAD) == "proved"
    assert verdict(said, WRONG) == "refuted"


NAMED = (r"\mathrm{Var}(\hat\mu) = \frac1S\mathrm{Var}_q(f(z))", r"\mathbb{E}[\hat\mu] = \mathbb{E}_q[f(z)]")
DRAWN = [
    "in antithetic pairs", "where each draw depends on the previous one", "by stratified sampling",
    "so that the draws are coupled", "where all draws use the same noise",
]  # fmt: skip


@pytest.mark.parametrize("how", DRAWN)
def test_the_spread_of_an_average_with_a_name_is_not_known_either(how):
    """Each of these was proved."""
    said = rf"Draw $z_1,\dots,z_S$ from $q$ {how}, and let $\hat\mu=\frac1S\sum_{{s=1}}^Sf(z_s)$."
    assert verdict(said, NAMED[0]) not in ("proved", "refuted")
    assert verdict(said, NAMED[1]) == "proved"


def test_independent_draws_have_it():
    said = r"Draw $z_1,\dots,z_S$ independently from $q$ and let $\hat\mu=\frac1S\sum_{s=1}^Sf(z_s)$."
    assert verdict(said, NAMED[0]) == verdict(said, NAMED[1]) == "proved"
