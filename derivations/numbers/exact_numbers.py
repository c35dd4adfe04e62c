"""Exact real numbers: rational combinations of products of logs of primes, log pi, roots of primes, powers of pi and e.

A rational is a `Fraction`; what is irrational is an `Exact`, a polynomial over constant atoms:

    ("log", prime)   ("log pi",)   ("pi",)   ("e",)   ("n", prime) to a power between 0 and 1
    ("ln", number)   ("exp", number)   ("sum", number)     of a number that is no single product, kept unopened

Both mix freely under + - * / **, and with the infinities of `float`. Two numbers whose polynomials agree are equal.
Where the polynomials differ the atoms might still be related (nobody has proved that they are not), so equality and
order are then decided by value at 60 digits: numbers count as different when they differ by more than 1e-40 of the
largest term. A difference found that way is a proof of difference; agreement is reported as agreement, no more.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache

import mpmath

from derivations.numbers import polynomial as P
from derivations.numbers.budget import spend_bits

DIGITS = 60
THRESHOLD = mpmath.mpf(10) ** -40


class Undefined(ArithmeticError):
    """A number that does not exist: the logarithm of a negative number, infinity minus infinity."""


class Exact:
    """A polynomial over constant atoms with rational coefficients (see the module's head for the atoms)."""

    __slots__ = ("polynomial",)

    def __init__(self, polynomial: P.Polynomial):
        self.polynomial = polynomial

    def __add__(self, other):
        if isinstance(other, float):
            return float(self) + other
        if not isinstance(other, NUMBERS):
            return NotImplemented
        return _made(P.add(self.polynomial, _polynomial(other)))

    __radd__ = __add__

    def __neg__(self):
        return Exact(P.scale(self.polynomial, Fraction(-1)))

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        if isinstance(other, float):
            return float(self) * other
        if isinstance(other, Exact):
            return _made(P.multiply(self.polynomial, other.polynomial))
        if not isinstance(other, NUMBERS):
            return NotImplemented
        return _made(P.scale(self.polynomial, Fraction(other)))

    __rmul__ = __mul__

    def __truediv__(self, other):
        return self * power(other, Fraction(-1))

    def __rtruediv__(self, other):
        return power(self, Fraction(-1)) * other

    def __pow__(self, exponent):
        return power(self, exponent)

    def __lt__(self, other):
        return compare_numbers(self, other) < 0

    def __gt__(self, other):
        return compare_numbers(self, other) > 0

    def __eq__(self, other):
        return isinstance(other, Exact) and self.polynomial == other.polynomial

    def __hash__(self):
        return hash(P.freeze(self.polynomial))

    def __float__(self):
        return float(value(self))

    def __bool__(self):
        return bool(self.polynomial)

    def __repr__(self):
        return f"Exact({mpmath.nstr(value(self), 15)})"


NUMBERS = (Exact, Fraction, int)


def _made(p: P.Polynomial):
    """A polynomial as a Fraction where it is rational."""
    if not p:
        return Fraction(0)
    if len(p) == 1 and P.UNIT in p:
        return Fraction(p[P.UNIT])
    return Exact(p)


def _polynomial(n) -> P.Polynomial:
    return n.polynomial if isinstance(n, Exact) else P.constant(n)


PI = Exact(P.atom(("pi",)))


def infinite(n) -> bool:
    return isinstance(n, float) and math.isinf(n)


def log(n):
    """Natural logarithm, exact. log 0 is -inf. Raises Undefined for a negative number."""
    if isinstance(n, float):
        if n == math.inf:
            return n
        raise Undefined("the logarithm of minus infinity")
    if not n:
        return -math.inf
    if not isinstance(n, Exact):
        return _log_rational(Fraction(n))
    if len(n.polynomial) > 1:
        if sign(n) < 0:
            raise Undefined("the logarithm of a negative number")
        return Exact(P.atom(("ln", P.freeze(n.polynomial))))
    ((monomial, coefficient),) = n.polynomial.items()
    if coefficient < 0:
        raise Undefined("the logarithm of a negative number")
    total = _log_rational(coefficient)
    for atom, exponent in monomial:
        total = total + exponent * _log_atom(atom)
    return total


def _log_atom(atom):
    kind = atom[0]
    if kind == "e":
        return Fraction(1)
    if kind == "pi":
        return Exact(P.atom(("log pi",)))
    if kind == "n":
        return Exact(P.atom(("log", atom[1])))
    if kind == "exp":
        return _made(P.thaw(atom[1]))
    if _atom_value(atom) < 0:
        raise Undefined("the logarithm of a number that is not known to be positive")
    return Exact(P.atom(("ln", P.freeze(P.atom(atom)))))


@lru_cache(maxsize=4096)
def _log_rational(n: Fraction):
    if n < 0:
        raise Undefined("the logarithm of a negative number")
    return _made({frozenset(((("log", prime), 1),)): Fraction(k) for prime, k in P.prime_factors(n)})


def exp(n):
    """Exponential, exact."""
    if isinstance(n, float):
        return math.inf if n > 0 else Fraction(0)
    if not isinstance(n, Exact):
        return _made(P.atom(("e",), Fraction(n)) if n else P.ONE)
    result, rest = Fraction(1), {}
    for monomial, coefficient in n.polynomial.items():
        if not monomial:
            result = result * exp(coefficient)
            continue
        atoms = tuple(monomial)
        kind = atoms[0][0][0]
        if len(atoms) == 1 and atoms[0][1] == 1 and kind in ("log", "log pi", "ln"):
            atom = atoms[0][0]
            base = {"log": lambda a: Fraction(a[1]), "log pi": lambda a: PI, "ln": lambda a: _made(P.thaw(a[1]))}
            result = result * power(base[kind](atom), coefficient)
        else:
            rest[monomial] = coefficient
    if rest:
        result = result * Exact(P.atom(("exp", P.freeze(rest))))
    return result


def power(n, exponent):
    """n to an exact power. 1/0 is infinity (a density ratio at the edge). Raises Undefined for roots of negatives."""
    if isinstance(n, float):
        if exponent == 0:
            return Fraction(1)
        if n > 0:
            return n if exponent > 0 else Fraction(0)
        raise Undefined("a power of minus infinity")
    if isinstance(exponent, (Exact, float)):
        return exp(exponent * log(n))
    exponent = exponent if type(exponent) is Fraction else Fraction(exponent)
    if not n:
        return Fraction(0) if exponent > 0 else Fraction(1) if exponent == 0 else math.inf
    if not isinstance(n, Exact):
        n = n if type(n) is Fraction else Fraction(n)
        if exponent.denominator == 1:
            spend_bits(abs(exponent.numerator) * P.bits(n))
            return n**exponent.numerator
        if n < 0:
            raise Undefined("a root of a negative number")
        return _made(P.number_power(n, exponent))
    p = n.polynomial
    whole = exponent.denominator == 1
    if whole and 0 <= exponent <= 12:
        result = P.ONE
        for _ in range(exponent.numerator):
            result = P.multiply(result, p)
        return _made(result)
    if len(p) == 1:
        ((monomial, coefficient),) = p.items()
        if whole or (coefficient > 0 and all(_atom_value(a) > 0 for a, _ in monomial)):
            outside = power(coefficient, exponent)
            return outside * _made(P.monomial_power(monomial, exponent))
    if not whole and sign(n) < 0:
        raise Undefined("a root of a negative number")
    return _made(P.atom(("sum", P.freeze(p)), exponent))


# -- values ----------------------------------------------------------------------------------------------------


def value(n) -> mpmath.mpf:
    """The number to 60 digits (relative to its largest term)."""
    return _value_and_size(n)[0]


def _value_and_size(n) -> tuple[mpmath.mpf, mpmath.mpf]:
    """The value, and the size of the largest term of its sum: what its error is relative to."""
    if isinstance(n, float):
        return mpmath.mpf(n), mpmath.mpf(1)
    with mpmath.workdps(DIGITS):
        if not isinstance(n, Exact):
            n = Fraction(n)
            v = mpmath.mpf(n.numerator) / n.denominator
            return v, abs(v)
        return _sum_value(n.polynomial)


def _sum_value(p: P.Polynomial):
    total, size = mpmath.mpf(0), mpmath.mpf(0)
    for monomial, coefficient in p.items():
        term = mpmath.mpf(coefficient.numerator) / coefficient.denominator
        for atom, exponent in monomial:
            term *= _power_value(atom, exponent)
        total += term
        size = max(size, abs(term))
    return total, size


@lru_cache(maxsize=8192)
def _power_value(atom, exponent) -> mpmath.mpf:
    with mpmath.workdps(DIGITS):
        base, (over, under) = _atom_value(atom), Fraction(exponent).as_integer_ratio()
        return base**over if under == 1 else mpmath.exp(mpmath.log(base) * over / under)


@lru_cache(maxsize=8192)
def _atom_value(atom) -> mpmath.mpf:
    with mpmath.workdps(DIGITS):
        kind = atom[0]
        if kind == "pi":
            return +mpmath.pi
        if kind == "e":
            return +mpmath.e
        if kind == "log pi":
            return mpmath.log(mpmath.pi)
        if kind == "log":
            return mpmath.log(atom[1])
        if kind == "n":
            return mpmath.mpf(atom[1])
        inner = _sum_value(P.thaw(atom[1]))[0]
        return {"ln": mpmath.log, "exp": mpmath.exp, "sum": lambda v: v}[kind](inner)


def sign(n) -> int:
    """-1, 0 or 1; 0 also where the value cannot be told from zero at the threshold."""
    if isinstance(n, Exact):
        v, size = _value_and_size(n)
        return 0 if abs(v) <= THRESHOLD * size else (1 if v > 0 else -1)
    return (n > 0) - (n < 0)


def compare_numbers(a, b) -> int:
    """Sign of a - b; 0 when equal exactly or to 40 digits. Infinities of one sign are equal."""
    if infinite(a) or infinite(b):
        a, b = (n if infinite(n) else 0.0 for n in (a, b))
        return (a > b) - (a < b)
    return sign(a - b)
