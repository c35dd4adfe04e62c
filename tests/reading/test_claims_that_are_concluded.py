r"""What is concluded, `Then $$q(z|x) = p(z|x)$$`, is a claim: unproved it gives no fact to the lines below it."""

from __future__ import annotations

import re

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(note: str) -> list[str]:
    """The verdict of every line."""
    note = re.sub(r"\$\$(.*?)\$\$ *", r"\n$$\1$$\n", note)
    return [done.verdict for done in Judge(read_note(note), mend=False).run()]


POSTERIOR, EXACT = r"$$ q(z|x) = p(z|x) $$", r"$$ KL(q(z|x)\|p(z|x)) = 0 $$"
MARGINAL, ALONE = r"$$ p(x_1,x_2) = p(x_1)p(x_2) $$", r"$$ p(x_2|x_1) = p(x_2) $$"
BACKWARD = r"$$ q(x_{t-1}|x_t,x_0) = q(x_{t-1}|x_t) $$"
BACKWARD_KL = r"$$ KL(q(x_{t-1}|x_t,x_0)\|q(x_{t-1}|x_t)) = 0 $$"
BOTH, MUTUAL = r"$$ p(z_1,z_2|x) = p(z_1|x)p(z_2|x) $$", r"$$ p(z_1|z_2,x) = p(z_1|x) $$"
CLAIMED = [
    f"The samples $x_1,x_2$ are i.i.d. given $\\theta$. Hence marginally {MARGINAL} Thus {ALONE}",
    f"给定 $\\theta$ 时样本 $x_1,x_2$ 独立同分布。因此 {MARGINAL} 从而 {ALONE}",
    f"The forward process is Markov. Therefore {BACKWARD} Hence {BACKWARD_KL}",
    f"The approximate posterior $q(z|x)$ is in general not the true posterior. We have {POSTERIOR} Hence {EXACT}",
    f"Let $q(z)=p(z)$. Hence {POSTERIOR} Thus {EXACT}",
    f"设 $q(z)=p(z)$。故 {POSTERIOR} 于是 {EXACT}",
    f"The encoder is trained. So {POSTERIOR} Therefore {EXACT}",
    f"The prior factorises, $p(z_1,z_2)=p(z_1)p(z_2)$. Hence the posterior does, too: {BOTH} In particular {MUTUAL}",
    f"The prior factorises. Hence the posterior does, too: {BOTH} Thus {MUTUAL}",
    "Let $x=2z$ with $z\\sim N(0,1)$. Then $$ p(x) = N(x;0,2) $$ Hence $$ \\mathbb{E}_{p(x)}[x^2] = 2 $$",
    "Suppose $A\\subseteq B$ with $0<P(A)<P(B)$. Then $$ P(A|B) = 1 $$ Hence $$ P(A,B) = P(B) $$",
    "Let $a\\in(-1,1)$. We have $$ a \\ge 0 $$ Hence $$ a^3 \\ge 0 $$",
    "Let $x=2z$ with $z\\sim N(0,1)$. We have $$ p(x) = N(x;0,2) $$ Hence $$ \\mathbb{E}_{p(x)}[x^2] = 2 $$",
    f"We draw samples from the encoder. Hence {MARGINAL} So {ALONE}",
    "Let $X\\to Y\\to Z$ be a Markov chain. Then $$ p(z|x,y) = p(z|x) $$ Hence $$ \\log p(z|x,y) = \\log p(z|x) $$",
    f"Since the prior is factorised, we have {BOTH} Thus {MUTUAL}",
    f"The chain $x_1 \\to x_2$ is trained. Hence {MARGINAL} So {ALONE}",
    "Let $a\\in(-1,1)$. Then $$ a \\ge 0 $$ Hence $$ a^3 \\ge 0 $$",
    "Let $a>-2$. Therefore $$ a > 1 $$ Thus $$ a^2 > 1 $$",
    "The number $a$ is a loss. Hence $$ a \\ge 0 $$ Thus $$ a^3 \\ge 0 $$",
]

