"""H(z|x) of small letters may be the entropy at one x: a line that holds of it is not refuted, told so it is proved."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [judged.verdict for judged in Judge(read_note(text), mend=False).run()]


AT_X, SLIP = r"H(z|x) = -\mathbb{E}_{p(z|x)}[\log p(z|x)]", r"H(z|x) = \mathbb{E}_{p(z|x)}[\log p(z|x)]"
AVERAGED = r"H(z|x) = -\mathbb{E}_{p(x,z)}[\log p(z|x)]"


def test_small_letters_may_be_values():
    assert verdicts(f"$${AT_X}$$\n\n$${AVERAGED}$$\n\n$${SLIP}$$") == ["doubtful", "proved", "refuted"]
    assert verdicts(r"$$\mathbb{E}_{q(z|x)}[-\log q(z|x)] = H(z|x)$$") == ["doubtful"]
    assert verdicts(f"$${AT_X}$$".replace("H(z|x)", "H(Z|X)")) == ["refuted"]
    assert verdicts(r"$$I(x;z) = H(z) + \mathbb{E}_{p(z|x)}[\log p(z|x)]$$") == ["refuted"]


@pytest.mark.parametrize("said", ["For a given $x$ the entropy is", "In state $x$:", "对每个 $x$，"])
def test_told_so_they_are(said):
    assert verdicts(f"{said}\n$${AT_X}$$") == ["proved"]
    assert verdicts(f"{said}\n$${SLIP}$$") == ["refuted"]
    assert verdicts(f"{said}\n$$H(z|x) \\le H(z)$$") != ["proved"]


def test_capitals_beside_a_small_letter():
    assert verdicts(r"$$H(Z|x) = -\sum_z p(z|x) \log p(z|x)$$") == ["proved"]
    assert verdicts(r"$$H(Z|x) = \sum_z p(z|x) \log p(z|x)$$") == ["refuted"]
