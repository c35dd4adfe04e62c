r"""After o_i = \sum_j a_{ij} v_j, o_j is \sum_k a_{jk} v_k: a letter that is put in is never taken for a bound one."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ATTENTION = r"Attention output: let $o_i=\sum_{j=1}^n a_{ij}v_j$."
MEAN = r"Let $m(x)=\mathbb{E}_{p(z)}[x z]$."
LINES = [
    (ATTENTION, r"o_j = \sum_{k=1}^n a_{jk}v_k", {"proved"}),
    (ATTENTION, r"o_j = \sum_{i=1}^n a_{ji}v_i", {"proved"}),
    (ATTENTION, r"o_j = \sum_{j=1}^n a_{jj}v_j", {"refuted"}),
    (ATTENTION, r"\sum_{j=1}^n o_j = \sum_{j=1}^n\sum_{i=1}^n a_{ji}v_i", {"proved"}),
    (r"Let $S(a)=\sum_{i=1}^n(x_i-a)$.", r"S(x_j) = \sum_{i=1}^n(x_i-x_j)", {"proved"}),
    (r"Let $S(a)=\sum_{i=1}^n(x_i-a)$.", r"S(x_i) = 0", {"refuted", "consistent", "unread"}),
    (MEAN, r"m(y) = y\,\mathbb{E}_{p(z)}[z]", {"proved"}),
    (MEAN, r"m(z) = \mathbb{E}_{p(z)}[z^2]", {"unread"}),
    (MEAN, r"m(z) = z\,\mathbb{E}_{p(z)}[z]", {"unread"}),
    (r"Let $F(a)=\sum_x p(x)(x-a)^2$.", "F(x) = 0", {"unread"}),
    (r"Let $g(a)=\frac{d}{dx}(ax)$.", "g(x) = 2x", {"unread"}),
]


@pytest.mark.parametrize(("words", "line", "verdicts"), LINES)
def test_a_bound_letter_takes_nothing_that_is_put_in(words, line, verdicts):
    found = Judge(read_note(f"{words}\n\n$$ {line} $$\n"), mend=False).run()[-1]
    assert found.verdict in verdicts and not found.fault
