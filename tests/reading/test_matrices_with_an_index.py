r"""Matrices with an index, A_t and W^{(l)}: none changes its place in a product, and none is its own transpose."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

TOLD = ("Let $A_k$ and $B_k$ be matrices. Then", "With the matrices $A_k$, $B_k$ we have", "$A_k$、$B_k$ 为矩阵，则")


def last(line: str, said: str = "We have"):
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


@pytest.mark.parametrize("said", TOLD)
def test_matrices_that_are_told_keep_their_places(said):
    assert last("A_k B_k = B_k A_k", said) == "refuted"
    assert last("A_k (B_k + A_k) = A_k B_k + A_k A_k", said) == "proved"
    assert last("A_k (B_k + A_k) = B_k A_k + A_k A_k", said) == "refuted"


@pytest.mark.parametrize(
    ("name", "other"), [("W^{(1)}", "W^{(2)}"), ("W_1", "W_2"), ("W_{1}", "W_{2}"), (r"\mathbf{W}_1", r"\mathbf{W}_2")]
)
def test_matrices_of_layers_keep_their_places(name, other):
    assert last(f"{name} {other} = {other} {name}", f"With the matrices ${name}$ and ${other}$ we have") == "refuted"


@pytest.mark.parametrize(
    "wrong", ["(A_k B_k)^T = A_k^T B_k^T", "A_k B_k A_k^T = A_k A_k^T B_k", "R_k H_k H_k^T = H_k R_k H_k^T"]
)
def test_what_is_transposed_with_its_index_is_a_matrix(wrong):
    assert last(wrong) == "refuted"


def test_a_product_of_transposes_is_turned():
    assert last("(A_k B_k)^T = B_k^T A_k^T") == "proved"
    assert last("B_k - K_k H_k B_k = (I - K_k H_k) B_k", "Let $K_k$, $H_k$ and $B_k$ be matrices.") == "proved"
    assert last("B_k - H_k K_k B_k = (I - K_k H_k) B_k", "Let $K_k$, $H_k$ and $B_k$ be matrices.") != "proved"


def test_what_was_read_as_numbers_is_not_multiplied():
    assert last(r"\Sigma_1 \Sigma_2 = \Sigma_2 \Sigma_1") == "unread"
    assert last(r"\Sigma_k^{-1} \Sigma_j = \Sigma_j \Sigma_k^{-1}") == "unread"
    assert last("e_k e_k^T = e_k^T e_k") == "unread"
    assert last(r"\mathbf{w}_k^T \mathbf{x}_k = \mathbf{x}_k \mathbf{w}_k^T") == "unread"
    assert last(r"\mathbf{A} \mathbf{B} = \mathbf{B} \mathbf{A}") == "unread"
    assert last(r"\mathbf{A}_t \mathbf{B}_t = \mathbf{B}_t \mathbf{A}_t") == "unread"
    assert last(r"\mathbf{A} \mathbf{A} = \mathbf{A}^2") == "proved"


def test_what_a_matrix_is_added_to_is_one():
    step = "$$ P_k = F_k S_k F_k^T + Q_k $$"
    assert last("P_k - Q_k = F_k S_k F_k^T", step) == "proved"
    assert last("P_k - Q_k = S_k F_k F_k^T", step) == "refuted"
    assert (
        last("A_k B_k = B_k A_k", r"Let $A_k \in \mathbb{R}^{n \times n}$, $B_k \in \mathbb{R}^{n \times n}$.")
        == "refuted"
    )


def test_numbers_with_an_index_still_change_their_places():
    assert last("A_k B_k = B_k A_k", "Let $A_k$ and $B_k$ be numbers. Then") == "proved"
    assert last("a_k b_k = b_k a_k") == "proved"
    assert last(r"\pi_k \Sigma_k = \Sigma_k \pi_k") == "proved"


def test_columns_that_are_capitals_are_no_matrices():
    assert last(r"(Y_i - X_i^T b)^2 = Y_i^2 - 2 Y_i X_i^T b + (X_i^T b)^2") == "proved"
    assert last(r"X_i^T Y_i = Y_i^T X_i") == "proved"
