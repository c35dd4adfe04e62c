"""Equations that the words before them deny are no assumptions: `q(z) = p(z|x)` of the best Gaussian q."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

EXACT = (r"q(z) = p(z|x)", r"\log p(x) = \mathbb{E}_{q(z)}[\log p(x,z)-\log q(z)]")
DROPPED = (r"p(x|z,y) = p(x|z)", "I(X;Y|Z) = 0")
APART = ("p(x,y) = p(x)p(y)", "H(X,Y) = H(X) + H(Y)")
DENIED = [
    ("Let $q$ be the maximiser of the bound over all Gaussian densities.", EXACT),
    (r"The $q$ of an encoder maximises the bound over all $\phi$.", EXACT),
    (r"Let $q$ be the best density in the family $\mathcal Q$.", EXACT),
    ("We approximate the posterior crudely.", EXACT),
    ("取 $q$ 为所有高斯分布中使下界最大的一个。", EXACT),
    ("The decoder depends on $y$ even when $z$ is known.", DROPPED),
    ("解码器同时依赖于 $z$ 与 $y$。", DROPPED), ("$X$ and $Y$ have correlation $0.5$.", APART),
    ("The pair is strongly correlated.", APART),
    ("Let $p(x,y,z)=p(x)p(y)p(z|x,y)$.", ("p(x,y|z) = p(x|z)p(y|z)", "H(X,Y|Z) = H(X|Z)+H(Y|Z)")),
]  # fmt: skip
GIVEN = [
    ("", EXACT), ("Let $q$ be the maximiser of the bound over all densities.", EXACT),
    ("The best $q$ in a Gaussian family that contains the posterior is exact.", EXACT),
    ("We approximate nothing.", EXACT), ("The E-step maximises the bound over $q$.", EXACT),
    ("The decoder depends on $y$ only through $z$.", DROPPED), ("The decoder depends on $z$.", DROPPED),
]  # fmt: skip


def judged(words: str, lines: tuple[str, str]) -> list[str]:
    note = read_note(words + "".join(f"\n\n$$ {line} $$" for line in lines))
    return [one.verdict for one in Judge(note, mend=False).run()]


@pytest.mark.parametrize(("words", "lines"), DENIED)
def test_what_the_words_deny_is_open_and_proves_nothing(words, lines):
    """Each of these was an assumption, from which the second line was proved."""
    first, second = judged(words, lines)
    assert first in ("doubtful", "consistent", "refuted")
    assert second in ("doubtful", "consistent", "refuted")


@pytest.mark.parametrize(("words", "lines"), GIVEN)
def test_what_they_leave_is_an_assumption(words, lines):
    assert judged(words, lines) == ["definition", "proved"]


def test_an_average_is_none_of_what_it_averages():
    words = r"Averaged, it is $p(x)=\int p(\lambda)p_\lambda(x)\,d\lambda$."
    assert judged(words, (r"p(x) = p_\lambda(x)", "p(x) = p(x)"))[0] == "doubtful"


def test_independence_that_the_words_give_is_proved():
    assert judged("Here $X$ and $Y$ are independent.", APART) == ["proved", "proved"]


def test_from_zero_to_k_are_more_values_than_k():
    words, lines = r"Let $z\in\{%s,\dots,K\}$ be uniformly distributed.", (r"p(z) = \frac1K", r"H(p(z)) = \log K")
    assert judged(words % "0", lines)[0] == "doubtful"
    assert "proved" not in judged(words % "0", lines)
    assert judged(words % "1", lines) == ["definition", "proved"]
