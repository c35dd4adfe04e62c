"""Who is called independent: with a clause of its own behind it, in other words, in a graph. Bound to a condition, or
taken back by what is put in the same sentence, it is no fact."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SUM = "H(X,Y) = H(X) + H(Y)"
FREE = "H(X|Y) = H(X)"
APART = "I(X;Y|Z) = 0"


def verdict(said: str, line: str) -> str:
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


TAKEN = [
    ("Let $X$ and $Y$ be independent, and let $Z=X+Y$.", SUM),
    ("Suppose $X$ and $Y$ are independent and write $Z=X+Y$.", SUM),
    ("Let $X$ and $Y$ be independent and put $Z=X+Y$.", FREE),
    ("Let $X$ and $Y$ be independent with $Z=X+Y$.", FREE),
    (r"Let $X$ and $Y$ be independent and $\beta=2$.", SUM),
    ("Let $X$ and $Y$ be independent discrete variables and let $Z=X+Y$.", SUM),
    ("If $X$ and $Y$ are independent and $Z=X+Y$, then", SUM),
    ("设 $X$ 与 $Y$ 为相互独立的离散随机变量,令 $Z=X+Y$。", SUM),
    (
        r"Let $x\sim p(x)$ and $\epsilon\sim q(\epsilon)$ be independent and let $y=x+\epsilon$.",
        r"\mathbb{E}[x\epsilon] = \mathbb{E}[x]\mathbb{E}[\epsilon]",
    ),
    ("Knowing $Y$ tells us nothing about $X$.", FREE),
    ("There is no statistical dependence between $X$ and $Y$.", FREE),
    ("知道 $Y$ 对了解 $X$ 毫无帮助。", FREE),
    ("$Z$ d-separates $X$ and $Y$.", APART),
    ("Given $Z$, $X$ tells us nothing more about $Y$.", APART),
    ("$Z$ is a sufficient statistic of $X$ for $Y$.", APART),
    ("$Z$ 是 $X$ 关于 $Y$ 的充分统计量。", APART),
    ("$Y$ 仅通过 $Z$ 依赖于 $X$。", APART),
    (r"In the graphical model $X\leftarrow Z\to Y$,", APART),
]
NOT_TAKEN = [
    ("Let $X$ and $Y$ be independent given $Z$.", SUM),
    ("Let $X$ and $Y$ be independent given $Z$ and let $W=X+Y$.", SUM),
    ("Let $X$ and $Y$ be independent when $Z=0$, and let $W=X+Y$.", SUM),
    ("Let $X$ and $Y$ be independent and put $Y=X$.", SUM),
    (r"Let $X$ and $Y$ be independent with probability $\epsilon$ given $Z$.", SUM),
    ("Let $X$ and $Y$ be independent and $Z$ fixed.", SUM),
    ("Let $X$ and $Y$ be independent, where $Z$ is given.", SUM),
    (r"The graphical model $X\to Z\to Y$ has an extra edge $X\to Y$.", APART),
    ("It is not true that there is no dependence between $X$ and $Y$.", FREE),
    ("$Z$ is not a sufficient statistic of $X$ for $Y$.", APART),
    (r"In the graphical model $X\to Z\leftarrow Y$,", APART),
    ("设 $X$ 与 $Y$ 在给定 $Z$ 时相互独立,令 $W=X+Y$。", SUM),
]
WRONG = [
    ("Let $X$ and $Y$ be independent, and let $Z=X+Y$.", "H(X,Y) = H(X)"),
    ("Let $X$ and $Y$ be independent, and let $Z=X+Y$.", "I(X;Y) = H(X)"),
    ("设 $X$ 与 $Y$ 为相互独立的离散随机变量,令 $Z=X+Y$。", "H(X,Y) = H(X)"),
    ("$Z$ d-separates $X$ and $Y$.", "I(X;Y) = 0"),
]
MAY_BE = [
    ("Neither variable depends on the other.", FREE),
    ("The joint density is the product of the marginals.", FREE),
    (r"Suppose the pair has product law $P_X\otimes P_Y$.", FREE),
    ("联合分布可以分解。", FREE),
]


@pytest.mark.parametrize(("said", "line"), TAKEN)
def test_an_independence_is_taken_as_given(said, line):
    assert verdict(said, line) == "proved"


@pytest.mark.parametrize(("said", "line"), NOT_TAKEN)
def test_one_that_is_bound_or_taken_back_is_not(said, line):
    assert verdict(said, line) != "proved"


@pytest.mark.parametrize(("said", "line"), WRONG)
def test_what_does_not_follow_from_it_is_refuted(said, line):
    assert verdict(said, line) == "refuted"


@pytest.mark.parametrize(("said", "line"), MAY_BE)
def test_words_without_names_acquit_a_line_that_holds_by_them(said, line):
    assert verdict(said, line) == "doubtful"


BOTH = "$p(x,y|z)=p(x|z)p(y|z)$ and $p(x,y)=p(x)p(y)$."


@pytest.mark.parametrize(("said", "line", "wanted"), [
    (BOTH, "I(x;y) = 0", "proved"), (BOTH, "I(x;y|z) = 0", "proved"),
    ("$x$ and $y$ are independent given $z$, and also marginally.", "I(x;y) = 0", "proved"),
    ("$x$ and $y$ are independent given $z$, and also marginally.", "I(x;y|z) = 0", "proved"),
    ("$x$ and $y$ are independent given $z$, and also given $w$.", "I(x;y) = 0", "refuted"),
    (BOTH, "H(x,y) = H(x) + H(y) + I(x;y|z) + 1", "refuted"), (BOTH, "I(x;z) = 0", "consistent"),
    ("Let $X,Y$ be independent.", "p(x,y) = p(x)p(y)", "proved"), ("Let $X,Y$ be independent.", "I(x;y) = 0", "proved"),
])  # fmt: skip
def test_two_independences_are_kept_by_a_world_together(said, line, wanted):
    assert verdict(said, line) == wanted


NOISE = r"$y=ax+s\epsilon$ with $\epsilon\sim\mathcal N(0,1)$"


@pytest.mark.parametrize(("said", "right", "wrong"), [
    (f"{NOISE}, independent of $x$.", "proved", "refuted"), (f"{NOISE} independent of $x$.", "proved", "refuted"),
    (f"{NOISE}.", "doubtful", "refuted"), (f"{NOISE}, not independent of $x$.", "doubtful", "doubtful"),
])  # fmt: skip
def test_a_noise_is_independent_where_it_is_said(said, right, wrong):
    assert (verdict(said, "Var(y|x) = s^2"), verdict(said, "Var(y|x) = 2s^2")) == (right, wrong)


def test_what_is_made_of_a_noise_is_not_independent_of_it():
    """E[X|Y] = 0 of a Y = aX + W was only doubted, for X is drawn from a law as a noise is."""
    said = r"Let $X\sim\mathcal N(0,1)$ and $Y=aX+W$ with $W\sim\mathcal N(0,1)$ independent of $X$."
    assert verdict(said, r"\mathbb E[X|Y] = 0") == "refuted"
    assert verdict(f"{said}\n\n$$ Var(Y|X) = 1 $$", r"\mathbb E[X|Y] = 0") == "refuted"
