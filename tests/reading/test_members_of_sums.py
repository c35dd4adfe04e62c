r"""Sums over the members of a sequence: their index is the one that the sum binds, x_{t-1} is the member before x_t,
and x_1 and x_T are the first and the last of them. Sums with other ends differ by the terms there."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdict(line: str, before: str = "") -> str:
    return Judge(read_note(f"{before}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


RIGHT = (
    r"\sum_{k=1}^3 k = 6",
    r"\prod_{k=1}^3 k = 6",
    r"\sum_{k=0}^2 \beta^k = 1 + \beta + \beta^2",
    r"\sum_{k=1}^n \theta^k = \theta + \sum_{k=2}^n \theta^k",
    r"\sum_{i=1}^n 2 i = 2 \sum_{i=1}^n i",
    r"\sum_{k=1}^n k a_k = a_1 + \sum_{k=2}^n k a_k",
    r"x_1 + x_2 + x_3 = \sum_{i=1}^3 x_i",
    r"\log \prod_{i=1}^3 a_i = \log a_1 + \log a_2 + \log a_3",
    r"\sum_{k=1}^n a_k = a_n + \sum_{k=1}^{n-1} a_k",
    r"\sum_{k=0}^n a_k = a_0 + \sum_{k=1}^n a_k",
    r"\sum_{t=1}^2 \beta_{t-1} = \beta_0 + \beta_1",
    r"\sum_{i=1}^2 H(p(x_i)) = H(p(x_1)) + H(p(x_2))",
    r"\sum_{t=1}^T KL(q(x_t) \| p(x_t)) = KL(q(x_1)\|p(x_1)) + \sum_{t=2}^T KL(q(x_t)\|p(x_t))",
    r"\sum_{t=1}^T KL(q(x_t) \| p(x_t)) = KL(q(x_T)\|p(x_T)) + \sum_{t=1}^{T-1} KL(q(x_t)\|p(x_t))",
    r"\log \prod_{t=1}^T p(x_t|x_{t-1}) = \log p(x_1|x_0) + \sum_{t=2}^T \log p(x_t|x_{t-1})",
    r"\prod_{t=1}^T p_\theta(x_{t-1}|x_t) = p_\theta(x_0|x_1) \prod_{t=2}^T p_\theta(x_{t-1}|x_t)",
    r"\sum_{t=1}^T E_q[\log p(x_t|x_{t-1})] = E_q[\log p(x_1|x_0)] + \sum_{t=2}^T E_q[\log p(x_t|x_{t-1})]",
)
NOT_PROVED = (  # each was right or proved as long as the index of its members was none
    r"\sum_{t=1}^T \log p(x_t|x_{t-1}) = T \log p(x_t|x_{t-1})",
    r"\sum_{t=1}^3 \log p(x_t|x_{t-1}) = 3 \log p(x_1|x_0)",
    r"\prod_{t=1}^3 p(x_t|x_{t-1}) = p(x_t|x_{t-1})^3",
    r"\sum_{t=1}^T E_q[\log p(x_t|x_{t-1})] = \sum_{t=2}^T E_q[\log p(x_t|x_{t-1})]",
    r"\log \prod_{t=1}^T p(x_t|x_{t-1}) = \log p(x_1|x_0) + \sum_{t=1}^{T-1} \log p(x_t|x_{t-1})",
    r"\log \prod_{t=1}^T p(x_t|x_{t-1}) = \log p(x_1|x_2) + \sum_{t=2}^T \log p(x_t|x_{t-1})",
    r"\prod_{k=1}^n a_k = a_1 \prod_{k=2}^n a_k + 1",
)
WRONG = (
    r"\sum_{k=1}^3 k = 9",
    r"\sum_{t=1}^T t = T",
    r"\sum_{k=1}^n \theta^k = n \theta^k",  # no step of an iteration
    r"\sum_{k=1}^n \theta^k = \sum_{k=2}^n \theta^k",
    r"\sum_{k=1}^n a_k = a_2 + \sum_{k=2}^n a_k",
    r"\sum_{k=1}^n a_k = a_1 + \sum_{k=1}^{n-1} a_k",
    r"\sum_{t=1}^3 \log p(x_t) = 3 \log p(x_t)",
    r"\sum_{t=1}^3 \beta_t = 3 \beta_t",
    r"\sum_{i=1}^n KL(q(z_i)\|p(z_i)) = n KL(q(z_i)\|p(z_i))",
    r"\log \prod_{t=1}^T p(x_t) = \log p(x_2) + \sum_{t=2}^T \log p(x_t)",
)


@pytest.mark.parametrize("line", RIGHT)
def test_ends_and_members_are_told_apart(line):
    assert verdict(line) == "proved"


@pytest.mark.parametrize("line", NOT_PROVED)
def test_other_members_are_other_things(line):
    assert verdict(line) in ("refuted", "doubtful", "consistent")


@pytest.mark.parametrize("line", WRONG)
def test_wrong_sums_are_refuted(line):
    assert verdict(line) == "refuted"


def test_the_sum_of_the_first_numbers_is_not_refuted():
    assert verdict(r"\sum_{i=1}^n i = \frac{n(n+1)}{2}") == "consistent"
    assert verdict(r"\sum_{i=1}^n i = \frac{n(n-1)}{2}") == "refuted"
    assert verdict(r"\sum_{n=1}^N n \log n = \log \prod_{n=1}^N n^n") == "consistent"


def test_of_alike_densities_of_the_members_nothing_is_known():
    said = r"Let $x_1, \dots, x_n$ be independent with $p(x) = \prod_{i=1}^n p(x_i)$."
    assert verdict(r"\sum_{i=1}^n H(p(x_i)) = H(p(x_1)) + \sum_{i=2}^n H(p(x_i))", said) == "proved"
    assert verdict(r"\sum_{i=1}^n H(p(x_i)) = n H(p(x_1))", said) == "doubtful"  # p may be one for all
