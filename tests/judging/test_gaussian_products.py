"""Averages of one Gaussian under another: the evidence of a linear model, two noising steps in one, and their slips."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

MODEL = r"""Let $p(\theta) = N(\theta; m, s^2)$ and $p(y|\theta) = N(y; a\theta + b, \sigma^2)$. Then

$$ %s $$
"""
NOISE = r"""For $0<a<1$ and $0<b<1$
let $q(x_1|x_0) = N(x_1; \sqrt{a} x_0, 1-a)$ and $q(x_2|x_1) = N(x_2; \sqrt{b} x_1, 1-b)$.

$$ %s $$
"""


def noise(line: str):
    return pytest.param(NOISE, line, None, marks=pytest.mark.slow)


RIGHT = [
    (MODEL, r"\int p(y|\theta) p(\theta) d\theta = N(y; am + b, a^2 s^2 + \sigma^2)"),
    (MODEL, r"E_{p(\theta)}[N(y; \theta, 1)] = N(y; m, 1 + s^2)"),
    (
        MODEL,
        r"\log \int p(y|\theta) p(\theta) d\theta = -\frac12 \log(2\pi(a^2s^2+\sigma^2)) "
        r"- \frac{(y-am-b)^2}{2(a^2 s^2+\sigma^2)}",
    ),
    (NOISE, r"\int q(x_2|x_1) q(x_1|x_0) dx_1 = N(x_2; \sqrt{ab} x_0, 1 - ab)"),
]
WRONG = [
    (MODEL, r"\int p(y|\theta) p(\theta) d\theta = N(y; am + b, s^2 + \sigma^2)", r"N(y; am + b, a^2 s^2 + \sigma^2)"),
    (MODEL, r"\int p(y|\theta) p(\theta) d\theta = N(y; am + b, as^2 + \sigma^2)", r"N(y; am + b, a^2s^2 + \sigma^2)"),
    (MODEL, r"\int p(y|\theta) p(\theta) d\theta = N(y; am, a^2 s^2 + \sigma^2)", None),
    (MODEL, r"E_{p(\theta)}[N(y; \theta, 1)] = N(y; m, 1 + s)", r"N(y; m, 1 + s^2)"),
    noise(r"\int q(x_2|x_1) q(x_1|x_0) dx_1 = N(x_2; \sqrt{ab} x_0, \sqrt{1 - ab})"),
    noise(r"\int q(x_2|x_1) q(x_1|x_0) dx_1 = N(x_2; \sqrt{ab} x_0, 2 - a - b)"),
]


@pytest.mark.parametrize(("around", "line"), RIGHT)
def test_it_is_proved(around, line):
    (one,) = Judge(read_note(around % line), mend=False).run()
    assert one.verdict == "proved" and "product of two Gaussians" in one.reasons


@pytest.mark.parametrize(("around", "line", "meant"), WRONG)
def test_a_slip_is_refuted_and_mended(around, line, meant):
    (one,) = Judge(read_note(around % line)).run()
    assert one.verdict == "refuted"
    if meant is not None:
        assert one.suggestion.split() == meant.split() or one.suggestion.replace(" ", "") == meant.replace(" ", "")
