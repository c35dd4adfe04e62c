r"""`Let $q(x) = p(x)$ for $x > 0$`: an equation that holds on a part only is no fact of the whole."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SAME = r"$$ \mathrm{KL}(p(x)\,\|\,q(x)) = 0 $$"
COUNT = r"$$ \sum_{k=1}^K w_k = K $$"


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Let $q(x)=p(x)$ for $x>0$.", SAME),
        ("Let $q(x)=p(x)$ on $A$.", SAME),
        ("Let $q(x)=p(x)$ in the tails.", SAME),
        ("Let $q(x)=p(x)$ (at $x=0$).", SAME),
        ("Let $q(x)=p(x)$, but only for $x>0$.", SAME),
        ("Let $q(x)=p(x)$ whenever the sun shines.", SAME),
        ("For $x>0$ let $q(x)=p(x)$.", SAME),
        ("设 $q(x)=p(x)$ 仅在训练集上成立。", SAME),
        (r"Let $w_k=1$ for $k\ge2$.", COUNT),
        (r"Let $w_k=1$, $k=2,\dots,K$.", COUNT),
        (r"Let $w_k=1$ for all $k\ne1$.", COUNT),
        (r"设对 $k\ge2$ 有 $w_k=1$。", COUNT),
        ("Let $f(x)=x^2$ near $0$.", "$$ f(3) = 9 $$"),
        (r"Let $x_i\ge0$ for $i\ge2$.", r"$$ \sum_{i=1}^n x_i \ge 0 $$"),
        (r"Let $x\sim\mathcal{N}(0,1)$ conditioned on $x>0$.", r"$$ \mathbb{E}_{p(x)}[x] = 0 $$"),
        (r"$$ w_k = 1, \quad k = 2,\dots,K $$", COUNT),
        (r"$$ w_k = 1, \quad k < K $$", COUNT),
        (r"$$ q(x) = p(x) \quad\text{on } A $$", SAME),
        (r"$$ q(x) = p(x) \quad\text{(only after convergence)} $$", SAME),
        (r"$$ f(x) = x, \quad x < 0 $$", "$$ f(3) = 3 $$"),
    ],
)
def test_on_a_part(said, line):
    assert last(f"{said}\n\n{line}") not in ("proved", "refuted", "definition")


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Let $q(x)=p(x)$ for all $x$.", SAME),
        (r"Let $q(x)=p(x)$ for every $x\in\mathbb{R}^d$.", SAME),
        ("Let $q(x)=p(x)$ for simplicity.", SAME),
        ("Let $q(x)=p(x)$ in this section.", SAME),
        ("Let $q(x)=p(x)$ almost everywhere.", SAME),
        ("设 $q(x)=p(x)$ 对所有 $x$ 成立。", SAME),
        (r"Let $w_k=1$ for $k=1,\dots,K$.", COUNT),
        (r"Let $w_k=1$ for $k\ge1$.", COUNT),
        ("Let $w_k=1$ for every component $k$.", COUNT),
        (r"Let $f(x)=\log x$ for $x>0$.", r"$$ f(3) = \log 3 $$"),
        (r"We take $p(z)=\mathcal{N}(z;0,1)$ for the prior.", r"$$ \mathbb{E}_{p(z)}[z] = 0 $$"),
        (r"$$ w_k = 1, \quad k = 1,\dots,K $$", COUNT),
        (r"$$ f(x) = \log x, \quad x > 0 $$", r"$$ f(3) = \log 3 $$"),
    ],
)
def test_of_the_whole(said, line):
    assert last(f"{said}\n\n{line}") == "proved"


def test_a_condition_in_words_sets_nothing():
    line = r"$$ \mathrm{KL}(q\,\|\,p) = 0 $$"
    found = Judge(
        read_note(r"$$ \text{if } q = p \text{ then } \mathrm{KL}(q\,\|\,p) = 0 $$" + f"\n\n{line}"), mend=False
    ).run()
    assert [j.verdict for j in found[1:3]] == ["proved", "proved"] and found[-1].verdict == "doubtful"
    assert last(r"$$ \mathrm{KL}(q\,\|\,p) = 0 \quad\text{iff } q=p $$" + f"\n\nFor two others\n{line}") != "proved"
