"""The repairs of a note put into its text: the change marked in its line, a unified diff, the mended copy.

Only repairs in the author's own words are put in; a repair that the rules wrote in their own notation is told and left
to the author.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable

from derivations.reading.document import Note
from derivations.reading.text.notebooks import with_cells
from derivations.reading.verdicts.judgement import Judgement

Original = tuple[str, int | None]  # a file, and of a notebook a cell


def mended(note: Note, judgements: Iterable[Judgement]) -> str:
    """The text of the note's own file with every repair in place."""
    after, name = repaired(note, judgements), note.source.name
    before = note.source.written.originals
    cells = {cell: text for (file, cell), text in after.items() if cell is not None and text != before[file, cell]}
    return with_cells(after[name, None], cells) if cells else after[name, None]


def repaired(note: Note, judgements: Iterable[Judgement]) -> dict[Original, str]:
    """What stands in each file that the note is read from (in each cell of a notebook), with every repair that is in
    its author's words in place: the text as it was written, not as it was read."""
    made = dict(note.source.written.originals)
    repairs = {j.span: j.suggestion for j in judgements if j.span is not None and j.suggestion}
    for start, end in sorted(repairs, reverse=True):
        first, last = (note.source.written.place(note.position(at)[0]) for at in (start, end))
        if (first.file, first.cell) == (last.file, last.cell):
            text = made[first.file, first.cell]
            begin, stop = (offset(text, p.line, note.position(at)[1]) for p, at in ((first, start), (last, end)))
            made[first.file, first.cell] = text[:begin] + repairs[start, end] + text[stop:]
    return made


def offset(text: str, line: int, column: int) -> int:
    """Where a line and a column of a text are, both counted from 1."""
    begin = 0
    for _ in range(line - 1):
        begin = text.index("\n", begin) + 1
    return begin + column - 1


def elsewhere(note: Note, judgements: Iterable[Judgement]) -> list[str]:
    """The other files, which the note inputs, that hold lines to be mended."""
    before, after = note.source.written.originals, repaired(note, judgements)
    return [file for file, cell in before if file != note.source.name and after[file, cell] != before[file, cell]]


def diff(note: Note, judgements: Iterable[Judgement], name: str) -> str:
    """The repairs as a unified diff of the note, of each of its cells or of the files it inputs; empty without any."""
    after = repaired(note, judgements)
    rows: list[str] = []
    for (file, cell), text in note.source.written.originals.items():
        told = (name if file == note.source.name else file) + ("" if cell is None else f" cell {cell}")
        before, now = (t.splitlines(keepends=True) for t in (text, after[file, cell]))
        rows += difflib.unified_diff(before, now, told, f"{told} (mended)")
    return "".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows)


def marked(old: str, new: str) -> str:
    """The new text with what was taken out in [-...-] and what was put in in {+...+}.

    >>> marked("KL(p//q)-H(p)", "KL(p//q)+H(p)")
    'KL(p//q)[---]{+++}H(p)'
    >>> marked("log x", "-log x")
    '{+-+}log x'
    """
    start = _shared(old, new)
    rest = _shared(old[start:][::-1], new[start:][::-1])
    taken, put = old[start : len(old) - rest], new[start : len(new) - rest]
    parts = (f"[-{taken}-]" if taken else "", f"{{+{put}+}}" if put else "")
    return new[:start] + "".join(parts) + new[len(new) - rest :]


def _shared(one: str, two: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))
