"""Terms: polynomials with rational coefficients over atoms. Arithmetic only; what is equal by it needs no step.

A term is a set of (monomial, coefficient), a monomial a set of (atom, exponent), both without zeros; coefficients and
exponents are whole numbers or fractions, never floating point. Every atom has one shape,

    (kind, label, sorts, outer, inner)

`inner` are the terms under the variables that the atom binds (one sort each), `outer` those beside them. A density's
`outer` is two sets of slots (role, index or None, value). The leaves are shorter: ("var", sort, name), ("bound", k),
("symbol", name, positive), ("vector", name), ("prime", p). A sort is (role, dimension, discrete, positive); that of
an index is ("#", its upper end, True, True): an index runs over 1 ... upper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from math import gcd, lcm
from typing import TypeVar

Number = int | Fraction
Atom = tuple  # its parts are of the types that its kind has
Monomial = frozenset[tuple[Atom, Number]]
Term = frozenset[tuple[Monomial, Number]]
Slot = tuple[str, Term | None, Term]  # of a density: role, index, value
Sort = tuple[str, Term | None, bool, bool]
Part = TypeVar("Part")
Made = TypeVar("Made")


class Refused(Exception):
    """What the kernel does not accept, and why."""


class Elsewhere(Refused):
    """A figure does not fit at this place: the term stays there as it is."""


def require(holds: object, why: str) -> None:
    """Raises Refused where something does not hold."""
    if not holds:
        raise Refused(why)


def fits(holds: object) -> None:
    """Raises Elsewhere where something does not hold."""
    if not holds:
        raise Elsewhere("it does not fit here")


UNIT: Monomial = frozenset()
ZERO: Term = frozenset()
ONE: Term = frozenset({(UNIT, 1)})
LEAVES = ("var", "bound", "symbol", "prime", "vector")
POSITIVE_KINDS = ("density", "exp", "N", "MN", "det", "prime")


def fitting(figure: Callable[[Part], Made], parts: Iterable[Part]) -> Iterator[Made]:
    """What a figure makes of those of these that it fits, in their order."""
    for part in parts:
        try:
            yield figure(part)
        except Elsewhere:
            continue


def first(figure: Callable[[Part], Made], parts: Iterable[Part]) -> Made:
    """What a figure makes of the first of these that it fits. Raises Elsewhere where it fits none."""
    for made in fitting(figure, parts):
        return made
    raise Elsewhere("it fits nowhere here")


def number(value: Number) -> Term:
    """A number as a term."""
    return frozenset({(UNIT, value)}) if value else ZERO


def of(atom: Atom, exponent: Number = 1) -> Term:
    """An atom, or a power of it, as a term."""
    return frozenset({(frozenset({(atom, exponent)}), 1)})


def whole(m: Monomial, c: Number = 1) -> Term:
    """A monomial with its coefficient as a term."""
    return frozenset({(m, c)})


def only(term: Term, *kinds: str) -> Atom | None:
    """The atom that a term is, of one of these kinds (of any where none is named); else None."""
    if len(term) == 1:
        ((m, c),) = term
        if c == 1 and len(m) == 1:
            ((a, e),) = m
            return a if e == 1 and (not kinds or a[0] in kinds) else None
    return None


def the(term: Term, *kinds: str) -> Atom:
    """The atom that a term is, of one of these kinds. Raises Elsewhere where it is none."""
    atom = only(term, *kinds)
    if atom is None:
        raise Elsewhere("a single atom is needed here")
    return atom


def product(term: Term) -> tuple[Monomial, Number]:
    """The one product that a term is, and its coefficient. Raises Elsewhere where it is a sum, or 0."""
    fits(len(term) == 1)
    ((m, c),) = term
    return m, c


def lone(m: Monomial, fine: Callable[[Atom], object]) -> tuple[Atom, Monomial]:
    """The only factor of a product that is fine, which stands once; and the others. Raises Elsewhere."""
    found = [(a, e) for a, e in m if fine(a)]
    fits(len(found) == 1 and found[0][1] == 1)
    return found[0][0], m - {found[0]}


def rank(thing: object) -> str:
    """A text by which terms are put in order: the same in every process, whatever order a set is walked in."""
    if isinstance(thing, frozenset):
        return "{" + ",".join(sorted(map(rank, thing))) + "}"
    return "(" + ",".join(map(rank, thing)) + ")" if isinstance(thing, tuple) else str(thing)


def ordered(things: Iterable) -> list:
    """Sorted by rank."""
    return sorted(things, key=rank)


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
        total: dict = {}
        for m, c in result:
            for n, d in term:
                for product, k in times(m, n):
                    total[product] = total.get(product, 0) + c * d * k
        result = frozenset((m, c) for m, c in total.items() if c)
    return result


def times(a: Monomial, b: Monomial) -> Term:
    """The product of two monomials: whole powers of a prime become a number, those of a bracket are multiplied out."""
    powers, brackets = dict(a), ONE
    k: Number = 1
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
    stays = []
    for n, c in term:  # atom by atom: a bracket below the bar is taken out, not multiplied out
        exponents = {a: dict(n).get(a, 0) - dict(m).get(a, 0) for a, _ in n | m}
        stays.append(multiply(number(c / k), *(of(a, e) for a, e in exponents.items() if e)))
    return whole(m, k), add(*stays)


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


def positive(atom: Atom) -> bool:
    """Whether an atom is known to be positive."""
    kind = atom[0]
    if kind == "symbol":
        return atom[2]
    if kind in ("var", "function"):
        return atom[1][3] if kind == "var" else atom[1][1]
    if kind in ("comp", "sum", "pow"):
        return all_positive(atom[3][0])
    if kind in ("int", "Sum", "Prod", "E", "avg", "over"):
        return all(map(all_positive, atom[4]))
    return kind in POSITIVE_KINDS


def all_positive(term: Term) -> bool:
    """Whether a term is a sum of products of what is positive, all with positive coefficients."""
    return bool(term) and all(c > 0 and all(positive(a) for a, _ in m) for m, c in term)


def nonnegative(term: Term) -> bool:
    """Whether each product in a term is at least 0: positive things, even powers, averages of such."""

    def fine(a: Atom, e: Number) -> bool:
        averaged = a[0] in ("int", "Sum", "E", "avg", "over") and all(map(all_positive, a[4][:-1]))
        return positive(a) or e % 2 == 0 or (averaged and nonnegative(a[4][-1]))

    return all(c > 0 and all(fine(a, e) for a, e in m) for m, c in term)


def strictly_positive(term: Term) -> bool:
    """Whether each product in a term is at least 0 and one of them positive."""
    return nonnegative(term) and any(all_positive(whole(m, c)) for m, c in term)


def cleared(gap: Term) -> Term:
    """A term times the brackets that stand below its bars, multiplied out: zero just when the term is zero."""
    for _ in range(8):
        below: dict = {}
        for a, e in (f for m, _ in gap for f in m if f[0][0] == "sum"):
            below[a] = min(e, below.get(a, 0))
        for a in ordered(below):
            gap = multiply(gap, of(a, -below[a]))
    return gap
