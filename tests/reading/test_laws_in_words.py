"""Facts about the law of a variable that are told in words alone: a line that holds by them is not refuted, one that
fails with them too is."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

VARIANCE = r"\operatorname{Var}_{p(x)}[x] = \mathbb{E}_{p(x)}[x^2]"
TWICE = r"\operatorname{Var}_{p(x)}[2x] = 4"
ONE = r"\mathbb{E}_{p(x)}[x^2] = 1"
POSITIVE = r"\mathbb{E}_{p(x)}[|x|] = \mathbb{E}_{p(x)}[x]"
BINARY = r"\mathbb{E}_{p(x)}[x^2] = \mathbb{E}_{p(x)}[x]"
INTERVAL = r"\mathbb{E}_{p(x)}[x^2] \le \mathbb{E}_{p(x)}[x]"
ODD = r"\mathbb{E}_{p(x)}[x^3] = 0"
GAUSS = r"-\mathbb{E}_{p(x)}[\log p(x)] = \frac12\log(2\pi e)"


def verdict(said: str, line: str) -> str:
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


MAY_HOLD = [
    (r"Let $x\sim p(x)$ have mean zero.", VARIANCE),
    (r"Let $x\sim p(x)$ with mean $0$.", VARIANCE),
    (r"Let $x\sim p(x)$, whose expectation is zero.", VARIANCE),
    (r"Let $x\sim p(x)$. Without loss of generality the mean vanishes.", VARIANCE),
    (r"Let $x\sim p(x)$. The mean has been subtracted.", VARIANCE),
    ("The data are centred: under $p(x)$ they average to zero.", VARIANCE),
    (r"Let $x\sim p(x)$ have mean zero, and put $y=x+1$.", VARIANCE),
    (r"设 $x\sim p(x)$,数据已中心化。", VARIANCE),
    (r"不妨设 $x\sim p(x)$ 均值为零。", VARIANCE),
    ("Let $p(x)$ have variance one.", TWICE),
    (r"设 $x\sim p(x)$ 的方差为一。", TWICE),
    (r"Let $x\sim p(x)$. The data have been standardised.", ONE),
    ("设 $p(x)$ 的均值为零,方差为一。", ONE),
    ("随机变量 $x$ 标准化后的密度记为 $p(x)$。", ONE),
    (r"Let $x\sim p(x)$ be nonnegative.", POSITIVE),
    (r"Let $p(x)$ live on $[0,\infty)$.", POSITIVE),
    (r"设 $x\sim p(x)$ 非负。", POSITIVE),
    (r"Let $x\sim p(x)$ be binary, $x\in\{0,1\}$.", BINARY),
    (r"Let $x\sim p(x)$ take the values $0$ and $1$.", BINARY),
    ("设 $p(x)$ 为伯努利分布。", BINARY),
    ("Let $p(x)$ be a density on $[0,1]$.", INTERVAL),
    (r"Let $x\sim p(x)$ be bounded by one in absolute value.", r"\mathbb{E}_{p(x)}[x^2] \le 1"),
    ("Let $p(x)$ be symmetric.", ODD),
    (r"Let $x\sim p(x)$ and let $-x$ have the same law.", ODD),
    ("设 $p(x)$ 为偶函数。", ODD),
    ("Let $p(x)$ be Gaussian with variance one.", GAUSS),
    ("Let $X$ be constant.", "H(X) = 0"),
    ("Let $X$ and $Y$ determine each other.", "H(Y|X) = 0"),
    ("Let $X$ and $Y$ have equal entropies.", "H(X|Y)=H(Y|X)"),
    (r"Let the chain $x_1,x_2,\dots$ be stationary.", "H(x_2) = H(x_1)"),
    ("Let the kernel satisfy detailed balance with respect to $p$.", "p(x)k(y|x) = p(y)k(x|y)"),
]
FAILS_ANYWAY = [
    (r"Let $x\sim p(x)$ have mean zero.", r"\mathbb{E}_{p(x)}[x^2] = \mathbb{E}_{p(x)}[x]"),
    (r"Let $x\sim p(x)$ have mean zero.", VARIANCE + r" + 7\mathbb{E}_{p(x)}[x]"),
    (r"Let $x\sim p(x)$ have mean zero, and put $y=x+1$.", VARIANCE.replace("= ", "= 2")),
    (r"Let $z\sim q(z)$ have mean zero.", VARIANCE),
    (r"The mean of $x\sim p(x)$ is not zero.", VARIANCE),
    (r"Let $x\sim p(x)$. The data have been standardised.", r"\mathbb{E}_{p(x)}[x^4] = 3"),
    (r"Let $x\sim p(x)$ be nonnegative.", BINARY),
    (r"Let $x\sim p(x)$ be binary.", r"\mathbb{E}_{p(x)}[x^2] = 2\mathbb{E}_{p(x)}[x]"),
    ("Let $p(x)$ be symmetric.", r"\mathbb{E}_{p(x)}[x^2] = 0"),
    (r"设 $x\sim p(x)$ 非负。", r"\mathbb{E}_{p(x)}[x] = 0"),
    ("Let $X$ be constant.", "H(X) = 1"),
]
ALMOST_EVERYWHERE = [
    "Suppose $p=q$ almost everywhere.",
    "Let $p(x)=q(x)$ almost everywhere.",
    "设 $p=q$ 几乎处处成立。",
]


@pytest.mark.parametrize(("said", "line"), MAY_HOLD)
def test_a_line_that_holds_by_them_is_not_refuted(said, line):
    assert verdict(said, line) == "doubtful"


@pytest.mark.parametrize(("said", "line"), FAILS_ANYWAY)
def test_one_that_fails_with_them_too_is(said, line):
    assert verdict(said, line) == "refuted"


@pytest.mark.parametrize("said", ALMOST_EVERYWHERE)
def test_an_equation_almost_everywhere_is_taken_as_given(said):
    assert verdict(said, r"\mathrm{KL}(p\|q) = 0") == "proved"
    assert verdict(said, r"\mathrm{KL}(p\|q) = 1") == "refuted"


ITERATION = r"""
$$
\ell(\theta) = \sum_{i=1}^{N}\log p(x_i;\theta) = \sum_{i=1}^{N}\log\sum_{z_i}p(x_i,z_i;\theta)
$$

