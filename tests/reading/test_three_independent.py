r"""`$X$, $Y$ and $Z$ are independent`: all of them; and words that only seem to say that two are."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ALL = "$$ H(X,Y,Z) = H(X)+H(Y)+H(Z) $$"
TWO = "$$ H(X,Y) = H(X)+H(Y) $$"
GROUP = "$$ H(X,Y,Z) = H(X)+H(Y,Z) $$"


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Let $X$, $Y$, $Z$ be independent.", ALL),
        ("$X$, $Y$ and $Z$ are mutually independent.", ALL),
        ("Let $X, Y, Z$ be independent.", TWO),
        ("$X$、$Y$、$Z$ 相互独立。", ALL),
        ("Given $W$, $X$, $Y$ and $Z$ are independent.", "$$ H(X,Y,Z|W) = H(X|W)+H(Y|W)+H(Z|W) $$"),
        ("Let $X$, $Y$ and $Z$ be independent given $W$.", "$$ H(X,Y|W) = H(X|W)+H(Y|W) $$"),
        ("$X$ is independent of $Y$, and also of $Z$.", "$$ I(X;Z) = 0 $$"),
        ("$X$ is independent of $Y$ and $Z$ jointly.", GROUP),
        ("$X$ and $Y$ are independent of $Z$ and of each other.", ALL),
        ("$X$ and $Y$ are independent; so are $U$ and $V$.", "$$ I(U;V) = 0 $$"),
        ("Let $X$, $Y$ and $Z$ be pairwise independent.", TWO),
        ("Knowing $Z$, $X$ and $Y$ are independent.", "$$ I(X;Y|Z) = 0 $$"),
        ("已知 $X$ 与 $Y$ 相互独立。", TWO),
        ("Following Kingma (2013) we assume $X$ and $Y$ independent.", TWO),
        (r"Let $X \perp Y$.", TWO),
    ],
)
def test_proved(said, line):
    assert last(f"{said}\n\n{line}") == "proved"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Let $X$, $Y$ and $Z$ be pairwise independent.", ALL),
        ("$X$ is independent of $Y$ and of $Z$.", GROUP),
        ("$X$ and $Y$ are independent; so are $U$ and $V$.", "$$ I(X;U) = 0 $$"),
        ("Given $W$, $X$, $Y$ and $Z$ are independent.", ALL),
        ("已知 $Z$ 后 $X$ 与 $Y$ 相互独立。", TWO),
        ("Knowing $Z$, $X$ and $Y$ are independent.", TWO),
        (r"The vectors $X$ and $Y$ are orthogonal, $X\perp Y$.", TWO),
        ('Somebody wrote: "Let $X$ and $Y$ be independent." That was refused.', TWO),
        ('The words "$X$ and $Y$ are independent" mean that the joint factorises.', TWO),
        ("**Definition.** $X$ and $Y$ are independent if the joint factorises.", TWO),
        ("Smith (2001) assumes $X$ and $Y$ independent, Jones (2005) does not; we follow Jones.", TWO),
        ("所谓 $X$ 与 $Y$ 独立，是指联合分布可分解。", TWO),
    ],
)
def test_not_proved(said, line):
    assert last(f"{said}\n\n{line}") != "proved"
