"""The sum done: what a side of a statement comes to in a finite world, written with the numbers put in.

    written(world, sides, env)    ["1/3 (log(1/3) - log(1/2)) + 2/3 (log(2/3) - log(1/2))", ...]

Numbers that carry their own text go through the same evaluators as the exact ones, so what is written is what was
computed, term by term.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from derivations.numbers import exact_numbers as X
from derivations.numbers.arrays import Vector
from derivations.numbers.exact_text import text
from derivations.worlds.evaluation.evaluator import CannotSpeak
from derivations.worlds.finite.machine import FiniteMachine
from derivations.worlds.finite.tables import FiniteWorld
from derivations.worlds.world import World

LONGEST = 160  # characters of a sum that a person would still follow


class Written:
    """A number and the terms of which it is the sum: (whether it is taken away, its text) of each."""

    def __init__(self, value, *terms: tuple[bool, str]):
        self.value = value
        said = text(value).partition(" = ")[0]
        self.terms = terms or ((said.startswith("-"), said.removeprefix("-")),)

    @property
    def said(self) -> str:
        """The terms one after the other."""
        told = "".join(f" {'-' if taken else '+'} {term}" for taken, term in self.terms)
        return f"-{told[3:]}" if self.terms[0][0] else told[3:]

    def __add__(self, other):
        one, two = self, as_written(other)
        if not one.value or not two.value:
            return two if not one.value else one
        return Written(one.value + two.value, *one.terms, *two.terms)

    __radd__ = __add__

    def __neg__(self):
        return Written(-self.value, *((not taken, term) for taken, term in self.terms))

    def __sub__(self, other):
        return self + -as_written(other)

    def __rsub__(self, other):
        return as_written(other) + -self

    def __mul__(self, other):
        one, two = self, as_written(other)
        if not one.value or not two.value:
            return Written(0)
        for unit, rest in ((one, two), (two, one)):
            if unit.terms in (((False, "1"),), ((True, "1"),)):
                return -rest if unit.terms[0][0] else rest
        (minus, a), (less, b) = factor(one), factor(two)
        between = " · " if a[-1].isdigit() and b[0].isdigit() else " "
        return Written(one.value * two.value, (minus != less, f"{a}{between}{b}"))

    def __rmul__(self, other):
        return as_written(other) * self

    def __truediv__(self, other):
        two = as_written(other)
        (minus, a), (less, b) = factor(self), factor(two)
        below = f"({b})" if len(two.terms) == 1 and (" " in b or "/" in b) else b
        return self if two.said == "1" else Written(self.value / two.value, (minus != less, f"{a} / {below}"))

    def __rtruediv__(self, other):
        return as_written(other) / self

    def __eq__(self, other):
        return self.value == as_written(other).value

    def __lt__(self, other):
        return self.value < as_written(other).value

    def __gt__(self, other):
        return self.value > as_written(other).value

    def __hash__(self):
        return hash(self.value)

    def __bool__(self):
        return bool(self.value)

    def __int__(self):
        return int(self.value)

    def __float__(self):
        return float(self.value)


def as_written(n) -> Written:
    return n if isinstance(n, Written) else Written(n)


def factor(n: Written) -> tuple[bool, str]:
    """One term as it stands, a sum in brackets."""
    return n.terms[0] if len(n.terms) == 1 else (False, f"({n.said})")


def called(name: str, function: Callable) -> Callable:
    def made(n) -> Written:
        n = as_written(n)
        bare = name == "log" and n.said.isalnum()
        return Written(function(n.value), (False, f"{name} {n.said}" if bare else f"{name}({n.said})"))

    return staticmethod(made)


class FiniteWritten(FiniteMachine):
    """The exact arithmetic of a finite world, said as it goes."""

    pi = Written(X.PI, (False, "π"))
    log = called("log", X.log)
    exp = called("exp", X.exp)

    @staticmethod
    def power(n, exponent) -> Written:
        n, e = as_written(n), getattr(exponent, "value", exponent)
        if e == -1 and n.said.replace("/", "").isdigit():
            return Written(1 / n.value)  # 4 for (1/4)^(-1)
        base = n.said if n.said.isalnum() else f"({n.said})"
        exponent = e if e == int(e) and e > 0 else f"({e})"
        return n if e == 1 else Written(X.power(n.value, e), (False, f"{base}^{exponent}"))

    @staticmethod
    def absolute(n) -> Written:
        n = as_written(n)
        return Written(FiniteMachine.absolute(n.value), (False, f"|{n.said}|"))

    def converted(self, value):
        return value.map(as_written) if isinstance(value, Vector) else Written(Fraction(value))

    def density(self, letter, targets, givens, env) -> Written:
        return Written(super().density(letter, targets, givens, env))


def written(world: World, sides: Iterable[Callable], env: dict) -> list[str]:
    """The sides with the numbers put in; empty where that is too long, or no sum of numbers."""
    return [_side(world, side, env) if isinstance(world, FiniteWorld) else "" for side in sides]


def _side(world: FiniteWorld, side: Callable, env: dict) -> str:
    try:
        found = side(FiniteWritten(world), env)
    except (CannotSpeak, ArithmeticError, TypeError, ValueError, AttributeError):
        return ""
    if not isinstance(found, Written) or len(found.said) > LONGEST:
        return ""
    return "" if found.said == text(found.value).partition(" = ")[0] else found.said