$$
\mathcal{F}(Q,\theta) = \sum_{i=1}^{N}\sum_{z_i}Q_i(z_i)\log\frac{p(x_i,z_i;\theta)}{Q_i(z_i)}
$$

$$ \ell(\theta) - \mathcal{F}(Q,\theta) = \sum_{i=1}^{N}KL\big(Q_i(z_i)\,\|\,p(z_i|x_i;\theta)\big) $$

**E步**:固定 $\theta^{(t)}$,取 $Q_i(z_i)=p(z_i|x_i;\theta^{(t)})$。设
$\theta^{(t+1)}$ 使 $\mathcal{F}(Q^{(t)},\theta)$ 达到最大,其中
$Q^{(t)}$ 是E步得到的分布,那么

$$
\begin{aligned}
\ell(\theta^{(t+1)}) &\geq \mathcal{F}(Q^{(t)},\theta^{(t+1)}) \\
&\geq \mathcal{F}(Q^{(t)},\theta^{(t)}) \\
&= \ell(\theta^{(t)})
\end{aligned}
$$
"""


def test_a_distribution_that_is_told_as_the_one_found_is_not_refuted():
    assert Judge(read_note(ITERATION), mend=False).run()[-1].verdict != "refuted"


def test_a_normal_of_unit_variance_in_words():
    said = r"If $(X,Z)$ is bivariate Gaussian with unit variances and correlation $\rho$, $|\rho|<1$, then "
    assert verdict(said, r"h(X) = \frac12\log(2\pi e)") == "doubtful"
    assert verdict(r"Let $p(x)$ be Gaussian with variance $4$. ", r"h(X) = \frac12\log(2\pi e)") == "refuted"
