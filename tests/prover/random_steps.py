"""What the random steps share: expressions made together with their numbers; nothing of the package decides.

Every expression is made together with a function that gives its number (numpy, mpmath, the tests' own tables), so a
step is false where the two functions differ at a place where both are real numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

import numpy as np
from sympy import Expr, Symbol, exp, log, sqrt


@dataclass(frozen=True)
class Step:
    """A claim and whether numbers show it false; `kind` names its generator."""

    kind: str
    left: Expr
    relation: str
    right: Expr
    false: bool


@dataclass(frozen=True)
class Valued:
    """An expression and what it is worth at a place. Raises an error where it is none."""

    expr: Expr
    at: Callable[[dict], float]


def differ(left: Valued, right: Valued, places: list[dict], relation: str = "=") -> bool | None:
    """Whether the relation fails at a place; None where fewer than two places have both numbers."""
    seen = 0
    for place in places:
        try:
            a, b = left.at(place), right.at(place)
        except (ArithmeticError, ValueError):
            continue
        if not (isinstance(a, float | int) and isinstance(b, float | int) and isfinite(a) and isfinite(b)):
            continue
        seen += 1
        off = 1e-7 * (1 + abs(a) + abs(b))
        if (relation == "=" and abs(a - b) > off) or (relation == "<=" and a > b + off) or (relation == "<" and a >= b):
            return True
    return False if seen > 1 else None


SYMBOLS = {n: Symbol(n, real=True) for n in "ab"} | {n: Symbol(n, positive=True) for n in "st"}
POWER = Symbol("n", integer=True, positive=True)


def real(value):
    """The number, if it is a real one: -8 to the third has no real root here, as SymPy has it."""
    if isinstance(value, complex):
        raise ValueError("not a real number")
    return value


def plus(u, v):
    return Valued(u.expr + v.expr, lambda e: u.at(e) + v.at(e))


def minus(u, v):
    return Valued(u.expr - v.expr, lambda e: u.at(e) - v.at(e))


def times(u, v):
    return Valued(u.expr * v.expr, lambda e: u.at(e) * v.at(e))


def over(u, v):
    return Valued(u.expr / v.expr, lambda e: u.at(e) / v.at(e))


def negative(u):
    return Valued(-u.expr, lambda e: -u.at(e))


def squared(u):
    return Valued(u.expr**2, lambda e: u.at(e) ** 2)


def scaled(u):
    return Valued(2 * u.expr, lambda e: 2 * u.at(e))


def root(u):
    return Valued(sqrt(u.expr), lambda e: real(u.at(e) ** 0.5))


def logged(u):
    return Valued(log(u.expr), lambda e: float(np.log(u.at(e))) if u.at(e) > 0 else real(1j))


def exponential(u):
    return Valued(exp(u.expr), lambda e: float(np.exp(u.at(e))))


def whole_power(u):
    return Valued(u.expr**POWER, lambda e: u.at(e) ** e["n"])
