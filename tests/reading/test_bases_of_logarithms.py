"""The base of a note's logarithms: written at their foot, or told in words; what depends on it is not guessed."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


TOLD = [
    "All logarithms are base 2. ", "Here $\\log$ is to base 2. ", "Let $\\log$ be the base-2 logarithm. ",
    "We use base-2 logarithms. ", "其中 $\\log$ 以 2 为底。", "熵以2为底：", "All logs are taken to base $b$. ",
    "Use the convention $\\log_2$ throughout and write $\\log$ for it. ",
    "Entropies are measured with logarithms to the base 10. ",
]  # fmt: skip
NATURAL = ["", "All logarithms are base $e$. ", "其中 $\\log$ 以 $e$ 为底。", "The base rate is 2 per minute. "]


@pytest.mark.parametrize("told", TOLD)
def test_what_depends_on_the_base_is_left_open(told):
    for line in ("\\log 4 = 2", "\\log e = 1", "\\log \\exp(x) = x", "H(X) = 1", "\\log x \\leq x - 1"):
        assert last(f"{told}$${line}$$") in ("consistent", "doubtful"), line


@pytest.mark.parametrize("told", TOLD)
def test_what_does_not_is_judged(told):
    assert last(told + "$$H(X) = -\\sum_x p(x)\\log p(x)$$") == "proved"
    assert last(told + "$$H(X,Y) = H(X) + H(Y|X)$$") == "proved"
    assert last(told + "$$H(X) = -\\sum_x p(x)\\log p(x|y)$$") == "refuted"
    assert last(told + "$$(a+b)^2 = a^2+b^2$$") == "refuted"


@pytest.mark.parametrize("told", NATURAL)
def test_else_they_are_natural(told):
    assert last(told + "$$\\log e = 1$$") == "proved"
    assert last(told + "$$\\log 4 = 2$$") == "refuted"


@pytest.mark.parametrize(
    "line,verdict",
    [
        ("H(x) = - \\sum_{i = 1}^n P(x_i) \\log_bP(x_i)", "proved"),
        ("H_b(X) = (\\log_b a)H_a(X)", "proved"),
        ("H_b(X) = (\\log_a b)H_a(X)", "refuted"),
        ("\\log_b x = \\frac{\\log x}{\\log b}", "proved"),
        ("H(x) = \\sum_{i = 1}^n P(x_i) \\log_bP(x_i)", "refuted"),
    ],
)
def test_a_letter_at_the_foot(line, verdict):
    assert last(f"$${line}$$") == verdict


def test_a_letter_at_the_foot_is_more_than_one():
    assert last("$$-\\sum_x p(x)\\log_b p(x) \\geq 0$$") in ("proved", "consistent")
    assert last("$$-\\sum_x p(x)\\log_b p(x) \\leq 0$$") == "refuted"


@pytest.mark.parametrize(("said", "line", "verdict"), [
    ("Everything is in bits.", r"\frac{d}{dx}\log x = \frac1x", "consistent"),
    (r"$\log$ is the binary logarithm.", r"\log x = \ln x", "consistent"),
    ("Everything is in bits.", r"\frac{d}{dx}(2\log x) = 2\frac{d}{dx}\log x", "proved"),
    ("", r"\frac{d}{dx}\log x = \frac1x", "proved"), ("", r"\log x = \ln x", "proved"),
])  # fmt: skip
def test_slopes_and_natural_logarithms_depend_on_the_base(said, line, verdict):
    assert Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict == verdict
