"""Random steps of every kind, true and false by numbers computed without the package: no false one is ever proved."""

import random
from collections import Counter

import pytest
from steps_with_truth import RandomStep, all_steps

from derivations.kernel.terms import Refused
from derivations.prover.claims import claim_of
from derivations.prover.tactics import prove

QUICK, SLOW, SWEEP = 10, 100, 5000


def proved(step: RandomStep) -> bool:
    relation = "=" if step.relation == "min" else step.relation
    try:
        claim = claim_of(step.left, relation, step.right, step.kind, step.facts)
    except Refused:
        return False
    return prove(claim) is not None


def run(seed: int, wanted: int) -> Counter:
    """So many false and so many true steps; fails at a false one that is proved."""
    counts: Counter = Counter()
    for step in all_steps(seed):
        if counts["false"] >= wanted and counts["true"] >= wanted:
            return counts
        word = "true" if step.holds else "false"
        if counts[word] >= wanted:
            continue
        counts[word] += 1
        found = proved(step)
        assert step.holds or not found, f"seed {seed}: {step.left} {step.relation} {step.right}"
        counts[f"{word} {step.family}"] += 1
        counts[f"{word} proved"] += found
    return counts


@pytest.mark.parametrize("wanted", [QUICK, pytest.param(SLOW, marks=pytest.mark.slow)])
def test_no_false_step_is_proved(wanted):
    counts = run(0, wanted)
    assert counts["true proved"] > 0.8 * wanted


@pytest.mark.sweep
def test_no_false_step_is_proved_with_fresh_seeds(capsys):
    seed = random.SystemRandom().randrange(10**6)
    with capsys.disabled():
        print(f"\nrandom steps, seed {seed}:", end=" ", flush=True)
        counts = run(seed, SWEEP)
        print(dict(counts))
    assert counts["false"] >= SWEEP and counts["true proved"] > 0.8 * SWEEP
