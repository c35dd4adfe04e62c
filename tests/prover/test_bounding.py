"""Bounds that the search finds, and that the kernel follows to them, in their own direction alone."""

import pytest
from figure_terms import a, at, b, f, half_line, m, p, q, up, x, z
from sympy import Symbol

from derivations.kernel.replay import Claim, Proved, Trace, replay
from derivations.kernel.terms import ZERO, number
from derivations.kernel.translation import term
from derivations.language.words import Expectation, Integral, Normal, OverDraws, SampleAverage, log
from derivations.prover.bounding import bounds_at

n = Symbol("n", integer=True, positive=True)
average, of_logs = Expectation(up(x), q(x)), Expectation(log(up(x)), q(x))
FOUND = [
    (log(average), 1, of_logs),
    (a * log(average) + b, 1, a * of_logs + b),
    (-log(average), -1, -of_logs),
    (log(SampleAverage(up(z), p(z), n)), 1, SampleAverage(log(up(z)), p(z), n)),
    (OverDraws(log(SampleAverage(up(z), p(z), n))), 1, OverDraws(SampleAverage(log(up(z)), p(z), n))),
    (of_logs, -1, log(average)),
    (Integral(q(x) * log(up(x)), x), -1, log(average)),
    (a - Integral(q(x) * log(up(x)), x), 1, a - log(average)),
    (Integral(q(x, z) * log(up(x) * up(z)), x, z), -1, log(Expectation(up(x) * up(z), q(x, z)))),
]
NONE = [
    (log(average), -1),
    (-log(average), 1),
    (m * log(average), 1),
    (log(Expectation(f(x), q(x))), 1),
    (log(2 * average), 1),
    (log(average) ** 2, 1),
    (log(Expectation(a, Normal(half_line, 0, 1))), 1),
    (log(Expectation(a, at("x", half_line))), 1),
    (of_logs, 1),
    (Integral(q(x) * log(up(x)), x), 1),
    (Integral(q(x) * log(f(x)), x), -1),
    (Integral(2 * q(x) * log(up(x)), x), -1),
    (Integral(f(x) * log(up(x)), x), -1),
    (Integral(q(x) * log(up(x)) ** 2, x), -1),
    (Integral(q(x) * log(up(x)) * log(up(z)), x), -1),
    (Integral(log(up(x)), x), -1),
]


def holds(left, relation: str, right, passes) -> bool:
    claim = Claim(left, right, relation, "inequality")
    return isinstance(replay(claim, Trace(passes)), Proved)


@pytest.mark.parametrize(("e", "sign", "bound"), FOUND)
def test_what_is_found_is_followed(e, sign, bound):
    start, end = term(e), term(bound)
    ((passes, new),) = [one for one in bounds_at("jensen", start, sign) if one[1] == end]
    above, below = (">=", "<=") if sign > 0 else ("<=", ">=")
    assert new == end and holds(start, above, end, passes)
    assert not holds(start, below, end, passes) and not holds(start, "=", end, passes)
    assert not holds(start, above, end, [(key, end) for key, _ in passes[:-1]] or [("log_bound", end)])
    assert not holds(start, above, number(7), [*passes[:-1], (passes[-1][0], number(7))])
    assert not holds(start, above, ZERO, [*passes[:-1], (passes[-1][0], ZERO)])


@pytest.mark.parametrize(("e", "sign"), NONE)
def test_no_bound_is_found(e, sign):
    assert bounds_at("jensen", term(e), sign) == []
