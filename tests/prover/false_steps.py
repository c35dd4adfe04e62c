"""What the false steps share: letters, tables, and how a step says by numbers of its own that it is false.

`Slip.sides()` gives both sides at one place where they differ (for an inequality: where it fails).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import mpmath
import numpy as np
from sympy import Expr, Function, Symbol

from derivations.language.facts import Fact
from derivations.language.words import (
    Distribution,
    RandomVariable,
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
