"""The language: bound variables, substitution, equality, and the errors of formulas that mean nothing."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from language_expressions import random_expression, up_to_bound_names
from sympy import Function, Symbol, exp, log, symbols
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
    Minimum,
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

p, q = Distribution("p"), Distribution("q")
x, y, z = map(RandomVariable, "xyz")
z2 = z.renamed("z'")
theta, k, i, d = symbols("theta k i d")
mu = Function("mu")


# What stays free

FREE = {
    "density": (p(z | x), {z, x}),
    "parameters": (Distribution("q", [theta])(x), {x, theta}),
    "integral": (Integral(p(x, z) * y, z, x), {y}),
    "partial integral": (Integral(p(x, z), z), {x}),
    "expectation": (Expectation(log(q(x | z)), p(z | x)), {x}),
    "nested expectation": (Expectation(Expectation(log(q(x | z)), p(z | x)), p(x)), set()),
    "variance": (Variance(z * y, p(z)), {y}),
    "KL": (KL(p(z | x), q(z)), {x}),
    "entropy": (Entropy(p(z | x)), {x}),
    "conditional entropy": (ConditionalEntropy(p(z | x)), set()),
    "cross-entropy": (CrossEntropy(p(x), q(x | z)), {z}),
    "mutual information": (MutualInformation(p(x, z), x, z), set()),
    "ELBO": (ELBO(p(z | x), q(x | z), q(z)), {x}),
    "sample average": (SampleAverage(log(q(x | z)), p(z | x), k), {x, k}),
    "integral over one component": (Integral(z[i] * p(z[i] | x), z[i]), {x, i}),
    "expectation over components": (Expectation(z[i], Product(p(z[i] | x), (i, 1, d))), {x, i, d}),
    "KL of components": (KL(p(z[i] | x), q(z[i])), {x, i}),
    "minimum": (Minimum(theta * x, [theta]), {theta, x}),
}


@pytest.mark.parametrize("case", FREE)
def test_free_symbols(case):
    expr, free = FREE[case]
    assert expr.free_symbols == free


# Substitution


def test_subs_replaces_what_is_free_and_leaves_the_bound():
    loss = Expectation(log(q(x | z)), p(z | x))
    assert loss.subs(z, y) == loss
    w = x.renamed("w")
    assert loss.subs(x, w) == Expectation(log(q(w | z)), p(z | w))


def test_subs_keeps_the_role_of_the_variable():
    at_two = p(z | x).subs(x, 2)
    assert at_two.given_slots == (("x", 2),)
    assert at_two != p(z | RandomVariable("w")).subs(RandomVariable("w"), 2)


def test_subs_never_captures():
    inner = Integral(p(z | x) * y, z)
    moved = inner.subs(y, z)
    assert moved.free_symbols == {x, z}
    assert moved == Integral(p(z2 | x) * z, z2)


def test_subs_renames_away_from_every_name_in_sight():
    moved = Integral(p(z | x) * y * z2, z).subs(y, z)
    assert moved.free_symbols == {x, z, z2}


def test_subs_renames_away_from_names_bound_further_in():
    nested = Integral(Integral(p(z2 | x) * z * z2 * y, z2), z)
    moved = nested.subs(y, z)
    z3 = z.renamed("z''")
    assert moved == Integral(Integral(p(z2 | x) * z3 * z2 * z, z2), z3)


def test_subs_of_a_function_of_the_bound_variable_does_not_capture():
    assert Expectation(z * y, p(z)).subs(y, exp(z)).free_symbols == {z}


def test_subs_of_a_whole_expression_does_not_capture():
    assert Integral(p(z | x) * mu(x), z).subs(mu(x), z).free_symbols == {x, z}


def test_subs_of_a_density_in_its_bound_variable_replaces_it():
    assert Integral(q(z) * y, z).subs(q(z), Normal(z, 0, 1)) == Integral(Normal(z, 0, 1) * y, z)


def test_subs_inside_nested_binders():
    nested = Expectation(Integral(p(z | x) * theta, z), p(x))
    assert nested.subs(theta, z * x).free_symbols == {z, x}


def test_subs_of_a_bound_component_leaves_it():
    one = Integral(z[i] * p(z[i] | x), z[i])
    assert one.subs(z, y) == one
    assert one.subs(z[i], 3) == one


def test_subs_of_an_index():
    one = KL(p(z[i] | x), q(z[i]))
    assert one.subs(i, 1) == KL(p(z[1] | x), q(z[1]))


def test_xreplace_is_structural_and_reaches_bound_variables():
    assert Integral(p(z), z).xreplace({z: z2}) == Integral(p(z2), z2)


def test_renamed_bound_variables_mean_the_same():
    one = Integral(p(z | x) * z, z)
    other = one.renamed({z: z2})
    assert one != other
    assert one.dummy_eq(other) and other.dummy_eq(one)
    assert one.as_dummy() == other.as_dummy()
    assert one.as_dummy().free_symbols == {x}


def test_dummy_eq_tells_roles_and_structure_apart():
    assert not Integral(p(z), z).dummy_eq(Integral(p(x), x))
    assert not Integral(p(x, z) * x, x, z).dummy_eq(Integral(p(x, z) * z, x, z))
    assert not Integral(p(z), z).dummy_eq(p(z))


def test_as_dummy_keeps_nested_variables_of_one_role_apart():
    both = Integral(Integral(p(z) * p(z2) * z * z2, z2), z)
    inner_only = Integral(Integral(p(z2) ** 2 * z2**2, z2), z)
    assert not both.dummy_eq(inner_only)
    assert both.dummy_eq(Integral(Integral(p(z) * p(z2) * z * z2, z), z2))
    assert both.as_dummy().as_dummy() == both.as_dummy()


def test_as_dummy_goes_to_the_bottom():
    one = Expectation(Integral(p(z | x), z), p(x))
    other = Expectation(Integral(p(z2 | x), z2), p(x))
    assert one.as_dummy() == other.as_dummy()


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
