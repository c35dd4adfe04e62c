"""Random expressions of the language, for the property tests."""

from __future__ import annotations

import random

from sympy import Abs, Derivative, Expr, Function, Integer, Rational, Symbol, exp, log, nan, oo, pi, sqrt, zoo

from derivations.language import words as lg
from derivations.language.words import DensityError, Distribution, MatrixName, RandomVariable

p, q = Distribution("p"), Distribution("q")
x, z, c = RandomVariable("x"), RandomVariable("z"), RandomVariable("c", discrete=True)
k, i, j = Symbol("k", positive=True, integer=True), Symbol("i", integer=True), Symbol("j", integer=True)
sigma, mu = Symbol("sigma", positive=True), Function("mu")
A, B = MatrixName("A"), MatrixName("B")

ATOMS = [x, z, sigma, k, pi, Integer(2), Integer(-1), Rational(1, 2), p(x), p(z | x), q(z), mu(x), x[i]]
ATOMS.append(lg.Component(mu(x), i))

UNARY = [
    log, exp, sqrt, Abs, lambda a: 1 / a, lambda a: -a, lambda a: a**2, lambda a: lg.Integral(a, x),
    lambda a: lg.Integral(a, z), lambda a: lg.Integral(a, z, x), lambda a: lg.Integral(a, c),
    lambda a: lg.Integral(a, c, x), lambda a: lg.Integral(a, x, c), lambda a: lg.Expectation(a, p(x)),
    lambda a: lg.Expectation(a, p(z | x)), lambda a: lg.Variance(a, p(x)), lambda a: lg.Sum(a, (i, 1, k)),
    lambda a: lg.Sum(a, (j, 1, i), (i, 1, k)), lambda a: lg.Product(a, (i, 1, k)),
    lambda a: lg.SampleAverage(a, p(x), k), lambda a: lg.SampleAverage(a, q(z), k), lg.Minimum, lg.SquaredNorm,
    lambda a: lg.Component(a, i), mu, lambda a: lg.Normal(x, a, 1), lambda a: lg.Normal(x, 0, a),
    lambda a: lg.MatVec(A, a), lambda a: lg.Trace(a * A), lambda a: lg.Determinant(A * a), lg.Entropy,
    lambda a: lg.KL(p(x), a), lambda a: lg.KL(a, q(z)), lambda a: lg.CrossEntropy(p(x), a),
    lambda a: lg.ELBO(p(z | x), q(x | z), a), lambda a: Derivative(a, sigma), lambda a: lg.Bilinear(a, 1, x),
    lambda a: lg.Outer(a, x), lambda a: lg.Transpose(A * a), lambda a: a * A,
]  # fmt: skip

BINARY = [
    lambda a, b: a + b, lambda a, b: a * b, lambda a, b: a / b, lambda a, b: a - b, lambda a, b: a**b,
    lambda a, b: lg.Bilinear(a, A, b), lambda a, b: lg.Bilinear(a, A * B, b), lg.Outer, lg.Expectation, lg.KL,
    lg.CrossEntropy, lambda a, b: lg.SampleAverage(a, b, k), lambda a, b: lg.MatVec(A, a) * b,
]  # fmt: skip


def build(make, *parts: Expr) -> Expr | None:
    """The expression, or None where the parts do not fit (a KL of no densities) or where SymPy makes it infinite."""
    if not all(part.is_commutative for part in parts):  # a matrix is no scalar and no vector
        return None
    try:
        made = make(*parts)
    except (DensityError, TypeError, ValueError):
        return None
    return made if isinstance(made, Expr) and not made.has(nan, zoo, oo) else None


def random_expression(seed: random.Random, depth: int) -> Expr:
    """An expression of at most `depth` nested constructions."""
    if depth == 0:
        return seed.choice(ATOMS)
    while True:
        left = random_expression(seed, depth - 1)
        if seed.random() < 0.5:
            made = build(seed.choice(UNARY), left)
        else:
            right = random_expression(seed, seed.randrange(depth))
            made = build(seed.choice(BINARY), *((left, right) if seed.random() < 0.5 else (right, left)))
        if made is not None:
            return made


def up_to_bound_names(expr: Expr) -> Expr:
    """The expression with every binder's own variables named by their order."""
    return expr.replace(lambda e: isinstance(e, lg.Binder), lambda e: e.as_dummy())
