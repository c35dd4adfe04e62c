"""Random false steps of six kinds: more than two thousand, shown false without the package, and none is proved."""

from __future__ import annotations

import random
from itertools import islice

import pytest
import random_densities as densities
from random_algebra import algebra
from random_gaussians import gaussians
from random_matrices import matrices
from random_sums import index_sums

from derivations.judging.step import Step
from derivations.prover.inference import infer

# generator, how many steps, at least so many false ones among them, at least so many of the others proved
KINDS = [
    (algebra, 800, 350, 200), (gaussians, 700, 250, 350), (matrices, 1000, 300, 450), (index_sums, 900, 450, 350),
    (densities.values, 650, 400, 180), (densities.inequalities, 500, 250, 40),
]  # fmt: skip


def counted(make, number: int, seed: int) -> tuple[int, int, list]:
    """How many steps are false, how many others are proved, and the false ones that are."""
    false = proved = 0
    wrong = []
    for one in islice(make(random.Random(seed)), number):
        kind = "value" if one.relation == "=" else "inequality"
        reasons = infer(one.left, Step(one.relation, one.right, (), "1", kind))
        false += one.false
        proved += reasons is not None and not one.false
        if one.false and reasons is not None:
            wrong.append((one, reasons))
    return false, proved, wrong


def test_two_thousand_false_ones_are_asked_for():
    assert sum(false for *_, false, _ in KINDS) >= 2000


@pytest.mark.slow
@pytest.mark.parametrize(("make", "number", "least_false", "least_proved"), KINDS, ids=[k[0].__name__ for k in KINDS])
def test_no_false_step_is_proved(make, number, least_false, least_proved):
    false, proved, wrong = counted(make, number, seed=11)
    assert wrong == []
    assert false >= least_false
    assert proved >= least_proved  # a prover that proves nothing is no answer


@pytest.mark.parametrize("make", [k[0] for k in KINDS], ids=[k[0].__name__ for k in KINDS])
def test_no_false_step_is_proved_in_a_few(make):
    false, proved, wrong = counted(make, 40, seed=5)
    assert wrong == [] and false and proved
