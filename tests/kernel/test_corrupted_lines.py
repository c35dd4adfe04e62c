"""Every chapter line with a slip in it, put to the kernel: by its declared reasons, and by any reason that is found.

A mutant that is proved must not be false in any world (the tests' own tables, or exact Gaussian worlds).
"""

from __future__ import annotations

import random
from collections import Counter

import pytest
from chapter_lines import claim_and_reasons
from mutations import mutants
from tables import Unsaid, is_false, minimisers_differ

from derivations.contents import CHAPTERS, load
from derivations.kernel.terms import Refused
from derivations.prover.tactics import prove
from derivations.worlds.counterexample import compare
from derivations.worlds.objectives import compare_objectives
from derivations.worlds.outcomes import Refuted


def differs(left, step, derivation) -> bool:
    """Whether some world shows the step to be false."""
    minimiser = step.kind == "minimiser"
    try:
        if minimiser:
            return minimisers_differ(left, step.right, derivation.assumes)
        return is_false(left, step.relation, step.right, derivation.assumes)
    except Unsaid:
        if minimiser:
            return isinstance(compare_objectives(left, step.right, derivation.free, derivation.assumes), Refuted)
        return isinstance(compare(left, step.right, derivation.assumes, step.relation, quick=True), Refuted)


def refused(name: str, every: bool, declared: bool) -> Counter:
    """Counts of the mutants of a chapter that were made and proved; fails with the false ones among the proved."""
    counts, wrong = Counter(), []
    for derivation in load(name).derivations:
        for left, step in derivation.lines():
            made = list(mutants(left, step))
            if not every:
                random.Random(f"{name} {step.note}").shuffle(made)
                made = made[:1]
            for kind, mutant in made:
                counts["made"] += 1
                try:
                    claim, keys = claim_and_reasons(left, mutant, derivation)
                except Refused:
                    continue
                if prove(claim, keys if declared else None) is None:
                    continue
                counts["proved"] += 1
                if differs(left, mutant, derivation):
                    wrong.append(f"{mutant.note}, {kind}: {left} {mutant.relation} {mutant.right}")
    assert not wrong, "\n".join(wrong)
    return counts


@pytest.mark.parametrize("name", ["kl_decomposition", "elbo", "gaussian"])
def test_no_false_line_is_proved(name):
    counts = refused(name, every=False, declared=True)
    assert counts["made"] > 10 and counts["proved"] < 0.2 * counts["made"]


@pytest.mark.sweep  # the judge puts the same lines to the kernel in the slow run: tests/judging/test_corruption.py
@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("name", CHAPTERS)
def test_no_false_line_is_proved_wherever_the_slip(name, declared, capsys):
    counts = refused(name, every=True, declared=declared)
    with capsys.disabled():
        print(f"\n{name}, {'declared' if declared else 'any'} reasons: {dict(counts)}")
    assert counts["made"] > 50
