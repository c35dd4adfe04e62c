"""Arithmetic of terms: what is equal by it needs no step. What is known to be positive, or at least 0."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from derivations.kernel.terms import ONE, ZERO, Atom, Monomial, Number, Term, number, of, ordered, require, whole


def add(*terms: Term) -> Term:
    """The sum of terms."""
    total: dict = {}
    for term in terms:
        for m, c in term:
            total[m] = total.get(m, 0) + c
    return frozenset((m, c) for m, c in total.items() if c)


def scale(term: Term, factor: Number) -> Term:
    """A term times a number."""
    return frozenset((m, c * factor) for m, c in term) if factor else ZERO


def difference(a: Term, b: Term) -> Term:
    """a - b"""
    return add(a, scale(b, -1))


def multiply(*terms: Term) -> Term:
    """The product of terms, multiplied out."""
    result = ONE
    for term in terms:
        result = add(*(times(m, n, c * d) for m, c in result for n, d in term))
    return result


def times(a: Monomial, b: Monomial, k: Number) -> Term:
    """The product of two monomials and a number: whole powers of a prime become one, those of a bracket are multiplied
    out."""
    powers, brackets = dict(a), ONE
    for atom, e in b:
        powers[atom] = e = powers.get(atom, 0) + e
        if atom[0] == "prime":
            k *= Fraction(atom[1]) ** (e // 1)
            powers[atom] = e % 1
        elif atom[0] == "sum" and e >= 1:
            brackets = multiply(brackets, *[atom[3][0]] * int(e // 1))
            powers[atom] = e % 1
    product = whole(frozenset((atom, e) for atom, e in powers.items() if e), k)
    return product if brackets == ONE else multiply(product, brackets)


def power(term: Term, e: Number) -> Term:
    """Whole powers by multiplication; others only of a product of positive atoms. Raises Refused for 1/0."""
    e = e.numerator if e.denominator == 1 else e
    if e >= 0 and isinstance(e, int):
        return multiply(*[term] * e)
    require(term or e > 0, "nothing may be divided by zero")
    if not term:
        return ZERO
    if len(term) == 1:
        ((m, c),) = term
        if isinstance(e, int) or (c > 0 and all(positive(a) for a, _ in m)):
            k = [number(Fraction(c) ** e)] if isinstance(e, int) else [of(("prime", p), n * e) for p, n in primes(c)]
            return multiply(*(of(a, n * e) for a, n in m), *k)
    outside, inside = content(term, isinstance(e, int))
    return multiply(power(outside, e), of(("sum", None, (), (inside,), ()), e))


def content(term: Term, any_sign: bool = False) -> tuple[Term, Term]:
    """(the product that can be taken out of a sum, what stays): a positive number and, unless any sign will do,
    positive atoms only."""
    common = {a: min(dict(n).get(a, 0) for n, _ in term) for m, _ in term for a, _ in m}
    m = frozenset((a, e) for a, e in common.items() if e and (any_sign or positive(a)))
    k = Fraction(gcd(*(c.numerator for _, c in term)), lcm(*(c.denominator for _, c in term)))
    inverse = frozenset((a, -e) for a, e in m)
    return whole(m, k), add(*(times(n, inverse, c / k) for n, c in term))


def divided(a: Term, b: Term) -> Term:
    """a / b"""
    return multiply(a, power(b, -1))


LARGEST_SQUARE = 1 << 30  # of the primes that are looked for


def primes(c: Number) -> list[tuple[int, int]]:
    """The prime factors of a positive number, each as often as it divides: (p, 1), or (p, -1) below the bar; what has
    no small ones is left whole, which says no less of it that is true."""
    found = []
    for n, sign in ((c.numerator, 1), (c.denominator, -1)):
        p = 2
        while n > 1:
            while n % p == 0:
                n //= p
                found.append((p, sign))
            p = n if p * p > min(n, LARGEST_SQUARE) else p + 1
    return found


def cleared(gap: Term) -> Term:
    """A term times the brackets that stand below its bars, multiplied out: zero just when the term is zero."""
    for _ in range(8):
        below: dict = {}
        for a, e in (f for m, _ in gap for f in m if f[0][0] == "sum"):
            below[a] = min(e, below.get(a, 0))
        for a in ordered(below):
            gap = multiply(gap, of(a, -below[a]))
    return gap


POSITIVE_KINDS = ("density", "exp", "N", "MN", "det", "prime")


def positive(atom: Atom) -> bool:
    """Whether an atom is known to be positive."""
    kind = atom[0]
    if kind in ("symbol", "var", "function"):
        return atom[2] if kind == "symbol" else atom[1][-1]
    if kind in ("comp", "sum", "pow"):
        return all_positive(atom[3][0])
    if kind in ("int", "Sum", "Prod", "E", "avg", "over"):
        return all(map(all_positive, atom[4]))
    return kind in POSITIVE_KINDS


def all_positive(term: Term) -> bool:
    """Whether a term is a sum of products of what is positive, all with positive coefficients."""
    return bool(term) and all(c > 0 and all(positive(a) for a, _ in m) for m, c in term)


def nonnegative(term: Term, strictly: bool = False) -> bool:
    """Whether each product in a term is at least 0: positive things, even powers, averages of such; and, where it is
    asked, one of them positive."""

    def fine(a: Atom, e: Number) -> bool:
        averaged = a[0] in ("int", "Sum", "E", "avg", "over") and all(map(all_positive, a[4][:-1]))
        return positive(a) or e % 2 == 0 or (averaged and nonnegative(a[4][-1]))

    some = not strictly or any(all_positive(whole(m, c)) for m, c in term)
    return some and all(c > 0 and all(fine(a, e) for a, e in m) for m, c in term)
