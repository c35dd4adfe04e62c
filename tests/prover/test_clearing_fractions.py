"""Sums below the bar are cleared one after the other, in whatever order; all may cancel before the last is reached."""

from __future__ import annotations

from itertools import permutations

import pytest
from sympy import sqrt, symbols

from derivations.kernel.rules import REWRITING
from derivations.numbers import polynomial as P
from derivations.prover.normal_form.normal_form import NormalForm

a, c, d = symbols("a c d", positive=True)
LEFT = (sqrt(a) + sqrt(c) / (1 - c)) * (1 - c) / (1 - d)


@pytest.mark.parametrize(
    ("right", "same"),
    [((sqrt(a) * (1 - c) + sqrt(c)) / (1 - d), True), ((sqrt(a) * (1 - c) - sqrt(c)) / (1 - d), False)],
)
def test_all_may_cancel_before_the_last_denominator(right, same):
    form = NormalForm(REWRITING)
    gap = P.add(form.normal(LEFT), P.scale(form.normal(right), -1))
    assert len(gap) > 1
    for terms in permutations(gap.items()):
        assert (not form.clear_fractions(dict(terms))) is same
