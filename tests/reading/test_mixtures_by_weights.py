"""Mixtures of conditionals of one letter: what their weights say of the variable that they run over."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(text), mend=False).run()]


MIXTURE = r"$$p(x) = \sum_{k=1}^K \pi_k p(x|k)$$ "
AGGREGATED = r"$$q(z) = \frac1N\sum_{n=1}^{N} q(z|n)$$ "


def test_weights_are_the_law_of_what_they_number():
    assert verdicts(MIXTURE) == ["doubtful"]  # nobody says that they sum to one
    assert verdicts(r"Let $p(k) = \pi_k$. " + MIXTURE) == ["proved"]
    assert verdicts(r"Let $p(z=k) = \pi_k$. " + MIXTURE.replace("x|k", "x|z=k")) == ["proved"]


def test_the_posterior_of_a_component():
    said = (
        r"Let $p(z=k) = \pi_k$. "
        + MIXTURE.replace("x|k", "x|z=k")
        + r"$$p(z=k|x) = \frac{\pi_k p(x|z=k)}{\sum_{j=1}^K WEIGHT p(x|z=j)}$$"
    )
    assert verdicts(said.replace("WEIGHT", r"\pi_j")) == ["proved", "proved"]
    assert verdicts(said.replace("WEIGHT", r"\pi_j^2"))[1] != "proved"


def test_an_aggregated_posterior_is_accused_of_nothing():
    """Whatever is told of p(n): the data have no other law."""
    assert verdicts(r"Let $p(n)=\frac1N$ and let $q(z|n)$ be the encoder. " + AGGREGATED) == ["definition"]
    assert verdicts(AGGREGATED + r"$$q(n|z) = \frac{q(z|n)}{N q(z)}$$")[1] == "proved"
    assert verdicts(AGGREGATED + r"$$q(n|z) = \frac{q(z|n)}{q(z)}$$")[1] == "refuted"


@pytest.mark.parametrize("weight", [r"\pi_k^2", "3", r"p(k)^2"])
def test_what_is_no_weight_says_nothing(weight):
    assert verdicts(MIXTURE.replace(r"\pi_k", weight))[0] not in ("definition", "proved")


def test_parameters_beside_weights_are_no_values():
    line = r"$$p(x) = \sum_{i=1}^k \alpha_i p(x|\mu_i, \Sigma_i)$$"
    assert verdicts(line)[0] not in ("proved", "refuted", "unread")
