"""Under a sum over z the q(z) of `\\log p(x,z) q(z)` is its weight: the logarithm does not reach over it."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [j.verdict for j in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize("q", ["q(z)", r"\cdot q(z)"])
def test_one_reading_in_a_chain(q):
    chain = rf"$$H(q) = -\sum_z \log q(z) {q} = -2\sum_z\log q(z)$$"
    assert verdicts(chain) == ["proved", "refuted"]
    mean = rf"$$\mathbb{{E}}_{{q(z)}}[\log p(x,z)] = \int \log p(x,z) {q}\,dz$$"
    assert verdicts(mean) == ["proved"]


def test_under_an_optimum():
    line = r"$$\arg\max_\theta\sum_z\log p(x,z|\theta)\cdot p(z|x,\theta^{(t)}) = \arg\max_\theta"
    assert verdicts(line + r"\mathbb{E}_{z|x,\theta^{(t)}}[\log p(x,z|\theta)]$$") == ["proved"]
    assert verdicts(line + r"\sum_z\log p(x,z|\theta)$$") == ["refuted"]


def test_a_product_without_a_sum_is_one():
    assert verdicts(r"$$\log p(x|z)p(z) = \log p(x|z) + \log p(z)$$") == ["proved"]
    assert verdicts(r"$$\int q(z)\log p(x|z)p(z)dz = \mathbb{E}_{q(z)}[\log p(x|z) + \log p(z)]$$") == ["proved"]
