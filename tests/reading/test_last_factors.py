"""Products up to t and up to t-1: the algebra of \\bar\\alpha_t."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

IN_WORDS = r"Let $\alpha_t=1-\beta_t$ and $\bar\alpha_t=\prod_{s=1}^t\alpha_s$." + "\n\n"
DISPLAYED = r"$$ \bar\alpha_t = \prod_{i=1}^t\alpha_i $$" + "\n\n"


def last(note: str) -> str:
    return [one.verdict for one in Judge(read_note(note), mend=False).run()][-1]


@pytest.mark.parametrize("told", [IN_WORDS, DISPLAYED])
@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\bar\alpha_t = \alpha_t\bar\alpha_{t-1}", "proved"),
        (r"\bar\alpha_t = \alpha_t\alpha_{t-1}\bar\alpha_{t-2}", "proved"),
        (r"1-\bar\alpha_t = 1 - \alpha_t + \alpha_t(1-\bar\alpha_{t-1})", "proved"),
        (r"1-\bar\alpha_t = 1 - \alpha_t + \alpha_{t-1}(1-\bar\alpha_{t-1})", "refuted"),
        (r"\sqrt{\bar\alpha_t} = \sqrt{\alpha_t}\sqrt{\bar\alpha_{t-1}}", "proved"),
    ],
)
def test_a_product_by_the_one_before(told, line, verdict):
    assert last(f"{told}$$ {line} $$") == verdict


@pytest.mark.parametrize(("right", "verdict"), [(r"\frac{\bar\alpha_t}{\bar\alpha_{t-1}}", "proved"),
                                                (r"\frac{\bar\alpha_{t-1}}{\bar\alpha_t}", "refuted")])  # fmt: skip
def test_a_factor_by_the_products(right, verdict):
    assert last(rf"{DISPLAYED}$$ \alpha_t = {right} $$") == verdict


INVERSE = r"\left(\frac{\alpha_t}{\beta_t}+\frac{1}{1-\bar\alpha_{t-1}}\right)^{-1}"


@pytest.mark.parametrize(("above", "below", "verdict"), [("t-1", "t", "proved"), ("t", "t-1", "refuted")])
def test_the_spread_of_a_step_back(above, below, verdict):
    line = rf"\frac{{1-\bar\alpha_{{{above}}}}}{{1-\bar\alpha_{{{below}}}}}\beta_t = {INVERSE}"
    assert last(f"{IN_WORDS}$$ {line} $$") == verdict


def test_a_product_below_an_integral_is_no_number():
    line = r"\int f(x) \prod_{i=1}^n p_i(x) dx = \int f(x) dx \prod_{i=1}^n p_i(x)"
    assert last(f"$$ {line} $$") != "proved"
