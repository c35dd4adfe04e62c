"""Bound variables by number; whoever looks inside a binder opens it with fresh names first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count

from derivations.kernel.terms import LEAVES, Atom, Sort, Term


def in_slots(change: Callable[[Term], Term], sides: tuple) -> tuple:
    """The slots of a density, on both sides of its bar, with their indices and values changed."""
    return tuple(frozenset((r, i if i is None else change(i), change(v)) for r, i, v in side) for side in sides)


def leaves(atom: Atom, at: Callable[[Atom, int], Atom], depth: int) -> Atom:
    """The atom with every variable exchanged; `at` is told how many binders stand around it."""
    if atom[0] in ("var", "bound"):
        return at(atom, depth)
    if atom[0] in LEAVES:
        return atom
    kind, label, sorts, outer, inner = atom
    if kind == "density":
        outer = in_slots(lambda t: on_leaves(t, at, depth), outer)
    else:
        outer = tuple(on_leaves(t, at, depth) for t in outer)
    return kind, label, sorts, outer, tuple(on_leaves(t, at, depth + len(sorts)) for t in inner)


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


def mentions(thing: object, leaf: Atom | Term) -> bool:
    """Whether a leaf stands anywhere inside."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if one == leaf:
            return True
        if isinstance(one, (tuple, frozenset)):
            waiting.extend(one)
    return False
