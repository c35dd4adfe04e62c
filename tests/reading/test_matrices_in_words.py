"""What a note calls a matrix, by its word or by the name of some, does not commute, and is what else it is called."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def judged(words: str, line: str) -> str:
    return Judge(read_note(f"{words}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


@pytest.mark.parametrize(("words", "line", "verdict"), [
    (r"Let $\Sigma$ and $\Lambda$ be covariance matrices.", r"\Sigma \Lambda = \Lambda \Sigma", "refuted"),
    (r"Let $\Sigma_1$ and $\Sigma_2$ be covariance matrices.", r"\Sigma_1 \Sigma_2 = \Sigma_2 \Sigma_1", "refuted"),
    (r"Let $\Phi$ and $\Psi$ be positive definite.", r"\Phi \Psi = \Psi \Phi", "refuted"),
    ("The Jacobians $J_1$ and $J_2$ satisfy", "J_1 J_2 = J_2 J_1", "refuted"),
    ("For linear operators $S$ and $T$", "S T = T S", "refuted"),
    ("设 $A,B$ 为 $n$ 阶方阵，则", "A B = B A", "refuted"), ("设 $A$、$B$ 为同阶方阵，则", "A B = B A", "refuted"),
    ("Let $A$ and $B$ be numbers.", "A B = B A", "proved"),
    ("For rotations $U$ and $V$", "U V = V U", "doubtful"), ("Let $P$ be a projection.", "P P = P", "doubtful"),
    ("Let $A$ and $B$ be matrices which commute.", "A B = B A", "doubtful"),
    ("Let $D$ and $F$ be diagonal matrices.", "D F = F D", "doubtful"),
])  # fmt: skip
def test_products_of_matrices(words, line, verdict):
    """Those that commute by what they are called are not refuted by others that do not."""
    assert judged(words, line) == verdict
