"""Names that a noun phrase gives, and functions that are written without their arguments."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

MEAN = r"$$\mathbb{E}_{q}[w(x) f(x)] = \mathbb{E}_{p}[f(x)]$$"
WRONG = r"$$\mathbb{E}_{q}[w(x) f(x)] = \mathbb{E}_{p}[f(x)^2]$$"


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    "said",
    [
        r"The quantity $w(x)=\frac{p(x)}{q(x)}$ is often referred to as the importance weight. ",
        r"It is the expectation of a different random variable $w(x)=\frac{p(x)}{q(x)}$ under $q$. ",
        r"其可以表示为另一个权重 $w(x)=\frac{p(x)}{q(x)}$ 在 $q$ 下的期望 ",
        r"The ratio $w(x)=\frac{p(x)}{q(x)}$ explodes where $q$ is small. ",
    ],
)
def test_a_noun_phrase_gives_a_name(said):
    assert last(said + MEAN) == "proved"
    assert last(said + WRONG) == "refuted"


@pytest.mark.parametrize(
    "said",
    [
        r"We never have $w(x)=\frac{p(x)}{q(x)}$ in practice. ",
        r"Some authors take $w(x)=\frac{p(x)}{q(x)}$ instead. ",
    ],
)
def test_what_is_denied_is_no_definition(said):
    assert last(said + MEAN) in ("doubtful", "refuted")


NORMAL = r"Let $q(z)=\mathcal{N}(z;\mu,\sigma^2)$ and $p(z)=\mathcal{N}(z;0,1)$. "
DIVERGENCE = r"$$KL(q(z)\|p(z)) = \frac12(e^{s}+\mu^2-1-s)$$"


@pytest.mark.parametrize(
    "said",
    [
        r"Networks usually output $s=\log\sigma^2$. ",
        r"In practice the encoder often predicts $s=\log\sigma^2$. ",
        r"One usually works with the log-variance $s=\log\sigma^2$. ",
        r"实践中编码器网络通常输出 $s=\log\sigma^2$。",
    ],
)
def test_what_a_network_puts_out_is_a_name(said):
    assert last(NORMAL + said + DIVERGENCE) == "proved"
    assert last(NORMAL + said + DIVERGENCE.replace("-1-s", "-s")) == "refuted"


SLOPE = r"$$\nabla_\theta J(\theta) = \mathbb{E}_{p_\theta(x)}[f(x)\nabla_\theta\log p_\theta(x)]$$"


@pytest.mark.parametrize(
    "said",
    [
        r"The objective is $J(\theta)=\mathbb{E}_{p_\theta(x)}[f(x)]$. ",
        r"Our goal is to maximise $J(\theta)=\mathbb{E}_{p_\theta(x)}[f(x)]$. ",
        r"我们的目标是最大化 $J(\theta)=\mathbb{E}_{p_\theta(x)}[f(x)]$。",
    ],
)
def test_an_objective_is_a_name(said):
    assert last(said + SLOPE) == "proved"


@pytest.mark.parametrize("said", [r"We want the loss $\ell = m$. ", r"Our goal is $\ell = m$. "])
def test_a_wish_between_names_is_none(said):
    assert last(said + r"$$\ell^2 = m^2$$") != "proved"


def test_what_others_take_is_none():
    assert last(NORMAL + r"Other authors usually take $s=\log\sigma^2$. " + DIVERGENCE) == "doubtful"


def test_the_case_of_a_density_is_no_name():
    assert last("The function $q(z)=p(z)$ is often taken. $$KL(q(z)\\|p(z)) = 0$$") != "proved"


STEP = r"$$\mu_\theta(x_t,t)=x_t-c\,\epsilon_\theta(x_t,t)$$" + "\n\n"


def test_a_function_short_of_its_arguments():
    assert last(STEP + r"$$\mu_\theta(x_t,t)=x_t-c\,\epsilon_\theta$$") == "proved"
    assert last(STEP + r"$$\mu_\theta(x_t,t)=x_t-2c\,\epsilon_\theta$$") == "refuted"
    other = r"$$\epsilon_\theta(x_0,0) = 1$$" + "\n\n"
    assert last(other + STEP + r"$$\mu_\theta(x_t,t)=x_t-c\,\epsilon_\theta$$") in ("definition", "doubtful")
    assert last(r"$$f(a) + f = 2f(a)$$") in ("proved", "doubtful")


def verdicts(text: str) -> list[str]:
    return [step.verdict for step in Judge(read_note(text), mend=False).run()]


LINK = r"Take $$\eta = \log\lambda$$ and "


def test_a_new_name_inside_a_chain_stands_for_what_is_before_it():
    """`lambda = a(eta) = exp(eta)` says what a is; what follows is held to it."""
    assert verdicts(LINK + r"$$\lambda = a(\eta) = \exp(\eta)$$") == ["definition", "definition", "proved"]
    assert verdicts(LINK + r"$$\lambda = a(\eta) = \exp(-\eta)$$") == ["definition", "definition", "refuted"]
    assert verdicts(r"$$\mathbb{E}[X^2] - \mathbb{E}[X]^2 = v = \mathrm{Var}(X)$$") == ["definition", "proved"]
    assert verdicts(r"$$\mathbb{E}[X^2] = v = \mathrm{Var}(X)$$") == ["definition", "refuted"]


def test_a_name_that_has_a_meaning_is_no_new_one_inside_a_chain():
    assert verdicts(LINK + r"$$a(\eta) = \eta^2$$ so $$\lambda = a(\eta) = \exp(\eta)$$")[-2:] == ["refuted"] * 2


def test_a_known_function_inside_a_chain_is_no_new_name():
    """The first logarithm of a note says nothing of what log is."""
    assert verdicts(r"$$\ell = \log p(x) = \log \int p(x,z) dz$$") == ["definition", "proved"]
    assert verdicts(r"$$\ell = \log p(x) = \log \int p(x|z) dz$$") == ["definition", "refuted"]
    assert verdicts(r"$$f(a) = \exp(a) = a^2$$") == ["definition", "refuted"]
    assert verdicts(r"$$y = \sqrt{c} = c^2$$") == ["definition", "refuted"]
    said = r"$$\rho = \text{Corr}(X, Y) = \frac{\text{Cov}(X,Y)}{\sqrt{\text{Var}(X)}\sqrt{\text{Var}(Y)}}$$"
    assert verdicts(said) == ["definition", "definition"]


FIRST = r"$$ E_{q(x)}[x] =: L(a) $$"
SECOND = r"$$ E_{q(x)}[x^2] =: L(a, b) $$"


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("L(a) = E_{q(x)}[x]", "proved"),
        ("L(a) = E_{q(x)}[x^2]", "refuted"),
        ("L(a, b) = E_{q(x)}[x^2]", "proved"),
        ("L(a, b) = E_{q(x)}[x]", "refuted"),
        ("E_{q(x)}[x^3] =: L(a, b)", "refuted"),
    ],
)
def test_a_name_with_other_arguments_is_another_name(line: str, verdict: str):
    found = Judge(read_note(f"{FIRST} {SECOND} $$ {line} $$"), mend=False).run()
    assert [one.verdict for one in found] == ["definition", "definition", verdict]
