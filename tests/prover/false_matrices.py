"""False steps with vectors and matrices that are not declared symmetric, each with numpy's numbers."""

from __future__ import annotations

import numpy as np
from false_steps import Slip, s, t
from sympy import Function, Symbol, log, sqrt

from derivations.language.words import (
    Bilinear,
    Determinant,
    Expectation,
    Identity,
    MatrixName,
    MatVec,
    Normal,
    Outer,
    RandomVariable,
    Trace,
    Transpose,
)

n = Symbol("n", integer=True, positive=True)
A, B = MatrixName("A", n, symmetric=False), MatrixName("B", n, symmetric=False)
S, R = MatrixName("S", n, symmetric=True), MatrixName("R", n, symmetric=True)
x, z = RandomVariable("x", dimension=n), RandomVariable("z", dimension=n)
m, c = (Function(name, real=True)(Symbol("o", real=True)) for name in "mc")

a_ = np.array([[1.0, 2.0], [-1.0, 3.0]])
b_ = np.array([[2.0, 1.0], [5.0, -1.0]])
s_ = np.array([[2.0, 1.0], [1.0, 3.0]])
r_ = np.array([[1.0, -1.0], [-1.0, 4.0]])
u_, v_ = np.array([1.0, 2.0]), np.array([3.0, -1.0])
inv, det, tr = np.linalg.inv, np.linalg.det, np.trace
one = np.eye(2)

