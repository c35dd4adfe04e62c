"""Random moments of Gaussians against their formula, often with one slip in it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from math import comb, factorial

import numpy as np
from random_steps import (
    Step,
)
from sympy import Expr, Integer, Rational, Symbol, sqrt, sympify

from derivations.language.words import (
    Expectation,
    Normal,
    RandomVariable,
)

X, Z = RandomVariable("x"), RandomVariable("z")
M, C = Symbol("m", real=True), Symbol("c", real=True)
V = Symbol("v", positive=True)
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(24)


def gaussians(rng: random.Random) -> Iterator[Step]:
    """E (x - c)^n z^k, x ~ N(m, v), z ~ N(0, 1) independent, against its formula, often with a slip in it."""
    while True:
        n, k = rng.randint(1, 4), rng.randint(0, 3)
        shift, scale = rng.choice((0, C, M)), rng.choice((Integer(1), C, Rational(1, 2)))
        left = Expectation(scale * (X - shift) ** n * Z**k, Normal(X, M, V) * Normal(Z, 0, 1))
        terms = moment_terms(n, M - shift, V)
        noise = Integer(0) if k % 2 else Integer(factorial(k) // (2 ** (k // 2) * factorial(k // 2)))
        right = scale * noise * sum(slipped(rng, terms), Integer(0))
        if rng.random() < 0.2:
            right += rng.choice((M, V, C - M, Integer(1)))
        false = False
        for _ in range(3):
            at = {M: rng.uniform(-2, 2), C: rng.uniform(-2, 2), V: rng.uniform(0.3, 3)}
            shifted, factor = (float(sympify(part).subs(at)) for part in (shift, scale))
            draws = (at[M] + np.sqrt(at[V]) * NODES - shifted) ** n
            mean = factor * (draws @ WEIGHTS) * (NODES**k @ WEIGHTS) / WEIGHTS.sum() ** 2
            false = false or abs(mean - float(right.subs(at))) > 1e-7 * (1 + abs(mean))
        yield Step("gaussians", left, "=", right, bool(false))


def moment_terms(n: int, mean: Expr, variance: Expr) -> list[Expr]:
    """The terms of E y^n for y ~ N(mean, variance)."""
    pairs = [(j, factorial(2 * j) // (2**j * factorial(j))) for j in range(n // 2 + 1)]
    return [comb(n, 2 * j) * ways * mean ** (n - 2 * j) * variance**j for j, ways in pairs]


def slipped(rng: random.Random, terms: list[Expr]) -> list[Expr]:
    made, k = list(terms), rng.randrange(len(terms))
    match rng.randrange(6):
        case 0:
            del made[k]
        case 1:
            made[k] = made[k] * 2
        case 2:
            made[k] = made[k].subs(V, V**2) if made[k].has(V) else -made[k]
        case 3:
            made[k] = made[k].subs(V, sqrt(V)) if made[k].has(V) else made[k] + V
    return made
