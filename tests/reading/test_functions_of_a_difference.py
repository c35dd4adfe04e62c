r"""A note that has f(x) and never f alone has f(1-x) for a value of f too, and no product."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ENTROPY = r"Let $h$ be the binary entropy, $h(p)=-p\log p-(1-p)\log(1-p)$."
LINES = [
    (ENTROPY, "h(p) = h(1-p)", "proved"),
    (ENTROPY, "h(1-p) = (1-p)h(p)", "refuted"),
    ("Let $f(x)=x^2$.", "f(1+x) = (1+x)^2", "proved"),
    ("Let $f(x)=x^2$.", "f(1+x) = x^2(1+x)", "refuted"),
    ("Let $f(x)=x^2$. It may be written $ff$.", "f(1+x) = (1+x)^2", "unread"),
    ("The mean is $m$.", "m(1+x) = m+mx", "proved"),
    (r"The net gives $\mu(x)$; we write $\mu = \mu(x)$.", r"\mu(1-s) = \mu-\mu s", "proved"),
    ("Let $T(x)=1-x$.", "T(T(x)) = x", "proved"),
    ("Let $T(x)=1-x$.", "T(T(x)) = 1-x", "refuted"),
]


@pytest.mark.parametrize(("words", "line", "verdict"), LINES)
def test_a_bracket_behind_a_function_holds_its_argument(words, line, verdict):
    found = Judge(read_note(f"{words}\n\n$$ {line} $$\n"), mend=False).run()[-1]
    assert found.verdict == verdict and not found.fault
