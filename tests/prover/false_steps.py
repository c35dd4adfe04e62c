"""Steps that are false, each with numbers of its own that show it: numpy and mpmath, nothing of the package.

`Slip.sides()` gives both sides at one place where they differ (for an inequality: where it fails).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import mpmath
import numpy as np
from sympy import Derivative, Expr, Function, Rational, Symbol, exp, log, pi, sqrt, tanh
from sympy import Integral as Definite

from derivations.language.facts import Fact
from derivations.language.words import (
    KL,
    Component,
    CrossEntropy,
    Density,
    Distribution,
    Entropy,
    Expectation,
    Index,
    Integral,
    Minimum,
    Normal,
    OverDraws,
    Product,
    RandomVariable,
    SampleAverage,
    Sum,
    Variance,
    slot,
)


@dataclass(frozen=True)
class Slip:
    """A false step: left, relation, right under facts, and a function that gives both sides as numbers."""

    name: str
    left: Expr
    relation: str
    right: Expr
    sides: Callable[[], tuple[float, float]]
    facts: tuple[Fact, ...] = ()


p, q, r = Distribution("p"), Distribution("q"), Distribution("r")
x, y, z = RandomVariable("x"), RandomVariable("y"), RandomVariable("z")
x2, z2 = x.renamed("x'"), z.renamed("z'")
a, b, c, m, t = (Symbol(n, real=True) for n in "abcmt")
s, v = Symbol("s", positive=True), Symbol("v", positive=True)
n, k = Symbol("n", integer=True, positive=True), Symbol("k", integer=True)
d = Symbol("d", integer=True, positive=True)
i, j = Symbol("i", integer=True), Symbol("j", integer=True)
f, g, w = (Function(name, real=True) for name in "fgw")
plus = RandomVariable("x", positive=True)  # a variable that is never negative
count = RandomVariable("x", discrete=True)
bit, other_count = RandomVariable("z", discrete=True), count.renamed("x'")
vector = RandomVariable("z", dimension=d)

# -- tables for densities of two variables: rows x, columns z --------------------------------------------------------
P = np.array([[1, 7], [2, 1], [6, 3]]) / 20
Q = np.array([[4, 1], [5, 3], [1, 6]]) / 20


def of_x(table):
    return table.sum(1)


def of_z(table):
    return table.sum(0)


def kl(one, other):
    return float((one * np.log(one / other)).sum())


def entropy(one):
    return float(-(one * np.log(one)).sum())


def normal(value, mean=0.0, variance=1.0):
    return float(np.exp(-((value - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance))


def numeric(function, *limits):
    return float(mpmath.quad(function, limits))


WHOLE_LINE = (-mpmath.inf, -1, 0, 1, mpmath.inf)


# -- what may be zero, negative or no number -------------------------------------------------------------------------
ALGEBRA = [
    Slip("root of a square", sqrt(a**2), "=", a, lambda: (2, -2)),
    Slip("root of a square of a sum", sqrt((a - s) ** 2), "=", a - s, lambda: (1, -1)),
    Slip("root of an even power", sqrt(a ** (2 * n)), "=", a**n, lambda: (2, -2)),
    Slip("power of what may be negative is at least zero", 0 * a, "<=", a**n, lambda: (0, -2)),
    Slip("root of a product", sqrt(a * b), "=", sqrt(a) * sqrt(b), lambda: (2, float(mpmath.re(mpmath.sqrt(-1) ** 2 * 2)))),
    Slip("log of a square", log(a**2), "=", log(s * a) * 2, lambda: (np.log(4), 2 * np.log(6))),
    Slip("logs of negatives", log(a) * log(b), "=", log(a * b), lambda: (np.log(2) * np.log(3), np.log(6))),
    Slip("exponent of a log loses its coefficient", exp(2 * log(s)), "=", 2 * s, lambda: (9, 6)),
    Slip("cube root of a square", (a**2) ** Rational(3, 2), "=", a**3, lambda: (8, -8)),
    Slip("half power of a fourth power", sqrt(a**4), "=", a * sqrt(a**2), lambda: (4, -4)),
    Slip("denominator of unknown sign", a * 0, "<=", 1 / (a - b), lambda: (0, -1)),
    Slip("denominator of unknown sign, cleared", 1 / (a - b), "<=", 1 / (a - b) + s / (a - b), lambda: (-1, -3)),
    Slip("denominator of unknown sign, in a sum", s / (a + b), "<=", (s + 1) / (a + b), lambda: (-1, -2)),
    Slip("odd power", 0 * a, "<=", a**3, lambda: (0, -8)),
    Slip("square of a sum", (a + b) ** 2, "=", a**2 + b**2, lambda: (9, 5)),
    Slip("square below its root", a**2, ">=", a, lambda: (0.25, 0.5)),
    Slip("strict where equal", a**2, ">", 0 * a, lambda: (0, 0)),
    Slip("one less than one", sqrt(s) ** 2, "<", s, lambda: (2, 2)),
    Slip("tanh of a sum", tanh(a + b), "=", tanh(a) + tanh(b), lambda: (np.tanh(2.0), 2 * np.tanh(1.0))),
    Slip("function pulled through", f(a + b), "=", f(a) + f(b), lambda: ((1 + 2) ** 2, 1 + 4)),
    Slip("two symbols of a name", Symbol("C", real=True) + w(a), "=", Symbol("C", real=True) + w(b), lambda: (1, 2)),
    Slip("log below its line, backwards", log(s), ">=", s - 1, lambda: (np.log(2), 1)),
    Slip("log bound under a factor of unknown sign", a * log(s), "<=", a * (s - 1), lambda: (-np.log(2), -1)),
    Slip("a minimum as a value", Minimum(a**2), "=", a**2, lambda: (0, 4)),
    Slip("a minimum below a sum", Minimum(a**2) + s, "=", a**2 + s, lambda: (1, 5)),
]

# -- sums, products, limits ------------------------------------------------------------------------------------------
SUMS = [
    Slip("ones from three, none for n = 1", Sum(1, (i, 3, n)), "=", n - 2, lambda: (0, -1)),
    Slip("ones to n - 3", Sum(s, (i, 1, n - 3)), "=", s * (n - 3), lambda: (0, -2)),
    Slip("sum without its first term", Sum(w(i), (i, 2, n)), "=", Sum(w(i), (i, 1, n)), lambda: (2, 3)),
    Slip("sum of products", Sum(w(i) * f(i), (i, 1, n)), "=", Sum(w(i), (i, 1, n)) * Sum(f(i), (i, 1, n)), lambda: (5, 9)),
    Slip("square of a sum over an index", Sum(w(i), (i, 1, n)) ** 2, "=", Sum(w(i) ** 2, (i, 1, n)), lambda: (9, 5)),
    Slip("index for index", w(Index("i", n)), "=", w(Index("j", n)), lambda: (1, 2)),
    Slip("sum over a triangle", Sum(Sum(w(i) * f(j), (i, 1, j)), (j, 1, n)), "=", Sum(w(i), (i, 1, n)) * Sum(f(j), (j, 1, n)),
         lambda: (1 * 1 + (1 + 2) * 2, 9)),
    Slip("a sum over an index that names a density", Sum(Distribution("p", (k,))(x), (k, 1, n)), "=", n * Distribution("p", (k,))(x),
         lambda: (0.2 + 0.5, 2 * 0.2)),
    Slip("product of sums", Product(w(i) + 1, (i, 1, n)), "=", Product(w(i), (i, 1, n)) + 1, lambda: (6, 3)),
    Slip("constant in a product", Product(s * exp(w(i)), (i, 1, n)), "=", s * Product(exp(w(i)), (i, 1, n)), lambda: (4 * np.e, 2 * np.e)),
    Slip("integral from zero", Definite(t**2, (t, a, b)), "=", b**3 / 3, lambda: (8 / 3 - 1 / 3, 8 / 3)),
    Slip("limits exchanged", Definite(t * exp(-(t**2)), (t, a, b)), "=", Definite(t * exp(-(t**2)), (t, b, a)),
         lambda: (0.5 * (1 - np.exp(-1)), -0.5 * (1 - np.exp(-1)))),
    Slip("a density drawn over its parameter", Definite(Distribution("p", (t,))(x), (t, 0, 1)), "=", Distribution("p", (t,))(x),
         lambda: (numeric(lambda u: normal(0.3, float(u)), 0, 1), normal(0.3, 2.0))),
    Slip("derivative by a parameter of a density", Derivative(log(Distribution("p", (t,))(x)), t), "=", 0 * t,
         lambda: ((np.log(normal(1, 1e-6)) - np.log(normal(1, 0))) / 1e-6, 0)),
    Slip("derivative of a fact's parameter", Derivative(log(p(x)), m), "=", 0 * m,
         lambda: ((np.log(normal(1, 1e-6)) - np.log(normal(1, 0))) / 1e-6, 0), (Fact(p(x), Normal(x, m, 1), "gaussian"),)),
    Slip("derivative of a product", Derivative(f(t) * g(t), t), "=", Derivative(f(t), t) * Derivative(g(t), t), lambda: (4, 4 * 0.25)),
    Slip("inner derivative forgotten", Derivative(exp(t**2), t), "=", exp(t**2), lambda: (2 * 2 * np.exp(4), np.exp(4))),
]
# -- densities: every letter one joint, averages under the right one -------------------------------------------------
TILTED = np.array([[8, 1], [1, 10]]) / 20  # nearly z = x
MIXTURE = Fact(q(z), Normal(z, 0, 1) / 2 + Normal(z, m, 1) / 2, "declared")
INDEPENDENT = Fact(p(x, z), p(x) * p(z), "independence")

DENSITIES = [
    Slip("a mixture multiplies its terms", Integral(q(x, z), x), "=", Normal(z, 0, 1) * Normal(z, m, 1) / 4,
         lambda: (normal(0) / 2 + normal(0, 1) / 2, normal(0) * normal(0, 1) / 4), (MIXTURE,)),
    Slip("a mixture as its first term", Integral(q(x, z), x), "=", Normal(z, 0, 1) / 2,
         lambda: (normal(0) / 2 + normal(0, 1) / 2, normal(0) / 2), (MIXTURE,)),
    Slip("log of a mixture", log(q(z)), "=", (log(Normal(z, 0, 1)) + log(Normal(z, m, 1))) / 2,
         lambda: (np.log(normal(0) / 2 + normal(0, 2) / 2), np.log(normal(0) * normal(0, 2)) / 2), (MIXTURE,)),
    Slip("a density at one point for two", Integral(Density(p, [slot("x", z), slot("z", z)], []), z), "=", z / z,
         lambda: (float(np.trace(P[:2])), 1)),
    Slip("the product for the joint", p(x, z), "=", p(x) * p(z), lambda: (P[0, 0], of_x(P)[0] * of_z(P)[0])),
    Slip("the other condition", p(x | z), "=", p(z | x), lambda: (P[0, 0] / of_z(P)[0], P[0, 0] / of_x(P)[0])),
    Slip("another letter's marginal", Integral(p(z | x) * q(x), x), "=", p(z), lambda: (float((P / of_x(P)[:, None] * of_x(Q)[:, None]).sum(0)[0]), of_z(P)[0])),
    Slip("KL turned round", KL(p(x), q(x)), "=", KL(q(x), p(x)), lambda: (kl(of_x(P), of_x(Q)), kl(of_x(Q), of_x(P)))),
    Slip("cross-entropy less entropy, signs", KL(p(x), q(x)), "=", Entropy(p(x)) - CrossEntropy(p(x), q(x)),
         lambda: (kl(of_x(P), of_x(Q)), -kl(of_x(P), of_x(Q)))),
    Slip("KL of the parts", KL(p(x, z), q(x, z)), "=", KL(p(x), q(x)) + KL(p(z), q(z)),
         lambda: (kl(P, Q), kl(of_x(P), of_x(Q)) + kl(of_z(P), of_z(Q)))),
    Slip("entropy of the whole", Entropy(p(x, z)), "=", Entropy(p(x)) + Entropy(p(z)), lambda: (entropy(P), entropy(of_x(P)) + entropy(of_z(P)))),
    Slip("a weight that is no density", Integral(p(x) * q(x), x), "=", p(x) / p(x), lambda: (float((of_x(P) * of_x(Q)).sum()), 1)),
    Slip("log of a mean", log(Expectation(f(x), p(x))), "=", Expectation(log(f(x)), p(x)),
         lambda: (np.log(of_x(P) @ [1, 2, 3]), float(of_x(P) @ np.log([1, 2, 3])))),
    Slip("Jensen, backwards", log(Expectation(f(x), p(x))), "<=", Expectation(log(f(x)), p(x)),
         lambda: (np.log(of_x(P) @ [1, 2, 3]), float(of_x(P) @ np.log([1, 2, 3])))),
    Slip("Jensen under a weight that is no density", Integral(p(x) * q(x) * log(f(x)), x), "<=", log(Integral(p(x) * q(x) * f(x), x)),
         lambda: (0, np.log((of_x(P) * of_x(Q)).sum()))),
    Slip("mean of a square", Expectation(f(x) ** 2, p(x)), "=", Expectation(f(x), p(x)) ** 2,
         lambda: (float(of_x(P) @ [1, 4, 9]), float(of_x(P) @ [1, 2, 3]) ** 2)),
    Slip("variance of a multiple", Variance(s * f(x), p(x)), "=", s * Variance(f(x), p(x)), lambda: (4 * 0.66, 2 * 0.66)),
    Slip("mean of a sample average's square", OverDraws(SampleAverage(f(x), p(x), k) ** 2), "=", Expectation(f(x), p(x)) ** 2,
         lambda: (float(of_x(P) @ [1, 4, 9]), float(of_x(P) @ [1, 2, 3]) ** 2)),
    # Gibbs under the wrong average: sum p(x) p(z) log (p(x|z) / q(x|z)) is no divergence
    Slip("Gibbs under a product of marginals", 0 * a, "<=", Integral(p(x) * p(z) * log(p(x, z) / q(x, z)), x, z),
         lambda: (0, float((np.outer(of_x(TILTED), of_z(TILTED)) * np.log(TILTED / np.outer(of_x(TILTED), of_z(TILTED)))).sum()))),
    Slip("Gibbs with one part under the product", Expectation(log(q(x, z)), p(x, z)), "<=", Integral(p(x) * p(z) * log(p(x, z)), x, z),
         lambda: (-entropy(TILTED), float((np.outer(of_x(TILTED), of_z(TILTED)) * np.log(TILTED)).sum()))),
    Slip("Gibbs under a product, conditional", 0 * a, "<=", Expectation(Expectation(log(p(x | z) / p(x)), p(x)), p(z)),
         lambda: (0, float((np.outer(of_x(TILTED), of_z(TILTED)) * np.log(TILTED / np.outer(of_x(TILTED), of_z(TILTED)))).sum()))),
    Slip("Gibbs under a weight with an extra density", Integral(p(x) * q(x, z) * log(r(z)), x, z), "<=", Integral(p(x) * q(x, z) * log(q(z)), x, z),
         lambda: gibbs_weighted()),
    Slip("Gibbs at two places of the condition", Expectation(log(q(z)), p(z | x2)), "<=", Expectation(log(p(z | x)), p(z | x)),
         lambda: (0.9 * np.log(0.9) + 0.1 * np.log(0.1), np.log(0.5))),
    Slip("Gibbs, a name free in one term and bound in another", Expectation(log(q(x, z)), p(x, z)), "<=", Expectation(log(p(z)), p(z)) + log(q(x)),
         lambda: (-entropy(TILTED), -entropy(of_z(TILTED)) + np.log(1e-9))),
    Slip("Gibbs, an average over a variable without a density", Integral(p(x) * log(q(z | x)), x, z), "<=", Integral(p(x) * log(p(x)), x),
         lambda: (2 * np.log(0.5), 10 * 0.1 * np.log(0.1))),
    Slip("KL below zero", KL(p(x), q(x)), "<=", 0 * a, lambda: (kl(of_x(P), of_x(Q)), 0)),
    Slip("KL strictly above zero", KL(p(x), q(x)), ">", 0 * a, lambda: (0, 0)),
    Slip("one KL below another of its kind", KL(p(x), q(x)), "<", KL(p(x), q(x)) + KL(p(z), q(z)), lambda: (0.5, 0.5)),
    Slip("strict Jensen", Expectation(log(f(x)), p(x)), "<", log(Expectation(f(x), p(x))), lambda: (np.log(2), np.log(2))),
    Slip("differential entropy at least zero", Entropy(p(x)), ">=", 0 * a, lambda: (0.5 * np.log(2 * np.pi * np.e * 0.01), 0)),
    Slip("entropy at a point and in the mean", Expectation(log(p(count, bit)), p(bit | count)), "<=", Expectation(log(p(count)), p(count)),
         lambda: (np.log(0.9), 0.9 * np.log(0.9) + 0.1 * np.log(0.1))),
    Slip("entropy at two points", Expectation(log(p(count, bit)), p(bit | count)), "<=", log(p(other_count)), lambda: (np.log(0.9), np.log(0.1))),
    Slip("entropy of a discrete variable at most zero", Entropy(p(bit)), "<=", 0 * a, lambda: (np.log(2), 0)),
    Slip("constant that is none", Expectation(f(x) * g(x), p(x)), "=", f(x) * Expectation(g(x), p(x)), lambda: (float(of_x(P) @ [1, 4, 9]), float(of_x(P) @ [1, 2, 3]))),
    Slip("a bound name met again outside", x * Integral(x * p(x), x), "=", Integral(x**2 * p(x), x), lambda: (1 * float(of_x(P) @ [1, 2, 3]), float(of_x(P) @ [1, 4, 9]))),
    Slip("one variable's range for another's", Integral(f(x), x), "=", Integral(f(z), z), lambda: (3, 2)),
    Slip("a component bound twice", Integral(p(vector[1]) * Integral(q(vector) * vector[1], vector), vector[1]), "=",
         Integral(p(vector[1]) * vector[1], vector[1]), lambda: (2, 1)),
    Slip("an index bound twice", Integral(p(vector[i]) * Sum(vector[i], (i, 1, d)), vector[i]), "=",
         d * Integral(p(vector[i]) * vector[i], vector[i]), lambda: (1 + 5, 2 * 1)),
]


def gibbs_weighted():
    """A weight p(x) that likes x = 0 turns q(z) round: q(z=0|x=0) = 1/10, while q(z=0) is large."""
    weight, joint = np.array([0.98, 0.02]), np.array([[0.02, 0.18], [0.7, 0.1]])
    average = (weight[:, None] * joint).sum(0)
    marginal, other = joint.sum(0), average / average.sum()
    return float(average @ np.log(other)), float(average @ np.log(marginal))


# -- Gaussians: moments, ranges, components --------------------------------------------------------------------------
N, EPS = Normal, RandomVariable("eps")
GAUSS = (Fact(p(x), Normal(x, m, v), "gaussian"),)
COMPONENTS = (Fact(p(vector), Product(Normal(vector[i], w(i), 1), (i, 1, d)), "independence"),)
TIED = (Fact(p(vector), Product(Normal(vector[j], w(j) * w(i), 1), (j, 1, d)), "independence"),)
HALF = Integral(Normal(plus, 0, 1), plus)

GAUSSIANS = [
    Slip("second moment", Expectation(x**2, N(x, m, v)), "=", m**2, lambda: (2**2 + 3, 4)),
    Slip("variance for its root", Expectation((x - m) ** 2, N(x, m, v)), "=", sqrt(v), lambda: (4, 2)),
    Slip("third moment", Expectation(x**3, N(x, m, v)), "=", m**3 + m * v, lambda: (1 + 3 * 2, 1 + 2)),
    Slip("odd moment off the middle", Expectation(x, N(x, m, v)), "=", 0 * m, lambda: (2, 0)),
    Slip("fourth moment of noise", Expectation(EPS**4, N(EPS, 0, 1)), "=", 3 * s / s + 1 * s, lambda: (numeric(lambda u: u**4 * mpmath.npdf(u), *WHOLE_LINE), 5)),
    Slip("mean of noise times a constant", Expectation(s * EPS, N(EPS, 0, 1)), "=", s, lambda: (0, 2)),
    Slip("square of what has mean zero", Expectation(EPS, N(EPS, 0, 1)), "=", Expectation(EPS**2, N(EPS, 0, 1)), lambda: (0, 1)),
    Slip("half of the line", HALF, "=", s / s, lambda: (0.5, 1)),
    Slip("half of the line by its formula", Integral(exp(-(plus**2) / 2), plus), "=", sqrt(2 * pi), lambda: (np.sqrt(np.pi / 2), np.sqrt(2 * np.pi))),
    Slip("mean over half of the line", Integral(plus * N(plus, 0, 1), plus), "=", 0 * m, lambda: (1 / np.sqrt(2 * np.pi), 0)),
    Slip("a sum as an integral", Integral(N(count, 0, v), count), "=", s / s, lambda: (sum(normal(u, 0, 0.01) for u in range(-9, 10)), 1)),
    Slip("squares of a discrete variable", Integral(count**2 * N(count, 0, v), count), "=", v, lambda: (2 * normal(1, 0, 0.01), 0.01)),
    Slip("KL of Gaussians without the logarithm", KL(N(x, m, v), N(x, 0, 1)), "=", (v + m**2 - 1) / 2, lambda: ((4 + 1 - 1 - np.log(4)) / 2, 2)),
    Slip("KL of Gaussians with the logarithm's sign", KL(N(x, m, v), N(x, 0, 1)), "=", (v + m**2 - 1 + log(v)) / 2,
         lambda: ((4 + 1 - 1 - np.log(4)) / 2, (4 + np.log(4)) / 2)),
    Slip("KL of centred Gaussians", KL(N(x, 0, v), N(x, m, s)), "=", log(s / v) / 2 + v / (2 * s) - Rational(1, 2), lambda: (0.5, 0)),
    Slip("entropy of a Gaussian", Entropy(N(x, m, v)), "=", log(2 * pi * v) / 2, lambda: (0.5 * np.log(2 * np.pi * np.e), 0.5 * np.log(2 * np.pi))),
    Slip("entropy of a declared Gaussian", Entropy(p(x)), "=", log(2 * pi * exp(1) * v), lambda: (0.5 * np.log(2 * np.pi * np.e), np.log(2 * np.pi * np.e)), GAUSS),
    Slip("a Gaussian for its formula", N(x, m, v), "=", exp(-((x - m) ** 2) / (2 * v)) / sqrt(pi * v), lambda: (normal(0), 1 / np.sqrt(np.pi))),
    Slip("log density's sign", log(N(x, m, v)), "=", (-log(2 * pi * v) + (x - m) ** 2 / v) / 2, lambda: (np.log(normal(2)), (-np.log(2 * np.pi) + 4) / 2)),
    Slip("noise with the variance as its scale", Expectation(f(x), N(x, m, v)), "=", Expectation(f(m + v * EPS), N(EPS, 0, 1)),
         lambda: (4, 16)),
    Slip("two variables' noise", Expectation(f(x) * g(z), N(x, 0, 1) * N(z, 0, 1)), "=", Expectation(f(EPS) * g(EPS), N(EPS, 0, 1)), lambda: (0, 1)),
    Slip("components of another mean", Expectation(vector[i], p(vector)), "=", w(j), lambda: (1, 2), COMPONENTS),
    Slip("a component's mean of a power", Expectation(vector[i], p(vector)), "=", w(i), lambda: (9, 3), TIED),
    Slip("two components' product", Expectation(vector[i] * vector[j], p(vector)), "=", w(i) * w(j), lambda: (1 + 4, 4), COMPONENTS),
    Slip("a product over a part of the components", Integral(Product(N(vector[i], 0, 1), (i, 1, d - 1)), vector), "=", s / s, lambda: (1e9, 1)),
    Slip("a product from the second component on", Expectation(vector[1], Product(N(vector[i], 1, 1), (i, 2, d))), "=", s / s, lambda: (1e9, 1)),
    Slip("the mean of an inverse", Expectation(1 / x, N(x, m, v)), "=", 1 / m, lambda: (numeric(lambda u: mpmath.npdf(u, 3, 0.1) / u, 2, 3, 4), 1 / 3)),
    Slip("the mean of an exponential", Expectation(exp(x), N(x, m, v)), "=", exp(m), lambda: (np.exp(0.5), 1)),
    Slip("by parts without the slope", Expectation((x - m) * f(x), N(x, m, v)), "=", v * Expectation(f(x), N(x, m, v)), lambda: (1, 0)),
]
