"""Chains of arrows between members of one sequence, earlier and later ones are independent given those between."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

CHAIN = r"$x_0 \to x_1 \to \cdots \to x_T$ is a Markov chain." + "\n\n"


def last(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    ("line", "verdicts"),
    [
        (r"$$ I(x_0; x_T) \leq I(x_0; x_{T-1}) $$", ("consistent", "proved")),
        (r"$$ I(x_0; x_T) \leq I(x_1; x_T) $$", ("consistent", "proved")),
        (r"$$ I(x_0; x_T) \geq I(x_1; x_T) $$", ("refuted",)),
        (r"$$ I(x_0; x_1) \leq I(x_0; x_T) $$", ("refuted",)),
        (r"$$ I(x_0; x_1) = I(x_0; x_T) $$", ("refuted",)),
    ],
)
def test_what_follows_from_the_order(line, verdicts):
    assert last(CHAIN + line) in verdicts
    assert last(CHAIN.replace("is a Markov chain", "是马尔科夫链") + line) in verdicts


@pytest.mark.parametrize("said", ["", r"$x_0 \to x_1 \to \cdots \to x_T$ stand side by side." + "\n\n"])
def test_of_other_arrows_nothing_follows(said):
    assert last(said + r"$$ I(x_0; x_T) \leq I(x_0; x_{T-1}) $$") in ("doubtful", "refuted")
    assert last(said + r"$$ p(x_T|x_{T-1}, x_0) = p(x_T|x_{T-1}) $$") != "proved"


def test_three_members_that_are_written():
    said = r"Let $X_0 \to X_1 \to X_2$ be a Markov chain." + "\n\n"
    assert last(said + "$$ p(x_2|x_1,x_0) = p(x_2|x_1) $$") != "refuted"
    assert last(said + r"$$ I(X_0; X_2) \leq I(X_0; X_1) $$") == "consistent"
    assert last(said + r"$$ I(X_0; X_1) \leq I(X_0; X_2) $$") == "refuted"


def test_of_members_one_cannot_put_in_order_nothing_is_refuted():
    line = r"$$ I(x_0; x_s) \leq I(x_0; x_r) $$"
    assert last(CHAIN + line) != "refuted"


@pytest.mark.parametrize(
    "said",
    [
        "By the data processing inequality,",
        "由数据处理不等式，",
        "The code $Z$ is computed from $Y$, so",
        "编码 $Z$ 由 $Y$ 计算得到，故",
        "In the information bottleneck",
        "On the other hand,",
    ],
)
def test_words_that_mean_a_chain_without_arrows(said):
    """What is told by its theorem's name alone is not refuted for a chain that is not written; the other way it is."""
    line = "\n\n$$ I(X; Z) {} I(X; Y) $$"
    assert last(said + line.format(r"\leq")) == ("refuted" if said.startswith("On") else "doubtful")
    assert last(said.replace("Y", "W") + "\n\n$$ H(X, Y) = H(X) $$") == "refuted"
