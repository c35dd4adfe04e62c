"""Random steps of six kinds, shown false or not without the package: no false one is proved by a trace.

Whatever the search finds is replayed by the kernel; the normal form is not asked. The slow run makes more than ten
thousand, more than five thousand of them false; the seed is printed, and another is given by VAE_SEED.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from itertools import islice

import pytest
import random_densities as densities
from random_algebra import algebra
from random_gaussians import gaussians
from random_matrices import matrices
from random_sums import index_sums

from derivations.prover.worked_lines import show

SEED = int(os.environ.get("VAE_SEED", "11"))
# generator, how many steps, at least so many false ones among them, at least so many of the others proved
KINDS = [
    (algebra, 6000, 2900, 1300), (gaussians, 1500, 550, 700), (matrices, 2000, 700, 300), (index_sums, 3000, 1600, 400),
    (densities.values, 1000, 600, 300), (densities.inequalities, 100, 40, 10),
]  # fmt: skip
FEW = {densities.inequalities: 3, densities.values: 15}


def counted(make, number: int, seed: int) -> tuple[Counter, list]:
    """How many steps are false, how many others there are and are proved; and the false ones that are proved."""
    counts, wrong = Counter(), []
    for one in islice(make(random.Random(seed)), number):
        kind = "value" if one.relation == "=" else "inequality"
        proved = show(one.left, one.relation, one.right, kind) is not None
        counts["false" if one.false else "true"] += 1
        counts["proved"] += proved and not one.false
        wrong += [one] if proved and one.false else []
    return counts, wrong


def test_five_thousand_false_ones_are_asked_for():
    assert sum(false for _, _, false, _ in KINDS) >= 5000
    assert sum(number - false for _, number, false, _ in KINDS) >= 5000


@pytest.mark.sweep  # ten thousand steps are an hour of computing; a few of each kind are tried in every run
@pytest.mark.parametrize(("make", "number", "least_false", "least_proved"), KINDS, ids=[k[0].__name__ for k in KINDS])
def test_no_false_step_is_proved(make, number, least_false, least_proved, capsys):
    counts, wrong = counted(make, number, SEED)
    with capsys.disabled():
        print(f"\n{make.__name__}, seed {SEED}: {dict(counts)}, false and proved {len(wrong)}")
    assert wrong == []
    assert counts["false"] >= least_false
    assert counts["proved"] >= least_proved  # a prover that proves nothing is no answer


@pytest.mark.parametrize("make", [k[0] for k in KINDS], ids=[k[0].__name__ for k in KINDS])
def test_no_false_step_is_proved_in_a_few(make):
    counts, wrong = counted(make, FEW.get(make, 40), seed=5)
    assert wrong == [] and counts["false"] and counts["true"]
