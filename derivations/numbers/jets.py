"""Truncated Taylor series in one parameter: how exact worlds take a derivative, exactly and without a formula for it.

A jet c_0 + c_1 h + ... + c_n h^n is the value of an expression whose parameter stands at t + h. Its coefficients are
numbers or functions of coordinates; sums and products are those of polynomials cut off at h^n.
"""

from __future__ import annotations

from fractions import Fraction

from derivations.numbers import exact_numbers as X


class Jet:
    """Coefficients c_0, ..., c_n."""

    __slots__ = ("coefficients",)

    def __init__(self, coefficients):
        self.coefficients = tuple(coefficients)

    def _aligned(self, other) -> tuple:
        return other.coefficients if isinstance(other, Jet) else (other, *(0 for _ in self.coefficients[1:]))

    def __add__(self, other):
        if isinstance(other, tuple):
            return NotImplemented
        return Jet(a + b for a, b in zip(self.coefficients, self._aligned(other), strict=True))

    __radd__ = __add__

    def __mul__(self, other):
        if isinstance(other, tuple):
            return NotImplemented
        if not isinstance(other, Jet):
            return Jet(a * other for a in self.coefficients)
        a, b = self.coefficients, other.coefficients
        return Jet(_sum(a[k] * b[n - k] for k in range(n + 1)) for n in range(len(a)))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __truediv__(self, other):
        return self * power(other, -1, X) if isinstance(other, Jet) else self * _reciprocal(other)

    def __rtruediv__(self, other):
        return power(self, -1, X) * other

    def __eq__(self, other):
        return isinstance(other, Jet) and self.coefficients == other.coefficients

    def __hash__(self):
        return hash(self.coefficients)

    def __bool__(self):
        return any(self.coefficients)


def value_of(n):
    """The value of a number, or of a jet at h = 0."""
    return n.coefficients[0] if isinstance(n, Jet) else n


def each(linear, value):
    """A linear operation on a value, on every coefficient of a jet."""
    return Jet(map(linear, value.coefficients)) if isinstance(value, Jet) else linear(value)


def _sum(terms):
    total = 0
    for term in terms:
        total = total + term
    return total


def _reciprocal(n):
    return X.power(n, Fraction(-1)) if isinstance(n, X.NUMBERS) else 1 / n


def logarithm(jet: Jet, arithmetic) -> Jet:
    """c l' = c', coefficient by coefficient."""
    c = jet.coefficients
    below = arithmetic.power(c[0], Fraction(-1))
    series = [arithmetic.log(c[0])]
    for n in range(1, len(c)):
        carried = _sum(series[k] * c[n - k] * Fraction(k, n) for k in range(1, n))
        series.append((c[n] + carried * -1) * below)
    return Jet(series)


def exponential(jet: Jet, arithmetic) -> Jet:
    """e' = c' e, coefficient by coefficient."""
    c = jet.coefficients
    series = [arithmetic.exp(c[0])]
    for n in range(1, len(c)):
        series.append(_sum(c[k] * series[n - k] * Fraction(k, n) for k in range(1, n + 1)))
    return Jet(series)


def power(jet: Jet, exponent, arithmetic) -> Jet:
    """c p' = r c' p, coefficient by coefficient; whole powers by multiplication."""
    if isinstance(exponent, Jet):
        return exponential(logarithm(jet, arithmetic) * exponent, arithmetic)
    exponent = Fraction(exponent)
    if exponent.denominator == 1 and 0 <= exponent <= 12:
        result = Jet((Fraction(1), *(0 for _ in jet.coefficients[1:])))
        for _ in range(exponent.numerator):
            result = result * jet
        return result
    c = jet.coefficients
    below = _reciprocal(c[0]) if arithmetic is X else arithmetic.power(c[0], Fraction(-1))
    series = [below if exponent == -1 else arithmetic.power(c[0], exponent)]
    for n in range(1, len(c)):
        total = _sum(c[k] * series[n - k] * ((k * exponent - (n - k)) / n) for k in range(1, n + 1))
        series.append(total * below)
    return Jet(series)
