"""x_{1:T} under a bare E_q beside single members of the list; L_T, which is the last one and no L_t for whatever t."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


BOUND = r"\mathbb{E}_q\left[\log \frac{p(x_{0:T})}{q(x_{1:T}|x_0)}\right]"
MEMBERS = r"$$ a = D_{KL}(q(x_T|x_0) \| p(x_T)) $$ $$ b = D_{KL}(q(x_{t-1}|x_t, x_0) \| p(x_{t-1}|x_t)) $$"


@pytest.mark.parametrize("around", ["", MEMBERS])
def test_a_bare_density_of_a_list_is_the_one_inside(around: str):
    assert verdicts(rf"$$ \log p(x_0) \geq {BOUND} $$ {around}")[0] == "proved"
    assert verdicts(rf"$$ \log p(x_0) \leq {BOUND} $$ {around}")[0] != "proved"
    assert verdicts(rf"$$ \log p(x_0) = {BOUND} $$ {around}")[0] != "proved"


LAST = r"$$ L_T = \log p(x_T) - \log q(x_T|x_0) $$ "
STEP = r"$$ L_{t-1} = \log p(x_{t-1}|x_0) - \log q(x_{t-1}) $$ "


def test_the_last_one_is_not_one_for_whatever_index():
    assert verdicts(LAST + STEP) == ["definition", "definition"]
    assert verdicts(LAST + STEP + STEP.replace("- ", "+ "))[-1] == "refuted"
    assert verdicts(LAST + LAST.replace("- ", "+ "))[-1] == "refuted"
    general = LAST.replace("_T", "_t")
    assert verdicts(general + STEP)[-1] == "refuted"  # what is said of L_t is said of L_{t-1}
