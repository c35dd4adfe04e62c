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


def test_the_case_of_a_density_is_no_name():
    assert last("The function $q(z)=p(z)$ is often taken. $$KL(q(z)\\|p(z)) = 0$$") != "proved"


STEP = r"$$\mu_\theta(x_t,t)=x_t-c\,\epsilon_\theta(x_t,t)$$" + "\n\n"


def test_a_function_short_of_its_arguments():
    assert last(STEP + r"$$\mu_\theta(x_t,t)=x_t-c\,\epsilon_\theta$$") == "proved"
    assert last(STEP + r"$$\mu_\theta(x_t,t)=x_t-2c\,\epsilon_\theta$$") == "refuted"
    other = r"$$\epsilon_\theta(x_0,0) = 1$$" + "\n\n"
    assert last(other + STEP + r"$$\mu_\theta(x_t,t)=x_t-c\,\epsilon_\theta$$") in ("definition", "doubtful")
    assert last(r"$$f(a) + f = 2f(a)$$") in ("proved", "doubtful")


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
