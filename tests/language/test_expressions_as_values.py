"""Expressions of densities as values: copied, compared, built only where they mean something, renamed."""

from __future__ import annotations

import copy
import pickle

import pytest
from expressions_of_densities import FREE, d, i, k, mu, p, q, theta, x, y, z, z2
from hypothesis import given, settings
from hypothesis import strategies as st
from language_expressions import random_expression, up_to_bound_names
from sympy import Symbol, log
from sympy.utilities.iterables import iterable

from derivations.language import words as lg
from derivations.language.words import (
    ELBO,
    KL,
    Component,
    ConditionalEntropy,
    CrossEntropy,
    Density,
    DensityError,
    Distribution,
    Entropy,
    Expectation,
    Integral,
    MatrixName,
    MutualInformation,
    Normal,
    Product,
    RandomVariable,
    SampleAverage,
    Sum,
    Variance,
    givens_of,
    targets_of,
)  # fmt: skip

# Equality, hashing, copies

EVERY_NODE = [expr for expr, _ in FREE.values()] + [
    Normal(z, mu(x), theta**2), Component(mu(x), i), z, MatrixName("Sigma", d), lg.Identity(d),
    lg.SquaredNorm(x - mu(z)),
    lg.Bilinear(x, MatrixName("A"), z), lg.Trace(MatrixName("A")), lg.Determinant(MatrixName("A")),
    lg.Outer(x, z), lg.MatVec(MatrixName("A"), x), lg.Transpose(MatrixName("A")),
    RandomVariable("c", discrete=True), RandomVariable("v", dimension=d),
]  # fmt: skip


@pytest.mark.parametrize("expr", EVERY_NODE, ids=lambda e: f"{type(e).__name__}-{e}")
def test_pickle_copy_and_rebuild_give_the_same(expr):
    for again in (pickle.loads(pickle.dumps(expr)), copy.copy(expr), copy.deepcopy(expr)):
        assert again == expr and hash(again) == hash(expr)
        assert again.free_symbols == expr.free_symbols
    if expr.args:
        assert expr.func(*expr.args) == expr


def test_random_variables_differ_by_role_kind_and_dimension():
    v = RandomVariable("v")
    variants = [v, RandomVariable("v", role="w"), RandomVariable("v", discrete=True), RandomVariable("v", dimension=3)]
    assert len(set(variants)) == 4
    assert v != Symbol("v", real=True)
    assert pickle.loads(pickle.dumps(z2)).role == "z"


def test_equal_by_structure_not_by_identity():
    assert p(z | x) == Distribution("p")(RandomVariable("z") | RandomVariable("x"))
    assert p(z | x) != q(z | x) != q(z)
    assert KL(p(x), q(x)) != KL(q(x), p(x)) and KL(p(x), q(x)) != CrossEntropy(p(x), q(x))
    assert Variance(x, p(x)) != Expectation(x, p(x))
    assert {p: 1}[Distribution("p")] == 1 and p != Distribution("p", [theta])


def test_a_vector_has_components_but_is_not_iterable():
    assert not iterable(z)
    with pytest.raises(TypeError):
        list(z)


def test_density_reads_its_bar():
    w = RandomVariable("w")
    assert p(y, z | x, w).targets == (y, z) and p(y, z | x, w).givens == (x, w)
    assert p(x).is_positive and log(p(x)).is_real


def test_targets_and_givens_of_products():
    assert targets_of(p(x) * p(z | x)) == (x, z) and givens_of(p(x) * p(z | x)) == ()
    assert targets_of((p(x) + q(x)) / 2) == (x,)
    assert targets_of(Product(p(z[i] | x), (i, 1, d))) == (z,)
    assert givens_of(q(x | z)) == (z,)


# Formulas that mean nothing

