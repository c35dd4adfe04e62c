"""The command `python -m derivations check NOTE.md`: every relation sign of a note, with its verdict.

Exit status: 0 every step is proved or a definition, 1 some step is refuted, unproved or unread (with --strict also
doubtful), 2 the note cannot be read at all or the command line is wrong.
"""

from __future__ import annotations

import argparse
import json

from derivations.doors.door import complain
from derivations.doors.usage import Parser, UsageError
from derivations.reading.note import Note, load_note
from derivations.reading.text.printable import printable, printable_json
from derivations.reading.verdicts.judgement import TIME_LIMIT, Judgement
from derivations.reading.verdicts.walk import Judge
from derivations.telling import files
from derivations.telling.mended import diff, mended
from derivations.telling.note_report import document, report
from derivations.telling.wording import Wording

PROGRAM = "python -m derivations check"


def parser() -> Parser:
    made = Parser(PROGRAM, description="Read a Markdown or LaTeX note and judge each of its lines.")
    made.add_argument("note", metavar="NOTE.md", help="the note: Markdown with LaTeX, or a .tex file")
    made.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    made.add_argument("--plain", action="store_true", help="no colour, no boxes (automatic when not a terminal)")
    made.add_argument("--steps", action="store_true", help="below each proved step the worked lines between its sides")
    made.add_argument("--strict", action="store_true", help="exit with status 1 for a doubtful step too")
    made.add_argument("--no-witness", action="store_true", help=argparse.SUPPRESS)
    made.add_language()
    made.add_seed()
    made.add_argument("--time-limit", type=float, default=TIME_LIMIT, metavar="S", help="seconds a step may take")
    made.add_argument("--certificate", metavar="FILE", help="also write the proofs as derivations.kernel replays them")
    made.add_argument("--diff", action="store_true", help="print the repairs as a unified diff instead")
    made.add_argument("--fix", metavar="OUT.md", help="also write a copy of the note with its repairs put in")
    made.add_argument("--html", metavar="OUT.html", help="also write the note with its verdicts as one HTML file")
    made.add_force()
    return made


def main(argv: list[str]) -> int:
    """The command; returns the exit status and never raises for what a person may have written."""
    try:
        options = parser().parse_args(argv)
        if files.is_standard_output(options.note):
            raise UsageError(f"{options.note}: what is printed would go into the note itself")
        if options.html:
            files.refuse_to_replace(options.html, files.MARK, force=options.force, inputs=[options.note])
        if options.fix:
            files.refuse_to_replace(options.fix, None, force=options.force, inputs=[options.note])
        note = read(options.note)
    except (UsageError, files.CannotWrite) as error:
        return complain(PROGRAM, error)
    judgements = Judge(note, options.seed, options.time_limit).run()
    wording = Wording(options.lang)
    try:
        if options.html:
            write_page(options, note, judgements)
        if options.certificate:
            from derivations.doors.certificates import of_note, write

            write(options.certificate, of_note(judgements), options.force)
        if options.fix:
            files.write(options.fix, mended(note, judgements), None, force=options.force, inputs=[options.note])
    except files.CannotWrite as error:
        return complain(PROGRAM, error)
    source = printable(options.note)
    if options.diff:
        for line in diff(note, judgements, source).splitlines():
            print(printable(line))
    elif options.json:
        told = json.dumps(document(source, note, judgements, wording), ensure_ascii=False, indent=1)
        print(printable_json(told))
    else:
        for line in report(source, note, judgements, wording, options.seed, options.steps):
            print(printable(line))
    passing = ("proved", "definition") if options.strict else ("proved", "definition", "doubtful")
    return 0 if all(j.verdict in passing for j in judgements) else 1


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


def write_page(options: argparse.Namespace, note: Note, judgements: list[Judgement]) -> None:
    """Raises CannotWrite."""
    from derivations.page import note_page  # loaded only where a page is wanted

    page = note_page(note, judgements, options.lang)
    files.write(options.html, page, files.MARK, force=options.force, inputs=[options.note])
