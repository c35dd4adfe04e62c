r"""What the prose says of a number is used where it says so, and named among what a proved line assumes."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge
from derivations.telling.wording import Wording


def last(said: str, line: str):
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1]


@pytest.mark.parametrize(
    ("said", "line", "assumed"),
    [
        (r"When $\sigma^2 = 4$,", r"\log \sigma = \log 2", r"\sigma = 2, as the note says"),
        (r"For $\sigma^2 = \frac{1}{9}$,", r"\log \sigma = -\log 3", r"\sigma = 1/3, as the note says"),
        (r"For $\beta = 1$,", r"\beta \log x = \log x", r"\beta = 1, as the note says"),
        (r"Let $0 < \beta < 1$.", r"\sqrt{(1-\beta)^2} = 1 - \beta", r"0 < \beta < 1, as the note says"),
        ("Let $a > 0$.", r"\sqrt{a^2} = a", "0 < a, as the note says"),
        (r"Let $f \ge 0$.", r"E_{p(x)}[f(x)] \ge 0", "0 < f, as the note says"),
        ("Let $a$ be positive.", r"\sqrt{a^2} = a", "a > 0, as the note says"),
    ],
)
def test_it_is_used_and_named(said, line, assumed):
    found = last(said, line)
    assert found.verdict == "proved" and assumed in found.assumes
    assert Wording("zh").say(assumed).endswith("，如笔记所说")


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (r"When $\sigma^2 = 4$,", r"\log \sigma = \log 4"),
        (r"When $\sigma^2 = 4$,", r"\sigma^2 = 16"),
        (r"It is wrong that $\sigma^2 = 4$.", r"\log \sigma = \log 2"),
        (r"When $\sigma^2 = 2$,", r"\sigma = 2"),
        (r"Let $u$ be a real number. When $u^2 = 4$,", "u = 2"),  # or -2
    ],
)
def test_nothing_else_follows(said, line):
    assert last(said, line).verdict != "proved"


def test_a_case_told_in_words_beside_its_value():
    density = r"f(x) = \frac{1}{\sqrt{2\pi} \sigma} \exp[-\frac12 (\frac{x-\mu}{\sigma})^2]"
    line = r"f(x) = \frac{1}{\sqrt{2\pi}} \exp[-\frac12 (x-\mu)^2]"
    said = f"A normal density,\n\n$$ {density} $$\n\nand the same for unit variance, $\\sigma^2 = %s$:"
    assert last(said % 1, line).verdict == "proved"
    assert last(said % 4, line).verdict == "refuted"


def test_of_other_numbers_nothing_is_assumed():
    assert last(r"Let $a > 0$ and $b > 0$.", r"\sqrt{b^2} = b").assumes == ("0 < b, as the note says",)
