"""Random steps with their truth, of every kind: endless streams of them, from pairs of expressions and numbers."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from expressions_with_numbers import (
    IDENTITIES,
    WORLDS,
    Pair,
    Value,
    a,
    b,
    c,
    combined,
    f,
    functional,
    gaussian,
    index_sum,
    m,
    mixed,
    n,
    number,
    p,
    q,
    slipped,
    symbol,
    t,
    vector_form,
    world,
    written_out,
    x,
    z,
)
from sympy import Expr, Integer, Rational, exp, log

from derivations.language.facts import Fact
from derivations.language.words import KL, Entropy, Expectation, SampleAverage


@dataclass(frozen=True)
class RandomStep:
    """One step and whether it holds."""

    family: str
    left: Expr
    relation: str
    right: Expr
    kind: str
    facts: tuple[Fact, ...]
    holds: bool


def pairs(family: str, rng: random.Random) -> tuple[Pair, Pair]:
    """Two sides that may or may not agree."""
    if family == "algebra":
        left = combined(rng, lambda r: r.choice([symbol, number])(r), 2)
        return left, slipped(rng, *left)
    if family == "gaussians":
        return gaussian(rng), written_out(rng)
    leaf = {"functionals": functional, "matrices": vector_form, "sums": index_sum}[family]
    left = mixed(rng, leaf)
    return left, rng.choice([lambda: slipped(rng, *left), lambda: mixed(rng, leaf)])()


FAMILIES = ("algebra", "functionals", "matrices", "sums", "gaussians")


def truth(relation: str, one: Value, two: Value, seed: int) -> bool | None:
    """Whether the relation holds in every world tried; None where it is too near to say."""
    rng = np.random.default_rng(seed)
    for _ in range(WORLDS):
        w = world(rng)
        left, right = one(w), two(w)
        gap, size = left - right, 1e-9 * (1 + abs(left) + abs(right))
        if not math.isfinite(gap) or size / 100 < abs(gap) < size * 100:
            return None
        near = abs(gap) <= size
        if not {"=": near, ">=": near or gap > 0, "<=": near or gap < 0, ">": gap > 0 and not near}[relation]:
            return False
    return True


def random_steps(seed: int) -> Iterator[RandomStep]:
    """Steps without end, each with its truth."""
    rng = random.Random(seed)
    while True:
        family = rng.choice(FAMILIES)
        (left, one), (right, two) = pairs(family, rng)
        relation = rng.choice(["=", "=", "=", ">=", "<=", ">"])
        holds = truth(relation, one, two, rng.randrange(10**6))
        if holds is True and relation != "=":
            holds = True if truth("=", one, two, 5) else None  # a bound seen in a few worlds is no theorem
            holds = None if relation == ">" else holds
        if holds is None or left == right:
            continue
        kind = "value" if relation == "=" else "inequality"
        yield RandomStep(family, left, relation, right, kind, (), holds)


def known_identities(rng: random.Random) -> Iterator[RandomStep]:
    """Identities with random coefficients, right ones and ones with a slip in a coefficient."""
    while True:
        r, l = Rational(rng.choice([1, 2, 3]), rng.choice([1, 2])), Rational(rng.choice([-1, 1, 2]))
        (left, right), (first, second) = rng.choice(IDENTITIES), rng.choice(IDENTITIES)
        yield RandomStep("identities", r * left + l * first, "=", r * right + l * second, "value", (), True)
        wrong = r * right + l * second + rng.choice([1, -1]) * rng.choice([Integer(1), Entropy(p(z)), KL(p(z), q(z))])
        yield RandomStep("identities", r * left + l * first, "=", wrong, "value", (), False)


def estimates(rng: random.Random) -> Iterator[RandomStep]:
    """Sample averages that stand linearly, and ones that do not."""
    mean, average = Expectation(f(z), p(z)), SampleAverage(f(z), p(z), n)
    while True:
        r, l = Integer(rng.randint(1, 5)), rng.choice([a, b, m, Integer(2)])
        yield RandomStep("estimates", r * mean + l, "~", r * average + l, "estimate", (), True)
        wrong = rng.choice([average**2, exp(average), 2 * average, average + mean, SampleAverage(f(z), q(z), n)])
        right = {average**2: mean**2, exp(average): exp(mean)}.get(wrong, mean)
        yield RandomStep("estimates", r * right + l, "~", r * wrong + l, "estimate", (), False)


def minimisers(rng: random.Random) -> Iterator[RandomStep]:
    """What does not vary dropped, and what does."""
    base = KL(q(z), p(z))
    while True:
        r = rng.choice([a, b, Integer(2), Rational(1, 3)])
        still, varying = rng.choice([a, b * c, log(a), m**2]), rng.choice([Entropy(q(z)), f(t), KL(q(x), p(x))])
        yield RandomStep("minimisers", r * base + still, "min", base, "minimiser", (), True)
        left, right = rng.choice([(base + varying, base), (base, KL(p(z), q(z))), (-base, base), (base * f(t), base)])
        yield RandomStep("minimisers", left + still, "min", right, "minimiser", (), False)


def all_steps(seed: int) -> Iterator[RandomStep]:
    """Every family in turn."""
    rng = random.Random(seed)
    streams = [random_steps(seed)] * 3 + [known_identities(rng), estimates(rng), minimisers(rng)]
    while True:
        for stream in streams:
            yield next(stream)
