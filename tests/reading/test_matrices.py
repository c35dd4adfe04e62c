"""Which names are matrices, and which of them are symmetric: in words, or by their place or name."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

TURNED = r"$$ \mathrm{tr}(A B) = \mathrm{tr}(A^\top B) $$"
FORM = r"$$ u^\top A v = v^\top A u $$"
CYCLIC = r"$$ \mathrm{tr}(A B) = \mathrm{tr}(B A) $$"


def verdicts(text: str) -> list[str]:
    return [j.verdict for j in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize(
    "words",
    [
        r"Let $A$ and $B$ be $n\times n$ matrices and let $u$, $v$ be vectors.",
        r"For matrices $A$, $B$ and vectors $u$, $v$:",
        r"Let $A$, $B$ be matrices that need not be symmetric, and $u$, $v$ vectors.",
        r"设 $A$、$B$ 为矩阵，$u$、$v$ 为向量。",
        r"Let $A$ and $B$ be matrices, $C$ is symmetric. Let $u$, $v$ be vectors.",
    ],
)
def test_a_matrix_is_not_symmetric_unless_it_is_said(words):
    turned, form, cyclic = verdicts(f"{words}\n\n{TURNED}\n\n{FORM}\n\n{CYCLIC}\n")
    assert (turned, cyclic) == ("refuted", "proved")
    assert form == ("refuted" if "times" in words else "consistent")  # u and v may be of different sizes


@pytest.mark.parametrize("words", [
    r"Let $A$ and $B$ be symmetric $n\times n$ matrices and let $u$, $v$ be vectors.",
    r"Let $A$, $B$ be positive definite matrices and $u$, $v$ vectors.", r"设 $A$、$B$ 为对称矩阵，$u$、$v$ 为向量。",
    r"Let $A$ and $B$ be the covariance matrices of $u$ and $v$.",
])  # fmt: skip
def test_a_matrix_that_is_called_symmetric_is(words):
    turned, form, cyclic = verdicts(f"{words}\n\n{TURNED}\n\n{FORM}\n\n{CYCLIC}\n")
    assert (turned, cyclic) == ("proved", "proved")
    # u'Av = v'Au: the kernel has worked lines only where the sizes are told
    assert form == ("proved" if "times" in words else "consistent")


def test_a_covariance_by_its_place_or_name():
    place = r"Let $x \sim \mathcal{N}(\mu, S)$ and let $B$ be a matrix." "\n\n"
    place += r"$$ p(x) = \mathcal{N}(x; \mu, S) $$" "\n\n"
    assert verdicts(place + r"$$ \mathrm{tr}(S B) = \mathrm{tr}(S^\top B) $$")[-1] == "proved"
    assert verdicts(r"$$ \mathrm{tr}(\Sigma B) = \mathrm{tr}(\Sigma^\top B) $$") == ["proved"]
    assert verdicts(r"$$ \mathrm{tr}(\Sigma B) = \mathrm{tr}(\Sigma B^\top) $$") == ["proved"]
    assert verdicts(r"$$ \mathrm{tr}(B \Sigma A) = \mathrm{tr}(B^\top \Sigma A) $$") == ["refuted"]
