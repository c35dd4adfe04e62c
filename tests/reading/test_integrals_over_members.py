"""`\\int q(z_j) ... dz_j` is over one member of z, whatever the others do; `\\sum_{x_i} P(x_i)` is over values."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


ENCODER = r"Let $q(z|x) = \prod_{j=1}^d \mathcal{N}(z_j;\mu_j,\sigma_j^2)$ and $p(z) = \mathcal{N}(z;0,I)$. "
FACTORS = r"Let $q(z|x) = \prod_{j=1}^d q(z_j|x)$ and $p(z) = \prod_{j=1}^d p(z_j)$. "
INTEGRALS = r"$$KL(q(z|x)\|p(z)) = \sum_{j=1}^d \int q(z_j|x) \log\frac{q(z_j|x)}{p(z_j)} dz_j$$"


@pytest.mark.parametrize("told", [FACTORS, ENCODER])
def test_a_divergence_of_products_is_a_sum_of_integrals(told):
    assert last(told + INTEGRALS) == "proved"
    assert last(told + INTEGRALS.replace(r"\sum", r"\frac1d\sum")) == "refuted"


def test_one_member_alone():
    assert last(ENCODER + r"$$\int q(z_j|x) \log q(z_j|x) dz_j = -\frac12\log(2\pi e\sigma_j^2)$$") == "proved"
    assert last(ENCODER + r"$$\int q(z_j|x) \log q(z_j|x) dz_j = -\frac d2\log(2\pi e\sigma_j^2)$$") == "refuted"


BITS = r"Let the bits be independent, $q(z) = \prod_{j=1}^d q(z_j)$. "


def test_a_member_of_a_product_is_not_the_whole():
    assert last(BITS + r"$$H(q(z)) = -\sum_{z_j} q(z_j)\log q(z_j)$$") == "refuted"
    assert last(BITS + r"$$H(q(z)) = -\sum_j\sum_{z_j} q(z_j)\log q(z_j)$$") == "proved"


def test_values_of_a_variable_are_numbered_by_nothing():
    assert last(r"$$H(X) = -\sum_{x_i} P(x_i)\log P(x_i)$$") == "proved"
    assert last(r"$$\mathbb{E}[X] = \sum_{x_i} x_i P(x_i)$$") == "proved"


def test_a_norm_of_a_functions_values():
    encoder = r"The encoder is $q(z|x) = \mathcal{N}(z;\mu(x),\mathrm{diag}(\sigma^2(x)))$. "
    assert last(encoder + r"$$\sum_{j=1}^d \mu_j(x)^2 = \|\mu(x)\|^2$$") == "proved"
    assert last(encoder + r"$$\sum_{j=1}^d \mu_j(x)^2 = d\|\mu(x)\|^2$$") == "refuted"
