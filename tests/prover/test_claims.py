"""Facts that depend on what a line binds: left out where they say nothing of the line, else nothing is claimed."""

import pytest
from sympy import Function, Symbol

from derivations.kernel.terms import Refused
from derivations.language.facts import Fact
from derivations.language.words import Component, Density, Distribution, Expectation, Normal, RandomVariable, Sum
from derivations.prover.claims import claim_of

t, T = Symbol("t", integer=True), Symbol("T", integer=True, positive=True)
p, f, beta = Distribution("p"), Function("f", real=True), Function("beta", real=True)
x, y, w = (RandomVariable(name) for name in "xyw")
path = RandomVariable("z", dimension=T)
MOVES = Fact(Density(p, [x]), Normal(x, beta(t), 1), "gaussian", "p(x)")
FOLLOWS = Fact(Density(p, [y], [x]), Normal(y, x, 1), "gaussian", "p(y|x)")


def sides(v):
    mean = Expectation(f(v), Density(p, [v]))
    return Sum(mean, (t, 1, T)), T * mean


@pytest.mark.parametrize(("of", "facts"), [(x, (MOVES,)), (y, (MOVES, FOLLOWS))])
def test_what_the_line_speaks_of_may_depend_on_its_index(of, facts):
    left, right = sides(of)
    with pytest.raises(Refused):
        claim_of(left, "=", right, facts=facts)


def test_what_says_nothing_of_the_line_is_left_out():
    left, right = sides(w)
    assert len(claim_of(left, "=", right, facts=(MOVES, FOLLOWS)).facts) == 1  # FOLLOWS has no index in it
    member = Component(path, t)
    line = Sum(Expectation(f(member), Density(p, [member])), (t, 1, T))
    assert claim_of(line, "=", line, facts=(MOVES,)).facts == ()


def test_of_an_optimum_nothing_is_left_out():
    left, right = sides(w)
    with pytest.raises(Refused):
        claim_of(left, "=", right, kind="minimiser", facts=(MOVES,))
