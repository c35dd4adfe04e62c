"""The command `python -m derivations check NOTE.md`: every relation sign of a note, with its verdict.

Exit status: 0 every step is proved or a definition, 1 some step is refuted, unproved or unread, 2 the note cannot be
read at all or the command line is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from derivations.logic.printing import to_latex
from derivations.reading.judgement import TIME_LIMIT, Judgement
from derivations.reading.judging import Judge
from derivations.reading.note import Note, load_note
from derivations.wording import Wording

PROGRAM = "python -m derivations check"
VERDICTS = ("proved", "refuted", "consistent", "definition", "unread")


class UsageError(Exception):
    """One line for a person: what is wrong with the command or the file, and what would be right."""


class Parser(argparse.ArgumentParser):
    def error(self, message: str):
        raise UsageError(f"{message} (see {PROGRAM} --help)")


def parser() -> Parser:
    made = Parser(PROGRAM, description="Read a Markdown or LaTeX note and judge each of its lines.", allow_abbrev=False)
    made.add_argument("note", metavar="NOTE.md", help="the note: Markdown with LaTeX, or a .tex file")
    made.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    made.add_argument("--plain", action="store_true", help="no colour, no boxes (automatic when not a terminal)")
    made.add_argument("--no-witness", action="store_true", help=argparse.SUPPRESS)
    made.add_argument("--lang", choices=("en", "zh"), default="en", help="language of all but the formulas")
    made.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the random worlds (default 0)")
    made.add_argument("--time-limit", type=float, default=TIME_LIMIT, metavar="S", help="seconds a step may take")
    made.add_argument("--html", metavar="OUT.html", help="also write the note with its verdicts as one HTML file")
    return made


def main(argv: list[str]) -> int:
    """The command; returns the exit status and never raises for what a person may have written."""
    try:
        options = parser().parse_args(argv)
        note = read(options.note)
    except UsageError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 2
    judgements = Judge(note, options.seed, options.time_limit).run()
    wording = Wording(options.lang)
    if options.html:
        try:
            write_page(options.html, note, judgements, options.lang)
        except OSError as error:
            print(f"{PROGRAM}: {options.html}: {error.strerror or error}", file=sys.stderr)
            return 2
    if options.json:
        json.dump(document(options.note, note, judgements, wording), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        for line in report(options.note, note, judgements, wording, options.seed):
            print(line)
    holds = all(j.verdict in ("proved", "definition") for j in judgements)
    return 0 if holds else 1


def read(path: str) -> Note:
    """The note at a path. Raises UsageError for a missing, binary or empty file."""
    try:
        note = load_note(path)
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise UsageError(f"{path}: a folder, not a note") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
    except ValueError as error:
        raise UsageError(str(error)) from None
    if not note.source.text.strip():
        raise UsageError(f"{path}: the note is empty")
    return note


def write_page(path: str, note: Note, judgements: list[Judgement], language: str) -> None:
    from derivations.page import note_page, write_atomically

    write_atomically(Path(path), note_page(note, judgements, language))


def document(source: str, note: Note, judgements: list[Judgement], wording: Wording) -> dict:
    """The JSON of the contract (schema 1)."""
    counts = Counter(j.verdict for j in judgements)
    return {
        "schema": 1,
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
        "left": j.left, "right": j.right, "message": wording.say(j.message),
    }  # fmt: skip
    if j.suggestion:
        made["suggestion"] = j.suggestion
    if j.counterexample is not None:
        made["world"] = getattr(j.counterexample, "details", {})
    return made


def report(source: str, note: Note, judgements: list[Judgement], wording: Wording, seed: int):
    """The verdicts as text: a line for each step, then what needs the author's eye, then one summary line."""
    say = wording.say
    yield f"{source}   (seed {seed})"
    for j in judgements:
        because = ", ".join(map(say, j.reasons)) if j.reasons else ("" if j.verdict == "refuted" else say(j.message))
        yield f"{j.line:>5}:{j.column:<4}{j.relation:<12}{say(j.verdict):<12}{because}"[:200]
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


def explained(source: str, note: Note, j: Judgement, wording: Wording):
    """One step in full: place, verdict, the line with a caret, what was found, the repair."""
    say = wording.say
    line, column = j.place or (j.line, j.column)
    yield f"{source}:{line}:{column}: {say(j.verdict)}: {say(j.message)}"
    offset = note.source.starts[line - 1] + column - 1
    yield from ("    " + row for row in note.source.excerpt(offset).split("\n"))
    if j.suggestion:
        yield f"    {say('likely meant')}: {j.suggestion}"
