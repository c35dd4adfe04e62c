"""Equations that are facts no more, and may still be meant: lines with their names are not refuted with certainty."""

from __future__ import annotations

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.noting import Unheard
from derivations.reading.hearing.ranges import number
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.substitution import head_of, is_name


def names_of(known, *sides: S.Node) -> frozenset[str]:
    """The letters of densities and the names in an equation."""
    found = {known.survey.joint_name(n) if isinstance(n, S.Density) else name_of(n) for n in S.walk(*sides)}
    return frozenset(name for name in found if name)


def release(known, left: S.Node, right: S.Node, line: int, text: str) -> None:
    """An equation is no fact any more, and may be meant."""
    withdraw(known, left, right)
    known.released.append(Unheard(line, text, names_of(known, left, right)))


def is_taken(known, left: S.Node, right: S.Node) -> bool:
    """Whether an equation is a fact, a definition or a value."""
    defined = known.definitions.get(head_of(left)[0], ()) if is_name(left) else ()
    return (
        (left, right) in known.stated
        or any(d.tree == right for d in defined)
        or (name_of(left) or "") in known.ranges.values
    )


def withdraw(known, left: S.Node, right: S.Node) -> None:
    """An equation is a fact, a definition or a value no more."""
    known.stated = [pair for pair in known.stated if pair not in ((left, right), (right, left))]
    name = head_of(left)[0] if is_name(left) else ""
    if name in known.definitions:
        kept = [d for d in known.definitions.pop(name) if d.tree != right]
        known.definitions.update({name: kept} if kept else {})
    known.ranges.values.pop(name_of(left) or "", None)
    known.restate()


def end_value(known, name: str) -> None:
    """The number that a name was given is its value no more."""
    for d in known.definitions.get(name, ()):
        if number(d.tree) is not None:
            release(known, S.Symbol(name), d.tree, known.line_of(d.tree), f"${name} = {S.outline(d.tree)}$")
