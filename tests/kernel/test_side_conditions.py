"""Every side condition of the kernel is counted; each is left out in turn and the tests must notice (slow).

A condition added to the kernel changes the count, so that whoever adds one is asked for a case in which it refuses.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from weakening import FILES, listed, survivors

COUNTED = {
    "figures/bounds.py": 30,
    "figures/definitions.py": 6,
    "figures/densities.py": 38,
    "figures/gaussians.py": 44,
    "figures/integrals.py": 50,
    "figures/slopes.py": 29,
    "figures/table.py": 1,
    "arithmetic.py": 43,
    "making.py": 70,
    "matching.py": 13,
    "replay.py": 63,
    "terms.py": 8,
    "varying.py": 42,
}
"""The conditions of each file, as weakening.py finds them."""

EQUIVALENT: dict[tuple[str, str], str] = {}
"""Conditions without which the kernel is the same, with the reason."""

HERE = Path(__file__).parent
FAST = (
    "test_terms.py", "test_making.py", "test_translation.py", "test_terms_of_certificates.py", "test_bounds.py",
    "test_integrals_of_certificates.py", "test_inference_figures.py", "test_figures_of_gaussians.py",
    "test_replay.py", "test_least_values.py", "test_passes_with_terms.py", "test_theorems_cited.py",
)  # fmt: skip
AS_THEY_ARE = (  # these read sources, or replay what holds
    "only_replay_names_the_seal",
    "the_kernel_catches_nothing_blindly_and_keeps_no_time",
    "every_chapter_line_replays_by_its_declared_reasons",
)
TESTS = [
    *(str(HERE / name) for name in FAST),
    *(f"--deselect=tests/kernel/test_replay.py::test_{name}" for name in AS_THEY_ARE),
]
SAMPLE = 40


def test_every_side_condition_is_counted():
    assert {name: len(listed(name)) for name in FILES} == COUNTED


def test_what_is_called_equivalent_is_there():
    assert all(site in listed(name) for name, site in EQUIVALENT)


@pytest.mark.slow
def test_some_conditions_left_out_are_noticed():
    """A sample by a fixed seed; among them one that matters: without it a sample average may stand anywhere."""
    every = [(name, site) for name in FILES for site in listed(name) if (name, site) not in EQUIVALENT]
    one = ("matching.py", "lone: found[0][1] == 1")
    assert one in every
    assert survivors([one, *random.Random(1).sample(every, SAMPLE)], TESTS) == []


@pytest.mark.sweep
def test_conditions_left_out_are_noticed():
    every = [(name, site) for name in FILES for site in listed(name)]
    assert set(survivors(every, TESTS)) == set(EQUIVALENT)
