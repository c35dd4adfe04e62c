"""Sums below the bar are cleared one after the other, in whatever order; all may cancel before the last is reached."""

from __future__ import annotations

from itertools import permutations

import pytest
from sympy import sqrt, symbols

from derivations.kernel.arithmetic import cleared, difference
from derivations.kernel.translation import line_of, term

a, c, d = symbols("a c d", positive=True)
LEFT = (sqrt(a) + sqrt(c) / (1 - c)) * (1 - c) / (1 - d)


@pytest.mark.parametrize(
    ("right", "same"),
    [((sqrt(a) * (1 - c) + sqrt(c)) / (1 - d), True), ((sqrt(a) * (1 - c) - sqrt(c)) / (1 - d), False)],
)
def test_all_may_cancel_before_the_last_denominator(right, same):
    line = line_of(LEFT, right)
    gap = difference(term(LEFT, line), term(right, line))
    assert len(gap) > 1
    for terms in permutations(gap):
        assert (not cleared(type(gap)(terms))) is same
