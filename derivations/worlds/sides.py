"""Both sides of a statement, and when two of their values are told apart."""

from __future__ import annotations

from typing import NamedTuple

from sympy import Expr, preorder_traversal

from derivations.language import words as L
from derivations.worlds.evaluation.evaluator import CannotSpeak, Evaluator, evaluator

RELATIVE, ABSOLUTE = 1e-9, 1e-12
IN_A_MESSAGE = 26  # characters of an exact value; of a longer one the decimal is told
SILENCING = (CannotSpeak, L.DensityError, ArithmeticError, ValueError, RecursionError)


class Sides(NamedTuple):
    """Both sides of a statement, as they stand and as what evaluates them in a world."""

    expressions: tuple[Expr, Expr]
    run: tuple[Evaluator, Evaluator]
    size: int  # nodes
    told: int = 1  # -1 where a person is told minus their values

    @classmethod
    def of(cls, left: Expr, right: Expr) -> Sides:
        """Raises CannotSpeak for what no world evaluates."""
        size = sum(1 for side in (left, right) for _ in preorder_traversal(side))
        return cls((left, right), (evaluator(left), evaluator(right)), size)


def flat(value) -> list:
    """A value as a list of numbers: vectors and matrices component by component."""
    return [n for part in value for n in flat(part)] if isinstance(value, tuple) else [value]


def margin(a: float, b: float) -> float:
    return RELATIVE * max((abs(v) for v in (a, b) if abs(v) != float("inf")), default=0.0) + ABSOLUTE


def order(a: float, b: float, margin: float) -> int:
    return 0 if a == b or abs(a - b) <= margin else (1 if a > b else -1)
