"""Terms: polynomials with rational coefficients over atoms.

A term is a set of (monomial, coefficient), a monomial a set of (atom, exponent), both without zeros; coefficients and
exponents are whole numbers or fractions, never floating point. Every atom has one shape,

    (kind, label, sorts, outer, inner)

`inner` are the terms under the variables that the atom binds (one sort each), `outer` those beside them. A density's
`outer` is two sets of slots (role, index or None, value). The leaves are shorter: ("var", sort, name), ("bound", k),
("symbol", name, positive), ("vector", name), ("prime", p). A sort is (role, dimension, discrete, positive); that of
an index is ("#", its upper end, True, True): an index runs over 1 ... upper.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

Number = int | Fraction
Atom = tuple  # its parts are of the types that its kind has
Monomial = frozenset[tuple[Atom, Number]]
Term = frozenset[tuple[Monomial, Number]]
Slot = tuple[str, Term | None, Term]  # of a density: role, index, value
Sort = tuple[str, Term | None, bool, bool]


class Refused(Exception):
    """What the kernel does not accept, and why."""


def require(holds: object, why: str) -> None:
    """Raises Refused where something does not hold."""
    if not holds:
        raise Refused(why)


UNIT: Monomial = frozenset()
ZERO: Term = frozenset()
ONE: Term = frozenset({(UNIT, 1)})
LEAVES = ("var", "bound", "symbol", "prime", "vector")


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
    a: Atom = next((a for m, _ in term for a, _ in m), ())
    return a if term == of(a) and (not kinds or a[0] in kinds) else None


def rank(thing: object) -> str:
    """A text by which terms are put in order: the same in every process, whatever order a set is walked in."""
    if isinstance(thing, frozenset):
        return "{" + ",".join(sorted(map(rank, thing))) + "}"
    return "(" + ",".join(map(rank, thing)) + ")" if isinstance(thing, tuple) else str(thing)


def ordered(things: Iterable) -> list:
    """Sorted by rank."""
    return sorted(things, key=rank)
