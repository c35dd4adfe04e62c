"""Sums of polynomial times exp(quadratic) in real coordinates, with their integrals in closed form.

A coordinate is a whole number, a monomial a sorted tuple of coordinates, a polynomial a dict from monomials to numbers
(exact ones, or floats for a first look). A `GaussianSum` maps exponents, frozen polynomials of degree one and two
without constant term, to polynomials. What holds no coordinate is a plain number, never a `GaussianSum`.
"""

from __future__ import annotations

from fractions import Fraction

from derivations.numbers import exact_numbers as X
from derivations.numbers.budget import spend
from derivations.numbers.jets import Jet
from derivations.worlds.evaluation.evaluator import CannotSpeak

Polynomial = dict
CONSTANT = ()
NO_EXPONENT = frozenset()
ONE, HALF, MINUS_ONE = Fraction(1), Fraction(1, 2), Fraction(-1)
OF_A_TERM = 4  # steps of work: its factors are sorted, its number is a fraction


class GaussianSum:
    """sum over exponents Q of P(coordinates) exp(Q(coordinates)); immutable."""

    __slots__ = ("_hash", "terms")

    def __init__(self, terms: dict[frozenset, Polynomial]):
        self.terms = terms
        self._hash = None

    def __add__(self, other):
        if isinstance(other, (tuple, Jet)):
            return NotImplemented
        if not other:
            return self
        terms = {q: dict(p) for q, p in self.terms.items()}
        for q, p in _terms(other).items():
            _add_to(terms.setdefault(q, {}), p)
        return _made(terms)

    __radd__ = __add__

    def __neg__(self):
        return GaussianSum({q: {m: -c for m, c in p.items()} for q, p in self.terms.items()})

    def __mul__(self, other):
        if isinstance(other, (tuple, Jet)):
            return NotImplemented
        terms: dict = {}
        for q, p in self.terms.items():
            for r, s in _terms(other).items():
                both = q if not r else r if not q else frozenset(_summed(dict(q), dict(r)).items())
                _add_to(terms.setdefault(both, {}), multiplied(p, s))
        return _made(terms)

    __rmul__ = __mul__

    def __eq__(self, other):
        return isinstance(other, GaussianSum) and self.terms == other.terms

    def __hash__(self):
        if self._hash is None:
            self._hash = hash(frozenset((q, frozenset(p.items())) for q, p in self.terms.items()))
        return self._hash

    @property
    def polynomial(self) -> Polynomial | None:
        """The value as a polynomial, if it has no exponentials."""
        return self.terms[NO_EXPONENT] if len(self.terms) == 1 and NO_EXPONENT in self.terms else None

    @property
    def single(self) -> tuple[frozenset, object] | None:
        """(exponent, number) of a value that is one number times one exponential."""
        if len(self.terms) == 1:
            ((q, p),) = self.terms.items()
            if len(p) == 1 and CONSTANT in p:
                return q, p[CONSTANT]
        return None


def coordinate(t: int) -> GaussianSum:
    return GaussianSum({NO_EXPONENT: {(t,): ONE}})


def _terms(value) -> dict:
    return value.terms if isinstance(value, GaussianSum) else {NO_EXPONENT: {CONSTANT: value}} if value else {}


def _made(terms: dict):
    """A sum from its terms, zeros removed; a plain number where no coordinate is left."""
    terms = {q: p for q, p in terms.items() if p}
    if not terms:
        return Fraction(0)
    if len(terms) == 1 and NO_EXPONENT in terms:
        p = terms[NO_EXPONENT]
        if len(p) == 1 and CONSTANT in p:
            return p[CONSTANT]
    return GaussianSum(terms)


def _summed(a: Polynomial, b: Polynomial) -> Polynomial:
    _add_to(a, b)
    return a


def _add_to(a: Polynomial, b: Polynomial) -> None:
    for m, c in b.items():
        c = a[m] + c if m in a else c
        if c:
            a[m] = c
        else:
            a.pop(m, None)


