r"""Means of vectors are compared between any vector u and both sides; x^TAx is read as TeX sets it."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

NORMAL = r"Let $x\sim\mathcal{N}(\mu,\Sigma)$ with $x\in\mathbb{R}^d$."
STANDARD = r"Let $z\sim\mathcal{N}(0,I)$ with $z\in\mathbb{R}^d$."
TWO = r"Let $x, y \in \mathbb{R}^d$ be random vectors."


def verdict(said: str, line: str) -> str:
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (NORMAL, r"\mathbb{E}[x] = \mu"),
        (NORMAL, r"\mathbb{E}[x - \mu] = 0"),
        (NORMAL, r"\mathbb{E}[Ax+b] = A\mu+b"),
        (STANDARD, r"\mathbb{E}[z] = 0"),
        (TWO, r"\mathbb{E}[x + y] = \mathbb{E}[x] + \mathbb{E}[y]"),
        (TWO, r"\mathbb{E}[\mathbb{E}[x|y]] = \mathbb{E}[x]"),
        (NORMAL, r"\mathbb{E}[x^TAx] = \mathrm{tr}(A\Sigma) + \mu^TA\mu"),
    ],
)
def test_means_of_vectors(said, line):
    assert verdict(said, line) == "proved"


@pytest.mark.parametrize("right", [r"2\mu", "0", r"-\mu", r"\mu + 1"])
def test_no_other_mean(right):
    assert verdict(NORMAL, rf"\mathbb{{E}}[x] = {right}") in ("refuted", "unread")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (r"u^TAv = u^T A v", "proved"),
        (r"u^TAAv = u^T A^2 v", "proved"),
        (r"u^TAv = v^TAu", "refuted"),
        (r"\log p^{TAx} = \log p^{TAx}", "proved"),
    ],
)
def test_a_transpose_ends_where_tex_ends_it(line, expected):
    assert verdict(r"Let $u, v \in \mathbb{R}^d$ and let $A \in \mathbb{R}^{d\times d}$ be a matrix.", line) == expected
