r"""E[Var(Y|T)] averages over T, whatever T is called: what stands behind the bar of a moment in a mean is random."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

NAMES = ["T", "N", "X", r"\theta", r"\hat\theta", "s"]
HOLDS = [
    r"\mathbb{E}[\mathbb{E}[Y|T]] = \mathbb{E}[Y]",
    r"\mathrm{Var}(Y) = \mathbb{E}[\mathrm{Var}(Y|T)] + \mathrm{Var}(\mathbb{E}[Y|T])",
]
COVARIANCE = r"\mathrm{Cov}(Y,Z) = \mathbb{E}[\mathrm{Cov}(Y,Z|T)] + \mathrm{Cov}(\mathbb{E}[Y|T],\mathbb{E}[Z|T])"
FAILS = [
    r"\mathrm{Var}(Y) = \mathbb{E}[\mathrm{Var}(Y|T)]",
    r"\mathrm{Var}(Y) = \mathbb{E}[\mathrm{Var}(Y|T)] - \mathrm{Var}(\mathbb{E}[Y|T])",
    r"\mathrm{Var}(Y) \le \mathbb{E}[\mathrm{Var}(Y|T)]",
    r"\mathbb{E}[\mathbb{E}[Y|T]] = \mathbb{E}[T]",
]


def verdict(said: str, line: str, name: str) -> str:
    return Judge(read_note(f"{said}\n\n$$ {line.replace('T', name)} $$"), mend=False).run()[-1].verdict


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("line", HOLDS)
def test_a_condition_is_averaged_over(line, name):
    assert verdict("The law of total moments:", line, name) == "proved"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("line", FAILS)
def test_and_no_other_law_is_proved(line, name):
    assert verdict("The law of total moments:", line, name) == "refuted"


@pytest.mark.parametrize("name", NAMES)
def test_nor_is_the_law_of_total_covariance_refuted(name):
    assert verdict("The law of total covariance:", COVARIANCE, name) in ("proved", "consistent")
    assert verdict("The law of total covariance:", COVARIANCE.replace("+", "-"), name) == "refuted"