MATRICES = [
    Slip(
        "transpose dropped under a trace",
        Trace(A * B),
        "=",
        Trace(Transpose(A) * B),
        lambda: (tr(a_ @ b_), tr(a_.T @ b_)),
    ),
    Slip(
        "transpose dropped, three factors",
        Trace(A * B * S),
        "=",
        Trace(B * A * S),
        lambda: (tr(a_ @ b_ @ s_), tr(b_ @ a_ @ s_)),
    ),
    Slip(
        "three covariances in another order",
        Trace(S * R * A),
        "=",
        Trace(R * S * A),
        lambda: (tr(s_ @ r_ @ a_), tr(r_ @ s_ @ a_)),
    ),
    Slip(
        "a square for a product with its transpose",
        Trace(A**2),
        "=",
        Trace(A * Transpose(A)),
        lambda: (tr(a_ @ a_), tr(a_ @ a_.T)),
    ),
    Slip("bilinear form turned round", Bilinear(x, A, z), "=", Bilinear(z, A, x), lambda: (u_ @ a_ @ v_, v_ @ a_ @ u_)),
    Slip(
        "transposed matrix on a vector",
        Bilinear(x, 1, MatVec(A, z)),
        "=",
        Bilinear(MatVec(A, x), 1, z),
        lambda: (u_ @ a_ @ v_, (a_ @ u_) @ v_),
    ),
    Slip(
        "inverse of a transpose",
        Trace(Transpose(A) ** -1 * B),
        "=",
        Trace(A**-1 * B),
        lambda: (tr(inv(a_.T) @ b_), tr(inv(a_) @ b_)),
    ),
    Slip(
        "square of an inverse transpose",
        Trace(Transpose(A) ** -2 * B),
        "=",
        Trace(A**-2 * B),
        lambda: (tr(inv(a_.T) @ inv(a_.T) @ b_), tr(inv(a_) @ inv(a_) @ b_)),
    ),
    Slip(
        "inverse of a product in its order",
        Trace((A * B) ** -1 * S),
        "=",
        Trace(A**-1 * B**-1 * S),
        lambda: (tr(inv(a_ @ b_) @ s_), tr(inv(a_) @ inv(b_) @ s_)),
    ),
    Slip(
        "inverse of a sum as symmetric",
        Trace((A + B) ** -1 * A),
        "=",
        Trace(Transpose(A) * (A + B) ** -1),
        lambda: (tr(inv(a_ + b_) @ a_), tr(a_.T @ inv(a_ + b_))),
    ),
    Slip(
        "inverse of a sum in a form",
        Bilinear(x, (A + S) ** -1, z),
        "=",
        Bilinear(z, (A + S) ** -1, x),
        lambda: (u_ @ inv(a_ + s_) @ v_, v_ @ inv(a_ + s_) @ u_),
    ),
    Slip(
        "inverse of a sum",
        Trace((S + R) ** -1),
        "=",
        Trace(S**-1) + Trace(R**-1),
        lambda: (tr(inv(s_ + r_)), tr(inv(s_) + inv(r_))),
    ),
    Slip(
        "transpose of an inverse of a sum",
        Trace(Transpose((A + B) ** -1) * B),
        "=",
        Trace((A + B) ** -1 * B),
        lambda: (tr(inv(a_ + b_).T @ b_), tr(inv(a_ + b_) @ b_)),
    ),
    Slip(
        "outer product loses a root",
        Trace(Outer(sqrt(2) * z, sqrt(2) * z)),
        "=",
        Bilinear(z, 1, z),
        lambda: (2 * u_ @ u_, u_ @ u_),
    ),
    Slip(
        "outer product loses a root of three",
        Trace(A * Outer(sqrt(3) * x, sqrt(3) * z)),
        "=",
        Bilinear(z, A, x),
        lambda: (3 * v_ @ a_ @ u_, v_ @ a_ @ u_),
    ),
    Slip(
        "outer product of sums loses a term",
        Trace(A * Outer((s + t) * x, (s + t) * z)),
        "=",
        (s**2 + s * t + t**2) * Bilinear(z, A, x),
        lambda: (9 * v_ @ a_ @ u_, 7 * v_ @ a_ @ u_),
    ),
    Slip(
        "outer product turned round",
        Trace(A * Outer(x, z)),
        "=",
        Bilinear(x, A, z),
        lambda: (v_ @ a_ @ u_, u_ @ a_ @ v_),
    ),
    Slip(
        "quadratic form of a difference",
        Bilinear(x - z, A, x - z),
        "=",
        Bilinear(x, A, x) - 2 * Bilinear(x, A, z) + Bilinear(z, A, z),
        lambda: ((u_ - v_) @ a_ @ (u_ - v_), u_ @ a_ @ u_ - 2 * u_ @ a_ @ v_ + v_ @ a_ @ v_),
    ),
    Slip("trace of a product", Trace(A * B), "=", Trace(A) * Trace(B), lambda: (tr(a_ @ b_), tr(a_) * tr(b_))),
    Slip("trace of the identity", Trace(Identity(n)), "=", s / s, lambda: (2, 1)),
    Slip(
        "determinant of a sum",
        Determinant(S + R),
        "=",
        Determinant(S) + Determinant(R),
        lambda: (det(s_ + r_), det(s_) + det(r_)),
    ),
    Slip(
        "root of a determinant's square",
        sqrt(Determinant(B) ** 2),
        "=",
        Determinant(B),
        lambda: (abs(det(b_)), det(b_)),
    ),
    Slip(
        "root of the square of a difference's determinant",
        sqrt(Determinant(S - R) ** 2),
        "=",
        Determinant(S - R),
        lambda: (abs(det(s_ - r_)), det(s_ - r_)),
    ),
    Slip("a determinant at least zero", 0 * s, "<=", Determinant(B), lambda: (0, det(b_))),
    Slip(
        "logs of determinants of unknown sign",
        log(Determinant(A) * Determinant(B)) * s,
        "=",
        s * log(Determinant(A)) * log(Determinant(B)),
        lambda: (np.log(30), np.log(5) * np.log(6)),
    ),
    Slip(
        "mean of a quadratic form without its trace",
        Expectation(Bilinear(z, A, z), Normal(z, m, S)),
        "=",
        Bilinear(m, A, m),
        lambda: (tr(a_ @ s_) + u_ @ a_ @ u_, u_ @ a_ @ u_),
    ),
    Slip(
        "mean of a quadratic form, transposed trace",
        Expectation(Bilinear(z, A * B, z), Normal(z, m, S)),
        "=",
        Trace(B * A * S) + Bilinear(m, A * B, m),
        lambda: (tr(a_ @ b_ @ s_) + u_ @ a_ @ b_ @ u_, tr(b_ @ a_ @ s_) + u_ @ a_ @ b_ @ u_),
    ),
    Slip(
        "mean of a linear form, transposed",
        Expectation(Bilinear(z, A, x), Normal(z, m, S)),
        "=",
        Bilinear(x, A, m),
        lambda: (u_ @ a_ @ v_, v_ @ a_ @ u_),
    ),
    Slip(
        "a form whose matrix holds the variable",
        Expectation(Bilinear(z, (Outer(z, z) + S) ** -1, z), Normal(z, m, S)),
        "=",
        Trace((Outer(z, z) + S) ** -1 * S) + Bilinear(m, (Outer(z, z) + S) ** -1, m),
        lambda: form_of_itself(),
    ),
    Slip(
        "a matrix that depends on what is integrated",
        Expectation(Trace(MatrixName("A(z)", n, symmetric=False) * B), Normal(z, m, S)),
        "=",
        Trace(MatrixName("A(z)", n, symmetric=False) * B),
        lambda: (tr(np.outer(u_, u_) @ b_) + tr(s_ @ b_), tr(np.outer(v_, v_) @ b_)),
    ),
]


def form_of_itself():
    """z'(zz' + S)^-1 z is below 1; the right side at z = 0 is the trace of the identity and more."""
    return 1.0, tr(one) + u_ @ inv(s_) @ u_
