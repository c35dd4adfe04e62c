"""The repairs of a note put into its text: the change marked in its line, a unified diff, the mended copy.

Only repairs in the author's own words are put in; a repair that the rules wrote in their own notation is told and left
to the author.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable

from derivations.reading.document import Note
from derivations.reading.text.notebooks import with_cells
from derivations.reading.verdicts.judgement import Judgement

SIGNS = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
KEPT, TAKEN, PUT = "kept", "taken out", "put in"
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
    >>> marked("a + b", "2(a + b)")
    '{+2(+}a + b{+)+}'
    """
    return with_marks(changes(old, new))


def with_marks(parts: Iterable[tuple[str, str]]) -> str:
    marks = {KEPT: "{}", TAKEN: "[-{}-]", PUT: "{{+{}+}}"}
    return "".join(marks[what].format(part) for what, part in parts)


def changes(old: str, new: str) -> list[tuple[str, str]]:
    """What was kept, taken out and put in, in order, by whole signs of LaTeX; what an edit puts something around, or
    takes away around something, is told as two places, every other edit as one."""
    one, two = SIGNS.findall(old), SIGNS.findall(new)
    steps = difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    made = {step[0] for step in steps} - {"equal"}
    if made not in ({"insert"}, {"delete"}):
        first = shared(one, two)
        rest = shared(one[first:][::-1], two[first:][::-1])
        ends = len(one) - rest, len(two) - rest
        steps = [("equal", 0, first, 0, first), ("replace", first, ends[0], first, ends[1]),
                 ("equal", ends[0], len(one), ends[1], len(two))]  # fmt: skip
    parts = []
    for step, a, b, c, d in steps:
        parts += [(KEPT, one[a:b])] if step == "equal" else [(TAKEN, one[a:b]), (PUT, two[c:d])]
    return [(what, "".join(part)) for what, part in parts if part]


def mended_line(note: Note, j: Judgement) -> list[tuple[str, str]]:
    """The line as its author would have written it, in the parts of `changes`; of a longer chain without its left
    side, which stands in a row of its own."""
    if j.span is None:
        return [(KEPT, j.suggestion)]
    row = note.source.line(j.line)
    left = j.left.strip() if j.left.strip() in row else ""
    lead = " ".join(filter(None, (left, j.relation))) + " "
    return [(KEPT, lead), *((what, " ".join(part.split("\n"))) for what, part in changes(j.right, j.suggestion))]


def shared(one: list[str], two: list[str]) -> int:
    """How many signs two texts have in common at their beginning."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))
