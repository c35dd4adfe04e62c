"""A gradient by x_t touches what is of x_t: names with an index were taken for others, and scores were proved zero."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text):
    return [j.verdict for j in Judge(read_note(text), mend=False).run()]


MEMBERS = ["x_t", "x_{t-1}", "x_i", r"\mathbf{x}_t", "a_{t}", r"\mu_k"]


@pytest.mark.parametrize("x", MEMBERS)
def test_the_score_of_a_member(x):
    by = rf"\nabla_{{{x}}}"
    bayes = rf"$${by}\log p({x}|y) = {by}\log p({x}) + {by}\log p(y|{x})$$"
    assert verdicts(bayes) == ["proved"]
    assert verdicts(bayes.replace("p(y|", "q(y|")) != ["proved"]
    assert verdicts(rf"$${by}\log p({x}|y) = {by}\log p({x})$$") != ["proved"]
    assert verdicts(rf"$${by}\log p({x}) = 0$$") != ["proved"]
    assert verdicts(rf"$$\frac{{\partial}}{{\partial {x}}}\log p(y|{x}) = 0$$") != ["proved"]


@pytest.mark.parametrize(
    ("by", "of"), [("z", "z_1,z_2"), ("x", "x_t"), ("x_1", "x"), ("x_j", "x"), ("X", "x"), ("x_{t,j}", "x_t")]
)
def test_what_hangs_together_with_the_variable(by, of):
    assert verdicts(rf"$$\nabla_{{{by}}}\log p({of}) = 0$$") != ["proved"]


def test_another_member_is_another_thing():
    assert verdicts(r"$$\nabla_{x_t}\log q(x_t|x_0) = \nabla_{x_t}\log q(x_t,x_0)$$") == ["proved"]
    assert verdicts(r"$$\nabla_{x_0}\log q(x_t|x_0) = \nabla_{x_0}\log q(x_t,x_0)$$") != ["proved"]
    assert verdicts(r"$$\nabla_{x_t}\log p(x_t,x_s) = \nabla_{x_s}\log p(x_t,x_s)$$") != ["proved"]
