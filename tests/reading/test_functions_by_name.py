"""Functions that a note names in words, or that are usual: the sigmoid."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def steps(text: str) -> list:
    return Judge(read_note(text), mend=False).run()


SAID = [
    r"Let $\sigma$ be the sigmoid function. ",
    r"where $\sigma$ denotes the logistic function. ",
    r"Here $\sigma(\cdot)$ is the logistic sigmoid. ",
    r"with the sigmoid function $\sigma$: ",
    r"其中 $\sigma$ 是 sigmoid 函数：",
]


@pytest.mark.parametrize("said", SAID)
def test_the_sigmoid_in_words(said):
    (right,) = steps(said + r"$$\log(1+e^{b-a}) = -\log\sigma(a-b)$$")
    assert right.verdict == "proved" and any("sigmoid function (line 1)" in a for a in right.assumes)
    assert steps(said + r"$$\log(1+e^{b-a}) = -\log\sigma(b-a)$$")[0].verdict == "refuted"


def test_its_derivative():
    said = r"The derivative of the sigmoid $\sigma$ is "
    assert steps(said + r"$$\frac{d\sigma(t)}{dt} = \sigma(t)(1-\sigma(t))$$")[0].verdict == "proved"
    assert steps(said + r"$$\frac{d\sigma(t)}{dt} = \sigma(t)(1+\sigma(t))$$")[0].verdict == "refuted"


def test_what_is_denied_is_none():
    assert steps(r"$\sigma$ is not the sigmoid. $$\sigma(-t) = 1-\sigma(t)$$")[0].verdict != "proved"


def test_one_that_is_only_usual_is_not_accused():
    usual = r"$$\log(1+e^{b-a}) = -\log\sigma(a-b)$$"
    assert any("as is usual" in a for a in steps(usual)[0].assumes)
    assert steps(usual.replace("{b-a}", "{a-b}"))[0].verdict == "doubtful"


def test_a_deviation_is_none():
    said = r"The decoder ends in a sigmoid. Let $q(z) = \mathcal{N}(z;\mu,\sigma^2)$. "
    assert steps(said + r"$$H(q) = \frac12\log(2\pi e\sigma^2)$$")[-1].verdict == "proved"
    assert steps(r"$$z = \mu+\sigma(\epsilon-1)$$ $$z-\mu = \sigma\epsilon-\sigma$$")[-1].verdict == "proved"


def test_spelled_out():
    assert steps(r"$$\mathrm{sigmoid}(-t) = 1-\mathrm{sigmoid}(t)$$")[0].verdict == "proved"
    assert steps(r"$$\mathrm{softplus}(t) = t+\mathrm{softplus}(-t)$$")[0].verdict == "proved"
    assert steps(r"$$\mathrm{sigmoid}(-t) = \mathrm{sigmoid}(t)$$")[0].verdict == "refuted"


MANY = r"Draw $z_1,\dots,z_K\sim q(z|x)$. "
WEIGHT = r"\frac{p(x,z_k)}{q(z_k|x)}"


def test_a_function_of_an_average_is_right_in_the_limit():
    (found,) = steps(MANY + rf"$$\log p(x) \approx \log\frac1K\sum_{{k=1}}^K {WEIGHT}$$")
    assert found.verdict == "doubtful" and "biased" in found.message
    assert steps(MANY + rf"$$\log p(x) \approx \frac1K\sum_{{k=1}}^K \log{WEIGHT}$$")[0].verdict == "refuted"
    assert steps(MANY + r"$$\log p(x) \approx \log\frac1K\sum_{k=1}^K p(x|z_k)$$")[0].verdict == "refuted"


WEIGHED = r"Draw $x_1,\dots,x_n\sim q(x)$ and let $w_i = p(x_i)/q(x_i)$. "


def test_averages_of_named_weights():
    shares = r"\frac{\sum_{i=1}^n w_i f(x_i)}{\sum_{i=1}^n w_i}"
    assert "as the draws grow" in steps(WEIGHED + rf"$$\mathbb{{E}}_{{p(x)}}[f(x)] \approx {shares}$$")[0].message
    assert steps(WEIGHED + r"$$\frac1n\sum_{i=1}^n w_i \approx 1$$")[0].verdict == "proved"
    assert steps(WEIGHED + r"$$\frac1n\sum_{i=1}^n w_i \approx 2$$")[0].verdict == "refuted"
    turned = WEIGHED.replace("p(x_i)/q(x_i)", "q(x_i)/p(x_i)")
    assert steps(turned + rf"$$\mathbb{{E}}_{{p(x)}}[f(x)] \approx {shares}$$")[0].verdict == "refuted"


def test_a_variance_around_the_mean_of_the_same_draws_is_biased():
    said = r"Draw $x_1,\dots,x_n\sim p(x)$ and let $m = \frac1n\sum_{i=1}^n x_i$. "
    line = r"$$\mathbb{E}_p[(x-\mathbb{E}_p[x])^2] \approx \frac1n\sum_{i=1}^n (x_i-m)^2$$"
    assert steps(said + line)[0].verdict in ("consistent", "doubtful")


NAMED = r"Draw $z_1,\dots,z_K\sim q(z)$ and put $w_k=f(z_k)$. "


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"w_1 = w_2", "refuted"),
        (r"w_1 w_2 = w_1^2", "refuted"),
        (r"w_1 - w_2 = f(z_1) - f(z_2)", "proved"),
        (r"w_1 = f(z_1)", "proved"),
        (r"\sum_{k=1}^K w_k^2 = \frac1K\left(\sum_{k=1}^K w_k\right)^2", "refuted"),
        (r"\log\frac1K\sum_{k=1}^K w_k = \frac1K\sum_{k=1}^K\log w_k", "refuted"),
        (r"\left(\sum_{k=1}^K w_k\right)^2 \geq K\sum_{k=1}^K w_k^2", "refuted"),
    ],
)
def test_what_is_named_by_draws_keeps_its_index(line, verdict):
    assert steps(NAMED + f"$${line}$$")[0].verdict == verdict


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\sum_{k=1}^K \frac{w_k}{\sum_{j=1}^K w_j} = 1", "proved"),
        (r"\sum_{k=1}^K \frac{f(z_k)}{\sum_{j=1}^K f(z_j)} = K", "refuted"),
        (r"\frac{f(z_1)}{\sum_{j=1}^K f(z_j)} \leq 1", "unread"),
    ],
)
def test_an_average_inside_another_is_over_the_same_draws(line, verdict):
    assert steps(NAMED + f"$${line}$$")[0].verdict == verdict


def test_a_subscript_is_not_applied_to_what_follows():
    said = r"Let $\mathbb{E}_q[c(z)]=\gamma$ and put $f_a(z)=f(z)-a\,(c(z)-\gamma)$ for a constant $a$. "
    assert steps(said + r"$$\mathbb{E}_q[f_a(z)] = \mathbb{E}_q[f(z)]$$")[0].verdict == "proved"
    assert steps(said + r"$$\mathbb{E}_q[f_a(z)] = \mathbb{E}_q[f(z)] - a\gamma$$")[0].verdict == "refuted"


def test_a_reward_is_no_density():
    said = r"Let $r(y,x)$ be a reward and $\lambda$ a number. "
    line = r"$$r(y,x) = \beta\log p(y|x) + \lambda$$ The objective is $\sum_y p(y|x) r(y|x)$. "
    assert steps(said + line)[0].verdict == "definition"
    policy = r"We define the policy by a reward $r(y,x)$: $$p(y|x) = \exp(r(y,x))$$ Later $r(y|x)$ is written for it."
    assert steps(policy)[0].verdict in ("doubtful", "definition")
