"""What a sentence says of matrices, vectors, units and assignments: a line that it may make right is not refuted."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(said: str, line: str) -> str:
    return [one.verdict for one in Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()][-1]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (r"Let $A$ be $2\times2$.", r"\det(2A)=4\det A"),
        (r"设 $A$ 为 $2\times 2$ 矩阵。", r"\det(-A)=\det A"),
        (r"Let $d=2$ and let $A$ be $d\times d$.", r"\det(3A) = 9\det A"),
        ("Let $A$ be unimodular.", r"\log|\det A|=0"),
        ("设 $A$ 是幺模矩阵。", r"\log|\det A|=0"),
        ("Let $A$ be lower triangular with unit diagonal.", r"\det A=1"),
        (r"Let $x\perp y$.", r"\|x+y\|^2 = \|x\|^2 + \|y\|^2"),
        ("The vectors $x$ and $y$ are perpendicular.", r"\|x+y\|^2 = \|x\|^2 + \|y\|^2"),
        ("In characteristic two,", "(a+b)^2 = a^2 + b^2"),
        ("Increment the counter:", "n = n + 1"),
        ("", r"1\text{ bit} = \log2\text{ nats}"),
    ],
)
def test_words_that_may_make_a_line_right(said, line):
    assert last(said, line) == "doubtful"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Let $A$ be symmetric.", r"\det(3A) = 9\det A"),
        ("The vectors $a$ and $b$ are perpendicular.", r"\|x+y\|^2 = \|x\|^2 + \|y\|^2"),
        ("The orthogonal case is easy.", "(x+y)^2 = x^2 + y^2"),
        ("We update the parameters.", "(x+y)^2 = x^2 + y^2"),
    ],
)
def test_words_of_other_things(said, line):
    assert last(said, line) == "refuted"


def test_factors_in_another_order():
    assert last("In general", r"AB \ne BA") == "consistent"
    assert last("In general", r"AB \ne A^1B") == "refuted"


@pytest.mark.parametrize("end", [r"\quad(+\text{const})", r"\;(+\,\text{const.})", r"\qquad (+\mathrm{const})"])
def test_a_constant_in_brackets_is_added(end):
    said = r"Let $p(x|z)=\mathcal N(x;z,\sigma^2)$."
    assert last(said, rf"-\log p(x|z) = \frac{{1}}{{2\sigma^2}}(x-z)^2{end}") == "proved"
    assert last(said, rf"-\log p(x|z) = \frac{{1}}{{\sigma^2}}(x-z)^2{end}") == "refuted"


def test_the_numbers_of_a_sum_are_no_values_of_what_stands_beside_them():
    said = r"Let $\sum_{j=1}^K q_j = 1$."
    assert last(said, r"\log p(x) = \sum_{j=1}^K q_j \log p(x)") == "proved"
    assert last(said, r"\log p(x) = 2\sum_{j=1}^K q_j \log p(x)") == "refuted"
    assert last("", r"\log p(x) = \sum_j q_j \log p(x)") == "unread"
    assert last("", r"\sum_i p_i \log\frac{p_i}{q_i} \ge 0") == "proved"


PRIOR = r"\arg\max_\theta E_{q(z)}[\log p_\theta(x,z)] = \arg\max_\theta E_{q(z)}[\log p_\theta(x|z)]"


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (r"Let $p_\theta(x,z)=p_\theta(x|z)p(z)$.", "proved"),
        (r"The prior $p(z)$ does not depend on $\theta$.", "proved"),
        (r"先验 $p(z)$ 与 $\theta$ 无关。", "proved"),
        (r"Let $p_\theta(x,z)=p_\theta(x|z)p_\theta(z)$.", "refuted"),
    ],
)
def test_a_prior_without_a_parameter_is_constant(said, verdict):
    assert last(said, PRIOR) == verdict
