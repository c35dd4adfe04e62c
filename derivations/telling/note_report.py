"""A judged note told: the JSON of the contract, and the verdicts as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from derivations.printing.printing import to_latex
from derivations.reading.document import Note
from derivations.reading.text.printable import printable
from derivations.reading.verdicts.judgement import Judgement
from derivations.telling.counted import counted
from derivations.telling.mended import KEPT, mended_line, with_marks
from derivations.telling.report import SIGNS
from derivations.telling.wording import Wording
from derivations.telling.work import records, texts, work_of
from derivations.telling.wrapping import display_width

VERDICTS = ("proved", "refuted", "doubtful", "consistent", "definition", "unread")
_LINE = re.compile(
    r"\bline (\d+)(?= says\b|\)$)"
)  # as the judge names a line of the note: it says something, or states


def document(source: str, note: Note, judgements: list[Judgement], wording: Wording) -> dict:
    """The JSON of the contract (schema 2)."""
    counts = Counter(j.verdict for j in judgements)
    return {
        "schema": 2,
        "source": source,
        "steps": [entry(note, j, wording) for j in judgements],
        "warnings": [{**place(note, w.line), "column": w.column, "message": w.message} for w in note.warnings],
        "summary": summary(counts),
    }


def summary(counts: Mapping[str, int]) -> dict[str, int]:
    """How many steps there are, and how many of each verdict."""
    return {"steps": sum(counts.values()), **{v: counts.get(v, 0) for v in VERDICTS}}


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

    return _LINE.sub(lambda found: found_at(int(found[1])), text) if note.source.written.pieces else text


def told(note: Note, line: int, column: int, name: str) -> str:
    """A place in front of a message: `note.md:24:5`, `lesson.ipynb:cell 3:2:5`, `part.tex:7:1`."""
    label = note.source.label(line)
    own = note.source.written.place(line).file == note.source.name
    return f"{name}:{label}:{column}" if own else f"{label}:{column}"


def summed_up(counts: Mapping[str, int], wording: Wording) -> str:
    """`31 steps: 27 proved, ...`."""
    steps = sum(counts.values())
    total = wording.pick(counted(steps, "step"), f"{steps} 步")
    return f"{total}: " + ", ".join(f"{counts.get(v, 0)} {wording.say(v)}" for v in VERDICTS)


def entry(note: Note, j: Judgement, wording: Wording) -> dict:
    """One step of the JSON."""
    made = {
        **place(note, j.line), "column": j.column, "relation": j.relation, "kind": j.kind, "verdict": j.verdict,
        "reasons": [wording.say(r) for r in j.reasons], "scale": str(j.scale),
        "dropped": "" if j.dropped == 0 else to_latex(j.dropped),
        "assumes": [wording.say(said(note, a)) for a in j.assumes],
        "left": j.left, "right": j.right, "message": wording.say(said(note, j.message)),
        **records(work_of(j.proof), wording),
    }  # fmt: skip
    if j.suggestion:
        made["suggestion"] = j.suggestion
    made["reading"] = [wording.say(r) for r in j.reading]
    made["not_understood"] = [{**place(note, u.line), "text": u.text} for u in j.not_understood]
    if j.counterexample is not None:
        made["world"] = getattr(j.counterexample, "details", {})
        made["values"] = [j.counterexample.left_value, j.counterexample.right_value]
    return made


def report(source: str, note: Note, judgements: list[Judgement], wording: Wording, seed: int, steps: bool = False):
    """The verdicts as text: a line for each step (with `steps` its worked lines below it), then what needs the
    author's eye, then one summary line."""
    say = wording.say
    yield f"{source}   (seed {seed})"
    for j in judgements:
        because = (
            ", ".join(map(say, j.reasons))
            if j.reasons
            else ("" if j.verdict == "refuted" else say(said(note, j.message)))
        )
        yield f"{note.source.label(j.line):>5}:{j.column:<4}{j.relation:<12}{say(j.verdict):<12}{because}"[:200]
        yield from (f"{'':>24}{text}" for text in (texts(work_of(j.proof), wording, SIGNS) if steps else ()))
    troubled = [j for j in judgements if j.verdict not in ("proved", "definition") or (j.message and j.scale != 1)]
    for j in troubled:
        yield ""
        yield from explained(source, note, j, wording)
    for w in note.warnings:
        yield ""
        yield f"{told(note, w.line, w.column, source)}: {say('warning')}: {say(w.message)}"
        yield from ("    " + row for row in w.excerpt.split("\n"))
    counts = Counter(j.verdict for j in judgements)
    yield ""
    if not judgements:
        yield wording.pick(
            "nothing was judged: no displayed formula with a relation sign was found; formulas in a sentence declare",
            "没有可判定的内容：未找到含关系符号的独立公式；句中的公式只作声明",
        )
    yield summed_up(counts, wording)


def sums_done(details: dict, wording: Wording) -> list[str]:
    """Both sides of a refutation with the numbers of its world put in."""
    sides = zip(("left", "right"), details.get("sums", ()), strict=False)
    return [f"{wording.say(f'{side} = ')}{written} = {details[side]}" for side, written in sides if written]


def explained(source: str, note: Note, j: Judgement, wording: Wording):
    """One step in full: place, verdict, the line with a caret, what was found, the repair."""
    say = wording.say
    line, column = j.place or (j.line, j.column)
    yield f"{told(note, line, column, source)}: {say(j.verdict)}: {say(said(note, j.message))}"
    offset = note.source.starts[line - 1] + column - 1
    yield from ("    " + row for row in note.source.excerpt(offset).split("\n"))
    yield from (f"    {done}" for done in sums_done(getattr(j.counterexample, "details", {}), wording))
    if j.suggestion:
        yield from (f"    {row}" for row in repair(note, j, f"{say('likely meant')}: "))


WIDEST = 110  # columns of a mended line


def repair(note: Note, j: Judgement, lead: str) -> list[str]:
    """The mended line with its change marked, and a caret below the first place that changed."""
    parts = mended_line(note, j)
    if j.span is not None and display_width(lead + with_marks(parts)) > WIDEST:
        parts = parts[1:]  # the left side stands above
    row = lead + with_marks(parts)
    first = next((k for k, (what, _) in enumerate(parts) if what != KEPT), None)
    return [row] if first is None else [row, " " * display_width(lead + with_marks(parts[:first])) + "^"]
