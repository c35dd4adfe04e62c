"""A letter that may be the size of vectors, and draws that a mean of a bare density is estimated by."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

NORMALS = r"For $P = \mathcal{N}(\mu_1, \Sigma_1)$, $Q = \mathcal{N}(\mu_2, \Sigma_2)$:" + "\n\n"
KL = (
    r"$$ KL(P\|Q) = \frac12 [ \mathrm{tr}(\Sigma_2^{-1}\Sigma_1) + (\mu_2-\mu_1)^\top \Sigma_2^{-1} (\mu_2-\mu_1)"
    r" - k + \ln \frac{|\Sigma_2|}{|\Sigma_1|} ] $$"
)
DRAWS = r"$$ E_P[f(x)] \approx \frac{1}{N} \sum_{i=1}^N f(x_i) $$" + "\n\n"


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize("said", ["", DRAWS, "Let $w_i = P(x_i)/Q(x_i)$ be the weights of the draws.\n\n" + DRAWS])
def test_draws_of_a_bare_density_are_no_components(said):
    assert verdicts(said + NORMALS + KL) == ["proved"] * (1 + bool(said))
    assert verdicts(said + NORMALS + KL.replace("- k", "+ k"))[-1] in ("refuted", "doubtful")


def test_draws_of_another_function_are_no_estimate():
    assert verdicts(DRAWS.replace("N} f(x_i)", "N} f(x_i)^2").replace("^N f(x_i)", "^N f(x_i)^2"))[-1] != "proved"


@pytest.mark.parametrize(
    "said",
    ["There are $k$ classes.", "We have $k$ samples.", "A mixture of $k$ components.", "共有 $k$ 个类别。"],
)
def test_what_counts_other_things_is_no_size(said):
    assert verdicts(said + " " + NORMALS + KL)[-1] != "proved"


def test_a_size_that_is_told_is_no_loose_letter():
    assert verdicts(r"Let $\mu \in \mathbb{R}^d$." + "\n\n" + r"$$ \mu^\top \mu - k = \mu^\top \mu $$")[-1] == "refuted"
