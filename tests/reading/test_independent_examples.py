r"""p(x_1, ..., x_n) is the product where a sentence calls these examples independent, and the line says which one."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LINE = r"p(x_1,\dots,x_n) = \prod_{i=1}^n p(x_i)"
GIVEN = r"p(x_1,\dots,x_n|\theta) = \prod_{i=1}^n p(x_i|\theta)"
SAID = [
    r"Let $x_1,\ldots,x_n$ be i.i.d. with density $p(x|\theta)$.",
    r"Let $X_1,\ldots,X_n$ be independent and identically distributed with density $p(x|\theta)$.",
    r"The data $x_1,\ldots,x_n$ are i.i.d.",
    r"Given $\theta$, the observations $x_1,\ldots,x_n$ are independent.",
    r"设 $x_1,\ldots,x_n$ 是独立同分布的样本。",
]
NOT_SAID = [
    r"Let $x_1,\ldots,x_n$ be observations from $p(x)$. They are not independent.",
    r"Let $x_1,\ldots,x_n$ be i.i.d. from $p(x)$." "\n\n## A time series\n\nNow the $x_i$ are correlated.",
    r"Let $x_1,\ldots,x_n$ be the values of a time series, each from $p(x)$. The noise is independent of $z$.",
    r"Let $x_1,\ldots,x_n$ be dependent draws from $p(x)$.",
    r"Are the $x_1,\ldots,x_n$ independent?",
    r"Let $x_1,\ldots,x_n$ be drawn from $p(x)$. It would be nice if they were independent.",
    r"Let $x_1,\ldots,x_n$ be drawn from $p(x)$ and let the noises $e_1,\ldots,e_n$ be independent.",
    r"Let $x_1,\ldots,x_n$ be drawn from $p(x)$, with independent noises $e_1,\ldots,e_n$.",
    r"Let $x_1,\ldots,x_n$ be independent given $z$. The prior of $z$ is $p(z)$.",
    r"Let $x_1,\ldots,x_n$ be pairwise independent draws from $p(x)$.",
    r"样本 $x_1,\ldots,x_n$ 来自 $p(x)$，但不是独立的。",
]


def judged(said: str, line: str):
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1]


@pytest.mark.parametrize("line", [LINE, GIVEN])
@pytest.mark.parametrize("said", SAID)
def test_the_sentence_is_an_assumption_of_the_product(said, line):
    found = judged(said, line)
    assert (found.verdict, found.assumes) == ("proved", ("independent examples (line 1)",))


@pytest.mark.parametrize("said", NOT_SAID)
def test_without_one_the_product_is_not_proved(said):
    assert judged(said, LINE).verdict != "proved"


def test_what_is_independent_is_so_given_what_the_sentence_names():
    said = r"Let $x_1,\ldots,x_n$ be independent draws from $p(x)$. We have $p(x|z)$."
    assert judged(said, LINE).verdict == "proved"
    assert judged(said, LINE.replace("x_n)", "x_n|z)").replace("p(x_i)", "p(x_i|z)")).verdict != "proved"


@pytest.mark.parametrize("wrong", [r"\sum_{i=1}^n p(x_i)", r"\prod_{i=1}^n p(x_i)^2", r"n p(x)"])
def test_another_formula_is_not_proved(wrong):
    assert judged(SAID[2], rf"p(x_1,\dots,x_n) = {wrong}").verdict != "proved"
