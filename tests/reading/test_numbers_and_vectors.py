"""A name that is a vector elsewhere in the note is a number in a chain that squares it."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

COMPONENTS = (
    r"设 $p(z) = \mathcal{N}(0, 1)$，$q(z|x) = \mathcal{N}(\mu, \sigma^2)$。"
    r"$$D = -\frac{1}{2} \sum_{j=1}^J (1 + \log\sigma_j^2 - \mu_j^2 - \sigma_j^2)$$"
)
COVARIANCE = (
    r"每个样本$x_i$为$p$维数据，$x_i \sim N(\mu, \Sigma)$。一维高斯分布："
    r"$$P(x) = \frac{1}{\sqrt{2\pi}\sigma}\exp(-\frac{(x-\mu)^2}{2\sigma^2})$$"
)


def last_verdict(text: str) -> str:
    return Judge(read_note(text)).run()[-1].verdict


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        (COMPONENTS, r"(z-\mu)^2 = z^2-2z\mu+\mu^2", r"(z-\mu)^2 = z^2-2z\mu-\mu^2"),
        (
            COMPONENTS,
            r"\log (\frac{1}{\sigma} e^{-\frac{(z-\mu)^2}{2\sigma^2} + \frac{z^2}{2}})"
            r" = -\log \sigma - \frac{(z-\mu)^2}{2\sigma^2} + \frac{z^2}{2}",
            r"\log (\frac{1}{\sigma} e^{-\frac{(z-\mu)^2}{2\sigma^2} + \frac{z^2}{2}})"
            r" = \log \sigma - \frac{(z-\mu)^2}{2\sigma^2} + \frac{z^2}{2}",
        ),
        (
            COVARIANCE,
            r"\sum_{i=1}^N[-\frac1\sigma+(x_i-\mu)^2\sigma^{-3}] = \sigma^{-3}\sum_{i=1}^N[(x_i-\mu)^2-\sigma^2]",
            r"\sum_{i=1}^N[-\frac1\sigma+(x_i-\mu)^2\sigma^{-3}] = \sigma^{-3}\sum_{i=1}^N[(x_i-\mu)^2-\sigma]",
        ),
        (
            r"$$\sum_{j=1}^d (\mu_j^2 + \sigma_j^2) = \sum_{j=1}^d \sigma_j^2 + \sum_{j=1}^d \mu_j^2$$",
            r"KL(N(\mu, \sigma^2) \| N(0, 1)) = -\log\sigma + \frac{\sigma^2 + \mu^2}{2} - \frac12",
            r"KL(N(\mu, \sigma^2) \| N(0, 1)) = -\log\sigma + \frac{\sigma^2 + \mu^2}{2}",
        ),
    ],
)
def test_what_is_squared_is_a_number_here(before, right, wrong):
    assert last_verdict(f"{before}\n$${right}$$") == "proved"
    assert last_verdict(f"{before}\n$${wrong}$$") == "refuted"


@pytest.mark.parametrize(
    "note",
    [
        r"Let $x\in\mathbb{R}^d$ and $p(x)=N(\mu,\sigma^2 I)$. $$p(x)=\frac{1}{\sqrt{2\pi}\sigma}"
        r"\exp(-\frac{(x-\mu)^2}{2\sigma^2})$$",
        r"Let $x\in\mathbb{R}^d$ and $p(x)=N(\mu,\sigma^2 I)$. $$\log p(x)=-\log(\sqrt{2\pi}\sigma)"
        r"-\frac{(x-\mu)^2}{2\sigma^2}$$",
        r"Let $p(x)=N(\mu,\Sigma)$. $$\log p(x)=-\frac12\log(2\pi\sigma^2)-\frac{(x-\mu)^2}{2\sigma^2}$$",
        COMPONENTS + r" $$KL(q\|p) = \frac12\sum_{j=1}^J((\mu_j-1)^2 + \sigma_j^2)$$",
        COMPONENTS + r" $$\sum_{j=1}^J(\mu-\mu_j)^2 = 0$$",
        r"$$KL(N(\mu, \sigma^2) \| N(0, 1)) = \frac12\sum_{j=1}^d(\mu_j^2 + \sigma_j^2 - \log\sigma_j^2 - 1)$$",
    ],
)
def test_what_is_a_vector_here_stays_one(note):
    assert last_verdict(note) != "proved"


def test_components_are_vectors_where_they_stand():
    note = COMPONENTS + r" $$\sum_{j=1}^J(\mu_j-1)^2 = \sum_{j=1}^J\mu_j^2 - 2\sum_{j=1}^J\mu_j + J$$"
    assert last_verdict(note) == "proved"


SEVERAL = r"""Let $x\sim p(x)$.

In several dimensions $f(x) = c \exp(-\frac12 (x-\mu)^T\Sigma^{-1}(x-\mu))$ and $\eta^T y$ is a number.

"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"-\mathbb{E}[\log e^{-\frac{(x-\mu)^2}{2\sigma^2}}] = \frac{1}{2\sigma^2}\mathbb{E}[(x-\mu)^2]",
         r"-\mathbb{E}[\log e^{-\frac{(x-\mu)^2}{2\sigma^2}}] = \frac{1}{\sigma^2}\mathbb{E}[(x-\mu)^2]"),
        (r"\int p(x) \frac{1}{2\sigma^2} (x-\mu)^2 dx = \frac{1}{2\sigma^2} \int p(x) (x-\mu)^2 dx",
         r"\int p(x) \frac{1}{2\sigma^2} (x-\mu)^2 dx = \frac{1}{\sigma^2} \int p(x) (x-\mu)^2 dx"),
    ],
)  # fmt: skip
def test_a_chain_of_one_dimension_in_a_note_of_several(right, wrong):
    assert last_verdict(f"{SEVERAL}$${right}$$") == "proved"
    assert last_verdict(f"{SEVERAL}$${wrong}$$") in ("refuted", "doubtful", "consistent")


@pytest.mark.parametrize(
    "line",
    [
        r"\log p(x)=-\log(\sqrt{2\pi}\sigma)-\frac{(x-\mu)^2}{2\sigma^2}",
        r"H(p) = \mathbb{E}_{p(x)}[\log(\sqrt{2\pi}\sigma)+\frac{(x-\mu)^2}{2\sigma^2}]",
        r"\mathbb{E}_{p(x)}[\frac{(x-\mu)^2}{2\sigma^2}] = \frac12",
    ],
)
def test_a_law_of_several_dimensions_is_none_of_one(line):
    assert last_verdict(rf"Let $p(x)=N(x;\mu,\sigma^2 I)$. $${line}$$") not in ("proved", "refuted")
