"""Kinds that whole public notes showed: an optimum that names itself, estimators under E_theta, braced operators,
displays that open in a heading, values in place of names."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.text.tokens import tokenize
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [step.verdict for step in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"v = \arg\max_v (v - a)^2", "definition"),
        (r"\hat\theta = \arg\max_{\hat\theta} (\hat\theta - a)^2", "definition"),
        (r"\arg\min_v (v - a)^2 = v", "definition"),
        (r"\arg\max_v (v - a)^2 = v", "definition"),
        (r"v = \min_v (v - a)^2", "refuted"),
        (r"b = \arg\min_v (v - a)^2", "definition"),
    ],
)
def test_an_optimum_is_not_proved_by_its_own_letter(line, verdict):
    assert verdicts(f"$$ {line} $$") == [verdict]


def test_where_an_optimum_lies_is_still_proved_by_its_value():
    assert verdicts(r"$$ \arg\min_q \mathrm{KL}(q(x)\|p(x)) = p(x) $$") == ["proved"]
    assert verdicts(r"$$ \arg\min_v (v - 3)^2 = 2 $$") == ["refuted"]


MSE = (
    r"\mathbb{E}_{%s}[(\hat\theta - \theta)^2] "
    r"= \mathbb{E}_{%s}[\theta^2] - 2 \hat\theta\,\mathbb{E}_{%s}[\theta] + \hat\theta^2"
)


@pytest.mark.parametrize(
    ("before", "under", "verdict"),
    [
        ("", r"\theta", "unread"),  # an estimator, which is random where theta is no more than a parameter
        (r"Let $p(\theta)$ be a prior. ", r"\theta", "proved"),
        ("", r"\theta|x", "proved"),
    ],
)
def test_a_hat_over_the_letter_of_a_mean_is_an_estimator(before, under, verdict):
    assert verdicts(f"{before}$$ {MSE.replace('%s', under)} $$") == [verdict]


@pytest.mark.parametrize(
    ("latex", "first"),
    [
        (r"{\mathbb E}(x)", r"\mathbb{E}"),
        (r"{\mathbb{E}}_{q}[x]", r"\mathbb{E}"),
        (r"{\mathbb E}\left[x\right]", r"\mathbb{E}"),
        (r"{\mathcal L}(q)", r"\mathcal{L}"),
        (r"{\mathbb R} + 1", "{"),
        (r"{\mathbb{E}_p[x]}", "{"),
        (r"{\mathcal{J}_b}(x)", "{"),
    ],
)
def test_braces_round_an_operator_are_not_printed(latex, first):
    assert tokenize(latex, 0)[0].text == first


def test_a_braced_expectation_is_no_number():
    assert verdicts(r"$$ H(X) = {\mathbb E}(-\log p(X)) $$") == ["proved"]
    assert verdicts(r"$$ H(X) = {\mathbb E}(\log p(X)) $$") == ["refuted"]


def test_a_display_may_open_in_a_heading():
    assert verdicts("### $$\nI(X;Y) = 5 H(X)\n$$\n\n# Next\n\n$$ 2 = 1 $$") == ["refuted", "refuted"]
    assert verdicts("## The bound: $$ \\log p(x) \\ge 5 $$\n\n$$ 2 = 1 $$") == ["refuted", "refuted"]


def test_a_quotient_is_no_name_with_a_new_value():
    assert verdicts(r"$$ \frac{1}{s} s^2 = 1 $$") == ["refuted"]
    assert verdicts(r"$$ s = 1 $$")[0] != "refuted"
