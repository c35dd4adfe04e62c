"""An N that is told to be no normal, an E that is no mean, integrals over a part: nothing is proved of them."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text):
    return [j.verdict for j in Judge(read_note(text), mend=False).run()]


LAW = r"Let $x\sim\mathcal N(m,v)$. $$\mathbb{E}[x]=m$$"
OTHER = [
    r"$\mathcal N(m,v)$ stands for the log-normal distribution with parameters $m$, $v$.",
    r"In this note $\mathcal N$ is the Laplace density.",
    r"$\mathcal N(m,v)$ denotes the normal law truncated to the positive half-line.",
    r"We write $\mathcal N(v,m)$ with the variance first.",
    r"本文 $\mathcal N(m,v)$ 表示对数正态分布。",
]
SAME = [
    r"$\mathcal N(m,v)$ denotes the normal density with mean $m$ and variance $v$.",
    r"$\mathcal N(\mu_k,\Sigma_k)$ is the $k$-th component of a mixture.",
    r"The noise is $\mathcal N(0,1)$, and a uniform prior is used for $\theta$.",
    r"$\mathcal N(m,v)$ 表示均值为 $m$ 的正态分布。",
]


@pytest.mark.parametrize("said", OTHER)
def test_an_n_that_is_no_normal(said):
    assert verdicts(f"{said} {LAW}") == ["consistent"]


@pytest.mark.parametrize("said", SAME)
def test_an_n_that_is_one(said):
    assert verdicts(f"{said} {LAW}") == ["proved"]


WHOLE = r"$$\int p(x)\,dx=1$$ $$\sum_k q(k)=1$$"


@pytest.mark.parametrize("said", [r"All integrals are over $[0,\infty)$.", "积分范围是 $A$。"])
def test_integrals_over_a_part(said):
    assert verdicts(f"{said} {WHOLE}") == ["consistent", "proved"]


@pytest.mark.parametrize("said", [r"All integrals are over $\mathbb R^d$.", "All integrals are over the whole space."])
def test_integrals_over_everything(said):
    assert verdicts(f"{said} {WHOLE}") == ["proved", "proved"]


def test_sums_that_leave_something_out():
    assert verdicts(f"Sums leave out the padding symbol. {WHOLE}") == ["proved", "consistent"]


def test_an_e_that_is_a_sum():
    said = r"We write $\mathbb{E}[\cdot]$ for the sum over the points. "
    assert verdicts(said + r"$$\mathbb{E}[c]=c$$") == ["consistent"]
    assert verdicts(said.replace("sum", "average") + r"$$\mathbb{E}[c]=c$$") == ["proved"]
