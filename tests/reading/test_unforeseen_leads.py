r"""A display between densities is a model where its sentence declares one. After a word that may turn the meaning
around it is none, and what follows is not proved from it; nor is it refuted: what was meant was not understood."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SPLIT = r"p(x,y) = p(x)\,p(y)"
LEADS = [
    "Clearly",
    "One verifies at once that",
    "This rules out",
    "A variant that we dismiss is",
    "One should not go on to",
    "Nothing so far gives",
    "Do not mix this up with",
    "Years ago I believed that",
    "Marginalising,",
    "From the above we gather",
    "显然",
    "这并不意味着",
    "这说明",
    "容易看出",
]
DECLARES = ["Assume that", "We model the two by", "Let", "The model is", "Suppose now that", "假设", "设"]


def verdicts(said: str, *lines: str) -> list[str]:
    note = "\n\n".join((said, *(f"$$ {line} $$" for line in lines)))
    return [j.verdict for j in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize("lead", LEADS)
def test_a_word_that_nobody_foresaw_makes_no_model(lead):
    first, second = verdicts(f"Let $p(x,y)$ be a joint density. {lead}", SPLIT, "I(x;y) = 0")
    assert first in ("doubtful", "consistent") and second != "proved"


@pytest.mark.parametrize("lead", DECLARES)
def test_a_declaration_makes_one(lead):
    assert verdicts(f"There are two variables. {lead}", SPLIT, "I(x;y) = 0") == ["definition", "proved"]


@pytest.mark.parametrize(
    ("said", "line", "next_line"),
    [
        ("Assume that $z$ and $y$ are independent. It follows that", "p(z|x,y) = p(z|x)", "I(z;y|x) = 0"),
        ("Assume that $z$ and $y$ are independent. Nothing here implies", "p(z|x,y) = p(z|x)", "I(z;y|x) = 0"),
        (
            "$x$ and $y$ are independent, and so are $y$ and $z$. Hence",
            "p(x,y,z) = p(x)p(y)p(z)",
            "H(x,y,z) = H(x)+H(y)+H(z)",
        ),
    ],
)
def test_independence_concludes_what_it_says_alone(said, line, next_line):
    assert verdicts(said, line, next_line)[1] != "proved"


def test_and_that_it_does():
    said = "Assume that $z$ and $y$ are independent. It follows that"
    assert verdicts(said, "p(z|y) = p(z)", "I(z;y) = 0") == ["definition", "proved"] or verdicts(
        said, "p(z|y) = p(z)", "I(z;y) = 0"
    ) == ["proved", "proved"]


CONSTRAINTS = [
    ("Choose the schedule such that both powers add up to one at every step $t$:", r"\alpha_t + \beta_t = 1"),
    ("We rescale $w_1$ and $w_2$ so that", "w_1 + w_2 = 1"),
    ("Here $a, b > 0$ are tied by", "ab = 1"),
    ("The convention is", r"\alpha^2 + \sigma^2 = 1"),
    ("Let $a, b > 0$ with", "a + b = 1"),
    ("系数 $a,b$ 满足", "a^2 + b^2 = 1"),
]


@pytest.mark.parametrize(("said", "line"), CONSTRAINTS)
def test_a_constraint_on_names_is_not_refuted(said, line):
    assert verdicts(said, line) != ["refuted"]


HALF = [
    (r"Let $x\sim\mathcal{N}(\mu,\sigma^2)$ with unit variance.", r"\mathbb{E}[x^2] = \mu^2 + 1"),
    (r"Let $p=\mathcal{N}(m_1,s_1^2)$ and $q=\mathcal{N}(m_2,s_2^2)$ with a common variance.",
     r"\mathrm{KL}(p\|q) = \frac{(m_1-m_2)^2}{2 s_1^2}"),
    (r"Let $X\to Y\to Z$ be a Markov chain whose last step is invertible.", "I(X;Z) = I(X;Y)"),
    ("The variables $x$ and $y$ are independent draws from the same distribution.", "H(x,y) = 2 H(x)"),
    ("Here $q(z|x)$ is nothing but the posterior $p(z|x)$.", r"\mathrm{KL}(q(z|x)\|p(z|x)) = 0"),
    (r"Let $D = \{x_1, \dots, x_N\}$ be drawn from $p(x|\mu)$, a normal density, with prior $p(\mu)$.",
     r"p(\mu|D) \propto p(\mu) \prod_{n=1}^N p(x_n|\mu)"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "line"), HALF)
def test_a_sentence_that_was_heard_in_part_still_acquits(said, line):
    assert verdicts(said, line) != ["refuted"]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (r"Let $x\sim\mathcal{N}(\mu,\sigma^2)$ with unit variance.", r"\mathbb{E}[x^2] = \mu^2 - 1"),
        (HALF[1][0], r"\mathrm{KL}(p\|q) = \frac{(m_1-m_2)^2}{s_1^2}"),
        (r"Let $x\sim\mathcal{N}(\mu,\sigma^2)$.", r"\mathbb{E}[x^2] = \mu^2 + 1"),
    ],
)
def test_but_not_a_line_that_fails_in_that_case_too(said, line):
    assert verdicts(said, line) == ["refuted"]


def test_the_density_of_a_law():
    said = r"Let $p$ be the density of $\mathcal{N}(a,s^2)$ and $q$ the density of $\mathcal{N}(b,s^2)$."
    assert verdicts(said, r"\mathrm{KL}(p\|q) = \mathrm{KL}(q\|p)") == ["proved"]
    assert verdicts(said.replace("(b,s^2)", "(b,t^2)"), r"\mathrm{KL}(p\|q) = \mathrm{KL}(q\|p)") == ["refuted"]
    assert verdicts(said, r"\mathrm{KL}(p\|q) = \frac{(a-b)^2}{s^2}") == ["refuted"]


def test_what_is_made_of_a_noise_is_not_refuted_beside_it():
    said = r"Let $\tilde x = x + \sigma \varepsilon$ with $\varepsilon \sim \mathcal{N}(0, 1)$."
    law = r"p(\tilde x|x) = \mathcal{N}(\tilde x; x, \sigma^2)"
    assert verdicts(said, law, r"\frac{\tilde x - x}{\sigma^2} = \frac{\varepsilon}{\sigma}")[1] != "refuted"
    assert verdicts(said, law.replace(r"\sigma^2", r"2\sigma^2"))[-1] == "refuted"


def test_a_density_that_vanishes_in_a_part():
    assert verdicts("Data lie on a manifold.", r"p(x) = 0 \text{ off the manifold}") == ["doubtful"]
    assert verdicts("Data lie on a manifold.", "p(x) = 0") == ["refuted"]
    assert verdicts("Data lie on a manifold.", r"p(x) = -1 \text{ off the manifold}") == ["refuted"]


def test_what_follows_may_follow_of_several_lines_before():
    lines = (r"\frac{\partial L}{\partial q_i} = 0", r"\sum_i p(x_i) = 1", r"\Rightarrow \sum_i \lambda q_i = 1")
    assert verdicts("At the minimum, with probabilities $p_i$ and $q_i$,", *lines)[-1] != "refuted"
    assert verdicts("Probabilities sum to one:", lines[1], r"\Rightarrow \sum_i 2 p(x_i) = 1")[-1] == "refuted"
