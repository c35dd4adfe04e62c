"""What an editor shows of a judged note: marks in the text, what the pointer finds over a line, repairs to be put in.

    marks(note, judgements, wording)              what needs the author's eye, each with its place
    under(note, judgements, wording, line, col)   all that is known of the step at a place: the worked lines, the world

Places are those of the file that a person has open: lines and columns from 0, columns in characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from derivations.reading.document import Note, Relation, Side
from derivations.reading.text.printable import printable
from derivations.reading.verdicts.judgement import Judgement
from derivations.telling.annotations import explanation, level_of
from derivations.telling.explained import parted
from derivations.telling.places import said
from derivations.telling.report import SIGNS
from derivations.telling.wording import Wording
from derivations.telling.work import texts, work_of

Point = tuple[int, int]


@dataclass(frozen=True)
class Stretch:
    """A part of a file, from one point up to another."""

    file: str
    start: Point
    end: Point

    def holds(self, point: Point) -> bool:
        return self.start <= point <= self.end


@dataclass(frozen=True)
class Repair:
    """What is put in the place of a side."""

    where: Stretch
    text: str


@dataclass(frozen=True)
class Mark:
    """`level` is error, warning or notice; `kind` the verdict, or "writing"."""

    where: Stretch
    level: str
    kind: str
    message: str
    repair: Repair | None = None


def marks(note: Note, judgements: Iterable[Judgement], wording: Wording, strict: bool = False) -> Iterator[Mark]:
    """One for each step that needs the author's eye, and for each remark on how the note is written."""
    steps = steps_of(note)
    for j in judgements:
        level, where = level_of(j.verdict, strict), stretch_of(note, j, steps)
        if level is not None and where is not None:
            message = f"{wording.say(j.verdict)}: {explanation(note, j, wording)}"
            yield Mark(where, level, j.verdict, shown(message), repair_of(note, j))
    for w in note.warnings:
        start = note.source.starts[w.line - 1] + w.column - 1
        where = stretch(note, start, start + 1)
        if where is not None:
            yield Mark(where, "notice", "writing", shown(wording.say(said(note, w.message))))


def under(
    note: Note, judgements: Iterable[Judgement], wording: Wording, file: str, point: Point
) -> tuple[Stretch, str] | None:
    """(the step at a place of a file, what is known of it as Markdown), or None."""
    steps = steps_of(note)
    for j in judgements:
        where = stretch_of(note, j, steps)
        if where is not None and where.file == file and where.holds(point):
            return where, shown("\n\n".join(known(note, j, wording)))
    return None


def known(note: Note, j: Judgement, wording: Wording) -> Iterator[str]:
    """Paragraphs of Markdown: the verdict and why, the worked lines or the world, what it assumes, the repair."""
    head, world = parted(j, wording)
    because = ", ".join(map(wording.say, j.reasons)) or wording.say(said(note, head))
    yield f"**{wording.say(j.verdict)}**{wording.pick(': ', '：') if because else ''}{because}"
    rows = [*texts(work_of(j.proof), wording, SIGNS)] or [wording.say(row) for row in (world.shown, *world.sides)]
    if any(rows):
        yield "```text\n" + "\n".join(rows) + "\n```"
    if j.assumes:
        assumed = wording.pick("; ", "；").join(wording.say(said(note, a)) for a in j.assumes)
        yield f"{wording.say('assumes')}{wording.pick(': ', '：')}{assumed}"
    if j.suggestion:
        yield f"{wording.say('likely meant')}{wording.pick(': ', '：')}`{j.suggestion}`"


def repair_of(note: Note, j: Judgement) -> Repair | None:
    """The repair in the author's own words; one in the notation of the rules is told and left to the author."""
    where = stretch(note, *j.span) if j.span is not None and j.suggestion else None
    return None if where is None else Repair(where, j.suggestion)


def steps_of(note: Note) -> dict[tuple[int, int], tuple[Relation, Side]]:
    """The signs of the displays by their places, each with its right side."""
    return {(s.relation.line, s.relation.column): (s.relation, s.right) for s in note.steps()}


def stretch_of(note: Note, j: Judgement, steps: dict[tuple[int, int], tuple[Relation, Side]]) -> Stretch | None:
    """A step from its sign to the end of its right side; what cannot be read from where that begins."""
    if (j.line, j.column) not in steps:
        return None
    relation, right = steps[j.line, j.column]
    end = max(right.span[1], relation.span[1])
    start = relation.span[0]
    if j.place is not None:
        start = note.source.starts[j.place[0] - 1] + j.place[1] - 1
    return stretch(note, start, end if start < end else start + 1)


def stretch(note: Note, start: int, end: int) -> Stretch | None:
    """Two offsets as places of a file; None where that is no part of one file, as a cell of a notebook is not."""
    (first, column), (last, until) = note.position(start), note.position(end)
    one, other = note.source.written.place(first), note.source.written.place(last)
    if one.cell is not None or one.file != other.file:
        return None
    return Stretch(one.file, (one.line - 1, column - 1), (other.line - 1, until - 1))


def shown(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))
