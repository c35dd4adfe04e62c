r"""Equations of matrices and vectors, judged as u^T M v = u^T N v; each right line beside false ones of its kind."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

MATRICES = "Let $A$, $B$ and $C$ be $n \\times n$ matrices, $S$ a symmetric matrix, and $x, y \\in \\mathbb{R}^n$."
RANDOM = "Let $x \\in \\mathbb{R}^n$ be a random vector with mean $\\mu = E[x]$, $A$ an $n\\times n$ matrix."
NORMAL = "Let $x \\sim N(\\mu, \\Sigma)$ with $x \\in \\mathbb{R}^n$ and let $A$ be an $n \\times n$ matrix."


def last(said: str, line: str):
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1]


RIGHT = [
    (MATRICES, "(AB)^T = B^T A^T"),
    (MATRICES, "(A + B) C = A C + B C"),
    (MATRICES, "(AB)^{-1} = B^{-1} A^{-1}"),
    (MATRICES, "(S A)^{-1} = A^{-1} S^{-1}"),
    (MATRICES, "A^{-1} (A + B) B^{-1} = A^{-1} + B^{-1}"),
    (MATRICES, "A (x + y) = A x + A y"),
    (MATRICES, "(A x)(A x)^T = A x x^T A^T"),
    (MATRICES, r"\|y - A x\|^2 = y^T y - 2 y^T A x + x^T A^T A x"),
    (MATRICES, "(I - A) B (I - A)^T = B - A B - B A^T + A B A^T"),
    (RANDOM, r"\mathrm{Cov}(x) = E[(x - \mu)(x - \mu)^T]"),
    (RANDOM, r"E[(x - \mu)(x - \mu)^T] = E[x x^T] - \mu \mu^T"),
    (RANDOM, r"E[A x + x] = A \mu + \mu"),
    (RANDOM, r"\mathrm{Cov}(A x) = A \mathrm{Cov}(x) A^T"),
    (NORMAL, r"E[(x - \mu)(x - \mu)^T] = \Sigma"),
    (NORMAL, r"E[x x^T] = \Sigma + \mu \mu^T"),
    (NORMAL, r"\mathrm{Cov}(A x) = A \Sigma A^T"),
    (NORMAL, r"\mathrm{tr}(A E[x x^T]) = \mathrm{tr}(A \Sigma) + \mu^T A \mu"),
]
FALSE = [
    (MATRICES, "(AB)^T = A^T B^T"),
    (MATRICES, "(A + B) C = A C + C B"),
    (MATRICES, "(S A)^{-1} = S^{-1} A^{-1}"),
    (MATRICES, "(A - B)(A + B) = A^2 - B^2"),
    (MATRICES, "A^T = A"),
    (MATRICES, "A (x + y) = A x - A y"),
    (MATRICES, r"\|y - A x\|^2 = y^T y - 2 y^T A x + x^T A A^T x"),
    (MATRICES, "(I - A) B (I - A)^T = B - A B - B A + A B A^T"),
    (RANDOM, r"E[(x - \mu)(x - \mu)^T] = E[x x^T] + \mu \mu^T"),
    (RANDOM, r"\mathrm{Cov}(A x) = A^T \mathrm{Cov}(x) A"),
    (RANDOM, r"\mathrm{Cov}(A x) = A \mathrm{Cov}(x) A^T + \mu \mu^T"),
    (NORMAL, r"E[x x^T] = \Sigma - \mu \mu^T"),
    (NORMAL, r"\mathrm{Cov}(A x) = A^2 \Sigma"),
    (NORMAL, r"E[A x + \mu] = A \mu - \mu"),
]


@pytest.mark.parametrize(("said", "line"), RIGHT)
def test_right_lines_of_matrices_are_proved(said, line):
    assert last(said, line).verdict == "proved"


@pytest.mark.parametrize(("said", "line"), FALSE)
def test_false_lines_of_matrices_are_refuted(said, line):
    assert last(said, line).verdict == "refuted"


def test_what_was_read_is_told():
    assert any("for all vectors: u, v" in one for one in last(MATRICES, "(AB)^T = B^T A^T").reading)
    assert not last(MATRICES, "x^T S y = y^T S x").reading
    assert any(": u', v" in one for one in last(MATRICES, "(A u)(A u)^T = A u u^T A^T").reading)


@pytest.mark.parametrize("line", ["X (X^T X)^{-1} X^T = I", "(X^T X)^{-1} X^T = X^{-1}"])
def test_a_matrix_that_nobody_inverts_may_have_no_inverse(line):
    assert last("Let $X$ be a matrix and $x \\in \\mathbb{R}^n$.", line).verdict != "proved"


def test_loadings_are_not_their_own_transpose():
    said = "Let $\\Lambda$ and $\\Sigma$ be matrices and $x \\in \\mathbb{R}^n$."
    assert last(said, r"\Lambda \Lambda^T x = \Lambda^T \Lambda x").verdict != "proved"
    assert last(said, r"\Sigma^T x = \Sigma x").verdict == "proved"


def test_a_block_beside_others_is_not_its_own_transpose():
    said = "Let $A$ be a matrix. $$ B = A \\Sigma_{12} A^T $$"
    assert last(said, r"\Sigma_{12}^T = \Sigma_{12}").verdict != "proved"


def test_the_mean_that_a_letter_stands_for_is_not_guessed_to_be_another():
    said = "Let $x \\in \\mathbb{R}^n$ be a random vector."
    assert last(said, r"\mathrm{Cov}(x) = E[(x - \mu)(x - \mu)^T]").verdict == "proved"
    assert last(said, r"E[x x^T] = \Sigma - \mu \mu^T").verdict not in ("proved", "refuted")


def test_a_refutation_says_which_numbers_differ():
    assert last(NORMAL, r"E[x x^T] = \Sigma - \mu \mu^T").message.endswith("; u^T M v")
    assert last(NORMAL, r"E[A x + \mu] = A \mu - \mu").message.endswith("; u^T a")
