"""What a note says of the numbers in a proved line, named among its assumptions: values, ranges, signs."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.ranges import plain_symbols
from derivations.reading.meaning.sorts import POSITIVE
from derivations.reading.meaning.substitution import head_of


def numbers_as_told(judge, *sides: Expr) -> tuple[str, ...]:
    """What the prose says of the numbers that stand in these, as texts."""
    names = {s.name for e in sides for s in plain_symbols(e)}
    names |= {c.base.name for e in sides for c in e.atoms(L.Component)}
    names |= {type(f).__name__ for e in sides for f in e.atoms(AppliedUndef)}
    said = tuple(f"{text}, as the note says" for name in sorted(names) for text in told_of(judge, name))
    return (*said, *(f"{name} > 0, by custom" for name in sorted(names) if by_custom(judge, name)))


def names_in_words(judge, out) -> tuple[str, ...]:
    """The formulas of a line's names that stand for what was told in words, as texts: no rule compares the two."""
    given, names = judge.known.worded, set()
    nodes = list(S.walk(*judge.note.chains[out.at[0]].trees)) if given and out.at else []
    for node in nodes:
        name = head_of(node)[0] if isinstance(node, S.Symbol | S.Apply) else ""
        if name in given and name not in names:
            names.add(name)
            nodes.extend(S.walk(*(d.tree for d in judge.known.definitions.get(name, ()))))
    lines = ((name, *given[name]) for name in sorted(names))
    return tuple(f"{name} as line {formula} writes it, for what line {told} tells" for name, formula, told in lines)


def by_custom(judge, name: str) -> bool:
    """Whether a number is taken as positive for its name alone: no sentence says so, and it is no spread of a law."""
    survey, ranges = judge.survey, judge.known.ranges
    plainly = name not in {*survey.positive, *survey.counts, *survey.value_counts, *ranges.values}
    return (
        plainly
        and ranges.bounds.get(name, (None, None))[0] is None
        and survey.sorts.get(name) != POSITIVE
        and judge.known.read.is_positive(name)
    )


def told_of(judge, name: str) -> Iterator[str]:
    """The value that a name has for now, or its range, or its sign."""
    ranges = judge.known.ranges
    lower, upper = ranges.bounds.get(name, (None, None))
    if name in ranges.values:
        yield f"{name} = {ranges.values[name]}"
    elif lower is not None or upper is not None:  # inside: a bounded number is written by a positive one
        yield f"{'' if lower is None else f'{lower} < '}{name}{'' if upper is None else f' < {upper}'}"
    elif judge.survey.sorts.get(name) == POSITIVE and name not in judge.survey.counts:
        yield f"{name} > 0"
