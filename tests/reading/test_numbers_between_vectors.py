"""What u' M v is written as has its value: for products, sums, transposes, inverses and outer products at random."""

import random

import numpy as np
import pytest
from sympy import Add, Integer, Mul, Pow, Symbol

from derivations.language import words as L
from derivations.reading.meaning import between as module
from derivations.reading.meaning.between import is_matrix

SIZE = 3
A, B, X = (L.MatrixName(name, Integer(SIZE), symmetric=False) for name in "ABX")
S = L.MatrixName("S", Integer(SIZE))
x, y = (L.RandomVariable(name, dimension=SIZE) for name in "xy")
c = Symbol("c", real=True)


def values(seed: int) -> dict:
    rng = np.random.default_rng(seed)
    found = {m: rng.normal(size=(SIZE, SIZE)) for m in (A, B, X)}
    root = rng.normal(size=(SIZE, SIZE))
    found |= {S: root @ root.T + np.eye(SIZE), c: rng.normal()}
    return found | {L.RandomVariable(n, dimension=SIZE): rng.normal(size=SIZE) for n in "xyuv"}


def worth(e, at: dict):
    """The value of an expression, by the definition of each node."""
    if e in at:
        return at[e]
    if isinstance(e, L.Identity):
        return np.eye(SIZE)
    parts = [worth(a, at) for a in e.args]
    if isinstance(e, Add):
        return sum(parts[1:], parts[0])
    if isinstance(e, Mul):
        total = 1.0
        for part in parts:
            total = total @ part if np.ndim(total) == np.ndim(part) == 2 else total * part
        return total
    if isinstance(e, Pow):
        return np.linalg.matrix_power(parts[0], int(e.exp)) if np.ndim(parts[0]) == 2 else parts[0] ** int(e.exp)
    kinds = {
        L.Transpose: lambda m: m.T, L.Outer: np.outer, L.MatVec: lambda m, v: m @ v, L.Trace: np.trace,
        L.Bilinear: lambda u, m, v: u @ v * m if np.ndim(m) == 0 else u @ m @ v, L.SquaredNorm: lambda v: v @ v,
    }  # fmt: skip
    return kinds[type(e)](*parts) if not e.is_number else float(e)


def vector(rng: random.Random, depth: int):
    if depth == 0 or rng.random() < 0.3:
        return rng.choice((x, y))
    kind = rng.randrange(3)
    if kind == 0:
        return L.MatVec(matrix(rng, depth - 1), vector(rng, depth - 1))
    return vector(rng, depth - 1) + vector(rng, depth - 1) if kind == 1 else c * vector(rng, depth - 1)


def matrix(rng: random.Random, depth: int):
    if depth == 0 or rng.random() < 0.2:
        return rng.choice((A, B, X, S, L.Identity(SIZE), A**-1))
    kind = rng.randrange(6)
    if kind == 0:
        return L.Transpose(matrix(rng, depth - 1))
    if kind == 1:
        return L.Outer(vector(rng, depth - 1), vector(rng, depth - 1))
    if kind == 2:
        return (A * rng.choice((S, A, L.Transpose(A)))) ** -1
    if kind == 3:
        return matrix(rng, depth - 1) + c * matrix(rng, depth - 1)
    return matrix(rng, depth - 1) * matrix(rng, depth - 1)


@pytest.mark.parametrize("seed", range(60))
def test_a_number_between_vectors_has_the_value_of_the_matrix(seed, monkeypatch):
    monkeypatch.setattr(module, "shortened", lambda *sides: sides)
    rng = random.Random(seed)
    one, two = (vector(rng, 3), vector(rng, 3)) if seed % 3 == 0 else (matrix(rng, 3), matrix(rng, 3))
    if seed % 3 == 1:
        one, two = L.Bilinear(vector(rng, 2), one, vector(rng, 2)), L.Trace(one * L.Outer(L.MatVec(A, x), y) * two)
    written = module.between(one, two)
    if written is None:
        assert not any(e.has(L.MatVec) or is_matrix(e) for e in (one, two))
        return
    at = values(seed)
    u, v = (at[L.RandomVariable(n, dimension=SIZE)] for n in "uv")
    for side, number in zip((one, two), written, strict=True):
        own = worth(side, at)
        meant = u @ own @ v if is_matrix(side) else u @ own if np.ndim(own) == 1 else own
        assert np.isclose(worth(number, at), meant, rtol=1e-6, atol=1e-6 * (1 + abs(meant)))


def test_a_name_for_two_factors_keeps_what_is_equal_and_no_more():
    x_, y_ = (L.RandomVariable(n, dimension=SIZE) for n in "xy")
    one, two = L.Bilinear(x_, A * B * S * X * A, y_), L.Bilinear(x_, A * B * X * S * A, y_)
    assert module.shortened(one, one)[0] == module.shortened(one, one)[1]
    left, right = module.shortened(one, two)
    assert left != right and all(len(module.word(e.args[1])) <= module.MOST_FACTORS for e in (left, right))
