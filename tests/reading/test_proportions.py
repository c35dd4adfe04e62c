"""a(z) ∝ b(z): refuted by two places with another ratio of the sides, and mended in the author's own words."""

import pytest

from derivations.language.words import Distribution, RandomVariable
from derivations.prover.lost_terms import lost_factor
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge
from derivations.telling.wording import Wording

p = Distribution("p")
x, z, y = map(RandomVariable, "xzy")


def judged(text: str):
    return Judge(read_note(text)).run()[-1]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (r"p(z|x) \propto p(x|z)", ("p(x,z)", "p(x|z) p(z)")),
        (r"p(z|x) \propto p(x|z) p(x)", ("p(z|x) p(x)", "p(x|z) p(z)")),
        (r"p(z|x) \propto \frac{p(x|z)}{p(z)}", (r"\frac{p(x|z)}{p^{-1}(z)}", "p(x|z) p(z)")),
        (r"p(z|x,y) \propto p(x|y,z)\, p(z)", (r"p(x|y,z)\, p(z|y)",)),
        (r"p(x|z)\,p(z) \propto p(z)", ()),  # neither is a density alone: of what, is not said
    ],
)
def test_the_repair_of_a_proportion(line, wanted):
    found = judged(f"$$ {line} $$")
    if not wanted:
        assert found.verdict == "consistent" and not found.suggestion
        return
    assert found.verdict == "refuted" and found.suggestion in wanted
    again = judged(f"$$ {line.partition(chr(92) + 'propto')[0]} \\propto {found.suggestion} $$")
    assert again.verdict == "proved"


@pytest.mark.parametrize("line", [r"p(z|x) \propto p(x|z) p(z)", r"p(z|x) \propto p(x,z)", r"p(z) \propto 2\,p(z)"])
def test_what_is_proportional_is_proved(line):
    assert judged(f"$$ {line} $$").verdict == "proved"


def test_it_is_told_by_two_ratios():
    found = judged("Let $z$ be discrete.\n" r"$$ p(z|x) \propto p(x|z) $$")
    assert "left/right = 3/2 = 1.5 at z, 1 at z'" in found.message
    assert found.counterexample.details["rows"] == ["left/right (z)", "left/right (z')"]
    assert found.counterexample.details["left"] != found.counterexample.details["right"]
    assert "左边/右边在 z 处 = 3/2 = 1.5，在 z' 处 = 1" in Wording("zh").say(found.message)


def test_a_repair_says_more_than_that_a_side_is_itself():
    found = judged(r"$$ p(x) \leq p(z) $$")
    assert found.suggestion.strip() not in (r"\leq p(x)", "p(x)")


def test_a_lost_factor_is_one_with_what_varies():
    assert lost_factor(p(z | x), p(x | z), [z]) == p(z)
    assert lost_factor(p(z | x), p(x | z) * p(z), [z]) is None, "nothing is lost but a constant"
    assert lost_factor(p(z | x), p(x | z) * p(z), [x]) == 1 / p(x)
    assert lost_factor(p(x, z), p(y) ** 2, [z, x, y]) is None, "two of them"
