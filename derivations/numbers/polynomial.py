"""Polynomial arithmetic over atoms, exactly: the ground that exact numbers stand on.

An atom is a nested tuple whose first entry is its kind. A monomial is a frozenset of (atom, exponent) pairs, a
polynomial a dict from monomials to numbers, and a *frozen* polynomial the frozenset of its items (so it can sit
inside an atom). Exponents may be negative or fractional; equality is equality of dicts. Numbers are ints (nearly
all are 1 or -1, and ints are ten times faster) or Fractions; a quotient is always one of Fractions. No floats.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from sympy import factorint, isprime

from derivations.numbers.budget import OverBudget, spend, spend_bits

Atom = tuple
Monomial = frozenset
Polynomial = dict

UNIT: Monomial = frozenset()
ZERO: Polynomial = {}
ONE: Polynomial = {UNIT: 1}
EASILY_FACTORED = 64  # bits: the largest factor but one is found in thousands of steps
SMALL_PRIMES = 1 << 15
FEW_TERMS = 8  # of a sum that is added or scaled for nothing
ROOT = 8  # steps: a fractional exponent is added, compared and hashed as a Fraction


def constant(value) -> Polynomial:
    """The polynomial of one rational number."""
    return {UNIT: exact(value)} if value else {}


def exact(value) -> int | Fraction:
    """A rational number as an int where it is one. Raises TypeError for a float: nothing here is rounded."""
    if type(value) is int:
        return value
    if type(value) is not Fraction:
        if isinstance(value, float):
            raise TypeError(f"{value} is not an exact number")
        value = Fraction(value)
    return value.numerator if value.denominator == 1 else value


def quotient(a, b) -> int | Fraction:
    """a / b, exactly."""
    return exact(Fraction(a) / b)


def atom(a: Atom, exponent=1) -> Polynomial:
    """The polynomial of one atom to a power."""
    return {frozenset(((a, exponent),)): 1}


def freeze(p: Polynomial) -> frozenset:
    return frozenset(p.items())


def thaw(frozen: frozenset) -> Polynomial:
    return dict(frozen)


def add(*polynomials: Polynomial) -> Polynomial:
    terms = sum(map(len, polynomials))
    if terms > FEW_TERMS:
        spend(terms)
    total: dict = {}
    for p in polynomials:
        for m, c in p.items():
            c += total.get(m, 0)
            if c:
                total[m] = c if type(c) is int else exact(c)
            else:
                total.pop(m, None)
    return total


def scale(p: Polynomial, factor) -> Polynomial:
    if factor == 1:
        return p
    if len(p) > FEW_TERMS:
        spend(len(p))
    return {m: exact(c * factor) for m, c in p.items()} if factor else {}


def times(a: Monomial, b: Monomial) -> tuple[int | Fraction, Monomial]:
    """Product of two monomials; roots of primes that become rational come out as the first entry."""
    if not a:
        return 1, b
    if not b:
        return 1, a
    powers = dict(a)
    number: int | Fraction = 1
    for base, exponent in b:
        exponent += powers.get(base, 0)
        if exponent and base[0] == "n":
            whole = exponent.numerator // exponent.denominator
            if whole:
                number *= Fraction(base[1]) ** whole
                exponent -= whole
        if exponent:
            powers[base] = exponent if type(exponent) is int else exact(exponent)
        else:
            powers.pop(base, None)
    return number, frozenset(powers.items())


def multiply(a: Polynomial, b: Polynomial) -> Polynomial:
    for one, other in ((a, b), (b, a)):
        if len(one) == 1 and UNIT in one:
            return scale(other, one[UNIT])
    spend(len(a) * len(b) * (1 + ROOT * (most_roots(a) + most_roots(b))))
    total: dict = {}
    for ma, ca in a.items():
        for mb, cb in b.items():
            number, m = times(ma, mb)
            c = ca * cb
            c = (c if number == 1 else c * number) + total.get(m, 0)
            if c:
                total[m] = c if type(c) is int else exact(c)
            else:
                total.pop(m, None)
    return total


def most_roots(p: Polynomial) -> int:
    """How many fractional exponents its fullest monomial has."""
    return max((sum(type(e) is not int for _, e in m) for m in p), default=0)


def product(polynomials) -> Polynomial:
    total = ONE
    for p in polynomials:
        total = multiply(total, p)
    return total


def monomial_power(m: Monomial, exponent) -> Polynomial:
    """A monomial to a power (its atoms are known to be positive where the exponent is fractional)."""
    return product(atom_power(a, e * exponent) for a, e in m)


def atom_power(a: Atom, exponent) -> Polynomial:
    if not exponent:
        return ONE
    if a[0] == "n":
        return number_power(a[1], exponent)
    return atom(a, exponent)


def number_power(number: int | Fraction, exponent: int | Fraction) -> Polynomial:
    """A positive rational to a rational power: roots split into primes."""
    spend_bits(abs(exponent.numerator) // exponent.denominator * bits(number))
    if exponent.denominator == 1:
        return constant(Fraction(number) ** exponent.numerator)
    rational: int | Fraction = 1
    roots: dict[Atom, int | Fraction] = {}
    for prime, k in prime_factors(number):
        e = k * exponent
        whole = e.numerator // e.denominator
        rational *= Fraction(prime) ** whole
        if e - whole:
            roots[("n", prime)] = e - whole
    return {frozenset(roots.items()): rational}


def bits(number: int | Fraction) -> int:
    """How long a number is when it is written down."""
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def factors(number: int) -> dict[int, int]:
    """The prime factors of a positive number; of a long one only if all but the last are small. Raises OverBudget."""
    if number.bit_length() <= EASILY_FACTORED:
        return factorint(number)
    spend_bits(number.bit_length())
    found = factorint(number, limit=SMALL_PRIMES, use_rho=False, use_pm1=False, use_ecm=False)
    if any(p > SMALL_PRIMES**2 and (p.bit_length() > 2000 or not isprime(p)) for p in found):
        raise OverBudget
    return found


@cache
def prime_factors(number: Fraction) -> tuple[tuple[int, int], ...]:
    """Prime factorisation of a positive rational, with negative exponents below the bar."""
    powers = dict(factors(number.numerator))
    for prime, k in factors(number.denominator).items():
        powers[prime] = powers.get(prime, 0) - k
    return tuple((p, k) for p, k in powers.items() if k and p != 1)


LEAVES = frozenset({"s", "v", "t", "b"})
SHORTEST_LEAF = 3  # parts; a slot (role, value) has two, and a letter (name,) one, though either may be called t


def order(thing) -> str:
    """A text that orders structures; used where a canonical choice among equals is needed."""
    if isinstance(thing, frozenset):
        return "{" + ",".join(sorted(order(part) for part in thing)) + "}"
    if isinstance(thing, tuple):
        return "(" + ",".join(order(part) for part in thing) + ")"
    return str(thing)
