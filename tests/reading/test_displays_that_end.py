"""What a display gives ends like what a sentence gives; what its words refuse is no fact."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ENDED = [
    "Suppose\n\n$$z\\sim\\mathcal N(0,1)$$\n\nWe now drop this assumption.\n\n$$\\mathbb E[z^2]=1$$",
    "Suppose\n\n$$z\\sim\\mathcal N(0,1)$$\n\nAt test time $z$ is uniform.\n\n$$\\mathbb E[z^2]=1$$",
    "In the toy model\n\n$$z\\sim\\mathcal N(0,1)$$\n\nIn the real model$$\\mathbb E[z^2]=1$$",
    "We do not assume\n\n$$z\\sim\\mathcal N(0,1)$$\n\nThen$$\\mathbb E[z^2]=1$$",
    "It would be nice to have\n\n$$z\\sim\\mathcal N(0,1)$$\n\nThen$$\\mathbb E[z^2]=1$$",
    "If\n\n$$z\\sim\\mathcal N(0,1)$$\n\nthen all is easy. In general$$\\mathbb E[z^2]=1$$",
    "Suppose\n\n$$q(z)=p(z)$$\n\nWe now drop this assumption.\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "In the toy model\n\n$$q(z)=p(z)$$\n\nIn the real model$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "We do not assume\n\n$$q(z)=p(z)$$\n\nThen$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "It would be nice to have\n\n$$q(z)=p(z)$$\n\nBut$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "If\n\n$$q(z)=p(z)$$\n\nthen all is easy. In general$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "Is it true that\n\n$$q(z)=p(z)$$\n\nNo. Still$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "The optimum is\n\n$$q(z)=p(z)$$\n\nAway from it$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "At convergence\n\n$$q(z)=p(z)$$\n\nBefore convergence$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "A common mistake is\n\n$$q(z)=p(z)$$\n\nCorrectly$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\nSuppose\n\n$$p(x,y)=p(x)p(y)$$\n\nWe now"
        " drop this assumption.\n\n$$I(x;y)=0$$"
    ),
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\nIn the toy model\n\n$$p(x,y)=p(x)p(y)$$\n\n"
        "In the real model$$I(x;y)=0$$"
    ),
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\nWe do not assume\n\n$$p(x,y)=p(x)p(y)$$\n\n"
        "Then$$I(x;y)=0$$"
    ),
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\nWe do not assume independence of $x$ and"
        " $y$.\n\n$$p(x,y)=p(x)p(y)$$\n\nThen$$I(x;y)=0$$"
    ),
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\n$x$ and $y$ are dependent, so that not\n\n"
        "$$p(x,y)=p(x)p(y)$$\n\nThen$$I(x;y)=0$$"
    ),
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\nIf\n\n$$p(x,y)=p(x)p(y)$$\n\nthen all is"
        " easy. In general$$I(x;y)=0$$"
    ),
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\nNaive Bayes assumes\n\n$$p(x,y)=p(x)p(y)$$\n\n"
        "Our model does not. For our model$$I(x;y)=0$$"
    ),
    "Suppose\n\n$$p(z)=\\mathcal N(z;0,1)$$\n\nWe now drop this assumption.\n\n$$\\mathbb E_{p(z)}[z^2]=1$$",
    "In the toy model\n\n$$p(z)=\\mathcal N(z;0,1)$$\n\nIn the real model$$\\mathbb E_{p(z)}[z^2]=1$$",
    "Many authors take\n\n$$p(z)=\\mathcal N(z;0,1)$$\n\nWe do not. Here$$\\mathbb E_{p(z)}[z^2]=1$$",
    "## Gaussian prior\n\n\n\n$$p(z)=\\mathcal N(z;0,1)$$\n\n\n\n## Uniform prior\n\n$$\\mathbb E_{p(z)}[z^2]=1$$",
    "For example,\n\n$$p(z)=\\mathcal N(z;0,1)$$\n\nIn general$$\\mathbb E_{p(z)}[z^2]=1$$",
    "Under $H_0$,\n\n$$p(z)=\\mathcal N(z;0,1)$$\n\nUnder $H_1$,$$\\mathbb E_{p(z)}[z^2]=1$$",
    "设\n\n$$p(z)=\\mathcal N(z;0,1)$$\n\n现在去掉这个假设。\n\n$$\\mathbb E_{p(z)}[z^2]=1$$",
    "例如\n\n$$p(z)=\\mathcal N(z;0,1)$$\n\n一般地$$\\mathbb E_{p(z)}[z^2]=1$$",
    "训练时\n\n$$p(z)=\\mathcal N(z;0,1)$$\n\n测试时 $p(z)$ 是均匀分布。\n\n$$\\mathbb E_{p(z)}[z^2]=1$$",
]
HELD = [
    "Suppose\n\n$$p(z)=\\mathcal N(z;0,1)$$\n\nThen\n\n$$\\mathbb E_{p(z)}[z^2]=1$$",
    "In the toy model\n\n$$p(z)=\\mathcal N(z;0,1)$$\n\nThen\n\n$$\\mathbb E_{p(z)}[z^2]=1$$",
    "Let\n\n$$q(z)=p(z).$$\n\nThe decoder is learned. Then\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "The prior is\n\n$$p(z)=\\mathcal N(z;0,1).$$\n\n## Decoder\n\n$$\\mathbb E_{p(z)}[z^2]=1$$",
    "Under the prior\n\n$$z\\sim\\mathcal N(0,1)$$\n\nwe have\n\n$$\\mathbb E[z^2]=1$$",
]


def last(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


@pytest.mark.parametrize("note", ENDED)
def test_a_display_that_has_ended_proves_nothing(note):
    assert last(note) != "proved"


@pytest.mark.parametrize("note", HELD)
def test_a_display_that_holds_is_used(note):
    assert last(note) == "proved"
