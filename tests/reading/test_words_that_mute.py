"""Words that kept a slip from being accused and say nothing of it: what is hard to solve, a heading about an aim, a
subscript that is left out, a case that its own sentence concludes. And a mean that is not the one that a law has."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdict(said: str, line: str) -> str:
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


SLIP, RIGHT = r"p(z|x) = \frac{p(x|z)p(x)}{p(z)}", r"p(z|x) = \frac{p(x|z)p(z)}{p(x)}"


@pytest.mark.parametrize("said", [
    "后验分布难以求解，由贝叶斯公式", "为了求解后验，引入近似分布，从贝叶斯公式开始：",
    "To solve this intractability we use Bayes' rule:", "### 后验目标", "为了简洁，省略 $p$ 的下标 $\\theta$，",
    "The subscript $\\theta$ of $p$ is omitted.",
])  # fmt: skip
def test_words_that_say_nothing_of_a_line(said):
    assert verdict(said, SLIP) == "refuted"
    assert verdict(said, RIGHT) == "proved"


@pytest.mark.parametrize(("said", "line"), [
    ("Solving for $w$ gives", "w^2 = a w"), ("求解下面的方程：", "w^2 = a w"), ("我们的目标是", "p(x) = q(x)"),
])  # fmt: skip
def test_words_that_do(said, line):
    assert verdict(f"Let $a > 0$ and $w > 0$.\n\n{said}", line) != "refuted"


@pytest.mark.parametrize("said", [
    "当X,Y独立时，$H(Y|X) = H(Y)$。", "若 $X,Y$ 独立，则 $H(Y|X) = H(Y)$。",
    "If $X,Y$ are independent, then $H(Y|X) = H(Y)$.",
])  # fmt: skip
def test_a_case_that_ends_with_its_sentence(said):
    assert verdict(said, "H(X,Y) = H(X) - H(Y|X)") == "refuted"
    assert verdict(said, "H(X,Y) = H(X) + H(Y|X)") == "proved"
    assert verdict(said, "H(Y|X) = H(Y)") != "proved"
    if "$X" in said:
        assert verdict(said, "H(X,Y) = H(X) + H(Y)") == "doubtful"


def test_the_law_of_a_mean_says_what_its_mean_is():
    """E_q[(z - m_2)^2] of q = N(m_1, s^2): m_2 was read as the mean of z, and a false line was proved."""
    for said in (r"Let $q = N(\mu_1, \sigma_1^2)$.", r"**Evaluate under $q = N(\mu_1, \sigma_1^2)$:**"):
        left = r"\mathbb{E}_q[(z - \mu_2)^2] = \sigma_1^2"
        assert verdict(said, rf"{left} + (\mu_1 - \mu_2)^2") == "proved"
        assert verdict(said, rf"{left} - (\mu_1 - \mu_2)^2") == "refuted"
    assert verdict(r"Let $p(z) = N(0, 1)$.", r"\mathrm{Var}_q[z] = \mathbb{E}_q[(z - \mu)^2]") == "proved"
