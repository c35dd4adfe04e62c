"""What stands between two formulas of a sentence: `$a$ is fixed to $b$` gives a its value, `$a$ is fixed, $b$ varies`
says nothing of both; so it is with laws and draws."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LINE = "\n\n$$ a^2 + a = b^2 + b $$\n"


def last(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    "said",
    [
        "The scale $a$ is fixed to $b$.",
        "Let $a$ be held at the value $b$.",
        r"Let \(a\) be set to \(b\).",
        "Here $a$ is the constant $b$.",
        "$a$固定为常量$b$。",
        "$a$ 取为 $b$。",
    ],
)
def test_a_value_is_used(said):
    assert last(said + LINE) == "proved"
    assert last(said + LINE.replace("+ b ", "- b ")) == "refuted"


@pytest.mark.parametrize(
    "said",
    [
        "Let $a$ be fixed and $b$ arbitrary.",
        "Let $a$ be fixed, and let $b$ vary.",
        "Keep $a$ fixed and vary $b$.",
        "With $a$ held constant and $b$ free, we see:",
        "If $a$ is a constant and $b$ a parameter, we see:",
        "$a$ 固定，$b$ 任意。",
        "固定 $a$，对 $b$ 求最大。",
        "$a$ 是常数，$b$ 是变量。",
        "$a$ 是 $b$ 的函数。",
        "$a$ 不固定为 $b$。",
        "It is not so that $a$ is fixed to $b$.",
        "If $a$ is set to $b$, the bound is tight. In general,",
    ],
)
def test_what_is_only_fixed_is_no_value(said):
    assert last(said + LINE) in ("refuted", "doubtful")


SECOND = "\n\n$$ \\int x^2 p(x) dx = 1 $$\n"


@pytest.mark.parametrize(
    "said",
    [
        r"Let $p(x)$ be the standard normal $\mathcal N(0,1)$.",
        r"We take the prior $p(x)$ to be $\mathcal N(0,1)$.",
        r"$p(x)$ follows $\mathcal N(0,1)$.",
        r"设 $p(x)$ 服从标准正态分布 $\mathcal N(0,1)$。",
        r"$p(x)$ 为标准正态分布 $\mathcal N(0,1)$。",
    ],
)
def test_a_law_is_used(said):
    assert last(said + SECOND) == "proved"
    assert last(said + SECOND.replace("= 1", "= 2")) == "refuted"


@pytest.mark.parametrize(
    "said",
    [
        r"Let $p(x)$ be arbitrary and $\mathcal N(0,1)$ the noise.",
        r"Let $p(x)$ be compared with a normal $\mathcal N(0,1)$.",
        r"We compare $p(x)$ to the Gaussian $\mathcal N(0,1)$.",
        r"Let $p(x)$ be any density with the support of $\mathcal N(0,1)$.",
        r"Here $p(x)$ is a mixture of $\mathcal N(0,1)$ and $\mathcal N(3,1)$.",
        r"Let $p(x)$ be the target, $\mathcal N(0,1)$ the proposal.",
        r"设 $p(x)$ 是任意的分布，而噪声服从 $\mathcal N(0,1)$。",
        r"设 $p(x)$ 是先验，$\mathcal N(0,1)$ 是噪声。",
        r"设 $p(x)$ 不服从正态分布 $\mathcal N(0,1)$。",
    ],
)
def test_a_law_that_stands_beside_a_density_is_not_its_own(said):
    assert last(said + SECOND) in ("refuted", "doubtful")


AVERAGE = "\n\n$$ E_{p(x)}[f(x)] \\approx \\frac1n\\sum_{i=1}^n f(x_i) $$\n"


@pytest.mark.parametrize(
    "said",
    [
        "",
        r"Let $x_1,\dots,x_n$ be i.i.d. samples from $p(x)$.",
        "The $x_i$ are drawn independently from the true distribution $p(x)$.",
        "$x_i$ 独立地从分布 $p(x)$ 中采样。",
        "$x_i$ 取自 $p(x)$。",
    ],
)
def test_draws_are_used(said):
    assert last(said + AVERAGE) == "proved"
    assert not said or last(said.replace("p(x)", "q(x)") + AVERAGE) == "refuted"


@pytest.mark.parametrize(
    "said",
    [
        "The points $x_i$ are far from $p(x)$; they come from $q(x)$.",
        "The points $x_i$ are not from $p(x)$ but from $q(x)$.",
        "Here $x_i$ is drawn from $q(x)$ instead of $p(x)$.",
        "Draws $x_i$ from $q(x)$ are closer to it than draws from $p(x)$.",
        "It is false that $x_i$ are drawn from $p(x)$.",
        "$x_i$ are sampled from either $q(x)$ or $p(x)$.",
        "$x_i$ 取自 $q(x)$，而不是 $p(x)$。",
        "$x_i$ 不是从 $p(x)$ 采样的，而是来自 $q(x)$。",
    ],
)
def test_draws_that_are_said_to_be_others_are_not_those_of_the_mean(said):
    assert last(said + AVERAGE) in ("refuted", "consistent")
