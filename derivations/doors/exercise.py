"""The command `python -m derivations exercise`: worksheets with slips planted in them, and what is handed in judged.

    exercise elbo --slips 2 --seed 3 --out elbo.md --key key.md
    exercise grade elbo.md answers.md

Exit status: 0 the worksheet is written, or everything is found and right; 1 something is not; 2 wrong usage, or fewer
slips or blanks than are asked for can be had.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

from derivations.contents import CHAPTERS, UnknownChapter, load
from derivations.doors.door import complain
from derivations.doors.inputs import read
from derivations.doors.usage import Parser, UsageError
from derivations.exercises.grading import BOX, SLIP, Mark, NoCopy, grade
from derivations.exercises.key import key_of
from derivations.exercises.wording import WORDS
from derivations.exercises.worksheet import MARK, Source, TooMany, Worksheet, make, of_chapter, of_note
from derivations.reading.text.printable import printable, printable_json
from derivations.telling import files
from derivations.telling.counted import counted
from derivations.telling.wording import Wording

PROGRAM = "python -m derivations exercise"
MOST = 100


def parser() -> Parser:
    made = Parser(
        PROGRAM,
        description="Write a worksheet: right lines with slips planted in them, each refuted by a small world.",
        epilog=f"to judge what is handed in: {PROGRAM} grade WORKSHEET.md ANSWERS.md",
    )
    made.add_argument("chapter", nargs="?", help=f"one of {', '.join(CHAPTERS)}")
    made.add_argument("--from", dest="note", metavar="NOTE.md", help="the proved chains of a note instead of a chapter")
    made.add_argument("--slips", type=count, default=2, metavar="N", help="slips to plant (default 2)")
    made.add_argument("--blanks", type=count, default=0, metavar="N", help="lines to leave out (default 0)")
    made.add_argument("--out", metavar="SHEET.md", help="where to (default: printed)")
    made.add_argument("--key", metavar="KEY.md", help="also write the answers: line, repair, world")
    made.add_force()
    made.add_language()
    made.add_seed("the choice of slips and lines")
    return made


def grading_parser() -> Parser:
    made = Parser(f"{PROGRAM} grade", description="Judge a student's copy of a worksheet by its mathematics.")
    made.add_argument("worksheet", metavar="WORKSHEET.md", help="as it was handed out")
    made.add_argument("answers", metavar="ANSWERS.md", help="the student's copy, with mended lines and filled boxes")
    made.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    made.add_language()
    return made


def count(text: str) -> int:
    """How many, from the command line: a whole number from 0 to MOST."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
    if not 0 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"takes a whole number from 0 to {MOST}, not {text!r}")
    return number


def main(argv: Sequence[str]) -> int:
    """The command; returns the exit status."""
    argv = list(argv)
    try:
        first = next((k for k, word in enumerate(argv) if word[:1] != "-" and argv[k - 1 : k] != ["--lang"]), 0)
        if argv[first : first + 1] == ["grade"]:
            return graded(grading_parser().parse_args(argv[:first] + argv[first + 1 :]))
        return written(parser().parse_args(argv))
    except (UsageError, files.CannotWrite, NoCopy) as error:
        return complain(PROGRAM, error)


# -- worksheets ----------------------------------------------------------------------------------------------------


def written(options: argparse.Namespace) -> int:
    """Make the worksheet and its key and write them. Raises UsageError, CannotWrite."""
    if not options.slips and not options.blanks:
        raise UsageError("no slips and no blanks: there would be nothing to find; give --slips N or --blanks N")
    inputs = [options.note] if options.note else []
    targets = [Path(path) for path in (options.out, options.key) if path]
    if len({os.path.abspath(path) for path in targets}) < len(targets):
        raise UsageError(f"{options.out}: the worksheet and its key cannot be one file")
    for path in targets:
        files.refuse_to_replace(path, MARK, force=options.force, inputs=inputs)
    say = Wording(options.lang)
    source = source_of(options, say)
    try:
        sheet = make(source, options.slips, options.blanks, options.seed, say)
    except TooMany as error:
        raise UsageError(f"{source.name}, seed {options.seed}: {error}") from None
    if options.key:
        key = key_of(sheet, source.title or source.name, options.seed, say)
        files.write(options.key, key, MARK, force=options.force, inputs=inputs)
    if options.out:
        files.write(options.out, sheet.text, MARK, force=options.force, inputs=inputs)
        print(printable(told(options, sheet, say)))
    else:
        print(sheet.text, end="")
    return 0


