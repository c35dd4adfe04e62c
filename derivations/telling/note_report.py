"""A judged note told: the JSON of the contract, and the verdicts as text."""

from __future__ import annotations

from collections import Counter

from derivations.printing.printing import to_latex
from derivations.reading.document import Note
from derivations.reading.verdicts.judgement import Judgement
from derivations.telling.mended import marked
from derivations.telling.report import SIGNS
from derivations.telling.wording import Wording
from derivations.telling.work import records, texts, work_of

VERDICTS = ("proved", "refuted", "doubtful", "consistent", "definition", "unread")


def document(source: str, note: Note, judgements: list[Judgement], wording: Wording) -> dict:
    """The JSON of the contract (schema 2)."""
    counts = Counter(j.verdict for j in judgements)
    return {
        "schema": 2,
        "source": source,
        "steps": [entry(j, wording) for j in judgements],
        "warnings": [{"line": w.line, "column": w.column, "message": w.message} for w in note.warnings],
        "summary": {"steps": len(judgements), **{v: counts[v] for v in VERDICTS}},
    }


def entry(j: Judgement, wording: Wording) -> dict:
    """One step of the JSON."""
    made = {
        "line": j.line, "column": j.column, "relation": j.relation, "kind": j.kind, "verdict": j.verdict,
        "reasons": [wording.say(r) for r in j.reasons], "scale": str(j.scale),
        "dropped": "" if j.dropped == 0 else to_latex(j.dropped), "assumes": [wording.say(a) for a in j.assumes],
        "left": j.left, "right": j.right, "message": wording.say(j.message), **records(work_of(j.proof), wording),
    }  # fmt: skip
    if j.suggestion:
        made["suggestion"] = j.suggestion
    made["reading"] = [wording.say(r) for r in j.reading]
    made["not_understood"] = [{"line": u.line, "text": u.text} for u in j.not_understood]
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
        because = ", ".join(map(say, j.reasons)) if j.reasons else ("" if j.verdict == "refuted" else say(j.message))
        yield f"{j.line:>5}:{j.column:<4}{j.relation:<12}{say(j.verdict):<12}{because}"[:200]
        yield from (f"{'':>24}{text}" for text in (texts(work_of(j.proof), wording, SIGNS) if steps else ()))
    troubled = [j for j in judgements if j.verdict not in ("proved", "definition") or (j.message and j.scale != 1)]
    for j in troubled:
        yield ""
        yield from explained(source, note, j, wording)
    for w in note.warnings:
        yield ""
        yield f"{source}:{w.line}:{w.column}: {say('warning')}: {say(w.message)}"
        yield from ("    " + row for row in w.excerpt.split("\n"))
    counts = Counter(j.verdict for j in judgements)
    yield ""
    yield f"{len(judgements)} {say('steps')}: " + ", ".join(f"{counts[v]} {say(v)}" for v in VERDICTS)


def sums_done(details: dict, wording: Wording) -> list[str]:
    """Both sides of a refutation with the numbers of its world put in."""
    sides = zip(("left", "right"), details.get("sums", ()), strict=False)
    return [f"{wording.say(f'{side} = ')}{written} = {details[side]}" for side, written in sides if written]


def explained(source: str, note: Note, j: Judgement, wording: Wording):
    """One step in full: place, verdict, the line with a caret, what was found, the repair."""
    say = wording.say
    line, column = j.place or (j.line, j.column)
    yield f"{source}:{line}:{column}: {say(j.verdict)}: {say(j.message)}"
    offset = note.source.starts[line - 1] + column - 1
    yield from ("    " + row for row in note.source.excerpt(offset).split("\n"))
    yield from (f"    {done}" for done in sums_done(getattr(j.counterexample, "details", {}), wording))
    if j.suggestion:
        yield f"    {say('likely meant')}: {j.suggestion if j.span is None else marked(j.right, j.suggestion)}"
