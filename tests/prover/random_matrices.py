"""Random traces and forms of matrices that are not symmetric."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
from random_steps import (
    Step,
    Valued,
    differ,
    plus,
)
from sympy import Symbol

from derivations.language.words import (
    Bilinear,
    MatrixName,
    MatVec,
    RandomVariable,
    Trace,
    Transpose,
)

SIZE = Symbol("k", integer=True, positive=True)
A, B = (MatrixName(n, SIZE, symmetric=False) for n in "AB")
S = MatrixName("S", SIZE, symmetric=True)
U, W = (RandomVariable(n, dimension=SIZE) for n in "uw")


def word(rng, most: int = 3) -> tuple[Valued, Valued]:
    """A product of matrices and its transpose, each with numpy's array."""
    made = other = None
    for _ in range(rng.randint(1, most)):
        name = rng.choice("ABS")
        one = Valued({"A": A, "B": B, "S": S}[name], lambda e, name=name: e[name])
        turned = Valued(Transpose(one.expr), lambda e, name=name: e[name].T)
        if rng.random() < 0.25:
            one, turned = inverse(one), inverse(turned)
        if rng.random() < 0.2:
            one, turned = plus(one, one_more(B)), plus(turned, one_more(Transpose(B)))
        if rng.random() < 0.3:
            one, turned = turned, one
        made = one if made is None else product(made, one)
        other = turned if other is None else product(turned, other)
    return made, other


def one_more(matrix) -> Valued:
    return Valued(matrix, (lambda e: e["B"]) if matrix == B else (lambda e: e["B"].T))


def product(u, v):
    return Valued(u.expr * v.expr, lambda e: u.at(e) @ v.at(e))


def inverse(u):
    return Valued(u.expr**-1, lambda e: np.linalg.inv(u.at(e)))


def trace(u):
    return Valued(Trace(u.expr), lambda e: float(np.trace(u.at(e))))


def form(u, a, v):
    names = {"u": U, "w": W}
    return Valued(Bilinear(names[u], a.expr, names[v]), lambda e: float(e[u] @ a.at(e) @ e[v]))


def carried(u, a, v):
    """u'(A v)."""
    names = {"u": U, "w": W}
    return Valued(Bilinear(names[u], 1, MatVec(a.expr, names[v])), lambda e: float(e[u] @ (a.at(e) @ e[v])))


def matrices(rng: random.Random) -> Iterator[Step]:
    while True:
        (a, a_turned), (b, b_turned) = word(rng), word(rng, 2)
        sides = rng.choice((
            (trace(product(a, b)), trace(product(b, a))), (trace(product(a, b)), trace(product(b_turned, a_turned))),
            (trace(product(a, b)), trace(product(a_turned, b))), (trace(a), trace(a_turned)),
            (trace(product(a, b)), trace(product(b, a_turned))), (form("u", a, "w"), form("w", a_turned, "u")),
            (form("u", a, "w"), form("w", a, "u")), (carried("u", a, "w"), carried("w", a_turned, "u")),
            (form("u", product(a, b), "w"), form("u", product(b, a), "w")),
            (trace(inverse(product(a, b))), trace(product(inverse(a), inverse(b)))),
            (form("u", inverse(product(a, b)), "w"), form("u", product(inverse(b), inverse(a)), "w")),
            (form("u", inverse(a_turned), "w"), form("u", inverse(a), "w")),
            (form("u", inverse(plus(a, b)), "w"), form("w", inverse(plus(a_turned, b_turned)), "u")),
            (form("u", inverse(plus(a, b)), "w"), form("w", inverse(plus(a, b)), "u")),
            (trace(product(plus(a, b), a)), plus(trace(product(a, a)), trace(product(a, b)))),
            (trace(product(plus(a, b), a_turned)), plus(trace(product(a, a)), trace(product(b, a)))),
        ))  # fmt: skip
        yield Step("matrices", sides[0].expr, "=", sides[1].expr, differ(*sides, matrix_places(rng)) is not False)


def matrix_places(rng: random.Random) -> list[dict]:
    made = []
    for _ in range(3):
        draw = np.random.default_rng(rng.randrange(2**32)).normal
        half = draw(size=(3, 3))
        made.append({"A": draw(size=(3, 3)), "B": draw(size=(3, 3)), "S": half @ half.T + np.eye(3),
                     "u": draw(size=3), "w": draw(size=3)})  # fmt: skip
    return made
