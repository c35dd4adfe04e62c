r"""W is D × K: rules of square matrices prove nothing of it; worlds speak of it where D = K, unless that is excluded.

In an earlier state the D and K of log|WW' + s I| were any numbers beside a W of one entry: the right line was refuted.
"""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

MODEL = r"Let $z\in\mathbb{R}^K$ and $x\in\mathbb{R}^D$, and $s>0$. "
TELLING = {
    "a space": r"Let $W \in \mathbb{R}^{D\times K}$.",
    "in words": r"Here $W$ is a $D\times K$ matrix.",
    "in words before": r"The $D \times K$ matrix $W$ holds the loadings.",
    "of size": r"Let $W$ of size $D\times K$ be given.",
    "in Chinese": r"其中 $W$ 是 $D\times K$ 矩阵。",
    "a law": r"The decoder is $p(x|z) = \mathcal{N}(x; Wz + b, s^2 I)$.",
    "a draw": r"Given $z$, $x \sim \mathcal{N}(Wz + b, s^2 I)$.",
}
RIGHT = r"\log|WW^\top + s^2 I| = (D - K)\log s^2 + \log|W^\top W + s^2 I|"
WRONG = r"\log|WW^\top + s^2 I| = D \log s^2 + \log|I + \frac{1}{s} W W^\top|"
SQUARE_ONLY = r"\mathrm{tr}(W (W^\top W)^{-1} W^\top) = D"


def verdict(told: str, line: str) -> str:
    *_, last = Judge(read_note(f"{MODEL}{told}\n\n$$ {line} $$\n"), mend=False).run()
    return last.verdict


@pytest.mark.parametrize("told", TELLING)
def test_a_right_line_is_not_accused(told):
    assert verdict(TELLING[told], RIGHT) == "consistent"


@pytest.mark.parametrize("told", TELLING)
def test_what_is_wrong_for_square_matrices_too_is_refuted(told):
    assert verdict(TELLING[told], WRONG) == "refuted"


@pytest.mark.parametrize("line", (RIGHT, WRONG))
@pytest.mark.parametrize("apart", ("$D > K$", "$K < D$", r"$K \neq D$"))
def test_a_world_where_sizes_are_equal_does_not_speak_where_they_differ(apart, line):
    assert verdict(f"Here $W$ is a $D\\times K$ matrix, and {apart}.", line) == "consistent"


@pytest.mark.parametrize("told", TELLING)
def test_nothing_is_proved_by_rules_of_square_matrices(told):
    for line in (SQUARE_ONLY, r"\mathrm{tr}(W W^\top) = \mathrm{tr}(W^\top W)"):
        assert verdict(TELLING[told], line) != "proved"


@pytest.mark.parametrize("sign", (r"\propto", r"\neq"))
def test_no_other_sign_goes_by_rules_of_square_matrices_either(sign):
    line = rf"\mathrm{{tr}}(W W^\top) {sign} \mathrm{{tr}}(W^\top W)"
    assert verdict(TELLING["in words"], line) == "consistent"


def test_square_matrices_are_proved_as_before():
    told = r"Let $A$ and $B$ be $D\times D$ matrices; $A$ is a $D \times D$ matrix."
    assert verdict(told, r"\mathrm{tr}(A B) = \mathrm{tr}(B A)") == "proved"


def test_the_same_size_of_two_spaces_makes_a_square_matrix():
    told = r"Let $y\in\mathbb{R}^K$ with $y \sim \mathcal{N}(Az, s^2 I)$."
    assert verdict(told, r"\mathrm{tr}(A A^\top) = \mathrm{tr}(A^\top A)") == "proved"


@pytest.mark.parametrize(
    "line",
    [
        r"\det(WW^\top+\sigma^2I_d) = \sigma^{2(d-k)}\det(W^\top W+\sigma^2I_k)",
        r"\det(WW^\top+\sigma^2I_d) = (\sigma^2)^{d-k}\det(W^\top W+\sigma^2I_k)",
        r"(W^\top W+\sigma^2I_k)^{-1}W^\top = W^\top(WW^\top+\sigma^2I_d)^{-1}",
    ],
)
def test_identities_show_the_shape_of_what_stands_beside_them(line):
    """The identities of probabilistic PCA: sigma is a number, and 2(d-k) a product."""
    (found,) = Judge(read_note(f"$${line}$$"), mend=False).run()
    assert found.verdict in ("consistent", "proved") and "W is d × k" in found.message


def test_a_product_in_an_exponent_is_no_example():
    assert [j.verdict for j in Judge(read_note(r"$$\sigma^{2(d-k)} = (\sigma^2)^{d-k}$$"), mend=False).run()] == [
        "proved"
    ]
