"""Random steps with roots, powers, logarithms and fractions of what may be negative."""

from __future__ import annotations

import random
from collections.abc import Iterator

from random_steps import (
    SYMBOLS,
    Step,
    Valued,
    differ,
    exponential,
    logged,
    minus,
    negative,
    over,
    plus,
    root,
    scaled,
    squared,
    times,
    whole_power,
)
from sympy import Integer, sympify


def leaf(rng) -> Valued:
    name = rng.choice("aabbst")
    return Valued(SYMBOLS[name], lambda e: e[name])


def algebraic(rng, depth: int) -> Valued:
    if depth == 0:
        return leaf(rng)
    u = algebraic(rng, depth - 1)
    if rng.random() < 0.3:
        return rng.choice((negative, squared, scaled))(u)
    return rng.choice((plus, minus, times))(u, algebraic(rng, depth - 1))


ZERO = Valued(Integer(0), lambda e: 0)
RULES = [  # two sides that look alike for any u and v
    ("=", lambda u, v: root(times(u, v)), lambda u, v: times(root(u), root(v))),
    ("=", lambda u, v: root(squared(u)), lambda u, v: u),
    ("=", lambda u, v: root(times(squared(u), v)), lambda u, v: times(u, root(v))),
    ("=", lambda u, v: logged(times(u, v)), lambda u, v: plus(logged(u), logged(v))),
    ("=", lambda u, v: logged(squared(u)), lambda u, v: times(logged(u), logged(squared(v)))),
    ("=", lambda u, v: logged(over(u, v)), lambda u, v: minus(logged(u), logged(v))),
    ("=", lambda u, v: logged(plus(u, v)), lambda u, v: plus(logged(u), logged(v))),
    ("=", lambda u, v: exponential(plus(u, v)), lambda u, v: times(exponential(u), exponential(v))),
    ("=", lambda u, v: exponential(times(u, v)), lambda u, v: times(exponential(u), exponential(v))),
    ("=", lambda u, v: exponential(logged(u)), lambda u, v: root(squared(u))),
    ("=", lambda u, v: squared(plus(u, v)), lambda u, v: plus(squared(u), squared(v))),
    ("=", lambda u, v: squared(minus(u, v)), lambda u, v: minus(plus(squared(u), squared(v)), scaled(times(u, v)))),
    ("=", lambda u, v: over(u, plus(u, v)), lambda u, v: over(ZERO, plus(u, v))),
    ("=", lambda u, v: over(plus(u, v), times(u, v)), lambda u, v: plus(over(u, squared(u)), over(v, squared(v)))),
    ("=", lambda u, v: over(minus(squared(u), squared(v)), plus(u, v)), lambda u, v: minus(u, v)),
    ("=", lambda u, v: root(whole_power(squared(u))), lambda u, v: whole_power(u)),
    ("=", lambda u, v: whole_power(times(u, v)), lambda u, v: times(whole_power(u), whole_power(v))),
    ("=", lambda u, v: whole_power(plus(u, v)), lambda u, v: plus(whole_power(u), whole_power(v))),
    ("<=", lambda u, v: ZERO, lambda u, v: squared(minus(u, v))),
    ("<=", lambda u, v: ZERO, lambda u, v: over(squared(u), v)),
    ("<=", lambda u, v: ZERO, lambda u, v: times(u, root(squared(v)))),
    ("<=", lambda u, v: ZERO, lambda u, v: whole_power(u)),
    ("<=", lambda u, v: u, lambda u, v: plus(u, over(squared(v), plus(u, v)))),
    ("<=", lambda u, v: logged(u), lambda u, v: minus(u, over(u, u))),
    ("<=", lambda u, v: times(v, logged(u)), lambda u, v: times(v, minus(u, over(u, u)))),
    ("<=", lambda u, v: scaled(times(u, v)), lambda u, v: plus(squared(u), squared(v))),
    ("<", lambda u, v: ZERO, lambda u, v: squared(u)),
    ("<", lambda u, v: minus(u, u), lambda u, v: plus(squared(u), exponential(v))),
]


def algebra(rng: random.Random) -> Iterator[Step]:
    while True:
        relation, left, right = rng.choice(RULES)
        u, v = (algebraic(rng, rng.choice((0, 0, 1, 2))) for _ in range(2))
        places = [{"a": rng.choice((-2.5, -1.5, -0.5, 0.5, 1.5)), "b": rng.choice((-3.0, -1.25, -0.25, 0.75, 2.0)),
                   "s": rng.choice((0.25, 1.75, 3.0)), "t": rng.choice((0.5, 1.25, 2.0)), "n": rng.choice((1, 2, 3))}
                  for _ in range(24)]  # fmt: skip
        try:
            one, other = left(u, v), right(u, v)
            if relation == "=" and rng.random() < 0.5:
                w = algebraic(rng, 1)
                one, other = (rng.choice((plus, times))(one, w), plus(other, w))
        except ZeroDivisionError:
            continue
        if one.expr.is_finite is False or other.expr.is_finite is False or {one.expr, other.expr} & {sympify("nan")}:
            continue
        false = differ(one, other, places, relation)
        if false is not None:
            yield Step("algebra", one.expr, relation, other.expr, false)
