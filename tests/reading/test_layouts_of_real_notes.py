"""Spellings and layouts of notes that nobody had tried: the right line is read, a wrong one beside it is not proved."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LINES = r"""
proved     | KL(P\|Q) = \int_{\boldsymbol{x}} p(\boldsymbol{x}) \log \frac{p(\boldsymbol{x})}{q(\boldsymbol{x})} \mathrm{d} x
refuted    | KL(P\|Q) = \int_{\boldsymbol{x}} q(\boldsymbol{x}) \log \frac{p(\boldsymbol{x})}{q(\boldsymbol{x})} \mathrm{d} x
proved     | H(X,Z) = -\int_{x,\mathbf{z}} p(x,z) \log p(x,z) dx dz
unread     | 1 = \int_{x_1} p(x_1,x_2) dx_2
unread     | 1 = \int_{D} p(\boldsymbol{x}) \mathrm{d} x
proved     | E_{x \sim p(x)} \norm{s(x)}_2^2 = \int p(x) \norm{s(x)}_2^2 dx
refuted    | E_{x \sim p(x)} \norm{s(x)}_2^2 = \int p(x) \norm{s(x)}_2 dx
proved     | \kl{q(z)}{p(z|x)} = \E{q(z)}{\log q(z) - \log p(z|x)}
refuted    | \kl{q(z)}{p(z|x)} = \E{q(z)}{\log q(z) - \log p(x|z)}
proved     | D_{KL}(p \Arrowvert q) = E_{x \sim p}[\log p(x)] - E_{x \sim p}[\log q(x)]
refuted    | D_{KL}(p \Arrowvert q) = E_{x \sim p}[\log q(x)] - E_{x \sim p}[\log p(x)]
proved     | E_{p(x)}[\log p(x) - \log q(x)] = \cancelto{c}{E_{p(x)}[\log p(x)]} - E_{p(x)}[\log q(x)]
refuted    | E_{p(x)}[\log p(x) - \log q(x)] = \cancelto{c}{E_{p(x)}[\log p(x)]} + E_{p(x)}[\log q(x)]
proved     | \sum_x p(x) {\rm{log}}(p(x)) = -H(X)
refuted    | \sum_x p(x) {\rm{log}}(p(x)) = H(X)
proved     | H(Y|X) = \sum_{x, y} P(X = x \wedge Y = y) \log \frac{P(X = x)}{P(X = x \wedge Y = y)}
refuted    | H(Y|X) = \sum_{x, y} P(X = x \wedge Y = y) \log \frac{P(Y = y)}{P(X = x \wedge Y = y)}
"""  # noqa: E501

SIGMA_OF_AN_EXAMPLE = r"""
Let $q(z|x^{(i)}) = \mathcal{N}(z; \mu^{(i)}, \sigma^{(i)2} I)$ and $p(z) = \mathcal{N}(z; 0, I)$. Then

$$
-D_{KL}(q(z|x^{(i)}) || p(z)) = \frac{1}{2}\sum_{j=1}^J \left(1 + \log \sigma_j^{(i)2} - \sigma_j^{(i)2} SIGN \mu_j^{(i)2}\right)
$$
"""  # noqa: E501


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize("line", LINES.strip().splitlines())
def test_a_line_is_read(line: str):
    expected, display = line.split(" | ", 1)
    assert set(verdicts(f"$$ {display} $$\n")) == {expected.strip()}


@pytest.mark.parametrize(("sign", "expected"), [("-", "proved"), ("+", "refuted")])
def test_the_square_of_an_example_s_spread(sign: str, expected: str):
    assert verdicts(SIGMA_OF_AN_EXAMPLE.replace("SIGN", sign)) == [expected]
