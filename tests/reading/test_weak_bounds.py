"""b >= 0 does not keep b from being zero: strict signs are proved where they hold at the bounds too."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

Y, N = "proved", "consistent"


def judged(words: str, line: str) -> str:
    return Judge(read_note(f"{words}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


@pytest.mark.parametrize(("words", "line", "verdict"), [
    (r"Let $t \in [0,1]$.", "t > 0", N), (r"Let $t \in [0,1]$.", "t + 1 > 0", Y), (r"Let $t \in (0,1)$.", "t > 0", Y),
    (r"Let $t \in [0,1)$.", "t > 0", N), (r"Let $b \ge 0$.", "3b > 2b", N), (r"Let $b \ge 0$.", "3b \\ge 2b", Y),
    (r"Let $b \ge 0$.", "2b + 1 > b", Y), ("Let $b > 0$.", "3b > 2b", Y), (r"Let $b \ge 0$.", "b^2 > 0", N),
    (r"Let $\beta \ge 1$.", r"\beta > 1", N), (r"Let $\beta \ge 1$.", r"\beta > 0", Y),
    (r"Let $p \in [0,1]$.", "p(1-p) > 0", N), (r"Let $p \in (0,1)$.", "p(1-p) > 0", Y),
    (r"Let $p \in [0,1]$.", r"p(1-p) \ge 0", Y), (r"Let $a, b \ge 0$.", "a + b > 0", N),
    (r"Let $a, b \ge 0$.", "a + b + 1 > 0", Y), ("Let $a, b > 0$.", "a + b > 0", Y),
    ("Let $f$ be nonnegative.", "E_{p(x)}[f(x)] > 0", N), ("Let $f$ be nonnegative.", r"E_{p(x)}[f(x)] \ge 0", Y),
    ("Let $f$ be positive.", "E_{p(x)}[f(x)] > 0", Y), (r"设 $\beta$ 非负。", r"2\beta > \beta", N),
    ("The variance $v$ is positive, possibly zero.", "2v > v", "doubtful"),
    (r"Let $\beta \ge 0$.", r"\mathrm{KL}(q\|p) + \beta > \mathrm{KL}(q\|p)", N),
])  # fmt: skip
def test_strict_signs(words, line, verdict):
    assert judged(words, line) == verdict


@pytest.mark.parametrize(("words", "line", "verdict"), [
    ("Let $a, b$ be positive.", "a + b > 0", Y), ("Let $a$ and $b$ be positive.", "a + b > 0", Y),
    ("Let $a$, $b$ and $c$ be positive numbers.", "a + b + c > 0", Y), ("Let $a, b$ be real.", "a + b > 0", "refuted"),
    ("Let $a, b > 0$.", "a - b > 0", "refuted"), ("Let $X, Y$ be independent.", "E[XY] = E[X]E[Y]", Y),
    ("For independent random variables $X$ and $Y$,", "E[XY] = E[X]E[Y]", Y),
    ("对独立的随机变量 $X$ 和 $Y$，", "E[XY] = E[X]E[Y]", Y),
    ("If $X, Y$ are dependent, then", "E[XY] = E[X]E[Y]", "refuted"),
    ("Unlike for independent variables $X, Y$, here", "E[XY] = E[X]E[Y]", "refuted"),
])  # fmt: skip
def test_a_list_in_one_formula_is_all_its_names(words, line, verdict):
    """Of `a, b > 0` nothing was heard, and a + b > 0 was refuted by a negative b."""
    assert judged(words, line) == verdict
