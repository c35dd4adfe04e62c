"""What the language becomes in the kernel: sums, matrices, names, and what it refuses to say."""

import pytest
from figure_terms import D, S, a, b, d, f, i, j, k, m, p, q, w, x, z
from sympy import Function, Integer, KroneckerDelta, Mul, Symbol, oo

from derivations.kernel.arithmetic import multiply
from derivations.kernel.terms import ONE, ZERO, Refused, of
from derivations.kernel.translation import term
from derivations.language import words as L
from derivations.language.words import (
    KL,
    Bilinear,
    Component,
    Integral,
    MatrixName,
    Normal,
    RandomVariable,
    Sum,
)


def test_ranges_are_not_lost():
    count = Symbol("N", real=True)
    beyond = [(1, i), (3, d), (2, d - 1), (1, count), (1, d - 2), (i, d)]
    for e in (*(Sum(Sum(f(w[j]), (j, *ends)), (i, 1, d)) for ends in beyond), oo * a):
        with pytest.raises(Refused):
            term(e)


@pytest.mark.parametrize(
    ("ends", "more"),
    [((2, d), -f(w[1])), ((0, d), f(w[0])), ((1, d - 1), -f(w[d])), ((0, d - 1), f(w[0]) - f(w[d]))],
)
def test_a_sum_with_other_ends_is_that_from_one_and_the_terms_there(ends, more):
    whole = Sum(f(w[j]), (j, 1, d))
    assert term(Sum(f(w[j]), (j, *ends))) == term(whole + more) != term(whole)


def test_a_product_leaves_out_no_factor_that_may_be_zero():
    positive = Function("f", positive=True)
    left_out = L.Product(positive(j), (j, 2, d))
    assert term(left_out) == term(L.Product(positive(j), (j, 1, d)) / positive(1))
    assert term(L.Product(f(j), (j, 0, d))) == term(L.Product(f(j), (j, 1, d)) * f(0))
    for ends in ((2, d), (1, d - 1)):
        with pytest.raises(Refused):
            term(L.Product(f(j), (j, *ends)))


def test_a_product_of_sums_is_no_product_of_one_of_them():
    a_i, b_i = Component(w, i), f(i)
    whole, parts = term(L.Product(a_i + b_i, (i, 1, d))), [term(L.Product(one, (i, 1, d))) for one in (a_i, b_i)]
    assert whole not in parts and term(L.Product(a_i * b_i, (i, 1, d))) == multiply(*parts)


def test_the_delta_keeps_the_diagonal_only_over_the_same_range():
    same = term(Sum(Sum(KroneckerDelta(i, j) * f(w[j]), (j, 1, d)), (i, 1, d)))
    other = term(Sum(Sum(KroneckerDelta(i, j) * f(w[j]), (j, 1, d)), (i, 1, D)))
    assert same == term(Sum(f(w[j]), (j, 1, d))) != other


def test_sums_have_no_order():
    body = Component(w, i) * Function("A", real=True)(i, j) * Component(w, j) * Function("B", real=True)(j, k)
    one = term(Sum(Sum(Sum(body, (i, 1, d)), (j, 1, d)), (k, 1, d)))
    two = term(Sum(Sum(Sum(body, (k, 1, d)), (i, 1, d)), (j, 1, d)))
    assert one == two and term(Sum(Integer(1), (i, 1, d))) == term(d)
    apart = term(Sum(Sum(w[i] * w[j], (i, 1, d)), (j, 1, d)))
    assert apart == term(Sum(w[i], (i, 1, d)) ** 2) and apart != term(Sum(w[i] ** 2, (i, 1, d)))


def test_matrices():
    A, B = MatrixName("A", d, symmetric=False), MatrixName("B", d, symmetric=False)
    turned = L.Transpose(A)
    assert term(L.Trace(turned)) == term(L.Trace(A)) and term(L.Trace(A * B)) == term(L.Trace(B * A))
    assert term(L.Trace(A * A)) != term(L.Trace(A * turned))
    assert term(L.Trace(Mul(S, S**-1, evaluate=False))) == term(d)
    assert term(L.Trace(B * A**-1)) != term(L.Trace(B * L.Transpose(A**-1)))
    assert term(Bilinear(w, S, m * w)) == term(m * Bilinear(w, S, w))
    assert term(Bilinear(w, A, w)) == term(Bilinear(w, turned, w))
    for e in (L.Trace((A + B) ** -1 * A), L.Determinant(A), Normal(w, m, A), L.Trace(L.Transpose(A) ** -1)):
        with pytest.raises(Refused):
            term(e)


def test_a_variance_is_positive():
    for variance in (Integer(0), Integer(-1), -a, -(a**2) - b):
        with pytest.raises(Refused):
            term(Normal(z, m, variance))


def test_names_are_not_the_kernels_own():
    for e in (Symbol("#1"), RandomVariable("#1"), Function("#f")(x)):
        with pytest.raises(Refused):
            term(e)


def test_renaming_is_no_step():
    z_ = z.renamed("z'")
    assert term(Integral(p(z) * f(z), z)) == term(Integral(p(z_) * f(z_), z_)) != term(Integral(p(x) * f(x), x))
    assert term(KL(p(x, z), q(x, z))) == term(KL(p(z, x), q(z, x))) and ONE != ZERO != of(("symbol", "a", True))


def test_only_a_variable_is_averaged_over():
    plain = Symbol("z", real=True)
    with pytest.raises(Refused, match="no variable"):
        term(KL(Normal(plain, 0, 1), Normal(plain, 1, 1)))


def test_a_power_becomes_one_of_a_number_at_the_ends_of_a_sum_alone():
    powers = L.Sum(a**j, (j, 2, d))
    assert term(powers) == term(L.Sum(a**j, (j, 1, d)) - a) != term(L.Sum(a**j, (j, 1, d)) - 1)
    assert term(a**k) != term(a) and term(a ** (k + 1)) == term(a * a**k)
    assert term(L.Sum(a ** (j - 1), (j, 2, d))) == term(L.Sum(a ** (j - 1), (j, 1, d)) - 1)
    assert term(L.Normal(x, a, b)) != term(x**2)
