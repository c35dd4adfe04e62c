"""No name costs a proof: variables and densities called t, s, v, b are proved of as x and p are."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LINES = (
    r"$$\int p({0})\log p({0}) d{0} = -H({0})$$",
    r"$$\int p({1}|{0}) p({0}) d{0} = p({1})$$",
    r"$$\int p({0}) \left(\int p({1}) d{1}\right) d{0} = 1$$",
    r"$$\mathbb E_{{p({0})}}[{0}] + \mathbb E_{{p({1})}}[{1}] = \mathbb E_{{p({0},{1})}}[{0} + {1}]$$",
)
WRONG = r"$$\int p({1}|{0}) p({0}) d{0} = p({0})$$"


@pytest.mark.parametrize("names", ["xy", "ts", "vb", "st", "bt"])
def test_variables(names):
    found = Judge(read_note("\n\n".join((*LINES, WRONG)).format(*names)), mend=False).run()
    assert [done.verdict for done in found] == ["proved"] * 4 + ["refuted"]


@pytest.mark.parametrize("one,other", ["pq", "bs", "tv", "sb"])
def test_densities(one, other):
    right = rf"$$KL({one}(x)\|{other}(x)) = \int {one}(x)\log\frac{{{one}(x)}}{{{other}(x)}} dx$$"
    wrong = rf"$$KL({one}(x)\|{other}(x)) = \int {other}(x)\log\frac{{{one}(x)}}{{{other}(x)}} dx$$"
    found = Judge(read_note(right + "\n\n" + wrong), mend=False).run()
    assert [done.verdict for done in found] == ["proved", "refuted"]
