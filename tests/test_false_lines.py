"""False lines that were once called proved, or might be: each stays anything but proved."""

import pytest

from derivations.reading.judging import Judge
from derivations.reading.note import read_note


def verdicts(text: str) -> list[str]:
    return [judgement.verdict for judgement in Judge(read_note(text)).run()]


BOUND = r"\int p(z|x)\log\frac{q(x,z)}{p(z|x)} dz"


@pytest.mark.parametrize("left", [r"\int p(z|x) \log \frac{p(z|x)}{p(z)} dz", "3"])
def test_a_bound_on_an_earlier_chain_is_no_bound_on_this_one(left: str):
    assert verdicts(rf"$$ \log q(x) = \log \int q(x,z) dz \geq {BOUND} $$") == ["proved", "proved"]
    assert "proved" not in verdicts(r"$$ \log q(x) = \log \int q(x,z) dz $$" + f"\n\n$$ {left} \\geq {BOUND} $$")[1:]
