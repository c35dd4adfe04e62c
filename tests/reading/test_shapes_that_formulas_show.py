r"""Letters that the formulas show to be matrices or vectors; and labels, the b of u^{(b)}, that are no indices."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

STEP = r"Let $M_k$ be matrices and $P_{k+1} = M_k P_k M_k^T + Q_k$ and $u_{k+1} = M_k u_k + \xi_k$."


def verdicts(text: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(text), mend=False).run()]


def last(said: str, line: str) -> str:
    return verdicts(f"{said}\n\n$$ {line} $$")[-1]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"M_k (v_k - w_k) + \xi_k = M_k v_k - M_k w_k + \xi_k", {"proved"}),
        (r"M_k (v_k - w_k) + \xi_k = M_k v_k + M_k w_k + \xi_k", {"refuted", "doubtful"}),
        ("(I - A B) M_k (I - A B)^T = (I - A B) M_k - (I - A B) M_k (A B)^T", {"proved"}),
        ("(I - A B) M_k (I - A B)^T = (I - A B) M_k - (I - A B) M_k A^T B^T", {"refuted", "doubtful"}),
        ("A B x + A y = A (B x + y)", {"proved"}),
    ],
)
def test_letters_beside_a_matrix(line, verdict):
    assert last("Let $A$ and $B$ be matrices. " + STEP, line) in verdict


def test_a_line_that_follows_from_another_member_is_not_refuted():
    assert last(STEP, r"u_k - v_k = M_{k-1} u_{k-1} + \xi_{k-1} - v_k") not in ("refuted", "unread")


@pytest.mark.parametrize(("kept", "lost"), [("m", "M_k"), ("M_k", "m")])
def test_labels_are_no_indices(kept, lost):
    said = "Let $M_k$ be matrices." if kept == "M_k" else "Let $m$ be a number."
    text = (
        f"{said} The state is $$ u_{{k+1}}^{{(t)}} = {kept} u_k^{{(t)}} + \\xi_{{k+1}}^{{(p)}} $$"
        f" and the forecast $$ u_{{k+1}}^{{(b)}} = {kept} u_k^{{(a)}} $$ Its error is"
        f" $$ \\xi_{{k+1}}^{{(b)}} = u_{{k+1}}^{{(t)}} - u_{{k+1}}^{{(b)}}"
        f" = {kept} (u_k^{{(t)}} - u_k^{{(a)}}) + \\xi_{{k+1}}^{{(p)}} $$"
    )
    assert verdicts(text)[-1] == "proved"
    assert verdicts(text.replace(") + \\xi_{k+1}^{(p)} $$", ") - \\xi_{k+1}^{(p)} $$"))[-1] != "proved"
    assert verdicts(text.replace("u_k^{(a)})", "u_k^{(b)})"))[-1] != "proved"


def test_numbers_are_no_matrices():
    assert last("Let $R$ be a number.", "I - R = I - R + 0") in ("proved", "consistent")
    assert last("", "a_k b_k + c_k = b_k a_k + c_k") == "proved"
    assert last("", "A_k b_k = b_k A_k") in ("proved", "unread")


LOOKS = "Let $A$ be a matrix, $P$ a covariance matrix, $a \\in \\mathbb{R}^n$. $$ B = (I - A) P (I - A)^T $$"


@pytest.mark.parametrize("wrong", ["A P = P A", "a^T P a = P a^T a", "A P A^T = P A A^T"])
def test_a_matrix_before_a_bracket_is_no_density(wrong):
    assert last(LOOKS, wrong) != "proved"


def test_such_a_matrix_is_still_its_own_transpose():
    assert last(LOOKS, "(A P A^T)^T = A P A^T") == "proved"