def multiplied(a: Polynomial, b: Polynomial) -> Polynomial:
    spend(OF_A_TERM * len(a) * len(b))
    if len(b) == 1 and CONSTANT in b:
        number = b[CONSTANT]
        return {m: value for m, c in a.items() if (value := number * c)} if number is not ONE else dict(a)
    result: dict = {}
    for m, c in a.items():
        for n, d in b.items():
            key = tuple(sorted(m + n)) if m and n else m or n
            value = d if c is ONE else c if d is ONE else c * d
            value = result[key] + value if key in result else value
            if value:
                result[key] = value
            else:
                result.pop(key, None)
    return result


def scaled(a: Polynomial, number) -> Polynomial:
    return {m: number * c for m, c in a.items()} if number else {}  # a number that is no fraction knows how at once


def logarithm(value: GaussianSum, arithmetic):
    """log of one number times one exponential: a quadratic."""
    single = value.single
    if single is None:
        raise CannotSpeak("the logarithm of a sum of Gaussians has no closed form")
    q, c = single
    return _made({NO_EXPONENT: _summed(dict(q), {CONSTANT: n} if (n := arithmetic.log(c)) else {})})


def exponential(value: GaussianSum, arithmetic):
    """exp of a polynomial of degree two."""
    p = value.polynomial
    if p is None or any(len(m) > 2 for m in p):
        raise CannotSpeak("the exponential of this has no closed integral")
    factor = arithmetic.exp(p[CONSTANT]) if CONSTANT in p else ONE
    return _made({frozenset((m, c) for m, c in p.items() if m): {CONSTANT: factor}})


def power_of(value: GaussianSum, exponent, arithmetic):
    """A power of a sum: whole and positive, or of a single term."""
    if not isinstance(exponent, (int, Fraction)):
        raise CannotSpeak("an irrational power of a function has no closed integral")
    exponent = Fraction(exponent)
    if exponent.denominator == 1 and 0 <= exponent <= 12:
        result = Fraction(1)
        for _ in range(exponent.numerator):
            result = value * result
        return result
    single = value.single
    if single is None:
        raise CannotSpeak("a quotient or root of a sum of Gaussians has no closed form")
    q, c = single
    return _made({frozenset((m, d * exponent) for m, d in q): {CONSTANT: arithmetic.power(c, exponent)}})


def integral(value, t: int, arithmetic):
    """The integral over one coordinate of the real line. Raises CannotSpeak where it does not converge."""
    if not isinstance(value, GaussianSum):
        if value:
            raise CannotSpeak("the integral of a constant over the real line is infinite")
        return value
    total: dict = {}
    for q, p in value.terms.items():
        exponent, factor = _integrated(q, p, t, arithmetic)
        _add_to(total.setdefault(exponent, {}), factor)
    return _made(total)


def _integrated(q: frozenset, p: Polynomial, t: int, arithmetic) -> tuple[frozenset, Polynomial]:
    """One term: with exponent -a t^2 + b t + c, the square completed, the moments of N(b/2a, 1/2a) taken."""
    a, b, rest = Fraction(0), {}, {}
    for m, c in q:
        k = m.count(t)
        if k == 2:
            a = -c
        elif k == 1:
            b[tuple(s for s in m if s != t)] = c
        else:
            rest[m] = c
    if X.sign(a) <= 0 or (isinstance(a, float) and a < 1e-12):
        raise CannotSpeak("an integral over the real line that does not converge term by term")
    half = arithmetic.power(a * 2, MINUS_ONE)  # the variance 1/(2a)
    mean = scaled(b, half)
    constant = _summed(rest, scaled(multiplied(b, b), half * HALF))
    factor = arithmetic.power(arithmetic.pi * arithmetic.power(a, MINUS_ONE), HALF)
    if CONSTANT in constant:
        factor = factor * arithmetic.exp(constant.pop(CONSTANT))
    powers: dict[int, Polynomial] = {}
    for m, c in p.items():
        others = tuple(s for s in m if s != t)
        _add_to(powers.setdefault(len(m) - len(others), {}), {others: c})
    moments = [{CONSTANT: ONE}, mean]
    for n in range(2, max(powers) + 1):
        moments.append(_summed(multiplied(mean, moments[n - 1]), scaled(moments[n - 2], half * (n - 1))))
    result: dict = {}
    for n, others in powers.items():
        _add_to(result, multiplied(others, moments[n]))
    return frozenset(constant.items()), scaled(result, factor)
