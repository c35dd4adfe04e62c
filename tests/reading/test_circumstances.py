"""What is said in one example, case or setting is not said in another; of parts of one model it is said of all."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ELSEWHERE = [
    (
        "**Option A.** $z\\sim\\mathcal N(0,1)$.\n\n"
        "**Option B.** $z$ is Bernoulli.\n\n"
        "Under option B,\n\n"
        "$$\\mathbb E[z^2]=1$$"
    ),
    (
        "- Gaussian prior: $z\\sim\\mathcal N(0,1)$\n- Uniform prior: $z$ uniform\n\n"
        "With the uniform prior,\n\n"
        "$$\\mathbb E[z^2]=1$$"
    ),
    (
        "## Gaussian case\n\n"
        "Let $z\\sim\\mathcal N(0,1)$.\n\n"
        "## General case\n\n"
        "Here $z$ has some law.\n\n"
        "$$\\mathbb E[z^2]=1$$"
    ),
    "## Gaussian case\n\nLet $z\\sim\\mathcal N(0,1)$.\n\n## Laplace case\n\n$$\\mathbb E[z^2]=1$$",
    "## Example 1\n\nLet $z\\sim\\mathcal N(0,1)$.\n\n## Example 2\n\nThe variance is\n\n$$\\mathbb E[z^2]=1$$",
    "> Let $z\\sim\\mathcal N(0,1)$, as the textbook says.\n\nWe disagree with it.\n\n$$\\mathbb E[z^2]=1$$",
    "Suppose, to get a contradiction, that $z\\sim\\mathcal N(0,1)$. $$\\mathbb E[z^2]=1$$",
    (
        "*Exercise.* Show that if $z\\sim\\mathcal N(0,1)$ the mean is zero. *End of exercise.* For our $z$,\n\n"
        "$$\\mathbb E[z^2]=1$$"
    ),
    (
        "| model | law |\n|---|---|\n| A | $z\\sim\\mathcal N(0,1)$ |\n| B | $z\\sim\\mathcal N(0,2)$ |\n\n"
        "For B,\n\n"
        "$$\\mathbb E[z^2]=1$$"
    ),
    "Let us pretend that $z\\sim\\mathcal N(0,1)$. Enough of pretending.\n\n$$\\mathbb E[z^2]=1$$",
    "Let $z\\sim\\mathcal N(0,1)$. This is relaxed below.\n\n## Below\n\n$$\\mathbb E[z^2]=1$$",
    "If only $z\\sim\\mathcal N(0,1)$! Alas.\n\n$$\\mathbb E[z^2]=1$$",
    "A colleague takes $z\\sim\\mathcal N(0,1)$; I do not.\n\n$$\\mathbb E[z^2]=1$$",
    "In [1], $z\\sim\\mathcal N(0,1)$. Here\n\n$$\\mathbb E[z^2]=1$$",
    "Let $q(z)=p(z)$ at the optimum. Away from the optimum,\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "At convergence $q(z)=p(z)$. Before convergence\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "Initially $q(z)=p(z)$. After the first step\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "For the optimal encoder $q(z)=p(z)$. For a suboptimal encoder\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "When the decoder is powerful, $q(z)=p(z)$. When it is weak,\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "In posterior collapse $q(z)=p(z)$. Without collapse\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "Posterior collapse means $q(z)=p(z)$. In a healthy model\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "The trivial solution is $q(z)=p(z)$. A useful model has\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "The loss vanishes for $q(z)=p(z)$. In practice\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "Let $q(z)=p(z)$ on $A$. Outside $A$,\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "We start from $q(z)=p(z)$ and train. Then\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "Suppose $q(z)=p(z)+\\epsilon(z)$ for a small error. Then\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "Two examples: $q(z)=p(z)$ and $q(z)=p(z|x)$. In the second one,\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "Either $q(z)=p(z)$ or not. If not,\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "Not only $q(z)=p(z)$ is possible.\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "在最优处 $q(z)=p(z)$。在其他地方，\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "后验坍塌时 $q(z)=p(z)$。正常情况下，\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "初始时 $q(z)=p(z)$。训练之后\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    "要么 $q(z)=p(z)$，要么不是。若不是，\n\n$$\\mathrm{KL}(q(z)\\|p(z))=0$$",
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\n"
        "## Independent case\n\n"
        "Let $x$ and $y$ be independent.\n\n"
        "## Dependent case\n\n"
        "$$I(x;y)=0$$"
    ),
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\n"
        "Example. Let $x$ and $y$ be independent.\n\n"
        "Non-example. Let $y=x$.\n\n"
        "$$I(x;y)=0$$"
    ),
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\n"
        "Naive Bayes takes $x$ and $y$ independent. Our classifier does not.\n\n"
        "$$I(x;y)=0$$"
    ),
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\n"
        "In a mean-field approximation $x$ and $y$ are independent. In the exact posterior\n\n"
        "$$I(x;y)=0$$"
    ),
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\n"
        "Under $q$, $x$ and $y$ are independent. Under $p$,\n\n"
        "$$I(x;y)=0$$"
    ),
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\n"
        "The true $x$ and $y$ are dependent, the approximate ones independent.\n\n"
        "$$I(x;y)=0$$"
    ),
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\n"
        "Let $x$ and $y$ be independent at first. Then they interact.\n\n"
        "$$I(x;y)=0$$"
    ),
    "For the positive part $x>0$, for the negative part $x<0$. On the negative part\n\n$$|x|=x$$",
    "Suppose $x>0$. The proof for $x>0$ is done. We turn to the rest.\n\n$$|x|=x$$",
    "Let $c=2$. We set $c=3$ instead.\n\n$$c x=2x$$",
    "Let $c=2$, then $c=3$.\n\n$$c x=2x$$",
    "The first layer has $c=2$, the second $c=3$. For the second,\n\n$$c x=2x$$",
    "By default $c=2$. We use another value.\n\n$$c x=2x$$",
    "Version 1 had $c=2$. Version 2 has\n\n$$c x=2x$$",
]
HERE = [
    "## Generative model\n\nLet $z\\sim\\mathcal N(0,1)$.\n\n## Inference model\n\n$$\\mathbb E[z^2]=1$$",
    "## Model\n\nLet $z\\sim\\mathcal N(0,1)$.\n\n## Loss\n\n$$\\mathbb E[z^2]=1$$",
    "## Setting\n\nLet $z\\sim\\mathcal N(0,1)$.\n\n## Example\n\n$$\\mathbb E[z^2]=1$$",
    "## Gaussian case\n\nLet $z\\sim\\mathcal N(0,1)$. Then\n\n$$\\mathbb E[z^2]=1$$",
    (
        "In the generative model, let $p(z)=\\mathcal N(z;0,1)$. In the inference model, $q(z)$ is learned.\n\n"
        "$$\\mathbb E_{p(z)}[z^2]=1$$"
    ),
    "In the forward process, let $p(z)=\\mathcal N(z;0,1)$. In the reverse process,\n\n$$\\mathbb E_{p(z)}[z^2]=1$$",
    "Let $p(z)=\\mathcal N(z;0,1)$ be the prior of this model. In this model,\n\n$$\\mathbb E_{p(z)}[z^2]=1$$",
    "**Prior.** $z\\sim\\mathcal N(0,1)$.\n\n**Decoder.** The decoder is a network.\n\n$$\\mathbb E[z^2]=1$$",
    "**Gaussian prior.** $z\\sim\\mathcal N(0,1)$.\n\nThen\n\n$$\\mathbb E[z^2]=1$$",
    "Gaussian prior: $z\\sim\\mathcal N(0,1)$. With the Gaussian prior,\n\n$$\\mathbb E[z^2]=1$$",
    "In the equation above, $z\\sim\\mathcal N(0,1)$. In the equation below,\n\n$$\\mathbb E[z^2]=1$$",
    "On the left-hand side, $z\\sim\\mathcal N(0,1)$. On the right-hand side,\n\n$$\\mathbb E[z^2]=1$$",
    "For images, let $z\\sim\\mathcal N(0,1)$. For simplicity,\n\n$$\\mathbb E[z^2]=1$$",
    "Let $z\\sim\\mathcal N(0,1)$. Then the decoder maps it. Finally,\n\n$$\\mathbb E[z^2]=1$$",
    "Initially we draw $z\\sim\\mathcal N(0,1)$ as above.\n\n$$\\mathbb E[z^2]=1$$",
    (
        "Let $p(x,y)$ be the joint density of $x$ and $y$.\n\n"
        "## Problem 1\n\n"
        "Let $x$ and $y$ be independent.\n\n"
        "### Solution\n\n"
        "$$I(x;y)=0$$"
    ),
]


def last(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


@pytest.mark.parametrize("note", ELSEWHERE)
def test_what_was_said_elsewhere_proves_nothing_here(note):
    assert last(note) != "proved"


@pytest.mark.parametrize("note", HERE)
def test_what_was_said_here_is_used(note):
    assert last(note) == "proved"
