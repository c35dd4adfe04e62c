"""What a letter is: a probability p has no entropy of a density, a \\mu may be a mean, f(x_0) = 0 gives f no value."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

JOINT = " Let $p(x,y)$ be the joint law.\n\n"


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    "said",
    [
        "A source gives 1 with probability $p$ and 0 else.",
        "The crossover probability $p$ is known.",
        "The input is Bernoulli($p$).",
        r"Without loss of generality $p \leq 1/2$.",
        "信源以概率 $p$ 取 1。",
    ],
)
@pytest.mark.parametrize("line", [r"H(X) - H(X|Y) = H(p) - H(X|Y)", r"I(X;Y) \leq H(p)", r"I(X;Y) \geq KL(p\|q)"])
def test_a_probability_has_no_entropy_of_a_density(said, line):
    assert last(f"{said}{JOINT}$$ {line} $$") == "unread"


@pytest.mark.parametrize(
    "said",
    [
        "The law of all is $p$.",
        "With probability $p(x)$ it is $x$.",
        r"Here $p(x) \leq 1$.",
        "We condition with $p$.",
    ],
)
def test_a_density_keeps_its_entropy(said):
    assert last(f"{said} $$ H(p) = -\\mathbb{{E}}_{{p}}[\\log p(x)] $$") == "proved"
    assert last(f"{said} $$ H(p) = \\mathbb{{E}}_{{p}}[\\log p(x)] $$") == "refuted"


def test_a_letter_nowhere_written_of_anything_is_not_that_of_the_variables_beside_it():
    assert last(r"$$I(X; Y) \geq H(p) - H(\delta)$$") == "unread"
    assert last(r"$$H(p,q) = H(p) + KL(p\|q)$$") == "proved"
    assert last(r"Let $p(x,y)$ be the joint law. $$I(x; y) = H(x) - H(x|y)$$") == "proved"


SQUARE = r"$$\mathbb{E}[(X-\mu)^2] = \mathbb{E}[X^2] - \mu^2$$"


@pytest.mark.parametrize(
    "note",
    [
        SQUARE,
        "Let $X$ be a random variable with mean $\\mu$ and finite variance. " + SQUARE,
        "Here $\\mu$ is the mean of $X$. " + SQUARE,
        r"$$\mathrm{Cov}(X,Y) = \mathbb{E}[(X-\mu_X)(Y-\mu_Y)] = \mathbb{E}[XY] - \mu_X\mu_Y$$",
        r"$$\mathbb{E}_{q(x)}[(x-\mu)^2] = \mathbb{E}_{q(x)}[x^2] - \mu^2$$",
    ],
)
def test_a_mean_of_which_nothing_else_is_said_is_one(note):
    found = Judge(read_note(note), mend=False).run()[-1]
    assert found.verdict == "proved" and any("the mean of" in told for told in found.reading)


@pytest.mark.parametrize(
    "note",
    [
        "For any number $\\mu$, " + SQUARE,
        "Let $\\mu \\in \\mathbb{R}$. " + SQUARE,
        "The weight of the penalty is $\\mu$. " + SQUARE,
        "Let $Y$ have any law with mean $\\mu$ and no more. " + SQUARE,
        "Here $\\mu$ is the mean of $Y$. " + SQUARE,
        "Let $\\mu = 3$. " + SQUARE,
        SQUARE.replace("- \\mu^2", "+ \\mu^2"),
        SQUARE.replace("\\mu", "c"),
        r"$$\mathbb{E}_{q(x)}[(x-\mu)^2] = \mathbb{E}_{p(x)}[x^2] - \mu^2$$",
        r"$$\mathbb{E}[(X-\mu)(Y-\mu)] = \mathbb{E}[XY] - \mu^2$$",
    ],
)
def test_another_number_is_no_mean(note):
    assert last(note) in ("refuted", "doubtful")


@pytest.mark.parametrize("said", [r"X(\text{heads}) = 1, \quad X(\text{tails}) = 0", r"X(h) = 1, \quad X(t) = 0"])
def test_the_value_at_an_outcome_is_no_value_of_the_variable(said):
    assert last(f"$$ {said} $$ $$ \\mathbb{{E}}[XY] = 2\\mathbb{{E}}[X]\\mathbb{{E}}[Y] $$") == "refuted"
    assert last(f"Let ${said}$. $$ \\mathbb{{E}}[XY] = 2\\mathbb{{E}}[X]\\mathbb{{E}}[Y] $$") == "refuted"
    assert Judge(read_note(f"$$ {said} $$ $$ \\mathbb{{E}}[X] = 1 $$"), mend=False).run()[0].verdict == "doubtful"


def test_the_value_at_a_point_is_no_value_of_the_function():
    assert last(r"$$f(x_0) = 0$$ $$f + g = g$$") == "refuted"
    assert last(r"Let $f(a) = 0$ at the point $a$. $$\mathbb{E}_{p(x)}[f] = 0$$") == "refuted"
    assert last(r"Let $f(x) = x^2$. $$\mathbb{E}_{p(x)}[f] = \mathbb{E}_{p(x)}[x^2]$$") == "proved"


def test_a_note_may_have_an_e_of_its_own():
    assert last(r"$$ e = y - \hat y $$") == "definition"
    assert last(r"$$ \pi = \frac{a}{a + b} $$") == "definition"
    for right in (r"e^2 = (y - \hat y)^2", r"e^{-1} e = 1", r"\log e^{x} = x"):
        assert last(rf"$$ e = y - \hat y $$ $$ {right} $$") == "proved"
    assert last(r"$$ e = y - \hat y $$ $$ e^2 = (y + \hat y)^2 $$") == "refuted"


def test_what_the_number_e_is_tells_of_no_other():
    assert last(r"$$ e = 2 $$") == "refuted"
    assert last(r"$$ e = e^{x} e^{1 - x} $$ $$ \log e = 1 $$") == "proved"
    assert last(r"$$ e = \sum_{n=0}^\infty \frac{1}{n!} $$ $$ \log e = 1 $$") == "proved"