def told(options: argparse.Namespace, sheet: Worksheet, say: Wording) -> str:
    slips, boxes = len(sheet.slips), len(sheet.blanks)
    numbers = (slips, boxes) if say.language == "zh" else (counted(slips, "slip"), counted(boxes, "box"))
    return say.pick(*WORDS["written"]).format(options.out, *numbers, options.seed)


def source_of(options: argparse.Namespace, say: Wording) -> Source:
    """What the worksheet is made of. Raises UsageError."""
    if bool(options.chapter) == bool(options.note):
        raise UsageError(f"exercise needs a chapter, or --from NOTE.md: {', '.join(CHAPTERS)}")
    if options.note:
        source = of_note(read(options.note))
        if not source.texts:
            raise UsageError(f"{options.note}: none of its chains is wholly proved")
        suffix = Path(source.file).suffix
        if options.out and (Path(options.out).suffix == ".tex") != (suffix == ".tex"):
            raise UsageError(f"{options.out}: made of {options.note}, it is read as such only if it ends in {suffix}")
        return source
    try:
        return of_chapter(load(options.chapter), say)
    except UnknownChapter as error:
        near = f"the nearest names are {', '.join(error.nearest)}" if error.nearest else "it is none of the names"
        raise UsageError(f"{error}; {near}. Chapters: {', '.join(CHAPTERS)}") from None


# -- marks ---------------------------------------------------------------------------------------------------------


def graded(options: argparse.Namespace) -> int:
    """Judge what was handed in and tell it. Raises UsageError, NoCopy."""
    worksheet, answers = read(options.worksheet), read(options.answers)
    if os.path.samefile(options.worksheet, options.answers):
        raise UsageError(f"{options.answers}: one file as worksheet and answers; give the student's copy as the second")
    marks, say = grade(worksheet, answers), Wording(options.lang)
    if options.json:
        print(printable_json(json.dumps(record(options, marks, say), ensure_ascii=False, indent=1)))
    else:
        for line in report(options, marks, say):
            print(printable(line))
    return 0 if all(mark.right for mark in marks) else 1


def tally(marks: Sequence[Mark]) -> tuple[int, int, int, int]:
    """Slips found, slips, boxes right, boxes."""
    slips, boxes = ([m.right for m in marks if m.kind == kind] for kind in (SLIP, BOX))
    return sum(slips), len(slips), sum(boxes), len(boxes)


def report(options: argparse.Namespace, marks: Sequence[Mark], say: Wording):
    yield options.answers
    for mark in marks:
        yield f"{mark.line:>5}  {say.pick(*WORDS[mark.kind])} {mark.label}: {say.pick(*WORDS[mark.outcome])}"
        if mark.why:
            yield f"       {say.say(mark.why)}"
    yield say.pick(*WORDS["summary"]).format(*tally(marks))
    if all(mark.right for mark in marks):
        yield say.pick(*WORDS["all right"])


def record(options: argparse.Namespace, marks: Sequence[Mark], say: Wording) -> dict:
    found, slips, filled, boxes = tally(marks)
    rows = [
        {"line": m.line, "label": m.label, "kind": KINDS.get(m.kind, "line"), "outcome": m.outcome, "right": m.right,
         "message": say.say(m.why)}
        for m in marks
    ]  # fmt: skip
    summary = {"slips": slips, "found": found, "blanks": boxes, "filled": filled, "right": all(m.right for m in marks)}
    return {"schema": 1, "worksheet": options.worksheet, "answers": options.answers, "marks": rows, "summary": summary}


KINDS = {SLIP: "slip", BOX: "blank"}
