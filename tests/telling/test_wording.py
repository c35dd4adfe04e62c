"""What a Chinese report says is Chinese: every slip's name, and a refuted line of the person's note to its end."""

import re

import pytest

from derivations.language.slips import DIRECTION, KINDS, STRICTNESS
from derivations.telling.wording import Wording


@pytest.mark.parametrize("name", [*KINDS, DIRECTION, STRICTNESS])
def test_every_slip_has_a_chinese_name(name):
    said = Wording("zh").say(f"likely slip: {name}")
    assert not set(re.findall(r"[A-Za-z]{2,}", said)) - {"KL", "log"}, said


@pytest.mark.parametrize("message", [
    "this takes back the slip of the line before it; finite world: x ∈ {1, 2}, p(z) = (1/2, 1/2); left = 0, right = 1",
    "gaussian world: A: p(x) ~ N(0, 1), B: p(x) ~ N(1, 1); left: 1/2 < 1; right: 0 > -1",
])  # fmt: skip
def test_a_counterexample_is_told_in_chinese(message):
    said = Wording("zh").say(message)
    assert not set(re.findall(r"[A-Za-z]{2,}", said)) - {"log"}, said
