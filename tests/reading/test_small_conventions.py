r"""The second place of N(m, s) by its own letter; draws with a correlation; X ⊥ Y before an arrow; h(2X)."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

STD = r"In this note $\mathcal{N}(\mu,s)$ has standard deviation $s$. Let $x\sim\mathcal{N}(0,3)$."
SCALE = r"Let $x\sim\mathcal{N}(0,3)$. (As in scipy, the second number is the scale.)"
SPREAD = r"\mathrm{Var}\left[\frac{1}{n}\sum_{i=1}^n x_i\right] = \frac{1}{n}"
DRAWS = r"Let $x_1,\dots,x_n\sim\mathcal{N}(0,1)$"
LINES = [
    (STD, r"\mathbb{E}[x^2] = 3", {"refuted"}),
    (STD, r"\mathbb{E}[x^2] = 9", {"proved"}),
    (SCALE, r"\mathbb{E}[x^2] = 9", {"proved"}),
    (STD.replace("standard deviation", "variance"), r"\mathbb{E}[x^2] = 3", {"proved"}),
    (
        r"Let $x\sim\mathcal{N}(0,4)$; $\mathcal{N}(0,4)$ has standard deviation $2$.",
        r"\mathbb{E}[x^2] = 4",
        {"proved"},
    ),
    (DRAWS + r" with pairwise correlation $\rho$.", SPREAD, {"consistent", "doubtful"}),
    (DRAWS + r" with $\mathrm{Cov}(x_i,x_j)=\rho$.", SPREAD, {"consistent", "doubtful"}),
    (DRAWS + r" with $\mathrm{Cov}(x_i,x_j)=0$ be independent.", SPREAD, {"proved"}),
    (DRAWS + " be independent.", SPREAD, {"proved"}),
    ("For all", r"X\perp Y \Rightarrow I(X;Y) = 0", {"doubtful"}),
    ("For all", r"I(X;Y) = 0", {"refuted"}),
    ("Let $X$ be continuous.", r"h(2X) = h(X)", {"unread"}),
    ("Let $X$ be continuous.", r"h(2X) = h(X)+\log 2", {"unread"}),
]


@pytest.mark.parametrize(("words", "line", "verdicts"), LINES)
def test_what_is_told_or_not_understood(words, line, verdicts):
    found = Judge(read_note(f"{words}\n\n$$ {line} $$\n"), mend=False).run()[-1]
    assert found.verdict in verdicts and not found.fault
