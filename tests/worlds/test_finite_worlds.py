"""Finite worlds: definitions evaluated as they stand, edges of the support, and what is given is honoured."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from in_finite_worlds import SEEDS, built, by_hand, worth, y
from sympy import log

from derivations.language.words import (
    ELBO,
    KL,
    ConditionalEntropy,
    CrossEntropy,
    Entropy,
    Expectation,
    Integral,
    MutualInformation,
    Variance,
)
from derivations.notation import p, q, x, z
from derivations.numbers import exact_numbers as X
from derivations.worlds.evaluation.evaluator import CannotSpeak, evaluator


@pytest.mark.parametrize("seed", SEEDS)
def test_kl_is_its_definition(seed):
    divergence = KL(p(x, z), q(x, z))
    world = built(divergence, seed=seed)
    tables = [world.tables[(letter,)][1] for letter in "pq"]
    assert worth(world, divergence) == by_hand(*tables)
    assert worth(world, Integral(p(x, z) * log(p(x, z) / q(x, z)), x, z)) == by_hand(*tables)


@pytest.mark.parametrize("seed", SEEDS)
def test_entropies_informations_and_the_elbo_are_their_definitions(seed):
    terms = [
        Entropy(p(x, z)), ConditionalEntropy(p(z | x)), MutualInformation(p(x, z), x, z), CrossEntropy(p(x), q(x)),
        Expectation(ELBO(p(z | x), q(x | z), q(z)), p(x)), Entropy(p(x)), Entropy(p(z)), KL(p(x), q(x)),
    ]  # fmt: skip
    world = built(*terms, seed=seed)
    joint = world.tables[("p",)][1]
    model = world.tables[("q",)][1]

    def marginal(table, place):
        out: dict = {}
        for cell, w in table.items():
            out[cell[place]] = out.get(cell[place], 0) + w
        return out

    def entropy(table):
        return -sum((w * X.log(w) for w in table.values()), Fraction(0))

    px, pz, qz = marginal(joint, 0), marginal(joint, 1), marginal(model, 1)
    h_joint, h_conditional, information, cross, elbo, h_x, h_z, divergence = (worth(world, t) for t in terms)
    assert h_joint == entropy(joint) and h_x == entropy(px) and h_z == entropy(pz)
    assert h_conditional == h_joint - h_x
    assert information == h_x + h_z - h_joint
    assert cross == h_x + divergence
    by_sum = sum(
        (w * (X.log(model[c] / qz[c[1]]) + X.log(qz[c[1]]) - X.log(w / px[c[0]])) for c, w in joint.items()),
        Fraction(0),
    )
    assert elbo == by_sum


def test_variables_have_different_numbers_of_values_and_rational_ones():
    world = built(p(x, y, z))
    sizes = [len(world.values[world.axes(v)[0]]) for v in "xyz"]
    assert len(set(sizes)) > 1
    for values in world.values.values():
        assert len(set(values)) == len(values) and all(isinstance(v, Fraction) for v in values)
    mean = worth(world, Expectation(x, p(x)))
    assert worth(world, Variance(x, p(x))) == worth(world, Expectation(x**2, p(x))) - mean**2 > 0


def test_nested_binders_of_one_role_keep_apart():
    inner = x.renamed("x'")
    both = Integral(p(x) * Integral(p(inner) * x * inner, inner), x)
    world = built(both)
    assert worth(world, both) == worth(world, Expectation(x, p(x))) ** 2


def test_zero_log_zero_and_infinite_kl():
    divergence, entropy = KL(p(x, z), q(x, z)), Entropy(p(x, z))
    infinite = finite = empty = 0
    for seed in range(12):
        world = built(divergence, entropy, seed=seed, zeros=0.3)
        tables = [world.tables[(letter,)][1] for letter in "pq"]
        outside = any(a and not b for a, b in zip(tables[0].values(), tables[1].values(), strict=True))
        value = worth_at_the_edge(world, divergence)
        assert (value == math.inf) == outside
        infinite += outside
        finite += not outside
        empty += any(not w for w in tables[0].values())
        assert float(worth(world, entropy)) == pytest.approx(-sum(w * math.log(w) for w in tables[0].values() if w))
    assert infinite and finite and empty


def worth_at_the_edge(world, e):
    exact, inexact = (evaluator(e)(m, {}) for m in (world.exact, world.floats))
    assert (exact == math.inf) == (inexact == math.inf)
    return exact


def test_a_condition_of_probability_zero_is_not_spoken_of():
    world = built(p(z | x), zeros=0.9, seed=1)
    assert 0 in world.marginal(("p",), (("x", 0),)).values()
    with pytest.raises(CannotSpeak, match="probability zero"):
        evaluator(p(z | x))(world.exact, {})
