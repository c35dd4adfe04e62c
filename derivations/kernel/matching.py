"""Terms taken apart: what stands under a binder, the one atom or product that a term is.

Bound variables are numbers; whoever looks inside a binder opens it with fresh names first. Whoever takes a term apart
says at once where it is not of the form that is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from typing import TypeVar

from derivations.kernel.terms import LEAVES, Atom, Monomial, Number, Refused, Slot, Sort, Term, only

Part = TypeVar("Part")
Made = TypeVar("Made")


class Elsewhere(Refused):
    """A figure does not fit at this place: the term stays there as it is."""


def fits(holds: Made | None, why: str = "it does not fit here") -> Made:
    """What holds, given back; raises Elsewhere where it does not."""
    if not holds:
        raise Elsewhere(why)
    return holds


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
    return fits(only(term, *kinds), "a single atom is needed here")


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


def on_parts(atom: Atom, beside: Callable[[Term], Term], under: Callable[[Term], Term]) -> Atom:
    """The atom with the terms beside what it binds changed, and those under it; of a density those in its slots."""

    def in_slots(side: Iterable[Slot]) -> frozenset[Slot]:
        return frozenset((r, i if i is None else beside(i), beside(v)) for r, i, v in side)

    kind, label, sorts, outer, inner = atom
    changed = tuple(map(in_slots if kind == "density" else beside, outer))
    return kind, label, sorts, changed, tuple(map(under, inner))


def leaves(atom: Atom, at: Callable[[Atom, int], Atom], depth: int) -> Atom:
    """The atom with every variable exchanged; `at` is told how many binders stand around it."""
    if atom[0] in ("var", "bound"):
        return at(atom, depth)
    if atom[0] in LEAVES:
        return atom
    below = depth + len(atom[2])
    return on_parts(atom, lambda t: on_leaves(t, at, depth), lambda t: on_leaves(t, at, below))


def on_leaves(term: Term, at: Callable[[Atom, int], Atom], depth: int = 0) -> Term:
    """`leaves` of every atom of a term."""
    return frozenset((frozenset((leaves(a, at, depth), e) for a, e in m), c) for m, c in term)


def open_binder(terms: Iterable[Term], variables: Sequence[Atom]) -> tuple[Term, ...]:
    """Bodies with variables in the place of the numbers of one binder, around which no other stands any more."""

    def at(leaf: Atom, depth: int) -> Atom:
        return variables[leaf[1] - depth] if leaf[0] == "bound" and leaf[1] >= depth else leaf

    return tuple(on_leaves(t, at) for t in terms)


def close_binder(terms: Iterable[Term], variables: Sequence[Atom]) -> tuple[Term, ...]:
    """The same the other way round."""

    def at(leaf: Atom, depth: int) -> Atom:
        return ("bound", variables.index(leaf) + depth) if leaf in variables else leaf

    return tuple(on_leaves(t, at) for t in terms)


_numbers = count()


def fresh(sort: Sort) -> Atom:
    """A variable that stands nowhere else; its name is reserved."""
    return ("var", sort, f"#{next(_numbers):09d}")


def opened(a: Atom) -> tuple[tuple[Atom, ...], tuple[Term, ...]]:
    """(fresh variables, bodies) of a binder."""
    variables = tuple(map(fresh, a[2]))
    return variables, open_binder(a[4], variables)


def everything(thing: object) -> Iterator:
    """A part of a term, and all that stands inside it."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, (tuple, frozenset)):
            waiting.extend(one)


def mentions(thing: object, leaf: Atom | Term) -> bool:
    """Whether a leaf stands anywhere inside."""
    return leaf in everything(thing)
