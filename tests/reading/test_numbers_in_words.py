"""What words say of numbers, variables and vectors: a line that they make right is not refuted, others are."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(said: str, line: str) -> str:
    return [one.verdict for one in Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()][-1]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (r"Let $w_1,\dots,w_K\ge0$ add up to one.", r"\sum_{k=1}^Kw_k^2 \le 1"),
        (r"设 $w_1,\dots,w_K$ 非负且总和为一。", r"\sum_{k=1}^Kw_k^2 \le 1"),
        (r"Let $\alpha_t+\beta_t=1$.", r"\frac{1-\alpha_t}{\beta_t} = 1"),
        (r"Put $\beta$ equal to $1$ minus $\alpha$, with $0<\alpha<1$.", r"\frac{1-\alpha}{\beta} = 1"),
        (r"The number $\alpha_t$ is the complement of $\beta_t$.", r"\frac{\beta_t}{1-\alpha_t} = 1"),
        ("$X$ takes the values $0$ and $2$, each with probability one half.", r"\mathbb{E}[X] = 1"),
        ("随机变量 $X$ 以相同概率取 $0$ 和 $2$。", "E[X] = 1"),
        ("$X$ is the outcome of a fair die.", r"H(X) = \log 6"),
        ("The spin $s$ is $+1$ or $-1$.", "s^2 = 1"),
        ("$X$ and $Y$ have nothing to do with each other.", "I(X;Y) = 0"),
        ("随机变量 $X$ 与 $Y$ 互不影响。", r"\mathrm{Var}(X+Y) = \mathrm{Var}(X)+\mathrm{Var}(Y)"),
        (r"The deviation $\sigma>0$ is smaller than one.", r"\sigma^2 \le \sigma"),
        ("Let $A$ be a matrix that equals its own transpose.", r"\nabla_x(x^\top Ax) = 2Ax"),
        (r"Let $A=A^\top$.", r"\nabla_x(x^\top Ax) = 2Ax"),
        ("设 $u$ 与 $v$ 为单位向量。", r"\|u-v\|^2 = 2-2u^\top v"),
    ],
)
def test_words_that_may_make_a_line_right(said, line):
    assert last(said, line) == "doubtful"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (r"Let $w_1,\dots,w_K>0$, which do not sum to one.", r"\sum_{k=1}^Kw_k^2 \le 1"),
        ("The density $p(x)$ sums to one.", r"\sum_x p(x)^2 = 1"),
        (r"Let $\alpha+\beta=1$.", r"\gamma^2 = \gamma"),
        ("$X$ takes the values $0$ and $2$, each with probability one half.", r"\mathrm{Var}(Y) = \mathbb{E}[Y^2]"),
        ("The number $s$ is real.", "s^2 = 1"),
        ("Let $A$ be a matrix.", r"\nabla_x(x^\top Ax) = 2Ax"),
        ("$X$ and $Y$ are random variables.", "I(X;Y) = 0"),
    ],
)
def test_words_of_other_things(said, line):
    assert last(said, line) == "refuted"


def test_what_holds_anyway_stays_proved():
    assert last(r"Let $\alpha+\beta=1$.", r"(\alpha+\beta)^2 = \alpha^2+2\alpha\beta+\beta^2") == "proved"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (r"In the E-step we set $q(z)$ to $p(z|x)$.", r"\mathrm{KL}(q(z)\|p(z|x)) = 0"),
        (r"若 $q(z)$ 恰为真实后验,则", r"\log p(x) = \mathbb{E}_{q(z)}[\log p(x,z)-\log q(z)]"),
        (r"In the E-step we set $\theta'=\theta$.", r"\mathrm{KL}(p_\theta(z|x)\|p_{\theta'}(z|x)) = 0"),
        (r"If $q=p$, then $$ \mathrm{KL}(q\|p) = 0 $$", r"\mathbb{E}_q[f(x)] = \mathbb{E}_p[f(x)]"),
    ],
)
def test_one_law_by_words(said, line):
    assert last(said, line) == "doubtful"


def test_one_law_makes_no_other_line_right():
    said = "In the E-step we set $q(z)$ to $p(z|x)$."
    assert last(said, r"\log p(x) = \mathbb{E}_{q(z)}[\log p(x,z)]") == "refuted"
    assert last(r"Let $q(z)$ be any density.", r"\mathrm{KL}(q(z)\|p(z|x)) = 0") == "refuted"


def test_draws_under_a_mean_are_no_numbers():
    said = r"Let $x_1,\dots,x_n$ be i.i.d. samples from $\mathcal N(\mu,\sigma^2)$."
    assert last(said, r"\mathbb{E}\left[\sum_{i=1}^nx_i\right] = n\mu") == "unread"
    assert last("Let $x$ be from $N(0, 1)$.", r"\mathbb{E}_{x\sim N(0,1)}[x^2] = 2") == "refuted"


def test_a_bound_that_is_told():
    said = r"Suppose the gap $\mathrm{KL}(q(z|x)\|p(z|x))$ is at most $\epsilon$."
    elbo = r"\mathbb{E}_{q(z|x)}\left[\log\frac{p(x,z)}{q(z|x)}\right]"
    assert last(said, rf"\log p(x) \le {elbo}+\epsilon") == "doubtful"
    assert last(said, rf"\log p(x) = {elbo}") == "refuted"
