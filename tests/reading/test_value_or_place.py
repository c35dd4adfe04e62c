"""Of a least value nothing is dropped: one chain read as a place in one step and as a value in the next proved
`max_q (log p - KL) = max_q (-KL) = 0`."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

GAP = r"\max_q\left(\log p(x) - KL(q(z)\|p(z|x))\right)"
DROPPED = r"\max_q\left(-KL(q(z)\|p(z|x))\right)"
TURNED = r"\min_q\left(KL(q(z)\|p(z|x)) - \log p(x)\right)"


def verdicts(text):
    return [j.verdict for j in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize("other", [DROPPED, TURNED])
def test_a_chain_that_has_a_value(other):
    assert verdicts(f"$${GAP} = {other}$$") == ["proved"]  # the same q, whatever the values
    assert verdicts(f"$$M = {GAP} = {other}$$") == ["definition", "consistent"]
    assert verdicts(rf"$$\log p(x) = {GAP} = {other}$$") == ["proved", "consistent"]
    assert verdicts(rf"$$q^* = \arg{GAP} = \arg{other}$$")[-1] == "proved"


@pytest.mark.parametrize("told", ["The largest value of the bound is", "The channel's capacity is", "最大值为"])
def test_words_that_speak_of_the_value(told):
    assert verdicts(f"{told} $${GAP} = {DROPPED}$$") == ["consistent"]
    assert verdicts(f"We fit the model, and $${GAP} = {DROPPED}$$") == ["proved"]


def test_the_same_value_is_proved():
    entropies = r"\max_{p(x)} I(X;Y) = \max_{p(x)}\left(H(Y) - H(Y|X)\right)"
    assert verdicts(f"$$C = {entropies}$$") == ["definition", "proved"]
    assert verdicts(f"$$C = {entropies} + 5$$".replace(r")\right) + 5", r") + 5\right)"))[-1] == "consistent"


LOSS = r"\min_\theta\,\mathbb{E}_{p(x)}[-\log q_\theta(x)]"
FIT = r"\min_\theta\,KL(p(x)\|q_\theta(x))"


@pytest.mark.parametrize(
    ("note", "proved"),
    [
        (f"$${LOSS} = {FIT}$$", True),
        (f"$${LOSS} = {FIT}$$ with equal values.", False),
        (rf"The values of the two problems agree: $${LOSS} = {FIT}$$", False),
        (rf"$$\ell^* = {LOSS}$$ and $${LOSS} = {FIT}$$", False),
        (rf"$$\ell^* = \min_\theta g(\theta)$$ and $${LOSS} = {FIT}$$", True),
        (r"$$\inf_q KL(q\|p) = \inf_q (KL(q\|p)+1)$$", False),
        (r"$$\min_q KL(q\|p) = \min_q (KL(q\|p)+1)$$", True),
        (r"$$\max_j s_j = \max_j 2s_j$$", False),
        (r"$$\sup_x f(x) = \sup_x (f(x)+0)$$", True),
    ],
)
def test_what_speaks_of_the_value(note, proved):
    found = verdicts(note.replace("$$ ", "$$\n\n").replace(" $$", "\n\n$$"))
    assert (found[-1] == "proved") is proved


def test_a_dropped_constant_is_told():
    (found,) = Judge(read_note(f"$${LOSS} = {FIT}$$"), mend=False).run()
    assert found.message == "true for where it is reached: the values of the two sides may differ"
