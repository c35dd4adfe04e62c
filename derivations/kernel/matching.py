"""Where a figure fits: it takes terms apart, and says at once where they are not of its form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from derivations.kernel.terms import Atom, Monomial, Number, Refused, Term, only

Part = TypeVar("Part")
Made = TypeVar("Made")


class Elsewhere(Refused):
    """A figure does not fit at this place: the term stays there as it is."""


def fits(holds: object) -> None:
    """Raises Elsewhere where something does not hold."""
    if not holds:
        raise Elsewhere("it does not fit here")


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
