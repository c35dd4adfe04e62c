"""A name that a sentence tells in words, and an equation that gives it to something else: that is no definition."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

BOUND = r"\mathbb{E}_{q(z)}\left[\log\frac{p(x,z)}{q(z)}\right]"


def verdicts(said: str, *lines: str) -> list[str]:
    note = said + "".join(f"\n\n$$ {line} $$" for line in lines)
    return [one.verdict for one in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize(("said", "name", "right", "wrong"), [
    ("Let $m$ denote the mean of $p(x)$.", "m", r"\int x\,p(x)\,dx", r"\int x^2p(x)\,dx"),
    ("Let $v$ be the variance of $p(x)$.", "v", r"\int(x-\mathbb{E}[x])^2p(x)\,dx", r"\int x^2p(x)\,dx"),
    ("Let $h$ denote the entropy of $p(x)$.", "h", r"-\int p(x)\log p(x)\,dx", r"\int p(x)\log p(x)\,dx"),
    (r"Denote the KL divergence from $q$ to $p$ by $\Delta\ge0$.", r"\Delta", r"\int p(x)\log\frac{p(x)}{q(x)}\,dx",
     r"\int p(x)\log\frac{q(x)}{p(x)}\,dx"),
    ("Let $Z$ be the normalising constant of $f(x)$.", "Z", r"\int f(x)\,dx", r"\int f(x)^2\,dx"),
    (r"Let $g$ be the gap $KL(q(z)\|p(z|x))$.", "g", rf"\log p(x) - {BOUND}", rf"\log p(x) + {BOUND}"),
    ("Let $F(q)$ be the evidence lower bound.", "F(q)", r"\mathbb{E}_{q(z)}[\log p(x,z)] + H(q)",
     r"\mathbb{E}_{q(z)}[\log p(x,z)] - H(q)"),
    ("设 $m$ 为 $p(x)$ 的均值。", "m", r"\int x\,p(x)\,dx", r"\int x^2p(x)\,dx"),
])  # fmt: skip
def test_a_name_is_what_the_words_say(said, name, right, wrong):
    assert verdicts(said, f"{name} = {right}") == ["definition"]
    assert verdicts(said, f"{name} = {wrong}") == ["doubtful"]
    assert verdicts(said, f"{name} = {wrong}", f"2{name} = 2({wrong})")[-1] != "proved"
    assert verdicts(said, f"{name} = {right}", f"2{name} = 2({right})")[-1] == "proved"


def test_the_right_hand_side_that_is_called_by_a_name():
    said = rf"For any $q(z)$ we have $\log p(x)\ge {BOUND}$. Call the right-hand side $F(q)$."
    gap, slip = r"\log p(x) - F(q) = KL(q(z)\|p(z|x))", r"F(q) = \mathbb{E}_{q(z)}[\log p(x,z)] - H(q)"
    assert verdicts(said, gap, slip) == ["proved", "doubtful"]


def test_a_name_without_words_is_what_its_line_says():
    assert verdicts("We write", r"m = \int x^2p(x)\,dx", r"m = \mathbb{E}_{p(x)}[x^2]") == ["definition", "proved"]


WEIGHTS, MASS = r"\mathbb{E}_{q(x)}\left[\frac{p(x)}{q(x)}\right] = 1", r"\int p(x)\,dx = 1"


@pytest.mark.parametrize(("said", "harmless", "line"), [
    ("Let $p$ and $q$ have disjoint supports.", "Let $p$ and $q$ have one support.", WEIGHTS),
    ("Assume that $p$ is not absolutely continuous with respect to $q$.",
     "Assume that $p$ is absolutely continuous with respect to $q$.", WEIGHTS),
    (r"Suppose that $p\not\ll q$.", r"Suppose that $p\ll q$.", WEIGHTS),
    ("设 $q$ 的支撑比 $p$ 的支撑小。", "设 $q$ 的支撑包含 $p$ 的支撑。", WEIGHTS),
    ("Suppose that $q$ does not dominate $p$.", "Suppose that $q$ dominates $p$.", WEIGHTS),
    ("Let $p(x)$ be a sub-probability density.", "Let $p(x)$ be a probability density.", MASS),
    ("Let $p(x)$ be a density up to a constant.", "We know the density $p(x)$ up to a constant.", MASS),
    ("Let $p(x)$ be the intensity of a Poisson process.", "Let $p(x)$ be the density of the noise.", MASS),
    ("Here $p(z)$ is a prior which need not be the marginal of $p(x,z)$.", "Here $p(z)$ is the marginal of $p(x,z)$.",
     r"\int p(x,z)\,dx = p(z)"),
    ("先验 $p(z)$ 不一定是 $p(x,z)$ 的边缘分布。", "先验 $p(z)$ 是 $p(x,z)$ 的边缘分布。", r"\int p(x,z)\,dx = p(z)"),
])  # fmt: skip
def test_supports_and_masses_in_words(said, harmless, line):
    assert verdicts(said, line) != ["proved"]
    assert verdicts(harmless, line) == ["proved"]
