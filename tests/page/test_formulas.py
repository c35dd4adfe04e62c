"""What sentences say of formulas is typeset too: indices low, squares high, Greek letters Greek."""

import re

import pytest

from derivations.contents import load_all
from derivations.page.formulas import with_indices
from derivations.telling.wording import Wording

AS_TYPED = re.compile(r"\^|\bsqrt\b|<=|>=|\b(?:alpha|beta|sigma|mu|eps|epsilon|theta|phi|pi|rho)\b")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("E_x[ELBO]", "E<sub>x</sub>[ELBO]"),
        ("M_{n+1} = m M_n", "M<sub>n+1</sub> = m M<sub>n</sub>"),
        ("L_M ≥ L_(M-1)", "L<sub>M</sub> ≥ L<sub>(M-1)</sub>"),
        ("2σ_g² <b>", "2σ<sub>g</sub>² &lt;b&gt;"),
        ("a _ b, _c", "a _ b, _c"),
    ],
)
def test_indices_stand_low(text, html):
    assert with_indices(text) == html


def test_no_sentence_of_a_chapter_has_a_formula_as_it_is_typed():
    chinese = Wording("zh")
    said = []
    for chapter in load_all():
        for d in chapter.derivations:
            said += [d.statement, d.statement_zh]
            said += [t for step in d.steps if step.because for t in (step.because, chinese.say(step.because))]
        said += [t for remark in chapter.remarks for t in (remark.text, remark.text_zh)]
    assert len(said) > 150
    assert [t for t in said if AS_TYPED.search(t)] == []
