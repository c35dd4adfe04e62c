"""Conditional densities that a note writes as joint ones, or the other way round."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(said: str, *lines: str) -> list[str]:
    note = "\n\n".join((said, *(f"$$ {line} $$" for line in lines)))
    return [one.verdict for one in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize("said", [
    "$q(x,y)$ is the proposal density for moving from $x$ to $y$.",
    "$q(x,y)$ is the transition probability from $x$ to $y$.",
    "$q(x,y)$ is the density of $y$ given the present state $x$.", "从 $x$ 到 $y$ 的转移密度记为 $q(x,y)$。",
    "$q(x,y)$ is the heat kernel: the density of the state $y$ at time $t$ when started in $x$.",
])  # fmt: skip
def test_a_transition_density_is_conditional(said):
    lines = r"\int q(x,y) dy = 1", r"\int\int q(x,y) dx dy = 1", "q(x,y) = q(x) q(y|x)"
    assert verdicts(said, *lines) == ["proved", "refuted", "refuted"]


def test_a_kernel_by_another_letter_is_a_density():
    lines = r"\int T(x,y) dy = 1", r"\int T(x,y) dx = 1"
    assert verdicts("$T(x,y)$ is a transition kernel from $x$ to $y$.", *lines) == ["proved", "refuted"]
    lines = r"\pi(x)T(x,y) = \pi(y)T(y,x)", r"\int T(x,y) dy = 1"
    said = r"$T(x,y)$ is a transition kernel from $x$ to $y$ in detailed balance with $\pi(x)$."
    assert verdicts(said, *lines) == ["doubtful", "proved"]


def test_the_other_order_and_parameters():
    lines = r"\int p(y|x) dx = 1", r"\int p(y|x) dy = 1"
    assert verdicts("$p(y|x)$ means the density of $x$ given $y$.", *lines) == ["proved", "refuted"]
    assert verdicts("$p(y|x)$ means the density of $y$ given $x$.", *lines) == ["refuted", "proved"]
    said = "$p(x;z)$ stands for the density of $z$ with parameter $x$."
    assert verdicts(said, r"\int p(x;z) dz = 1", r"\int p(x;z) dx = 1") == ["proved", "unread"]


@pytest.mark.parametrize("said", [
    "$q(x,y)$ is the joint density of $x$ and $y$.",
    "The chain goes from $x$ to $y$, and $q(x,y)$ is the joint density.",
    "$q(x,y)$ is the density of $x$ and $y$ given the data $d$.",
])  # fmt: skip
def test_a_joint_density_stays_one(said):
    lines = r"\int\int q(x,y) dx dy = 1", "q(x,y) = q(x) q(y|x)", r"\int q(x,y) dy = 1"
    assert verdicts(said, *lines) == ["proved", "proved", "refuted"]


def test_beside_its_reverse_words_are_a_slip():
    said = "The likelihood $p(z|x)$ is the density of $x$ given $z$."
    assert verdicts(said, r"p(x|z)p(z) = p(z|x)p(x)", r"\int p(z|x) dz = 1") == ["proved", "proved"]
