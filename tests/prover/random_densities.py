"""Random equations and inequalities between densities, false where the tests' own tables say so."""

from __future__ import annotations

import random
from collections.abc import Iterator

from random_steps import Step
from sympy import Expr, Integer, Rational, sympify
from tables import Unsaid, is_false

from derivations.language.words import (
    KL,
    ConditionalEntropy,
    CrossEntropy,
    Distribution,
    Entropy,
    Expectation,
    Integral,
    MutualInformation,
    RandomVariable,
    log,
)

p, q, r = Distribution("p"), Distribution("q"), Distribution("r")
x, z = RandomVariable("x"), RandomVariable("z")
cx, cz = RandomVariable("x", discrete=True), RandomVariable("z", discrete=True)
LETTERS = (p, q, r)


def averaged_log(rng: random.Random, x, z) -> Expr:
    """E log of a density, under a joint, a product of marginals, or a conditional at a free point."""
    a, b = rng.choice(LETTERS), rng.choice(LETTERS)
    weight = rng.choice(
        (
            a(x, z),
            a(x, z),
            a(x) * a(z),
            b(x) * a(z | x),
            a(z | x),
            a(x),
            a(z),
            b(x) * a(z),
            a(x | z) * b(z),
        )
    )
    c = rng.choice(LETTERS)
    inner = rng.choice((c(x, z), c(z | x), c(x | z), c(x), c(z), c(x) * c(z)))
    return Expectation(log(inner), weight)


def functional(rng: random.Random, x, z) -> Expr:
    a, b = rng.sample(LETTERS, 2)
    return rng.choice(
        (
            KL(a(x), b(x)),
            KL(a(z), b(z)),
            KL(a(x, z), b(x, z)),
            KL(a(z | x), b(z)),
            Expectation(KL(a(z | x), b(z | x)), b(x)),
            Expectation(KL(a(z | x), b(z | x)), a(x)),
            Entropy(a(x)),
            Entropy(a(x, z)),
            ConditionalEntropy(a(z | x)),
            Entropy(a(z | x)),
            CrossEntropy(a(x), b(x)),
            CrossEntropy(a(x, z), b(x, z)),
            MutualInformation(a(x, z), x, z),
            log(a(x)),
            log(a(z | x)),
            log(Expectation(b(x | z), a(z))),
            Expectation(log(b(x | z)), a(z)),
            Integral(a(x) * b(z) * log(a(x, z)), x, z),
        )
    )


def combination(rng: random.Random, x, z, most: int) -> Expr:
    total = Integer(0)
    for _ in range(rng.randint(1, most)):
        one = (averaged_log if rng.random() < 0.5 else functional)(rng, x, z)
        total += rng.choice((1, 1, -1, -1, 2, Rational(1, 2))) * one
    return total


def like_gibbs(rng: random.Random, x, z) -> tuple[Expr, Expr]:
    """E_a log b and E_a log a: a bound if both averages are under one law."""
    a, b = rng.sample(LETTERS, 2)
    laws = ((a(x, z), (x, z)), (a(x), (x,)), (a(z | x), (z,)), (b(x) * a(z | x), (z,)), (a(x) * a(z), (x, z)))
    law, of = rng.choice(laws)
    other = law if rng.random() < 0.6 else rng.choice(laws)[0]
    densities = {(x, z): (a(x, z), b(x, z)), (x,): (a(x), b(x)), (z,): (a(z | x), b(z | x))}[of]
    if rng.random() < 0.3:
        densities = densities[0], rng.choice((b(x, z), b(x), b(z), b(z | x), b(x | z)))
    return Expectation(log(densities[1]), law), Expectation(log(densities[0]), other)


def inequalities(rng: random.Random) -> Iterator[Step]:
    """0 <= a combination, also strictly, of variables that are counted or measured."""
    while True:
        # entropies of the tables are those of discrete variables: what is false there is false of densities too
        pair = (x, z) if rng.random() < 0.5 else (cx, cz)
        left, right = combination(rng, *pair, 2), combination(rng, *pair, 2)
        chance = rng.random()
        if chance < 0.3:
            left = sympify(0)
        elif chance < 0.6:
            left, right = like_gibbs(rng, *pair)
        relation = rng.choice(("<=", "<=", ">="))
        try:
            yield Step(
                "inequalities",
                left,
                relation,
                right,
                is_false(left, relation, right, worlds=4, seed=rng.randrange(1000)),
            )
        except (Unsaid, ZeroDivisionError):
            continue


def values(rng: random.Random) -> Iterator[Step]:
    """Two combinations that are near each other: a functional opened by a definition, rightly or not."""
    while True:
        a, b = rng.sample(LETTERS, 2)
        rest = combination(rng, x, z, 1)
        left, right = rng.choice(
            (
                (KL(a(x), b(x)), CrossEntropy(a(x), b(x)) - Entropy(a(x))),
                (KL(a(x), b(x)), Entropy(a(x)) - CrossEntropy(a(x), b(x))),
                (KL(a(x, z), b(x, z)), KL(a(x), b(x)) + Expectation(KL(a(z | x), b(z | x)), a(x))),
                (KL(a(x, z), b(x, z)), KL(a(x), b(x)) + Expectation(KL(a(z | x), b(z | x)), b(x))),
                (KL(a(x, z), b(x, z)), KL(a(x), b(x)) + KL(a(z), b(z))),
                (Entropy(a(x, z)), Entropy(a(x)) + ConditionalEntropy(a(z | x))),
                (Entropy(a(x, z)), Entropy(a(x)) + Entropy(a(z))),
                (Entropy(a(x, z)), Entropy(a(z)) + ConditionalEntropy(a(z | x))),
                (MutualInformation(a(x, z), x, z), Entropy(a(x)) - ConditionalEntropy(a(x | z))),
                (MutualInformation(a(x, z), x, z), Entropy(a(x)) - ConditionalEntropy(a(z | x))),
                (MutualInformation(a(x, z), x, z), KL(a(x, z), a(x) * a(z))),
                (MutualInformation(a(x, z), x, z), KL(a(x) * a(z), a(x, z))),
                (Expectation(log(b(x, z)), a(x, z)), Expectation(Expectation(log(b(x, z)), a(z | x)), a(x))),
                (Expectation(log(b(x, z)), a(x, z)), Expectation(Expectation(log(b(x, z)), a(z | x)), b(x))),
                (Expectation(log(b(x, z)), a(x, z)), Expectation(log(b(x, z)), a(x) * a(z))),
                (Expectation(log(b(z | x)), a(z)), Expectation(log(b(x, z)), a(z)) - log(b(x))),
                (Integral(a(x, z) * b(z), x), a(z) * b(z)),
                (Integral(a(x, z) * b(z | x), x), a(z) * b(z)),
                (Integral(a(x | z) * b(z), z), b(x)),
                (Integral(a(x | z) * a(z), z), a(x)),
                (Expectation(a(z | x) / b(z | x), b(z | x)), Integer(1) + 0 * a(x)),
                (Expectation(a(z | x) / b(z | x), a(z | x)), Integer(1)),
                (log(Expectation(b(x | z), a(z))), Expectation(log(b(x | z)), a(z))),
                (combination(rng, x, z, 1), combination(rng, x, z, 1)),
            )
        )
        swap = rng.random() < 0.2
        try:
            left, right = left + rest, right + (2 * rest if swap else rest)
            yield Step("values", left, "=", right, is_false(left, "=", right, worlds=3, seed=rng.randrange(1000)))
        except (Unsaid, ZeroDivisionError):
            continue
