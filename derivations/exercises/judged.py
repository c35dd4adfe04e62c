"""A text read and judged whole: which step stands where, what its sides say, and how its rows are replaced.

A place is (chain, k): the k-th side of a chain of the note's displays, counted from 0; the step of a place is the
relation sign in front of it, so that a step's place is that of its right side, and k >= 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sympy import Expr

from derivations.judging.step import DEFINITION, PROVED, REFUTED
from derivations.reading.document import Note, Relation, Side
from derivations.reading.note import read_note
from derivations.reading.verdicts.judgement import Judgement, Meaning
from derivations.reading.verdicts.walk import Judge

Place = tuple[int, int]
HOLDS = (PROVED, DEFINITION)
_TAG = re.compile(r"[\s.,;]*\\tag\*?\{([^{}]*)\}")


@dataclass(frozen=True)
class Judged:
    """A note with the verdicts of its steps; of one chain alone where no other was asked for."""

    note: Note
    steps: Mapping[Place, Judgement]
    meanings: Mapping[Place, Expr] = field(repr=False)

    def side(self, place: Place) -> Side:
        return self.note.chains[place[0]].sides[place[1]]

    def sign(self, place: Place) -> Relation:
        return self.note.chains[place[0]].relations[place[1] - 1]

    def last(self, chain: int) -> int:
        """The place of a chain's last side."""
        return len(self.note.chains[chain].sides) - 1

    def label(self, place: Place) -> str:
        """How a line is called: by its tag, or by its number in the file."""
        end = self.side(place).span[1]
        found = _TAG.match(self.note.source.written.text, end)
        return found[1] if found else str(self.sign(place).line)

    def holds(self, place: Place) -> bool:
        return self.steps[place].verdict in HOLDS

    def refuted(self) -> tuple[Place, ...]:
        return tuple(place for place, step in self.steps.items() if step.verdict == REFUTED)


def judged(text: str, name: str, chain: int | None = None, mend: bool = False) -> Judged:
    """The text read and judged as the command `check` does it; of `chain` alone if one is named.

    Repairs are looked for with `mend` alone. Raises nothing for what may be written: what cannot be read is `unread`.
    """
    note = read_note(text, name)
    at = {(r.line, r.column): (c, k) for c, row in enumerate(note.chains) for k, r in enumerate(row.relations, 1)}
    only = None
    if chain is not None:
        sign = note.chains[chain].relations[0]
        only = sign.line, sign.column
    judge = Judge(note, only=only, mend=mend)
    steps = {at[j.line, j.column]: j for j in judge.run() if (j.line, j.column) in at}
    if chain is not None:
        steps = {place: step for place, step in steps.items() if place[0] == chain}
    meanings = {place: m.expression for place, m in judge.meanings.items() if isinstance(m, Meaning)}
    return Judged(note, steps, meanings)


def replaced(text: str, changes: Mapping[tuple[int, int], str]) -> str:
    """The text with other words in some spans, which do not overlap."""
    for start, end in sorted(changes, reverse=True):
        text = text[:start] + changes[start, end] + text[end:]
    return text


def squeezed(latex: str) -> str:
    """A formula's text without what only spaces it, to tell whether two are written alike."""
    return re.sub(r"\\[,;:!> ]|\\q?quad\b|\s", "", latex)


def tidied(new: str, old: str) -> str:
    """An edited formula without the gaps and the first power that an edit may leave, unless its author writes so.

    >>> tidied(r"\\log(  \\pi) + s^{1}", r"\\log(2 \\pi) + s^{2}")
    '\\\\log(\\\\pi) + s'
    """
    for odd, plain in (
        (r"\^\{1\}", ""),
        (r"  +", " "),
        (r"(?<!\\left)([(\[]) +", r"\1"),
        (r" +([)\]])", r"\1"),
    ):
        if not re.search(odd, old):
            new = re.sub(odd, plain, new)
    return new.strip()


def says_nothing_new(here: Judged, place: Place, neighbour: Place) -> bool:
    """Whether a side only repeats a neighbour of it: the same text, or the same once it is read."""
    if squeezed(here.side(place).latex) == squeezed(here.side(neighbour).latex):
        return True
    one, other = (here.meanings.get(p) for p in (place, neighbour))
    return one is not None and one == other
