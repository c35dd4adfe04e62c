"""The language: bound variables, substitution, equality, and the errors of formulas that mean nothing."""

from __future__ import annotations

import pytest
from expressions_of_densities import FREE, i, mu, p, q, theta, x, y, z, z2
from sympy import exp, log

from derivations.language.words import (
    KL,
    Expectation,
    Integral,
    Normal,
    RandomVariable,
)  # fmt: skip


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