ERRORS = {
    "KL of different variables": (
        lambda: KL(p(z | x), q(x | z)),
        r"KL compares two distributions of the same variable, but p\(z\|x\) is a density of z and q\(x\|z\) of x",
    ),
    "cross-entropy of different variables": (
        lambda: CrossEntropy(p(z | x), q(x | z)), r"a cross-entropy compares two distributions of the same variable",
    ),
    "E binds the wrong variable": (
        lambda: Expectation(log(q(x | z)), p(x), z), r"E binds z but p\(x\) is a density of x",
    ),
    "E under no density": (lambda: Expectation(x, theta), r"theta is not a density"),
    "two bars": (lambda: p(x | y, z | x), r"two conditioning bars in one density of p"),
    "variable on both sides": (lambda: p(x | x), r"x stands twice in one density of p"),
    "variable twice": (lambda: p(x, x), r"x stands twice"),
    "no target": (lambda: p(), r"a density of p needs a variable before the bar"),
    "density in a number": (lambda: p(theta), r"theta is not a random variable"),
    "integral over a number": (lambda: Integral(p(x), theta), r"binds random variables, and theta is none"),
    "integral binds twice": (lambda: Integral(p(x), x, x), r"binds each variable once"),
    "two densities of one variable": (lambda: targets_of(p(x) * q(x)), r"x has two densities in one product"),
    "mixture of different variables": (lambda: targets_of(p(x) + p(z)), r"mixes densities of different variables"),
    "entropy of no density": (lambda: Entropy(log(x)), r"is not a density"),
    "conditional entropy without condition": (lambda: ConditionalEntropy(p(x)), r"needs a conditional density"),
    "mutual information of other variables": (lambda: MutualInformation(p(x, z), x, y), r"exactly its two groups"),
    "mutual information of one group twice": (lambda: MutualInformation(p(x, z), [x, z], z), r"exactly its two groups"),
    "ELBO whose prior is of another variable": (
        lambda: ELBO(p(z | x), q(x | z), q(x)), r"the ELBO's KL term compares two distributions of the same variable",
    ),
    "ELBO whose decoder ignores z": (lambda: ELBO(p(z | x), q(x), q(z)), r"q\(x\) is not conditioned on z"),
    "sample average under no density": (lambda: SampleAverage(x, theta, k), r"theta is not a density"),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_meaningless_formulas_are_errors_when_built(case):
    make, message = ERRORS[case]
    with pytest.raises(DensityError, match=message):
        make()


def test_well_typed_neighbours_of_the_errors_are_built():
    assert isinstance(KL(p(x) * p(z | x), q(x, z)), KL)
    assert isinstance(KL(p(z, x), q(x, z)), KL)
    assert isinstance(Expectation(x, p(x, z), z, x), Expectation)
    assert isinstance(p(z[1], z[2]), Density)


# Properties


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_renaming_bound_variables_preserves_as_dummy(seed):
    expr = random_expression(seed, 3)
    fresh = {x: x.renamed("x''"), z: z.renamed("z''")}
    renamed = expr.replace(
        lambda e: isinstance(e, lg.Binder),
        lambda e: e.renamed({b: fresh[b] for b in e.bound_symbols if b in fresh}),
    )
    assert renamed.free_symbols == expr.free_symbols
    assert up_to_bound_names(renamed) == up_to_bound_names(expr)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_substitution_commutes_with_renaming(seed):
    sigma = Symbol("sigma", positive=True)
    body = random_expression(seed, 2)
    one = Integral(body * z * sigma, z)
    other = one.renamed({z: z2})
    for value in (theta, z * theta, z2 + 1):
        assert up_to_bound_names(one.subs(sigma, value)) == up_to_bound_names(other.subs(sigma, value))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_random_expressions_survive_pickling(seed):
    expr = random_expression(seed, 3)
    again = pickle.loads(pickle.dumps(expr))
    assert again == expr and again.free_symbols == expr.free_symbols


def test_summation_indices_are_bound_too():
    total = Sum(KL(p(z[i] | x), q(z[i])), (i, 1, d))
    assert total.free_symbols == {x, d}
