"""Every side condition of the kernel is counted; each is left out in turn and the tests must notice (slow).

A condition added to the kernel changes the count, so that whoever adds one is asked for a case in which it refuses.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from weakening import FILES, listed, survivors

COUNTED = {
    "figures/averages.py": 10,
    "figures/bounds.py": 57,
    "figures/components.py": 31,
    "figures/definitions.py": 0,
    "figures/densities.py": 94,
    "figures/gaussians.py": 61,
    "figures/integrals.py": 54,
    "figures/logarithms.py": 15,
    "figures/optima.py": 32,
    "figures/slopes.py": 33,
    "figures/table.py": 3,
    "making.py": 100,
    "replay.py": 63,
    "terms.py": 72,
    "varying.py": 26,
}
"""The conditions of each file, as weakening.py finds them."""

EQUIVALENT: dict[tuple[str, str], str] = {}
"""Conditions without which the kernel is the same, with the reason: none is claimed yet."""

HERE = Path(__file__).parent
TESTS = [
    *(str(HERE / name) for name in ("test_inference_figures.py", "test_replay.py", "test_least_values.py",
                                    "test_new_rules.py", "test_known_faults.py")),
    "--deselect=tests/kernel/test_replay.py::test_only_replay_names_the_seal",  # these read sources
    "--deselect=tests/kernel/test_replay.py::test_the_kernel_catches_nothing_blindly_and_keeps_no_time",
]  # fmt: skip
SAMPLE = 40


def test_every_side_condition_is_counted():
    assert {name: len(listed(name)) for name in FILES} == COUNTED


def test_what_is_called_equivalent_is_there():
    assert all(site in listed(name) for name, site in EQUIVALENT)


@pytest.mark.slow
def test_some_conditions_left_out_are_noticed():
    """A sample by a fixed seed; among them one that matters: without it a sample average may stand anywhere."""
    every = [(name, site) for name in FILES for site in listed(name) if (name, site) not in EQUIVALENT]
    one = ("figures/averages.py", "estimated: sampled[0][1] == 1")
    assert one in every
    assert survivors([one, *random.Random(1).sample(every, SAMPLE)], TESTS) == []


@pytest.mark.sweep
def test_conditions_left_out_are_noticed():
    every = [(name, site) for name in FILES for site in listed(name)]
    assert set(survivors(every, TESTS)) == set(EQUIVALENT)
