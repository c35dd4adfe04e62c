"""Sentences that give a sign, a number, a family or a density another meaning: nothing is decided by the usual one."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

KL = r"D(p\|q) = \mathbb{E}_{p(x)}[\log p(x) - \log q(x)]"
RATIO = r"\mathbb{E}_{q(x)}\left[\frac{p(x)}{q(x)}\right] = 1"
ELBO = r"\max_{q} \mathbb{E}_{q(z)}[\log p(x,z) - \log q(z)] = \log p(x)"
SLOPE, REWARD = r"\frac{d}{dx}(xy) = y", r"\mathbb{E}_{p(a)}[r] = r"


def judged(words: str, line: str) -> str:
    return Judge(read_note(f"{words}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


TAKEN_AWAY = [
    (r"Let $D(p\|q)$ be the $\chi^2$ divergence.", KL), (r"Let $D(p\|q)$ be the total variation.", KL),
    (r"Here $D(p\|q)$ denotes the Jensen-Shannon divergence.", KL), (r"设 $D(p\|q)$ 为全变差。", KL),
    ("Here $H(X)$ is the Rényi entropy.", r"H(X) = -\int p(x) \log p(x) dx"),
    ("Let $y$ depend on $x$.", SLOPE), ("设 $y$ 依赖于 $x$。", SLOPE), ("$y$ is a smooth function of $x$.", SLOPE),
    ("The reward $r$ depends on the action $a$.", REWARD), ("$r$ is correlated with $a$.", REWARD),
    ("With $q$ restricted to Gaussians,", ELBO), ("Here $q$ runs over factorised densities only.", ELBO),
    ("这里 $q$ 取遍高斯分布族。", ELBO),
    ("The supports of $p$ and $q$ are disjoint.", RATIO), ("$q$ vanishes where $p$ is positive.", RATIO),
    ("$p$ 与 $q$ 的支撑不相交。", RATIO),
]  # fmt: skip
LEFT = [
    (r"Let $D(p\|q)$ be the Kullback-Leibler divergence.", KL),
    (r"Let $J(p\|q)$ be the total variation.", KL),  # another sign
    ("Here $H(X)$ is the Shannon entropy.", r"H(X) = -\int p(x) \log p(x) dx"),
    ("The number $y$ does not depend on $x$.", SLOPE), ("Let $y$ depend on $t$.", SLOPE),
    ("The reward $r$ does not depend on the action $a$.", REWARD), ("Here $q$ is any density.", ELBO),
    ("The supports of $p$ and $q$ are the same.", RATIO), ("The gradient vanishes at the optimum of $q$.", RATIO),
]  # fmt: skip


@pytest.mark.parametrize(("words", "line"), TAKEN_AWAY)
def test_what_a_sentence_takes_away_is_not_proved(words, line):
    """Each of these was proved."""
    assert judged(words, line) == "consistent"


@pytest.mark.parametrize(("words", "line"), LEFT)
def test_what_says_nothing_of_the_line_takes_nothing_away(words, line):
    assert judged(words, line) == "proved"


@pytest.mark.parametrize(("words", "line"), [
    (r"Let $D(p\|q)$ be the total variation.", r"D(p\|q) = D(q\|p)"),
    ("Let $y$ depend on $x$.", r"\frac{d}{dx}(xy) = y + x"),
])  # fmt: skip
def test_nor_is_it_refuted(words, line):
    assert judged(words, line) == "doubtful"
    assert judged("", line) == "refuted"
