"""A law or an independence ends where its sentence is taken back, its case ends, or the variable has another."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

JOINT = "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\n"
MOMENT, INFORMATION = r"$$ \mathbb E[z^2] = 1 $$", "$$ I(x;y) = 0 $$"

ENDED = r"""
We do not draw $z\sim\mathcal N(0,1)$.
Nobody draws $z\sim\mathcal N(0,1)$ here.
If $z\sim\mathcal N(0,1)$ were true, life would be easy. It is not.
Suppose that $z\sim\mathcal N(0,1)$. We drop this assumption now.
For the first experiment let $z\sim\mathcal N(0,1)$. In the second experiment the law of $z$ is unknown.
Let $z\sim\mathcal N(0,1)$. Later we replace this law by another one. From here on $z$ has an arbitrary law.
Some draw $z\sim\mathcal N(0,1)$, others do not.
Let $z\sim\mathcal N(0,1)$. Conditioned on $x$, however, $z$ has another distribution. Given $x$,
A sample $z\sim\mathcal N(0,1)$ is thrown away. The next $z$ is exponential.
Let $z\sim\mathcal N(0,1)$ and truncate it to the positive half line.
Let $z\sim\mathcal N(0,1)$. We now multiply $z$ by $3$ and call the result $z$ again.
Let $z\sim\mathcal N(0,1)$ before the update. After the update $z$ is shifted.
Is $z\sim\mathcal N(0,1)$? Not at all.
The prior $z\sim\mathcal N(0,1)$ is rejected by the data.
Until now $z\sim\mathcal N(0,1)$. From now on $z$ is any random variable.
Let $z\sim\mathcal N(0,1)$. Forget this law.
Let $z\sim\mathcal N(0,1)$. Now $z\sim\mathcal N(0,2)$.
Under the null hypothesis $z\sim\mathcal N(0,1)$. Under the alternative,
Under $H_0$, $z\sim\mathcal N(0,1)$. Under $H_1$,
With probability $\frac12$, $z\sim\mathcal N(0,1)$; otherwise $z=3$.
If the coin shows heads, $z\sim\mathcal N(0,1)$. If it shows tails, $z=2$.
Our old code had $z\sim\mathcal N(0,1)$. The new one has not.
Let $z\sim\mathcal N(0,1)$ in Section 1. In this section $z$ is a Laplace variable.
假设 $z\sim\mathcal N(0,1)$。现在放弃这个假设。
若 $z\sim\mathcal N(0,1)$ 就好了。可惜不是。
训练时 $z\sim\mathcal N(0,1)$，测试时 $z$ 来自另一个分布。测试时
第一个模型中 $z\sim\mathcal N(0,1)$。第二个模型中 $z$ 的分布未知。
Only approximately do we have $z\sim\mathcal N(0,1)$.
As $n\to\infty$, $z\sim\mathcal N(0,1)$. For finite $n$,
Suppose, contrary to fact, that $z\sim\mathcal N(0,1)$.
Let $y\sim\mathcal N(0,1)$ and let $z$ be something else.
""".strip().split("\n")

HELD = r"""
Let $z\sim\mathcal N(0,1)$.
Let $z\sim\mathcal N(0,1)$ be the latent variable. In the decoder, $x$ is made of $z$.
In this note, $z\sim\mathcal N(0,1)$.
Suppose that $z\sim\mathcal N(0,1)$.
For $z\sim\mathcal N(0,1)$ we have
With $z\sim\mathcal N(0,1)$,
Draw $z\sim\mathcal N(0,1)$ and feed it to the decoder.
Under the prior, $z\sim\mathcal N(0,1)$.
If $z\sim\mathcal N(0,1)$, then
When $z\sim\mathcal N(0,1)$ we get
Let $z\sim\mathcal N(0,1)$. In practice, the decoder is a network. In general,
Let $z\sim\mathcal N(0,1)$ with any decoder. The network is arbitrary.
The latent code is $z\sim\mathcal N(0,1)$. We multiply it by the decoder matrix.
设 $z\sim\mathcal N(0,1)$。
其中 $z\sim\mathcal N(0,1)$。于是
若 $z\sim\mathcal N(0,1)$，则
Here, $z\sim\mathcal N(0,1)$ is drawn from the prior distribution.
In the first model, $z\sim\mathcal N(0,1)$. In the first model,
Let $z\sim\mathcal N(0,1)$ at training time. At training time,
Let $z\sim\mathcal N(0,1)$ and let $\epsilon$ be another noise.
Since $z\sim\mathcal N(0,1)$ under the prior,
Recall that $z\sim\mathcal N(0,1)$.
""".strip().split("\n")

DEPENDENT = r"""
We do not assume independence of $x$ and $y$. Had we assumed $p(x,y)=p(x)p(y)$, all would be simple.
We do not assume independence of $x$ and $y$. $p(x,y)=p(x)p(y)$
Let $x$ and $y$ be independent given $z$.
Let $x$ and $y$ be independent. Now we make $y$ a copy of $x$.
If $x$ and $y$ are independent the information is zero. For dependent $x$ and $y$,
Let $x$ and $y$ be pairwise independent of $z$.
The pixels $x$ and $y$ are independent in the toy model. In the real model,
Suppose $x$ and $y$ are independent, which is never the case.
Suppose $x$ and $y$ are independent. This was wrong.
The noise of $x$ and the noise of $y$ are independent.
$x$ and $y$ are uncorrelated.
$x$ and $y$ were independent before training. After training,
$x$ and $y$ are far from independent.
$x$ is independent of $w$ and $y$ is independent of $w$.
Let $x$ be independent of the noise $\epsilon$, and $y = x + \epsilon$.
It would be convenient to take $x$ and $y$ independent.
Whether $x$ and $y$ are independent is the question.
设 $x$ 与 $y$ 在给定 $z$ 时独立。
若 $x$ 与 $y$ 独立则互信息为零。对于一般的 $x,y$，
$x$ 与 $y$ 并不独立。
$x$ 与 $y$ 近似独立。
过去 $x$ 与 $y$ 独立，现在不再独立。
""".strip().split("\n")

INDEPENDENT = r"""
Let $x$ and $y$ be independent.
Suppose $x$ and $y$ are independent.
Under the assumption that $x$ and $y$ are independent,
$x$ and $y$ are independent in this model.
If $x$ and $y$ are independent,
Let $x$ and $y$ be independent. In practice, both are noise.
设 $x$ 与 $y$ 相互独立。
""".strip().split("\n")


def last(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


@pytest.mark.parametrize("said", ENDED)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_law_that_has_ended_proves_nothing(said, between):
    assert last(said + between + MOMENT) != "proved"


@pytest.mark.parametrize("said", HELD)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_law_that_holds_is_used(said, between):
    assert last(said + between + MOMENT) == "proved"


@pytest.mark.parametrize("said", DEPENDENT)
def test_variables_that_may_hang_together_are_not_independent(said):
    assert last(JOINT + said + "\n\n" + INFORMATION) != "proved"


@pytest.mark.parametrize("said", INDEPENDENT)
def test_independence_that_holds_is_used(said):
    assert last(JOINT + said + "\n" + INFORMATION) == "proved"


@pytest.mark.parametrize(
    "said",
    [
        r"In the toy model $z\sim\mathcal N(0,4)$. In the heavy-tailed variant we take $z\sim\mathcal N(0,1)$ instead.",
        r"Let $z$ be uniform on $[-\sqrt3,\sqrt3]$.",
        r"设 $z\sim\mathcal N(0,4)$。测试时 $z$ 服从均匀分布。",
    ],
)
def test_another_law_accuses_no_line(said):
    assert last(f"{said}\n{MOMENT}") in ("doubtful", "unread")


def test_a_law_in_passing_accuses_no_line_about_it_and_any_other():
    said = r"We have $p(x|z)p(z)$. The prior is usually a simple Gaussian $\mathcal N(0,1)$."
    assert last(said + r"$$ \mathbb E_{p(z)}[z^2] = 1 $$") == "doubtful"
    assert last(said + r"$$ \log p(x) = \log\sum_z p(x|z) $$") == "refuted"


def test_a_variable_and_what_is_made_of_it_are_not_independent():
    made = r"Let $X\sim\mathcal N(0,1)$ and $Y=-X$. "
    for value in "02":
        assert last(made + rf"$$ \mathrm{{Var}}(X+Y) = {value} $$") == "consistent"


@pytest.mark.parametrize(
    "said",
    [
        r"In practice we own a sample $x_1,\dots,x_N\sim p(x)$, and",
        r"通过采样来计算在$x\sim p(x)$分布下的值。",
        r"Sampled version: draw $x^{(s)}\sim p(x)$, for $s=1,\dots,S$, and",
        r"Let $x^{(1)},\dots,x^{(K)}$ be i.i.d. from $p$, hence $x^{(k)}\sim p(x)$.",
    ],
)
def test_draws_from_a_density_by_its_name_are_no_other_law(said):
    assert last(said + r"$$ \mathbb E_{p(x)}[\log p(x)] = H(p(x)) $$") == "refuted"


EVEN = r"Let $y$ be a label with $p(y)=1/K$ for $y=1,\dots,K$. "
NORMAL = r"$$ p(z) = \frac{1}{\sqrt{2\pi s^2}} e^{-\frac{(z-m)^2}{2s^2}} $$"


def test_a_law_that_is_even_goes_on_where_it_is_called_so():
    line = r"$$ \mathrm{KL}(q(y)\,\|\,p(y)) = \log K - H(q(y)) $$"
    assert last(f"{EVEN}The label part is, because $p(y)$ is uniform, {line}") == "proved"
    assert last(f"{EVEN}At test time $p(y)$ is a point mass. {line}") != "proved"


def test_a_word_of_denial_in_another_clause_takes_back_no_display():
    line = r"$$ \mathbb E_{p(z)}[(z-m)^2] = s^2 $$"
    assert last(f"设$p(z)$是正态分布，均值、方差的自变量省略不写：{NORMAL}{line}") == "proved"
    assert last(f"我们不假设{NORMAL}{line}") != "proved"
    assert last(f"We do not assume {NORMAL}{line}") != "proved"


TWO = r"Let $x\sim N(m,s^2)$ (in the book it is $x\sim N(%s,s^2)$). $$ \mathbb E[(x-m)^2] = s^2 $$"


def test_of_two_laws_in_one_line_neither_is_taken():
    assert last(TWO % "0") == "consistent"
    assert last(TWO % "m") == "proved"
    assert last("Let $x\\sim N(m,s^2)$.\n\n" + TWO % "m") == "proved"
