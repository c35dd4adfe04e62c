"""What is given is honoured by the tables of finite worlds; vectors, functions, draws and matrices in them."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import pytest
from in_finite_worlds import SEEDS, built, d, i, j, r, vector, worth, y
from sympy import Function, Integer, Symbol, exp, log, pi, sqrt

from derivations.language.facts import Fact
from derivations.language.words import (
    KL,
    Bilinear,
    Component,
    Density,
    Determinant,
    Entropy,
    Expectation,
    Identity,
    Integral,
    MatrixName,
    MatVec,
    Normal,
    Outer,
    Product,
    RandomVariable,
    SampleAverage,
    SquaredNorm,
    Sum,
    Trace,
    Variance,
    slot,
)
from derivations.notation import p, q, x, z
from derivations.numbers import exact_numbers as X
from derivations.worlds.evaluation.evaluator import CannotSpeak, evaluator
from derivations.worlds.finite.tables import FiniteWorld
from derivations.worlds.vocabulary import study
from derivations.worlds.world import Freedom

# What is given

FACTS = {
    "independent": (Fact(p(x, y), p(x) * p(y), "independence"),),
    "markov": (Fact(Density(p, [y], [z, x]), p(y | z), "independence"),),
    "shared marginal": (Fact(q(z), p(z), "independence"),),
    "two letters": (Fact(r(x, z), p(z) * r(x | z), "independence"), Fact(p(y, z), p(y) * p(z), "independence")),
    "chain of three": (
        Fact(Density(p, [y], [z, x]), p(y | z), "independence"), Fact(p(x, z), p(x) * p(z), "independence"),
    ),
    "mixture": (Fact(r(x), (p(x) + q(x)) / 2, "independence"),),
    "aggregate": (Fact(r(z), Integral(p(x) * q(z | x), x), "independence"),),
    "factorised": (Fact(Density(p, [vector], [x]), Product(p(vector[i] | x), (i, 1, d)), "independence"),),
}  # fmt: skip


@pytest.mark.parametrize("case", FACTS)
@pytest.mark.parametrize("seed", (0, 1))
def test_facts_are_honoured_exactly_and_change_the_tables(case, seed):
    facts = FACTS[case]
    sides = [s for f in facts for s in (f.density, f.formula)]
    wide = [p(x, y), q(x, y), r(x, y)]
    given, free = built(*sides, *wide, facts=facts, seed=seed), built(*sides, *wide, seed=seed)
    broken = 0
    for fact in facts:
        variables = sorted({v for v in fact.density.free_symbols if isinstance(v, RandomVariable)}, key=str)
        ranges = [product(*(range(len(given.values[a])) for a in given.axes(v.role))) for v in variables]
        for point in product(*ranges):
            env = dict(zip(variables, point, strict=True))
            left, right = (evaluator(e)(given.exact, env) for e in (fact.density, fact.formula))
            assert left == right
            broken += evaluator(fact.density)(free.exact, env) != evaluator(fact.formula)(free.exact, env)
    assert broken


def test_a_factor_for_one_component_is_honoured_for_each():
    fact = Fact(p(vector[i] | x), q(vector[i]), "independence")
    world = built(p(vector | x), q(vector), facts=(fact,), seed=1)
    for k in (1, 2):
        assert worth(world, KL(p(vector[k] | x), q(vector[k]))) == 0
    assert world.size(d) >= 2


@pytest.mark.parametrize(
    "fact, reason",
    [
        (Fact(q(z), Normal(z, 0, 1), "gaussian"), "Gaussian"),
        (Fact(q(z), exp(-(z**2) / 2) / sqrt(2 * pi), "gaussian"), "no rational table"),
        (Fact(q(z), q(z) / 2, "independence"), "sum to one"),
    ],
)
def test_what_no_table_can_have_is_said(fact, reason):
    with pytest.raises(CannotSpeak, match=reason):
        built(q(z), facts=(fact,))


def test_facts_about_other_variables_do_not_silence():
    fact = Fact(q(z), Normal(z, 0, 1), "gaussian")
    assert worth(built(Entropy(q(x)), facts=(fact,)), Entropy(q(x))) > 0


@pytest.mark.parametrize(
    "e, reason",
    [
        (Integral(exp(-(x**2)), x), "no finite counterpart"),
        (Normal(z, 0, 1), "Gaussian"),
        (Density(q, [slot("x", 2 * z)], [z]), "at an expression"),
    ],
)
def test_formulas_without_finite_meaning_are_not_spoken_of(e, reason):
    world = built(e, q(x, z))
    with pytest.raises(CannotSpeak, match=reason):
        evaluator(e)(world.exact, {})


# Vectors, functions, draws


def test_vectors_and_their_components():
    mu = Function("mu", real=True)
    distance = SquaredNorm(vector - mu(x))
    by_component = Sum((vector[i] - Component(mu(x), i)) ** 2, (i, 1, d))
    sizes = set()
    for seed in SEEDS:
        world = built(distance, by_component, p(vector), seed=seed)
        sizes.add(world.size(d))
        assert worth(world, distance) == worth(world, by_component) > 0
        world = built(Entropy(p(vector)), Entropy(p(vector[j])), seed=seed)
        joint, parts = worth(world, Entropy(p(vector))), worth(world, Sum(Entropy(p(vector[j])), (j, 1, d)))
        assert X.compare_numbers(joint, parts) == -1
    assert sizes == {2, 3}


def test_functions_are_functions_and_keep_their_sign():
    mu, sigma = Function("mu", real=True), Function("sigma", positive=True)
    e = Expectation(mu(x) * sigma(x), p(x))
    world = built(e, mu(z), mu(x), p(x, z))
    first, again = worth(world, e), worth(world, e)
    assert first == again
    values = {evaluator(mu(x))(world.exact, {x: (k,)}) for k in range(len(world.values[("x", 0)]))}
    assert len(values) > 1
    assert all(evaluator(sigma(x))(built(e, seed=s).exact, {}) > 0 for s in range(6))


def test_draws_of_a_variable_as_components_of_another_role():
    k = Symbol("k", integer=True, positive=True)
    draws = RandomVariable("z", role="draws", dimension=k)
    all_draws = Product(Density(p, [slot("z", draws[j])], [x]), (j, 1, k))
    average = Sum(draws[j], (j, 1, k)) / k
    spread, single = Variance(average, all_draws), Variance(z, p(z | x)) / k
    for seed in SEEDS:
        world = built(spread, single, seed=seed)
        assert worth(world, spread) == worth(world, single)


def test_a_bent_average_is_averaged_over_all_draws():
    k = Symbol("k", integer=True, positive=True)
    average = SampleAverage(q(x | z), p(z | x), k)
    world = built(log(average))
    table = world.conditional(("p",), (("z", 0),), (("x", 0),))
    likelihood = world.conditional(("q",), (("x", 0),), (("z", 0),))
    at, count = world.point(x)[0], world.size(k)
    expected = Fraction(0)
    for points in product(range(len(world.values[("z", 0)])), repeat=count):
        weight = math.prod((table[(c, at)] for c in points), start=Fraction(1))
        expected = expected + weight * X.log(sum(likelihood[(at, c)] for c in points) / count)
    assert worth(world, log(average)) == expected
    assert worth(world, average) == worth(world, Expectation(q(x | z), p(z | x)))


def test_matrices_are_positive_definite_and_obey_their_laws():
    a = MatrixName("A", d)
    form = Bilinear(vector, a, vector)
    for seed in SEEDS:
        world = built(form, Trace(a), seed=seed)
        assert worth(world, form) > 0
        assert worth(world, form) == worth(world, Trace(a * Outer(vector, vector)))
        assert worth(world, Bilinear(vector, 1, MatVec(a, vector))) == worth(world, form)
        assert worth(world, Trace(a * a**-1)) == world.size(d) == worth(world, Trace(Identity(d)))
        assert worth(world, Determinant(a) * Determinant(a**-1)) == 1


# Siblings


def test_siblings_share_what_is_fixed_and_nothing_else():
    freedom = Freedom(fixed=(p(x),), letters=None)
    vocabulary = study([KL(p(x, z), q(x, z)), Symbol("s", positive=True) * Function("f")(x)])
    first = FiniteWorld(vocabulary, 3, 0, freedom)
    second = FiniteWorld(vocabulary, 3, 1, freedom, sibling=first)
    place = (("x", 0),)
    assert first.marginal(("p",), place) == second.marginal(("p",), place)
    assert first.marginal(("q",), place) != second.marginal(("q",), place)
    assert first.tables[("p",)][1] != second.tables[("p",)][1]
    assert first.symbol("s") == second.symbol("s") and first.point(x) == second.point(x)


def test_worlds_are_the_same_for_the_same_seed_and_differ_otherwise():
    e = KL(p(x, z), q(x, z))
    assert worth(built(e, seed=5), e) == worth(built(e, seed=5), e) != worth(built(e, seed=6), e)


def test_positive_integers_are_small_whole_numbers_and_assumptions_hold():
    n, s, t = Symbol("n", integer=True, positive=True), Symbol("s", positive=True), Symbol("t", real=True)
    negative = False
    for seed in range(8):
        world = built(n * s * t, seed=seed)
        assert world.symbol("n") in (2, 3) and world.symbol("s") > 0 and world.symbol("t") != 0
        negative |= world.symbol("t") < 0
    assert negative
    assert worth(built(Integer(3) * n), Integer(3) * n) in (6, 9)
