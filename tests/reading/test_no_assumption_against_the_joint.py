"""An equation of densities that the note has decided already is judged, not swallowed as an assumption."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def judged(text: str) -> list[str]:
    return [done.verdict for done in Judge(read_note(text), mend=False).run()]


JOINT = "$$p(x,y,z)=p(z)p(x|z)p(y|z)$$\n\n"


@pytest.mark.parametrize("wrong", ["p(x,y)=p(x)p(y)", "p(x,z)=p(x)p(z)", "p(x,y|z)=p(x)p(y|z)"])
def test_a_joint_decides_its_marginals(wrong):
    assert judged(f"{JOINT}$${wrong}$$") == ["definition", "refuted"]


@pytest.mark.parametrize("right", ["p(x,y|z)=p(x|z)p(y|z)", "p(x,z)=p(x|z)p(z)", "p(x|y,z)=p(x|z)"])
def test_what_follows_from_it_is_proved(right):
    assert judged(f"{JOINT}$${right}$$") == ["definition", "proved"]


def test_an_assumption_is_still_one():
    assert judged(JOINT + "Suppose that $$p(x,y)=p(x)p(y).$$ Then $$\\log p(x,y)=\\log p(x)+\\log p(y)$$")[1:] == [
        "definition",
        "proved",
    ]
    assert judged("$$p(x,y)=p(x)p(y)$$") == ["definition"]
    assert judged("The two are independent: $$p(x,y)=p(x)p(y)$$ $$I(X;Y)=0$$") == ["definition", "proved"]


@pytest.mark.parametrize(
    "said",
    [
        "Note that $X$ and $Y$ are independent only given $Z$. ",
        "Here $X$ and $Y$ are not independent. ",
        "$X$ 与 $Y$ 不独立。",
        "Here the two are dependent. ",
    ],
)
def test_words_that_deny_independence(said):
    first, second = judged(said + "$$p(x,y)=p(x)p(y)$$ $$I(X;Y)=0$$")
    assert first in ("doubtful", "refuted", "consistent") and second != "proved"


def test_a_density_at_the_values_of_another_variable():
    assert judged(r"$$p_X(x) = \int p_{X|Z}(x|z)p_X(z)dz$$")[-1] in ("refuted", "doubtful")
    assert judged(r"$$p_X(x) = \int p_{X|Z}(x|z)p_Z(z)dz$$")[-1] == "proved"
    assert judged(r"$$p_D(x) = \int p(x|z)p(z)dz$$")[-1] != "proved"


@pytest.mark.parametrize(("said", "line", "follows"), [
    ("$x$ and $y$ are uncorrelated.", "p(x,y)=p(x)p(y)", r"\mathbb{E}[x^2y]=\mathbb{E}[x^2]\mathbb{E}[y]"),
    ("$x,y,z$ are pairwise independent.", "p(x,y,z)=p(x)p(y)p(z)", "H(x,y,z)=H(x)+H(y)+H(z)"),
    ("$x$ is independent of $y$ and $x$ is independent of $z$.", "p(x|y,z)=p(x)", "I(x;y,z)=0"),
    ("In the prior $p(z_1,z_2)=p(z_1)p(z_2)$.", "p(z_1,z_2|x)=p(z_1|x)p(z_2|x)", "I(z_1;z_2|x)=0"),
    (r"$q(z|x)=\prod_j q(z_j|x)$.", r"q(z)=\prod_j q(z_j)", r"KL(q(z)\|\prod_j q(z_j))=0"),
    ("$p(x,y,z)=p(z)p(y|z)p(x|y)$.", "p(z|x)=p(z)", "I(x;z)=0"),
    ("The $x_i$ are i.i.d. given $z$.", "p(x_1,x_2)=p(x_1)p(x_2)", "I(x_1;x_2)=0"),
    (r"$\epsilon\sim\mathcal{N}(0,1)$.",
     r"q(z)=\mathcal{N}(\epsilon;0,1)", r"\log q(z)=-\frac12\log(2\pi)-\frac{\epsilon^2}{2}"),
])  # fmt: skip
def test_another_independence_gives_none(said, line, follows):
    assert "proved" not in judged(f"{said}\n\n$$ {line} $$\n\n$$ {follows} $$")


@pytest.mark.parametrize(("said", "line", "follows"), [
    ("$x$ and $y$ are independent.", "p(x,y)=p(x)p(y)", "I(x;y)=0"),
    ("", "p(x,y,z)=p(x)p(y)p(z)", "H(x,y,z)=H(x)+H(y)+H(z)"),
    ("$x,y$ are pairwise independent.", "p(x,y)=p(x)p(y)", "I(x;y)=0"), ("", "p(x|y,z)=p(x)", "I(x;y,z)=0"),
    ("$x$ and $y$ are conditionally independent given $z$.", "p(x,y|z)=p(x|z)p(y|z)", "I(x;y|z)=0"),
    (r"$q(z|x)=\prod_j q(z_j|x)$.", r"p(z)=\prod_j p(z_j)", r"\log p(z)=\sum_j \log p(z_j)"),
])  # fmt: skip
def test_the_same_independence_does(said, line, follows):
    assert judged(f"{said}\n\n$$ {line} $$\n\n$$ {follows} $$")[-1] == "proved"
