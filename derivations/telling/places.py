"""Where a line stands, as people find it: in the note, in a cell of a notebook, in a file that the note inputs."""

from __future__ import annotations

import re

from derivations.reading.document import Note
from derivations.reading.text.printable import printable

_LINE = re.compile(r"(?<=\bcarried on to )line (\d+)|\bline (\d+)(?= says\b|\)$| is mended\b)")
"""A line of the note as the judge names it: it says something, states something, has a slip or ends with one."""


def place(note: Note, line: int) -> dict[str, int | str]:
    """Where a line stands: `line`; of a notebook also `cell`, of a file that the note inputs also `file`."""
    found = note.source.written.place(line)
    file: dict[str, int | str] = {} if found.file == note.source.name else {"file": printable(found.file)}
    return {**file, **({} if found.cell is None else {"cell": found.cell}), "line": found.line}


def said(note: Note, text: str) -> str:
    """A message with the lines that it names as people find them: the judge counts those of the text it has read."""

    def found_at(line: int) -> str:
        there = note.source.written.place(line)
        if there.cell is not None:
            return f"cell {there.cell}, line {there.line}"
        return f"line {there.line}" + ("" if there.file == note.source.name else f" of {there.file}")

    return _LINE.sub(lambda found: found_at(int(found[1] or found[2])), text) if note.source.written.pieces else text


def told(note: Note, line: int, column: int, name: str) -> str:
    """A place in front of a message: `note.md:24:5`, `lesson.ipynb:cell 3:2:5`, `part.tex:7:1`."""
    label = note.source.label(line)
    own = note.source.written.place(line).file == note.source.name
    return f"{name}:{label}:{column}" if own else f"{label}:{column}"
