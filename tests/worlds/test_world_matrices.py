"""Matrices in the exact worlds: symmetric and positive definite only where they are declared so."""

from __future__ import annotations

import pytest
from sympy import Symbol, log, sqrt

from derivations.language.words import (
    KL,
    Bilinear,
    Determinant,
    Expectation,
    Integral,
    MatrixName,
    MatVec,
    Normal,
    Outer,
    RandomVariable,
    Trace,
    Transpose,
)
from derivations.worlds.counterexample import compare
from derivations.worlds.finite.tables import FiniteWorld
from derivations.worlds.gaussian.densities import GaussianWorld
from derivations.worlds.outcomes import Agrees, Refuted, Silent
from derivations.worlds.vocabulary import study

d = Symbol("d", integer=True, positive=True)
A, B = (MatrixName(name, d, symmetric=False) for name in "AB")
S, R = (MatrixName(name, d, symmetric=True) for name in "SR")
u, v, m = (RandomVariable(name, dimension=d) for name in "uvm")

FALSE = {
    "transpose dropped": (Trace(A * B), Trace(Transpose(A) * B)),
    "a square for A'A": (Trace(A * A), Trace(Transpose(A) * A)),
    "form turned round": (Bilinear(u, A, v), Bilinear(v, A, u)),
    "matrix on the other vector": (Bilinear(u, 1, MatVec(A, v)), Bilinear(v, 1, MatVec(A, u))),
    "inverse of a transpose": (Trace(Transpose(A) ** -1 * B), Trace(A**-1 * B)),
    "order of three": (Trace(A * B * S), Trace(B * A * S)),
    "root of a determinant's square": (sqrt(Determinant(A) * Determinant(A)), Determinant(A)),
    "order under a Gaussian": (
        Expectation(Bilinear(v, A * B, v), Normal(v, m, S)),
        Trace(B * A * S) + Bilinear(m, A * B, m),
    ),
}
TRUE = {
    "cyclic": (Trace(A * B * S), Trace(S * A * B)),
    "transposed as a whole": (Trace(A * B), Trace(Transpose(B) * Transpose(A))),
    "form transposed as a whole": (Bilinear(u, A, v), Bilinear(v, Transpose(A), u)),
    "a quadratic form sees the symmetric part": (Bilinear(u, A, u), Bilinear(u, Transpose(A), u)),
    "two covariances": (Trace(S * R), Trace(R * S)),
    "a covariance's form": (Bilinear(u, S**-1, v), Bilinear(v, S**-1, u)),
    "trace of an outer product": (Trace(A * Outer(u, v)), Bilinear(v, A, u)),
    "moment": (Expectation(Bilinear(v, A, v), Normal(v, m, S)), Trace(A * S) + Bilinear(m, A, m)),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_what_holds_of_symmetric_matrices_only_is_refuted(name):
    assert isinstance(compare(*FALSE[name]), Refuted)


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_of_all_matrices_is_not(name):
    assert isinstance(compare(*TRUE[name]), Agrees)


def test_a_form_is_of_any_sign_and_a_covariance_is_not():
    assert isinstance(compare(Bilinear(u, A, u), 0 * d, (), ">="), Refuted)
    assert isinstance(compare(Determinant(A), 0 * d, (), ">="), Refuted)
    assert isinstance(compare(Bilinear(u, S, u), 0 * d, (), ">="), Agrees)
    assert isinstance(compare(Determinant(S), 0 * d, (), ">"), Agrees)


@pytest.mark.parametrize("make", [FiniteWorld, GaussianWorld])
def test_values_are_as_declared(make):
    signs = set()
    for seed in range(12):
        world = make(study((Trace(A * B), Trace(S))), seed)
        matrix, covariance = world.matrix("A"), world.matrix("S")
        assert matrix != matrix.transposed and matrix.determinant != 0
        assert covariance == covariance.transposed and covariance.determinant > 0
        assert matrix == make(study((Trace(A * B), Trace(S))), seed).matrix("A")
        signs.add(matrix.determinant > 0)
    assert signs == {True, False}


def test_a_gaussian_needs_a_covariance():
    """No world speaks of a Gaussian whose variance is not symmetric, or whose matrix is inverted under the integral."""
    assert isinstance(compare(KL(Normal(v, m, A), Normal(v, u, S)), log(2), ()), Silent)
    assert isinstance(compare(Integral(Normal(v, m, S) * Trace((Outer(v, v) + S) ** -1), v), 0 * d, ()), Silent)
