"""Random sums and products over an index, also of no terms."""

from __future__ import annotations

import random
from collections.abc import Iterator

from random_steps import (
    SYMBOLS,
    Step,
    Valued,
    differ,
    exponential,
    minus,
    plus,
    squared,
    times,
)
from sympy import Function, Integer, Symbol

from derivations.language.words import (
    Product,
    Sum,
)

I, J = Symbol("i", integer=True), Symbol("j", integer=True)
COUNT = Symbol("n", integer=True, positive=True)
NAMES = {name: Function(name, real=True) for name in "fgw"}


def term(rng, index: Symbol) -> Valued:
    """A term of a sum; its number at {"i": 2, ...}."""
    key, name = index.name, rng.choice("fgw")
    one = Valued(NAMES[name](index), lambda e: e[name, e[key]])
    if rng.random() < 0.3:
        one = times(one, Valued(SYMBOLS["a"], lambda e: e["a"]))
    return squared(one) if rng.random() < 0.2 else one


def total(body: Valued, index: Symbol, low: int = 1, short: int = 0, make=Sum, over: Symbol = COUNT) -> Valued:
    """The sum (or product) of a body over index = low, ..., n - short; a sum of no terms is 0, a product 1."""

    def at(place):
        value = 0.0 if make is Sum else 1.0
        for k in range(low, place[over.name] - short + 1):
            one = body.at({**place, index.name: k})
            value = value + one if make is Sum else value * one
        return value

    return Valued(make(body.expr, (index, low, over - short)), at)


def number(value: int) -> Valued:
    return Valued(Integer(value), lambda e: value)


SIZE_OF = Valued(COUNT, lambda e: e["n"])


def index_sums(rng: random.Random) -> Iterator[Step]:
    while True:
        f, g, h = term(rng, I), term(rng, I), term(rng, J)
        a = Valued(SYMBOLS["a"], lambda e: e["a"])
        low, short = rng.choice((1, 1, 2, 3)), rng.choice((0, 0, 1, 2))
        empty = max(0, low + short - 1)
        sides = rng.choice(
            (
                (total(plus(f, g), I, low, short), plus(total(f, I, low, short), total(g, I, low, short))),
                (total(times(f, g), I, low, short), times(total(f, I, low, short), total(g, I, low, short))),
                (total(times(a, f), I, low, short), times(a, total(f, I, low, short))),
                (total(plus(a, f), I, low, short), plus(a, total(f, I, low, short))),
                (total(a, I, low, short), times(a, minus(SIZE_OF, number(empty)))),
                (total(a, I, low, short), times(a, SIZE_OF)),
                (total(f, I, 1, 0), total(f, I, low, short)),
                (squared(total(f, I)), total(squared(f), I)),
                (total(total(times(f, h), J), I), times(total(f, I), total(h, J))),
                (total(total(plus(f, h), J), I), times(SIZE_OF, plus(total(f, I), total(h, J)))),
                (total(total(plus(f, h), J), I), plus(total(f, I), total(h, J))),
                (total(exponential(f), I, make=Product), exponential(total(f, I))),
                (total(times(a, exponential(f)), I, make=Product), times(a, exponential(total(f, I)))),
                (
                    total(times(a, exponential(f)), I, low, short, Product),
                    times(whole(a), exponential(total(f, I, low, short))),
                ),
                (total(plus(f, g), I, make=Product), plus(total(f, I, make=Product), total(g, I, make=Product))),
            )
        )
        places = []
        for n in (1, 2, 3, 4):
            values = {(name, k): rng.uniform(-2, 2) for name in "fgw" for k in range(1, 5)}
            places.append({"n": n, "a": rng.uniform(-2, 2), **values})
        false = differ(*sides, places)
        if false is not None:
            yield Step("index sums", sides[0].expr, "=", sides[1].expr, false)


def whole(u):
    return Valued(u.expr**COUNT, lambda e: u.at(e) ** e["n"])
