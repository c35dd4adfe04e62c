"""Equations that a sentence tells in passing: by words of a model, in a list of conditions, by a name nobody used."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(text), mend=False).run()]


JOINT = r"$$\log p(x,z) = \log p(z|x) + \log r(x)$$"
TOLD = [
    r"The encoder induces a joint $p(x,z) = r(x)p(z|x)$. ",
    r"先说记号:$r(x)$ 是数据分布,$p(x,z) = r(x)p(z|x)$。",
    r"二者构成联合分布 $p(x,z) = r(x)p(z|x)$。",
    r"前向过程 $p(x,z) = r(x)p(z|x)$。",
]


@pytest.mark.parametrize("told", TOLD)
def test_words_of_models_declare(told):
    assert verdicts(told + JOINT) == ["proved"]
    assert verdicts(told + JOINT.replace("+", "-"))[0] != "proved"


CONDITIONS = [
    r"If $p(z) = \mathcal N(z; m, s^2)$ (in one dimension) and $q(z) = \mathcal N(z; 0, 1)$, then ",
    r"若 $p(z)=\mathcal N(z;m,s^2)$(一维情形),$q(z)=\mathcal N(z;0,1)$,则",
]


@pytest.mark.parametrize("told", CONDITIONS)
def test_each_condition_of_a_list_is_one(told):
    right = r"$$KL(p\|q) = \frac12(s^2 + m^2 - 1 - \log s^2)$$"
    assert verdicts(told + right) == ["proved"]
    assert verdicts(told + right.replace("- 1", "+ 1")) == ["refuted"]


def test_a_name_that_nobody_used_says_only_what_it_is():
    said = r"With a friendly nod to physicists $D = -\int q(z)\log p(z)\,dz$. "
    assert verdicts(said + r"$$D = KL(q\|p) + H(q)$$") == ["proved"]
    assert verdicts(said + r"$$D = KL(q\|p) - H(q)$$") == ["refuted"]


def test_a_conclusion_names_nothing():
    said = r"Miraculously it thus follows that $D = -\int q(z)\log p(z)\,dz$. "
    assert verdicts(said + r"$$D = KL(q\|p) + H(q)$$")[0] != "proved"


def test_a_functional_is_no_value_of_a_function():
    said = r"Let $F(t) = t^2$. For a trial density let $S[q]=-\int q(z)\log q(z)\,dz$ and "
    assert verdicts(said + r"$$F[q] = \mathbb{E}_q[z] - S[q]$$") == ["definition"]


def test_a_quantity_by_its_inverse():
    said = r"Let $s_1, s_2 > 0$. $$\frac{1}{s^2} = \frac{1}{s_1^2} + \frac{1}{s_2^2}$$ "
    assert verdicts(said + r"$$s^2 = \frac{s_1^2 s_2^2}{s_1^2 + s_2^2}$$") == ["definition", "proved"]
    assert verdicts(said + r"$$s^2 = \frac{s_1^2 + s_2^2}{s_1^2 s_2^2}$$")[1] != "proved"
