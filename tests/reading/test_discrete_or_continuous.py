"""A letter that a note sums over here and integrates over there: each chain shows which it is, or nobody is accused."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

WORDS = "For a discrete $X$, then for a continuous one:\n\n"
MASSES = "A discrete variable $X$ takes values in $\\{x_1, \\ldots, x_n\\}$ with probabilities $p_1, \\ldots, p_n$.\n\n"
DENSITY = "\n\nFor a continuous variable\n\n$$ h(X) = -\\int p(x) \\log p(x) dx $$"
BOTH = "$$ H(X) = -\\sum_x p(x) \\log p(x) $$\n\n%s\n\nThe differential entropy is\n\n" + DENSITY


def verdicts(text: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize(("line", "verdict"), [
    (r"H(X) = -\sum_{i=1}^n p_i \log p_i", "proved"), (r"H(X) = -\sum_{i=1}^n p_i \log_2 p_i", "proved"),
    (r"H(X) = \sum_{i=1}^n p_i \log p_i", "refuted"), (r"\sum_{i=1}^n p_i \log p_i \le 0", "proved"),
])  # fmt: skip
def test_masses_are_of_the_discrete_one(line, verdict):
    """Read as numbers of a continuous x, -sum p_i log p_i was no entropy of it, and the definition was refuted."""
    assert verdicts(f"{MASSES}$$ {line} $$ {DENSITY}") == [verdict, "proved"]


@pytest.mark.parametrize(("line", "verdict"), [
    (r"-\sum_x p(x) \log p(x) \ge 0", "proved"), (r"-\sum_x p(x) \log p(x) \le 0", "refuted"),
    (r"-\sum_{i=1}^n p(x_i) \log p(x_i) \ge 0", "proved"), (r"-\int p(x) \log p(x) dx \ge 0", "refuted"),
    (r"-\int p(x) \log p(x) dx = -\sum_{i=1}^n p(x_i) \log p(x_i)", "unread"),
])  # fmt: skip
@pytest.mark.parametrize("words", ["", WORDS])
def test_a_chain_that_sums_or_integrates_shows_which(words, line, verdict):
    assert verdicts(f"{words}$$ {line} $$ {DENSITY}")[0] == verdict


@pytest.mark.parametrize("words", ["", WORDS])
@pytest.mark.parametrize(("line", "verdict"), [
    (r"H(X) \ge 0", "doubtful"), (r"H(X, Y) \ge H(X)", "doubtful"),  # both fail for a narrow density
    (r"H(X) \le 0", "refuted"), (r"H(X, Y) \ge H(X) + H(Y)", "refuted"), (r"H(X, Y) \le H(X) + H(Y)", "proved"),
])  # fmt: skip
def test_a_chain_that_does_neither_is_neither(words, line, verdict):
    """H(X) >= 0 was refuted by a density, and h(X) >= 0 proved of a letter that was summed over elsewhere."""
    assert verdicts(words + BOTH % f"$$ {line} $$")[1] == verdict


def test_what_is_called_discrete_alone_is_discrete():
    assert verdicts(r"Let $X$ be a discrete variable. $$ H(X) = -\int p(x) \log p(x) dx $$ $$ H(X) \ge 0 $$")[1:] == [
        "proved"
    ]
    assert verdicts(r"$$ \sum_x p(x) = 1 $$ $$ H(X) = -\int p(x) \log p(x) dx $$ $$ H(X) \ge 0 $$")[2] == "doubtful"


@pytest.mark.parametrize(("said", "line", "held"), [
    ("For discrete $z$ this is so.\n\nFor continuous $z$,", r"H(z)\ge 0", False),
    ("Now let $z$ be continuous. Then let $z$ be discrete.", r"H(z)\ge 0", True),
    ("If $z$ is discrete, $H(z)\\ge0$. If $z$ is continuous this can fail.", r"H(z)\ge 0", False),
    ("Discrete case first: $z$ is discrete.\n\n## Continuous case\n\n$z$ has a density.", r"H(z)\ge 0", False),
    ("离散变量 $z$ 的熵非负。下面 $z$ 是连续的。", r"H(z)\ge 0", False),
    ("Let $z$ be discrete. For continuous $z$ too,", r"I(x;z) = H(z) - H(z|x)", True),
    ("Let $z$ be discrete and $x$ be continuous.", r"H(z|x)\ge 0", True),
    ("$p(x)$ is a probability mass function and $q(x)$ a density.", r"\sum_x q(x) = 1", False),
    ("$p(x)$ is a probability mass function and $q(x)$ a density.", r"\sum_x p(x) = 1", True),
])  # fmt: skip
def test_a_proof_for_a_discrete_one_is_none_once_it_is_called_continuous(said, line, held):
    assert (verdicts(f"{said}\n\n$$ {line} $$")[-1] == "proved") == held
