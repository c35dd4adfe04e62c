"""Random expressions with their numbers: each an expression of the language, and what it is worth in a world, computed
here by plain Python and numpy over small tables, without anything of the package but the words of the language.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np
from sympy import Expr, Function, Rational, Symbol, exp, log, sqrt

from derivations.language.words import (
    KL,
    Bilinear,
    CrossEntropy,
    Distribution,
    Entropy,
    Expectation,
    MatrixName,
    Normal,
    RandomVariable,
    Sum,
    Trace,
    Transpose,
)

WORLDS = 4
p, q = Distribution("p"), Distribution("q")
x, z, y = RandomVariable("x"), RandomVariable("z"), RandomVariable("y")
d = Symbol("d", integer=True, positive=True)
n = Symbol("n", integer=True, positive=True)
i, j = Symbol("i", integer=True), Symbol("j", integer=True)
u, v = RandomVariable("u", dimension=d), RandomVariable("v", dimension=d)
A, B = MatrixName("A", d, symmetric=False), MatrixName("B", d, symmetric=False)
S = MatrixName("S", d)
a, b, c, s = (Symbol(name, positive=True) for name in "abcs")
m, t = Symbol("m", real=True), Symbol("t", real=True)
f = Function("f", real=True)

Value = Callable[[dict], float]
Pair = tuple[Expr, Value]


def world(rng: np.random.Generator) -> dict:
    """Numbers for every name: tables of two outcomes for x and three for z, vectors and matrices of size two."""
    tables = {}
    for letter in "pq":
        joint = rng.dirichlet(np.ones(6)).reshape(2, 3) * 0.9 + 0.1 / 6
        tables[letter] = joint
    root = rng.normal(size=(2, 2))
    return {
        **tables, "u": rng.normal(size=2), "v": rng.normal(size=2), "A": rng.normal(size=(2, 2)),
        "B": rng.normal(size=(2, 2)), "S": root @ root.T + np.eye(2), "f": rng.normal(size=3),
        **{k: float(rng.uniform(0.5, 2.5)) for k in "abcs"}, "m": float(rng.normal()), "t": float(rng.normal()),
    }  # fmt: skip


def number(rng: random.Random) -> Pair:
    value = Rational(rng.choice([1, 2, 3, -1, -2]), rng.choice([1, 1, 2, 3]))
    return value, lambda w: float(value)


def symbol(rng: random.Random) -> Pair:
    one = rng.choice([a, b, c, s, m, t])
    return one, lambda w: w[one.name]


def positive(rng: random.Random) -> Pair:
    one = rng.choice([a, b, c, s])
    return one, lambda w: w[one.name]


def combined(rng: random.Random, leaf, depth: int) -> Pair:
    """A random expression of sums, products, whole powers, logarithms, roots and exponentials."""
    kind = rng.choice(["leaf"] if depth == 0 else ["sum", "sum", "product", "square", "log", "root", "over", "exp"])
    if kind == "leaf":
        return leaf(rng)
    if kind == "log":
        (e, g), (h, k) = positive(rng), positive(rng)
        return log(e * h), lambda w: math.log(g(w) * k(w))
    if kind == "root":
        (e, g), (h, k) = positive(rng), positive(rng)
        return sqrt(e * h), lambda w: math.sqrt(g(w) * k(w))
    if kind == "exp":
        (e, g), (h, k) = symbol(rng), symbol(rng)
        return exp((e + h) / 2), lambda w: math.exp((g(w) + k(w)) / 2)
    (e, g), (h, k) = combined(rng, leaf, depth - 1), combined(rng, leaf, depth - 1)
    if kind == "sum":
        return e + h, lambda w: g(w) + k(w)
    if kind == "product":
        return e * h, lambda w: g(w) * k(w)
    if kind == "square":
        return (e + h) ** 2, lambda w: (g(w) + k(w)) ** 2
    (h, k) = positive(rng)
    return e / (h + 1), lambda w: g(w) / (k(w) + 1)


def entropy(table) -> float:
    return float(-(table * np.log(table)).sum())


def divergence(one, two) -> float:
    return float((one * np.log(one / two)).sum())


def functional(rng: random.Random) -> Pair:
    """A divergence, an entropy, a cross-entropy or an expectation of tables of x and z."""
    P, Q = rng.choice([("p", "q"), ("q", "p")])
    one, two = (p, q) if P == "p" else (q, p)
    of_z = {P: (lambda w: w[P].sum(0)), Q: (lambda w: w[Q].sum(0))}
    return rng.choice(
        [
            (KL(one(x, z), two(x, z)), lambda w: divergence(w[P], w[Q])),
            (KL(one(z), two(z)), lambda w: divergence(of_z[P](w), of_z[Q](w))),
            (Entropy(one(x, z)), lambda w: entropy(w[P])),
            (Entropy(one(z)), lambda w: entropy(of_z[P](w))),
            (CrossEntropy(one(z), two(z)), lambda w: float(-(of_z[P](w) * np.log(of_z[Q](w))).sum())),
            (Expectation(log(two(z)), one(z)), lambda w: float((of_z[P](w) * np.log(of_z[Q](w))).sum())),
            (Expectation(f(z), one(z)), lambda w: float((of_z[P](w) * w["f"]).sum())),
            (
                Expectation(KL(one(z | x), two(z | x)), one(x)),
                lambda w: divergence(w[P], w[Q]) - divergence(w[P].sum(1), w[Q].sum(1)),
            ),
            (KL(one(x), two(x)), lambda w: divergence(w[P].sum(1), w[Q].sum(1))),
        ]
    )


IDENTITIES: list[tuple[Expr, Expr]] = [
    (CrossEntropy(p(z), q(z)), Entropy(p(z)) + KL(p(z), q(z))),
    (KL(p(x, z), q(x, z)), KL(p(x), q(x)) + Expectation(KL(p(z | x), q(z | x)), p(x))),
    (Entropy(p(x, z)), Entropy(p(x)) + Expectation(Entropy(p(z | x)), p(x))),
    (KL(p(z), q(z)), -Entropy(p(z)) - Expectation(log(q(z)), p(z))),
    (KL(q(z), p(z)), CrossEntropy(q(z), p(z)) - Entropy(q(z))),
    (Expectation(f(z) + 1, p(z)), Expectation(f(z), p(z)) + 1),
    (Expectation((f(z) + 1) ** 2, p(z)), Expectation(f(z) ** 2, p(z)) + 2 * Expectation(f(z), p(z)) + 1),
]


def vector_form(rng: random.Random) -> Pair:
    """Traces and quadratic forms of matrices that are not symmetric (S is), in terms of each other."""
    first, second = rng.choice([("A", "B"), ("A", "A"), ("B", "S"), ("S", "A"), ("S", "S")])
    one, two = {"A": A, "B": B, "S": S}[first], {"A": A, "B": B, "S": S}[second]
    turned = rng.random() < 0.5
    left, right = rng.choice([("u", "u"), ("u", "v"), ("v", "u")])
    lu, ru = (u if left == "u" else v), (u if right == "u" else v)

    def turn(matrix):
        return matrix.T if turned else matrix

    return rng.choice(
        [
            (Trace((Transpose(one) if turned else one) * two), lambda w: float(np.trace(turn(w[first]) @ w[second]))),
            (Bilinear(lu, Transpose(one) if turned else one, ru), lambda w: float(w[left] @ turn(w[first]) @ w[right])),
            (Bilinear(lu, 1, ru), lambda w: float(w[left] @ w[right])),
        ]
    )


def index_sum(rng: random.Random) -> Pair:
    """Sums over one index or two."""
    return rng.choice(
        [
            (Sum(u[i] * v[i], (i, 1, d)), lambda w: float(w["u"] @ w["v"])),
            (Sum(u[i], (i, 1, d)), lambda w: float(w["u"].sum())),
            (Sum(u[i] ** 2, (i, 1, d)), lambda w: float((w["u"] ** 2).sum())),
            (Sum(Sum(u[i] * v[j], (i, 1, d)), (j, 1, d)), lambda w: float(w["u"].sum() * w["v"].sum())),
            (Sum(u[i], (i, 1, d)) ** 2, lambda w: float(w["u"].sum() ** 2)),
            (Sum(Sum(u[i] * u[j] * v[j], (i, 1, d)), (j, 1, d)), lambda w: float(w["u"].sum() * (w["u"] @ w["v"]))),
            (Sum((u[i] - m) ** 2, (i, 1, d)), lambda w: float(((w["u"] - w["m"]) ** 2).sum())),
        ]
    )


NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(24)


def under_gaussian(g: Callable, mean: float, deviation: float) -> float:
    """The mean of g under a Gaussian, exact for polynomials."""
    return float((WEIGHTS * g(mean + deviation * NODES)).sum() / WEIGHTS.sum())


def gaussian(rng: random.Random) -> Pair:
    """Moments, entropies and divergences of Gaussians."""
    power = rng.choice([1, 2, 3, 4])
    normal, other = Normal(z, m, s**2), Normal(z, t, a**2)

    def kl(w):
        return math.log(w["a"] / w["s"]) + (w["s"] ** 2 + (w["m"] - w["t"]) ** 2) / (2 * w["a"] ** 2) - 0.5

    return rng.choice(
        [
            (Expectation(z**power, normal), lambda w: under_gaussian(lambda y: y**power, w["m"], w["s"])),
            (Expectation((z - t) ** 2, normal), lambda w: under_gaussian(lambda y: (y - w["t"]) ** 2, w["m"], w["s"])),
            (KL(normal, other), kl),
            (Entropy(normal), lambda w: 0.5 * math.log(2 * math.pi * math.e * w["s"] ** 2)),
        ]
    )


def written_out(rng: random.Random) -> Pair:
    """The same in closed form."""
    from sympy import E, pi

    return rng.choice(
        [
            (m**2 + s**2, lambda w: w["m"] ** 2 + w["s"] ** 2),
            (m**3 + 3 * m * s**2, lambda w: w["m"] ** 3 + 3 * w["m"] * w["s"] ** 2),
            ((m - t) ** 2 + s**2, lambda w: (w["m"] - w["t"]) ** 2 + w["s"] ** 2),
            (m**4 + 6 * m**2 * s**2 + 3 * s**4, lambda w: under_gaussian(lambda y: y**4, w["m"], w["s"])),
            (log(2 * pi * E * s**2) / 2, lambda w: 0.5 * math.log(2 * math.pi * math.e * w["s"] ** 2)),
            (
                log(a / s) + (s**2 + (m - t) ** 2) / (2 * a**2) - Rational(1, 2),
                lambda w: math.log(w["a"] / w["s"]) + (w["s"] ** 2 + (w["m"] - w["t"]) ** 2) / (2 * w["a"] ** 2) - 0.5,
            ),
        ]
    )


def slipped(rng: random.Random, e: Expr, g: Value) -> Pair:
    """The same, or nearly: expanded, with a term more, a sign, a half, a factor."""
    other = symbol(rng)
    return rng.choice(
        [
            (e.expand(), g),
            (e + 0, g),
            (e * other[0] / other[0], g),
            ((e - 1) + 1, g),
            (-e, lambda w: -g(w)),
            (e / 2, lambda w: g(w) / 2),
            (e + other[0], lambda w: g(w) + other[1](w)),
            (e * 2 - e, g),
            (e + Rational(1, 2), lambda w: g(w) + 0.5),
        ]
    )


def mixed(rng: random.Random, leaf) -> Pair:
    """A short linear combination."""
    (e, g), (h, k), (r, l) = leaf(rng), leaf(rng), number(rng)
    return rng.choice([(e, g), (e + h, lambda w: g(w) + k(w)), (e + r * h, lambda w: g(w) + l(w) * k(w))])
