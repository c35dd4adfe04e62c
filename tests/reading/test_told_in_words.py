"""What a note says in words, what is no claim, what keeps a failing line from being refuted: a small note each."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def judged(note: str):
    return Judge(read_note(note), mend=False).run()


PAIR = "Let $p(u,v)$ be a joint density. "
TRIPLE = "Let $p(x,y,z)$ be a joint density. "
CASES = {
    "independent": (PAIR + "Let $u$ and $v$ be independent.\n\n$$ \\log p(u,v) = \\log p(u) + \\log p(v) $$", "proved"),
    "not said": (PAIR + "\n\n$$ \\log p(u,v) = \\log p(u) + \\log p(v) $$", "refuted"),
    "denied": (PAIR + "$u$ and $v$ are not independent.\n\n$$ \\log p(u,v) = \\log p(u) + \\log p(v) $$", "refuted"),
    "asked": (PAIR + "Are $u$ and $v$ independent?\n\n$$ \\log p(u,v) = \\log p(u) + \\log p(v) $$", "refuted"),
    "独立": (PAIR + "$u$ 与 $v$ 相互独立。\n\n$$ \\log p(u,v) = \\log p(u) + \\log p(v) $$", "proved"),
    "given": (
        TRIPLE + "Given $z$, $x$ and $y$ are independent.\n\n$$ \\log p(x,y|z) = \\log p(x|z) + \\log p(y|z) $$",
        "proved",
    ),
    "马尔科夫": (
        "Let $p(a,b,c)$ be a joint density. 如果满足马尔科夫链关系 $a \\rightarrow b \\rightarrow c$，那么有：\n\n"
        "$$ p(c|a,b) p(a,b) = p(c|b) p(a,b) $$",
        "proved",
    ),
    "马尔科夫, the wrong way": (
        "Let $p(a,b,c)$ be a joint density. 设 $a \\rightarrow b \\rightarrow c$ 为马尔科夫链。\n\n"
        "$$ p(c|a,b) p(a,b) = p(c|a) p(a,b) $$",
        "refuted",
    ),
    "不是马尔科夫": (
        "Let $p(a,b,c)$ be a joint density. $a \\rightarrow b \\rightarrow c$ 不是马尔科夫链。\n\n"
        "$$ p(c|a,b) p(a,b) = p(c|b) p(a,b) $$",
        "refuted",
    ),
    "likewise": (
        "$$ \\mathrm{KL}[P||Q] = \\mathrm{KL}[P_1||Q_1] + \\mathrm{KL}[P_2||Q_2] $$\n\n"
        "where $p(x,y) = p_1(x) \\, p_2(y)$, and likewise for $Q_1$, $Q_2$ and $Q$.",
        "proved",
    ),
    "moments": (
        "$X$ has mean $\\mu$ and variance $\\sigma^2$.\n\n$$ \\mathrm{E}\\left[ (X-\\mu)^2 \\right] = \\sigma^2 $$",
        "proved",
    ),
    "discrete": ("Let $X$ be a discrete variable.\n\n$$ \\mathrm{H}(X) \\geq 0 $$", "proved"),
    "both cases": (
        "Discrete case: $\\sum_x p(x)=1$. Continuous case: $\\int p(x) dx = 1$."
        "\n\n$$ -\\int p(x) \\log p(x)\\,dx \\geq 0 $$",
        "refuted",
    ),
    "a case in words": (
        "When both are equally likely beforehand,\n\n$$ p(m|y) = \\frac{p(y|m)}{p(y)} $$",
        "doubtful",
    ),
    "a case of places": ("In the region where\n\n$$ q(x) = 0 $$\n\nnothing is drawn.", "consistent"),
    "no case": ("The region is large. This is where\n\n$$ \\int p(x) dx = 2 $$", "refuted"),
    "a range alone": ("$$ b > 0 $$", "definition"),
    "an equation to be solved": ("Setting the derivative to zero gives\n\n$$ 0 = 2 p - 2 a $$", "consistent"),
    "untied": ("$$ H(p) = \\frac12 \\log(2 \\pi e \\sigma^2) $$", "doubtful"),
    "put in place": (
        "The entropy of a normal:\n\n$$ -\\int p(x) \\ln p(x) dx = -\\int p(x) \\ln\\left[\\frac{1}{\\sqrt{2\\pi s^2}}"
        " e^{-\\frac{(x-m)^2}{2 s^2}}\\right] dx $$",
        "definition",
    ),
    "no density": (
        "$$ -\\int p(x) \\ln p(x) dx = -\\int p(x) \\ln\\left[\\frac{2}{\\sqrt{2\\pi s^2}}"
        " e^{-\\frac{(x-m)^2}{2 s^2}}\\right] dx $$",
        "refuted",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_told(name: str):
    note, verdict = CASES[name]
    assert judged(note)[-1].verdict == verdict


CONSTRAINTS = {
    "alone": "$$ \\text{s.t.} \\quad \\sum_{k=1}^K w_k = 1 $$",
    "in a row": "$$ \\begin{aligned} &\\min_w f(w) \\\\ &\\text{s.t.} \\quad \\sum_{k=1}^K w_k = 1 \\end{aligned} $$",
    "beside": "$$ \\min_w f(w) \\quad \\text{s.t.} \\quad a = b $$",
    "after a claim": "$$ \\min_w f(w) = c \\quad \\text{subject to} \\quad a = b $$",
    "letters": "$$ \\min_w f(w) \\quad s.t. \\quad a \\leq b $$",
}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_constraint_is_no_claim_and_has_its_entry(name: str):
    """One entry for each relation sign, as the contract of the JSON wants, and no verdict that accuses."""
    found = judged(CONSTRAINTS[name])[-1]
    assert (found.verdict, found.message) == ("consistent", "told as a constraint: no claim, and not judged")


def test_the_premise_of_an_implication_is_no_claim_and_its_conclusion_is_not_accused():
    premise, _, conclusion = judged("$$ X \\leq Y \\quad \\Rightarrow \\quad \\mathrm{E}(X) \\leq \\mathrm{E}(Y) $$")
    assert (premise.verdict, conclusion.verdict) == ("consistent", "doubtful")


def test_a_doubtful_line_names_the_sentence_that_was_not_understood():
    (found,) = judged("Frobenically speaking $a = 2 b$.\n\n$$ a + b = 2 b $$")
    assert found.verdict == "doubtful" and [u.line for u in found.not_understood] == [1]


def test_a_value_of_a_name_in_a_sentence_that_was_not_understood_is_no_fact():
    (found,) = judged("Frobenically speaking $a = 2$.\n\n$$ a^2 = 4 $$")
    assert found.verdict != "proved"


@pytest.mark.parametrize("last", ["Z", r"\hat{X}", r"\hat X"])
def test_a_chain_of_three_may_end_in_an_estimate(last):
    said = f"Let $X \\to Y \\to {last}$ be a Markov chain. Then\n\n"
    right, wrong = f"$$ H(X|{last}) \\geq H(X|Y) $$", f"$$ H(X|{last}) \\leq H(X|Y) $$"
    assert judged(said + right)[-1].verdict in ("proved", "consistent")
    assert judged(said + wrong)[-1].verdict == "refuted"
    unsaid = said.replace("be a Markov chain", "")
    assert judged(unsaid + right)[-1].verdict == "doubtful"  # what the arrows are is not said
    assert judged(right)[-1].verdict == "refuted"


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("The estimation error is", "definition"),
        ("The error is", "definition"),
        ("The probability of an error is", "definition"),
        ("A common error is", "consistent"),
        ("The error is to write", "consistent"),
    ],
)
def test_an_error_may_be_a_quantity(said, verdict):
    assert judged(f"{said}\n\n$$ d = y - \\hat y $$")[-1].verdict == verdict
