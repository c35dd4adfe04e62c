"""The command `python -m derivations check NOTE...`: every relation sign of notes, with its verdict.

Exit status: 0 every step is proved or a definition, 1 some step is refuted, unproved or unread (with --strict also
doubtful) or one of several notes cannot be judged, 2 none can be judged at all or the command line is wrong.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections import Counter
from collections.abc import Iterator

from derivations.doors import watching
from derivations.doors.door import complain, fault_of
from derivations.doors.formats import FORMATS, Run
from derivations.doors.inputs import TAKEN, EmptyNote, Input, chosen, means_several, read
from derivations.doors.progress import Progress
from derivations.doors.usage import Parser, UsageError
from derivations.reading.note import Note
from derivations.reading.text.printable import printable
from derivations.reading.verdicts.judgement import TIME_LIMIT, Judgement
from derivations.reading.verdicts.listening import with_faults
from derivations.reading.verdicts.walk import Judge
from derivations.telling import files
from derivations.telling.mended import diff, elsewhere, mended
from derivations.telling.several import Outcome

PROGRAM = "python -m derivations check"
OF_ONE_NOTE = ("html", "fix", "certificate")  # options that write one file about one note


def parser() -> Parser:
    made = Parser(PROGRAM, description="Read notes in Markdown or LaTeX and judge each of their lines.")
    made.add_argument("notes", metavar="NOTE.md", nargs="+", help=f"{TAKEN}; patterns ('*.tex') too")
    made.add_argument("--json", action="store_true", help="the same as --format json")
    made.add_argument(
        "--format", choices=tuple(FORMATS), help="text; one JSON document; annotations for GitHub; a SARIF 2.1.0 log"
    )
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
    made.add_argument("--watch", action="store_true", help="judge the note again whenever it is saved, until Ctrl-C")
    made.add_force()
    return made


def main(argv: list[str]) -> int:
    """The command; returns the exit status and never raises for what a person may have written."""
    try:
        options = parser().parse_intermixed_args(argv)
        inputs = chosen(options.notes)
        refuse(options, inputs)
        if options.watch:
            watching.refuse(options, inputs)
    except (UsageError, files.CannotWrite) as error:
        return complain(PROGRAM, error)
    if options.watch:
        return watched(inputs[0], options)
    run = Run(options, means_several(options.notes), Progress(len(inputs)))
    for one in inputs:
        try:
            check(one, run)
        except files.CannotWrite as error:
            return complain(PROGRAM, error)
    return told(run)


def told(run: Run) -> int:
    """What is to be said once every note has been judged; the exit status."""
    options = run.options
    run.progress.out_of_the_way()
    judged = [outcome for outcome in run.outcomes if not outcome.trouble]
    for outcome in run.outcomes:
        if outcome.trouble:
            complain(PROGRAM, outcome.trouble)
    if not judged:
        return 2
    if not options.diff:
        for line in FORMATS[options.format].at_end(run):
            print(line)
    passing = ("proved", "definition") if options.strict else ("proved", "definition", "doubtful")
    holds = all(verdict in passing for outcome in judged for verdict in outcome.counts)
    return 0 if holds and len(judged) == len(run.outcomes) else 1


def refuse(options: argparse.Namespace, inputs: list[Input]) -> None:
    """Nothing, if the options go together. Raises UsageError, CannotWrite."""
    if options.json and options.format not in (None, "json"):
        raise UsageError(f"--json and --format {options.format}: one of them")
    options.format = "json" if options.json else options.format or "text"
    for one in inputs:
        if files.is_standard_output(one.name):
            raise UsageError(f"{one.name}: what is printed would go into the note itself")
    for name in OF_ONE_NOTE:
        if getattr(options, name) and len(inputs) > 1:
            raise UsageError(f"--{name} is of one note, and these are {len(inputs)}: name one of them")
    names = [one.name for one in inputs]
    if options.html:
        files.refuse_to_replace(options.html, files.MARK, force=options.force, inputs=names)
    if options.fix:
        files.refuse_to_replace(options.fix, None, force=options.force, inputs=names)


def watched(one: Input, options: argparse.Namespace) -> int:
    """Judge a note whenever it is saved; the exit status is that of the last time."""
    status, last = 0, None

    def judge():
        nonlocal status, last
        run = Run(options, False, Progress(1))
        try:
            last = check(one, run) or last
            status = told(run)
        except files.CannotWrite as error:
            status = complain(PROGRAM, error)
        except Exception as error:  # another save may do without it
            status = complain(PROGRAM, fault_of(error))
        return last and last[0].source.written.inputs

    watching.watch(one, options, judge)
    if last and options.html:
        options.watch = False  # nobody writes the page from here on
        try:
            write_files(options, one.name, *last)
        except files.CannotWrite as error:
            status = complain(PROGRAM, error)
    return status


def check(one: Input, run: Run) -> tuple[Note, list[Judgement]] | None:
    """Judge one note and tell what was found; what is wrong with one hides no other. Raises CannotWrite."""
    options, source = run.options, printable(one.name)
    run.progress.at(source)
    try:
        if one.trouble:
            raise UsageError(one.trouble)
        note = read(one.name)
        judge = Judge(note, options.seed, options.time_limit)
        judgements = judge.run()
        note = with_faults(note, judge.faults)
    except EmptyNote as error:
        trouble = "" if one.found and run.several else printable(error)
        run.outcomes.append(Outcome(source, trouble=trouble))
        return None
    except UsageError as error:
        run.outcomes.append(Outcome(source, trouble=printable(error)))
        return None
    except Exception as error:
        if not run.several:
            raise
        run.outcomes.append(Outcome(source, trouble=f"{source}: {fault_of(error)}"))
        return None
    write_files(options, one.name, note, judgements)
    run.progress.out_of_the_way()
    for line in shown(run, source, note, judgements):
        print(line)
    run.outcomes.append(Outcome(source, Counter(j.verdict for j in judgements)))
    if run.several:
        gc.collect()  # the commands of this project run without collecting, and many notes are more than one
    return note, judgements


def shown(run: Run, source: str, note: Note, judgements: list[Judgement]) -> Iterator[str]:
    """What is printed of a note at once."""
    if run.options.diff:
        yield from map(printable, diff(note, judgements, source).splitlines())
    else:
        yield from FORMATS[run.options.format].of_each(run, source, note, judgements)


def write_files(options: argparse.Namespace, name: str, note: Note, judgements: list[Judgement]) -> None:
    """What is asked for beside the report. Raises CannotWrite."""
    inputs = [name, *note.source.written.inputs]
    if options.html:
        from derivations.page import note_page  # loaded only where a page is wanted

        page = note_page(note, judgements, options.lang, reloading=options.watch)
        files.write(options.html, page, files.MARK, force=options.force, inputs=inputs)
    if options.certificate:
        from derivations.doors.certificates import of_note, write

        write(options.certificate, of_note(note, judgements), options.force)
    if options.fix:
        files.write(options.fix, mended(note, judgements), None, force=options.force, inputs=inputs)
        others = elsewhere(note, judgements)
        if others:
            told = f"not in {options.fix}: repairs in {', '.join(others)}; --diff shows them"
            print(printable(told), file=sys.stderr)
