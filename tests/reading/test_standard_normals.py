"""`$z$ is standard normal`, `$p(z)$ is the standard Gaussian`, 服从标准正态分布: a law in words."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

KL = r"\mathrm{KL}(q(z)\|p(z)) = \frac12(\mu^2+\sigma^2-1-\log\sigma^2)"


def last(text: str):
    return Judge(read_note(text), mend=False).run()[-1]


@pytest.mark.parametrize(
    "said",
    [
        r"$p(z)$ is the standard Gaussian and $q(z)$ is $\mathcal N(\mu,\sigma^2)$.",
        r"Let $p(z)$ be a standard normal density and $q(z)$ be normal with mean $\mu$ and variance $\sigma^2$.",
        r"设 $p(z)$ 是标准正态分布，$q(z) = \mathcal N(z; \mu,\sigma^2)$。",
    ],
)
def test_the_prior_is_heard(said):
    assert last(f"{said}\n\n$$ {KL} $$").verdict == "proved"
    assert last(f"{said}\n\n$$ {KL.replace('-1-', '-')} $$").verdict == "refuted"


@pytest.mark.parametrize("said", [r"Let $z$ be standard normal.", r"设 $z$ 服从标准正态分布。"])
def test_a_variable_is_drawn(said):
    assert last(f"{said}\n\n$$ E[z^2] = 1 $$").verdict == "proved"
    assert last(f"{said}\n\n$$ E[z^2] = 2 $$").verdict == "refuted"


@pytest.mark.parametrize(
    "said",
    [
        r"It is not said that $z$ is standard normal.",
        r"Is $z$ standard normal?",
        r"$z$ is standard normal only for $x = 0$.",
    ],
)
def test_what_is_denied_or_asked_is_no_law(said):
    assert last(f"{said}\n\n$$ H(z) = \\frac12\\log(2\\pi e) $$").verdict != "proved"


def test_the_standard_case_of_a_law_is_none_of_its_general_lines():
    law = r"Let $X\sim\mathcal N(\mu,\sigma^2)$."
    assert last(f"{law} In the unit-variance case,\n\n$$ H(X) = \\frac12\\log(2\\pi e) $$").verdict == "doubtful"
    assert last(f"{law}\n\n$$ H(X) = \\frac12\\log(2\\pi e) $$").verdict == "refuted"
