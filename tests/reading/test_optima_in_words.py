"""Over what an optimum is, in words beside it: over a family nothing is reached for certain."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

EVIDENCE = r"$$ \max_q \mathbb{E}_{q(z)}\left[\log\frac{p(x,z)}{q(z)}\right] = \log p(x) $$"


def verdict(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


@pytest.mark.parametrize("said", [
    "We maximise over Gaussians only:", "The family is too small. Still", "The encoder is a small network. At best",
    "Over the mean-field family,", "在高斯分布族中",
])  # fmt: skip
def test_over_a_family_nothing_is_reached_for_certain(said):
    assert verdict(f"{said}\n\n{EVIDENCE}") not in ("proved", "refuted")
    assert verdict(f"{EVIDENCE}\n\n{said.rstrip(':,')} it is so.") not in ("proved", "refuted")


@pytest.mark.parametrize(
    "said", ["", "We maximise over all densities:", "The bound is lower. At best", "In every family of all densities"]
)
def test_over_all_densities_it_is(said):
    assert verdict(f"{said}\n\n{EVIDENCE}") == "proved"
