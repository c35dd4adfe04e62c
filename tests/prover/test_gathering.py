"""Rules read backwards: which terms the search finds, and that the kernel follows to these and to no others."""

import pytest
from figure_terms import c, e, f, g, p, q, r, translated_facts, x, y, z
from sympy import Symbol, log

from derivations.kernel.arithmetic import add, multiply, scale
from derivations.kernel.replay import Claim, Proved, Trace, replay
from derivations.kernel.terms import Term
from derivations.kernel.translation import line_of, term
from derivations.language.words import Density, Integral, slot
from derivations.prover.gathering import backwards

m = Symbol("m", real=True)
positive = Symbol("c", positive=True)
at_m = Density(c, [x, slot("y", m)], [])
FINDS = [
    ("chain", p(x, z), p(x) * p(z | x)),
    ("chain", log(p(x, z)), log(p(x) * p(z | x))),
    ("gathered", Integral(c(x, y) * c(z, y) / c(y), y), Integral(c(x, y, z), y)),
    ("gathered", Integral(f(y) * c(x, y) * c(z, y) / c(y), y), Integral(f(y) * c(x, y, z), y)),
    ("gathered", Integral(positive * c(x, y) * c(z, y) / c(y), y), Integral(positive * c(x, y, z), y)),
    ("gathered", Integral(at_m * c(x, y) * c(z, y) / c(y), y), Integral(at_m * c(x, y, z), y)),
    ("gathered_declared", Integral(e(x, y) * e(z, y) / e(y), y), Integral(e(x, y, z), y)),
]
LEAVES_ALONE = [
    ("chain", q(x, z), "of no fact's letter"),
    ("chain", p(x, y), "of other variables"),
    ("chain", p(x, y, z), "of more variables"),
    ("chain", p(x, z | y), "given something"),
    ("chain", p(x), "only what the fact is given"),
    ("chain", p(z), "nothing that the fact is given"),
    ("chain", r(x), "a fact without a bar"),
    ("gathered", Integral(c(x, y) * c(y), y), "one joint alone"),
    ("gathered", Integral(c(x, y) * p(z, y) / c(y), y), "another letter"),
    ("gathered", Integral(c(x, y) * c(z, x) / c(y), y), "values that do not fit"),
    ("gathered", Integral(f(y) / (c(x, y) * c(z, y)), y), "below the bar"),
    ("gathered", Integral(c(x, y) * e(z, y) / c(y), y), "two laws"),
    ("gathered", c(x, y) * c(z, y) / c(y), "under no integral"),
    ("gathered", Integral(positive * c(x, y) / c(y), y), "a symbol by the letter's name"),
    ("gathered", Integral(f(y) + g(y), y), "a sum"),
    ("gathered", Integral(c(x, y) * Density(c, [z, slot("y", x)], []) / c(y), y), "at two values"),
    ("gathered_declared", Integral(e(z, y) / e(y), y), "the other joint is not there"),
    ("gathered_declared", Integral(c(x, y) * c(z, y) / c(y), y), "a fact of another rule"),
]


def follows(start: Term, end: Term, passes, facts=None, relation: str = "=", kind: str = "value") -> bool:
    """Whether the kernel follows these passes from one term to the other."""
    claim = Claim(start, end, relation, kind, translated_facts() if facts is None else facts)
    return isinstance(replay(claim, Trace(passes)), Proved)


@pytest.mark.parametrize(("key", "before", "after"), FINDS)
def test_what_is_found_is_followed(key, before, after):
    start, end = (term(e, line_of(e)) for e in (before, after))
    new, passes = backwards(key, start, translated_facts())
    assert new == end and follows(start, end, passes)
    twice = [p if isinstance(p, str) else (p[0], scale(p[1], 2)) for p in passes]
    assert not follows(start, scale(end, 2), twice), "twice as much"
    assert key == "chain" or not follows(start, end, passes, ()), "without the facts"
    by_another = [p if isinstance(p, str) else ("log", p[1]) for p in passes]
    assert not follows(start, end, by_another), "by another rule"


@pytest.mark.parametrize(("key", "before", "why"), LEAVES_ALONE)
def test_what_does_not_fit_is_left_alone(key, before, why):
    start = term(before, line_of(before))
    assert backwards(key, start, translated_facts())[0] == start, why


@pytest.mark.parametrize("of_fact", ["twice", "a sum"])
def test_a_fact_is_gathered_as_it_stands(of_fact):
    joint, parts = term(c(x, z | y)), multiply(term(c(x | y)), term(c(z | y)))
    formula = scale(parts, 2) if of_fact == "twice" else add(parts, term(c(x | y) * c(z)))
    start = term(Integral(c(x, y) * c(z, y) * c(z) / c(y), y))
    assert backwards("gathered", start, (("independence", joint, formula),))[0] == start
