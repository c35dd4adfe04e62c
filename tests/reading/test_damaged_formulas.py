"""Formulas with a few characters lost, doubled or exchanged, and any text at all: judged, and no fault."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from places import NOTES

from derivations.reading.note import load_note, read_note
from derivations.reading.verdicts.limits import at_most
from derivations.reading.verdicts.walk import Judge

VERDICTS = {"proved", "refuted", "doubtful", "consistent", "definition", "unread"}


@cache
def real_formulas() -> list[str]:
    """Short displays of the corpus and of the person's note."""
    paths = [*sorted((NOTES / "seen").glob("*.md")), NOTES / "vae-note-displays.md"]
    texts = [c.sides[k].latex + " = " + c.sides[k + 1].latex
             for path in paths for c in load_note(path).chains for k in range(len(c.relations))]  # fmt: skip
    return [text for text in texts if len(text) < 160]


SCRAPS = [
    *r"$$ $ { } ( ) [ ] | || \| // / & \\ = \leq \approx _ ^ , ; \left \right \frac \sqrt \log \int dx dz".split(),
    *r"E_ KL[ p(x) q(z|x) H( \sum_ \mathcal{N}( min \text{ 2 0 1/2 - + \mu \sigma^2 e^ ^\top \cdot 是 \infty !".split(),
]


def damaged(formula: str, rng: random.Random) -> str:
    """A formula with a few characters lost, doubled, exchanged or put in."""
    for _ in range(rng.randint(1, 3)):
        i, j = sorted(rng.randrange(len(formula) + 1) for _ in range(2))
        j = min(j, i + 12)
        formula = rng.choice((
            formula[:i] + formula[j:],
            formula[:j] + formula[i:],
            formula[:i] + rng.choice(SCRAPS) + formula[i:],
            formula[:i] + rng.choice(SCRAPS) + formula[j:],
        ))  # fmt: skip
    return formula


def judged_quietly(text: str) -> int:
    """Judges a text as a note; fails on an exception, a verdict that is none, or if it does not come to an end."""
    with at_most(60.0):  # ten steps at their limits: a hang, not a slow machine
        found = Judge(read_note(text), time_limit=2.0).run()
    assert {j.verdict for j in found} <= VERDICTS
    return len(found)


def fuzz(number: int, seed: int) -> int:
    rng = random.Random(seed)
    return sum(judged_quietly(f"$$ {damaged(rng.choice(real_formulas()), rng)} $$") for _ in range(number))


@pytest.mark.slow
def test_damaged_formulas():
    assert fuzz(60, seed=1) >= 40


@pytest.mark.parametrize(
    "seed", [pytest.param(k, marks=pytest.mark.slow if k < 2 else pytest.mark.sweep) for k in range(4)]
)
def test_twenty_thousand_damaged_formulas(seed: int):
    """4 times 4,500 here, half of them by hand, and 2,500 of hypothesis' texts: more than twenty thousand inputs."""
    assert fuzz(4_500, seed=100 + seed) >= 4_000


pieces = st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=4)), max_size=25).map(" ".join)
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.slow
@given(pieces)
@settings(max_examples=80, deadline=None, suppress_health_check=QUIET, derandomize=True)
def test_any_text_between_dollars(text: str):
    judged_quietly(f"$$ {text} $$")


@pytest.mark.slow
@given(st.one_of(pieces, st.text(max_size=200)), st.booleans())
@settings(max_examples=2_500, deadline=None, suppress_health_check=QUIET, derandomize=True)
def test_any_text_at_all(text: str, displayed: bool):
    judged_quietly(f"$$ {text} $$" if displayed else text)