IN_A_SENTENCE = [
    f"The encoder is good. So we have $q(z|x) = p(z|x)$. Thus {EXACT}",
    f"The encoder is good, hence $q(z|x) = p(z|x)$. Thus {EXACT}",
    f"编码器很好,因此 $q(z|x)=p(z|x)$。于是 {EXACT}",
    f"The samples $x_1,x_2$ are i.i.d. given $\\theta$. Hence marginally $p(x_1,x_2) = p(x_1)p(x_2)$. Thus {ALONE}",
    "Let $a\\in(-1,1)$. Hence $a\\ge0$ and $$ a^3 \\ge 0 $$",
]


@pytest.mark.parametrize("note", IN_A_SENTENCE)
def test_what_a_sentence_concludes_is_no_fact(note):
    assert verdicts(note)[-1] != "proved"


@pytest.mark.parametrize("note", CLAIMED)
def test_what_is_concluded_and_not_proved_is_no_fact(note):
    first, *_, last = verdicts(note)
    assert first not in ("definition", "proved")
    assert last not in ("definition", "proved")


GIVEN = [
    f"The posterior is exact. Let {POSTERIOR} Then {EXACT}",
    f"Then we choose {POSTERIOR} Hence {EXACT}",
    f"The samples $x_1,x_2$ are i.i.d. Hence {MARGINAL} Thus {ALONE}",
    "The data are i.i.d. given $\\theta$. Hence $$ p(x_1,x_2|\\theta) = p(x_1|\\theta)p(x_2|\\theta) $$ "
    "Thus $$ p(x_2|x_1,\\theta) = p(x_2|\\theta) $$",
    "The forward process is Markov. Hence $$ q(x_t|x_{t-1},x_0) = q(x_t|x_{t-1}) $$ "
    "Thus $$ KL(q(x_t|x_{t-1},x_0)\\|q(x_t|x_{t-1})) = 0 $$",
    "Since $y$ is conditionally independent of $x$ given $z$, we have $$ p(y|x,z) = p(y|z) $$ "
    "Hence $$ \\log p(y|x,z) = \\log p(y|z) $$",
    "Let $z\\sim p(z)$, $x\\sim p(x|z)$ and $y\\sim p(y|z)$. Then $$ p(x,y,z) = p(z)p(x|z)p(y|z) $$ "
    "Hence $$ p(y|x,z) = p(y|z) $$",
    "The latents are a Markov chain. So $$ p(z_1,z_2,z_3) = p(z_1)p(z_2|z_1)p(z_3|z_2) $$ "
    "Thus $$ p(z_3|z_1,z_2) = p(z_3|z_2) $$",
    "Let $x=2z$ with $z\\sim N(0,1)$. Then $$ p(x) = N(x;0,4) $$ Hence $$ \\mathbb{E}_{p(x)}[x^2] = 4 $$",
    "Let $X\\to Y\\to Z$ be a Markov chain. Then $$ p(z|x,y) = p(z|y) $$ Hence $$ \\log p(z|x,y) = \\log p(z|y) $$",
    "We have $$ p(x,y,z) = p(z)p(x|z)p(y|z) $$ Hence $$ p(y|x,z) = p(y|z) $$",
    "The decoder is a network. Then $$ p(x) = N(x;0,2) $$ Hence $$ \\mathbb{E}_{p(x)}[x^2] = 2 $$",
    "The latent is drawn first. Then $$ p(z) = N(z;0,1) $$ Hence $$ \\mathbb{E}_{p(z)}[z^2] = 1 $$",
    "Let $$ a \\ge 0 $$ Hence $$ a^3 \\ge 0 $$",
]


@pytest.mark.parametrize("note", GIVEN)
def test_what_is_given_or_follows_from_words_is_a_fact(note):
    first, *_, last = verdicts(note)
    assert first in ("definition", "proved")
    assert last == "proved"
