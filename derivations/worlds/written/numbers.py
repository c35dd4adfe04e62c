"""Numbers that carry the text of how they came about: 1/3 (log(1/3) - log(1/2)) + 2/3 (log(2/3) - log(1/2))."""

from __future__ import annotations

from fractions import Fraction

from derivations.numbers import exact_numbers as X
from derivations.numbers.arrays import Matrix, Vector
from derivations.numbers.exact_text import brief
from derivations.worlds.arithmetic import Arithmetic

LONGEST = 32  # characters of an exact value among others: of a longer one the decimal is told


class Written:
    """A number and the terms of which it is the sum: (whether it is taken away, its text) of each."""

    def __init__(self, value, *terms: tuple[bool, str]):
        self.value = value
        said = brief(value)
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


def one_value(n) -> Written:
    """A value that a person takes over as it is, in brackets where it is a sum."""
    said = brief(n, LONGEST)
    if " + " in said or " - " in said:
        return Written(n, (False, f"({said})"))
    return Written(n, (said.startswith("-"), said.removeprefix("-")))


def spoken(value):
    """A number, or each number of a vector or matrix, as it is written."""
    if isinstance(value, Matrix):
        return Matrix(tuple(map(as_written, row)) for row in value)
    return value.map(as_written) if isinstance(value, Vector) else as_written(value)


def plain(value):
    """The same without its text."""
    if isinstance(value, Matrix):
        return Matrix(tuple(map(plain, row)) for row in value)
    return value.map(plain) if isinstance(value, Vector) else getattr(value, "value", value)


PI = Written(X.PI, (False, "π"))


def log(n) -> Written:
    n = as_written(n)
    return Written(X.log(n.value), (False, f"log {n.said}" if n.said.isalnum() else f"log({n.said})"))


def exp(n) -> Written:
    n = as_written(n)
    return Written(X.exp(n.value), (False, "e" if n.value == 1 else f"exp({n.said})"))


def power(n, exponent) -> Written:
    n, e = as_written(n), getattr(exponent, "value", exponent)
    if e == -1 and n.said.replace("/", "").isdigit():
        return Written(1 / Fraction(n.value))  # 4 for (1/4)^(-1)
    base = n.said if n.said.isalnum() else f"({n.said})"
    raised = f"√{base}" if e == Fraction(1, 2) else f"{base}^{e if e == int(e) and e > 0 else f'({e})'}"
    return n if e == 1 else Written(X.power(n.value, e), (False, raised))


def absolute(n) -> Written:
    n = as_written(n)
    return Written(Arithmetic.absolute(n.value), (False, f"|{n.said}|"))
