"""The likely slips behind a refuted step: single changes of its right side, and those that make the line hold.

The kinds of change are those of language/slips.py. A sign the other way round leaves both sides, and so the lines
around it, as they are: no other kind is looked for then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sympy import Expr

from derivations.language.slips import (
    DIRECTION,
    FLIPPED,
    RARE_KINDS,
    STRICTNESS,
    WEAKER,
    changed,
    everything_dropped,
    words_of,
)

LIMIT = 400  # changes tried: work is counted, so that a verdict does not depend on the machine's load


def repairs(right: Expr, relation: str, letters: Iterable[str]) -> Iterator[tuple[str, Expr, str]]:
    """(class of change, changed right side, relation) for every single change that is tried."""
    if relation in FLIPPED:
        yield DIRECTION, right, FLIPPED[relation]
    if relation in WEAKER:
        yield STRICTNESS, right, WEAKER[relation]
    for kind, other in (*list(everything_dropped(right))[:2], *changed(right, words_of(right, letters=letters))):
        yield kind, other, relation


def rare_repairs(right: Expr, relation: str, left: Expr) -> Iterator[tuple[str, Expr, str]]:
    """The same for what is rarer: names of the line in place of others, and fractions turned over."""
    for kind, other in changed(right, words_of(left, right), RARE_KINDS):
        yield kind, other, relation


def find_repairs(
    right: Expr, relation: str, letters, proves: Callable[[Expr, str], bool]
) -> list[tuple[str, Expr, str]]:
    """(kind of change, right side, relation) of the first change of each kind that proves the step, each side once."""
    return holding(repairs(right, relation, letters), proves)


def holding(
    changes: Iterable[tuple[str, Expr, str]], proves: Callable[[Expr, str], bool]
) -> list[tuple[str, Expr, str]]:
    """The first change of each kind that proves the step, each side once."""
    found: dict[str, tuple[str, Expr, str]] = {}
    for tried, (name, other, sign) in enumerate(changes):
        if tried > LIMIT:
            break
        if name not in found and proves(other, sign):
            found[name] = (name, other, sign)
            if name == DIRECTION:
                break
    distinct: dict[tuple[str, str], tuple[str, Expr, str]] = {}
    for one in found.values():
        distinct.setdefault((str(one[1]), one[2]), one)
    return list(distinct.values())
