"""Words behind a formula that call it a density: without them the right line that it integrates to one was refuted."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

CALLED = [
    "$m(z)$ is a density.", "Let $m(z)$ be an arbitrary distribution.", "$m(z)$ may be any density on the latents.",
    "Here $m(z)$ is the prior.", "$m(z)$ 是任意密度。", "其中 $m(z)$ 为先验分布。",
    "Let $m(z)$ denote our posterior over $z$.",
]  # fmt: skip
NOT_CALLED = [
    "$m(z)$ is not a density.", "$m(z)$ is the mean of the distribution.", "$m(z)$ is the posterior mean.",
    "$m(z)$ is the prior network.", "$m(z)$ 不是密度。", "$m(z)$ is the density ratio.",
    "$m(z)$ is a distribution function.",
    "$m(z)$ is the posterior probability that it rains.", "$m(z)$ is an unnormalised density.",
]  # fmt: skip
ONE = r"$$\int m(z)\,dz = 1$$"


def verdicts(text: str) -> list[str]:
    return [j.verdict for j in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize("said", CALLED)
def test_it_integrates_to_one(said):
    assert verdicts(f"{said} {ONE}") == ["proved"]
    assert verdicts(f"{said} {ONE.replace('= 1', '= 2')}") == ["refuted"]


@pytest.mark.parametrize("said", NOT_CALLED)
def test_of_another_thing_this_is_not_proved(said):
    assert verdicts(f"{said} {ONE}") != ["proved"]
