"""Annotations as GitHub shows them beside the lines of a change: `::error file=note.md,line=24,col=4::...`."""

from __future__ import annotations

from collections.abc import Iterator

from derivations.reading.document import Note
from derivations.reading.text.printable import printable
from derivations.reading.verdicts.judgement import Judgement
from derivations.telling.places import said
from derivations.telling.wording import Wording

LEVELS = {"refuted": "error", "doubtful": "warning", "consistent": "warning", "unread": "warning"}
"""How grave a verdict is; the others are not told."""


def level_of(verdict: str, strict: bool) -> str | None:
    """With `strict` a doubtful step is as grave as a refuted one."""
    return "error" if strict and verdict == "doubtful" else LEVELS.get(verdict)


def annotations(note: Note, judgements: list[Judgement], wording: Wording, strict: bool = False) -> Iterator[str]:
    """One line for each step that needs the author's eye, and for each remark on how the note is written."""
    for j in judgements:
        level = level_of(j.verdict, strict)
        if level is not None:
            line, column = j.place or (j.line, j.column)
            yield annotation(note, level, line, column, wording.say(j.verdict), explanation(note, j, wording))
    for w in note.warnings:
        yield annotation(note, "notice", w.line, w.column, wording.say("warning"), wording.say(said(note, w.message)))


def explanation(note: Note, j: Judgement, wording: Wording) -> str:
    """What was found, and the likely repair on a line of its own."""
    meant = f"\n{wording.say('likely meant')}: {j.suggestion}" if j.suggestion else ""
    return f"{wording.say(said(note, j.message))}{meant}"


def annotation(note: Note, level: str, line: int, column: int, title: str, message: str) -> str:
    """A line and column of the file; a cell of a notebook, whose lines are none of its file's, is named in the text."""
    place = note.source.written.place(line)
    if place.cell is None:
        where = {"file": place.file, "line": place.line, "col": column, "title": title}
    else:
        where, message = {"file": place.file, "title": title}, f"cell {place.cell}, line {place.line}: {message}"
    return command(level, where, message)


def command(level: str, where: dict[str, object], message: str) -> str:
    """
    >>> command("error", {"file": "a,b.md", "line": 2}, "50 % lost" + chr(10) + "twice")
    '::error file=a%2Cb.md,line=2::50 %25 lost%0Atwice'
    """
    properties = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in where.items())
    return f"::{level} {properties}::{_escaped(message)}"


def _escaped(value: object, also: str = "") -> str:
    text = "\n".join(map(printable, str(value).split("\n")))
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + also else c for c in text)
