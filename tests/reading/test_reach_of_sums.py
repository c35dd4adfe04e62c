r"""`\sum_i x_i^2 - 2cx_i + c^2`: a sum without brackets may reach over the terms that have its letter."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SQUARES = r"\sum_{i=1}^n x_i^2-2cx_i+c^2"
GAP = r"\mathbb{E}_{q(z)}\log p(x,z)-\log q(z)"
LINES = [
    (rf"{SQUARES} = \sum_{{i=1}}^n(x_i-c)^2", "proved"),
    (rf"{SQUARES}+d = \sum_{{i=1}}^n(x_i-c)^2+d", "proved"),
    (rf"{SQUARES} = \sum_{{i=1}}^n(x_i+c)^2", "refuted"),
    (r"\sum_{i=1}^n x_i^2-2c+c^2 = \sum_{i=1}^n(x_i^2-2c+c^2)", "refuted"),
    (r"a+\sum_{i=1}^n x_i^2-\sum_{i=1}^n x_i = a-\sum_{i=1}^n (x_i -x_i^2)", "proved"),
    (r"\sum_{i=1}^n\sum_{j=1}^n a_{ij}+b_j = \sum_{i=1}^n\sum_{j=1}^n (a_{ij}+b_j)", "proved"),
    (r"-\sum_{i=1}^n a_i-b_i = -\sum_{i=1}^n(a_i-b_i)", "proved"),
    (r"\log\prod_{i=1}^n a_ib_i = \sum_{i=1}^n\log a_i+\log b_i", "proved"),
    (GAP + r" = \log p(x)-KL(q(z)\,\|\,p(z|x))", "proved"),
    (GAP + r" = \log p(x)+KL(q(z)\,\|\,p(z|x))", "refuted"),
    (GAP.replace("q(z)}", "q}") + r" = \log p(x)-KL(q(z)\,\|\,p(z|x))", "proved"),
    (r"\mathbb{E}_{q(z)} f(z)-f(z) = 0", "unread"),
    (r"\mathbb{E}_{q(z)}[f(z)]-f(z) = 0", "refuted"),
]


@pytest.mark.parametrize(("line", "verdict"), LINES)
def test_a_sum_may_reach_over_what_has_its_letter(line, verdict):
    found = Judge(read_note(f"$$ {line} $$\n"), mend=False).run()[-1]
    assert found.verdict == verdict and not found.fault


def test_it_is_told():
    found = Judge(read_note(rf"$$ {SQUARES} = \sum_{{i=1}}^n(x_i-c)^2 $$"), mend=False).run()[-1]
    assert found.reading == ("how far a sum or mean without brackets reaches: over all that follows",)


def test_one_reach_in_a_chain():
    chain = r"$$ \sum_{i=1}^n a_i+b_i = \sum_{i=1}^n (a_i+b_i) $$ and $$ \sum_{i=1}^n a_i+b_i = b_i+\sum_{i=1}^n a_i $$"
    assert [j.verdict for j in Judge(read_note(chain), mend=False).run()] == ["proved", "consistent"]
