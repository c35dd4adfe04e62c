"""Every side condition of the kernel is counted; each is left out in turn and the tests must notice (slow).

A condition added to the kernel changes the count, so that whoever adds one is asked for a case in which it refuses.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from weakening import FILES, listed, noticed

COUNTED = {
    "figures/averages.py": 12,
    "figures/bounds.py": 57,
    "figures/components.py": 31,
    "figures/definitions.py": 7,
    "figures/densities.py": 98,
    "figures/gaussians.py": 64,
    "figures/integrals.py": 61,
    "figures/logarithms.py": 18,
    "figures/optima.py": 32,
    "figures/slopes.py": 34,
    "figures/table.py": 9,
    "making.py": 100,
    "replay.py": 63,
    "terms.py": 72,
    "varying.py": 26,
}
"""The conditions of each file, as weakening.py finds them."""

EQUIVALENT: dict[tuple[str, str], str] = {}
"""Conditions without which the kernel is the same, with the reason: none is claimed yet."""

HERE = Path(__file__).parent
TESTS = [str(HERE / "test_inference_figures.py"), str(HERE / "test_replay.py")]
SAMPLE = 40


def test_every_side_condition_is_counted():
    assert {name: len(listed(name)) for name in FILES} == COUNTED


def test_what_is_called_equivalent_is_there():
    assert all(site in listed(name) for name, site in EQUIVALENT)


def test_a_condition_left_out_is_noticed():
    """One that matters: without it a sample average may stand anywhere."""
    assert noticed("figures/averages.py", "estimated: sampled[0][1] == 1", [TESTS[0]])


@pytest.mark.sweep
def test_conditions_left_out_are_noticed(capsys):
    """A sample of them, by a fixed seed; the survivors are printed, and may be no more than a tenth."""
    every = [(name, site) for name in FILES for site in listed(name) if (name, site) not in EQUIVALENT]
    chosen = random.Random(1).sample(every, SAMPLE)
    survived = [one for one in chosen if not noticed(*one, TESTS)]
    with capsys.disabled():
        print(f"\n{len(chosen) - len(survived)} of {len(chosen)} noticed (of {len(every)}); not: {survived}")
    assert len(survived) <= SAMPLE // 10
