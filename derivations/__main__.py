"""The door: `python -m derivations [show NAME | check NOTE ... | page] [options]`.

Exit status: 0 everything holds, 1 something is refuted or not confirmed, 2 wrong usage or unreadable input.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Sequence
from importlib import import_module

from derivations.doors.commands import OWN_OPTIONS, PROGRAM, parser
from derivations.doors.door import through_the_door
from derivations.doors.neighbours import check_ours
from derivations.doors.usage import UsageError


def delegated(argv: list[str]) -> tuple[str, list[str]] | None:
    """Of a command with options of its own: its name, and all other words for it."""
    takes_value = {"--lang", "--seed", "--certificate"}
    for k, word in enumerate(argv):
        if not word.startswith("-") and (k == 0 or argv[k - 1] not in takes_value):
            return (word, argv[:k] + argv[k + 1 :]) if word in OWN_OPTIONS else None
    return None


def run(argv: Sequence[str]) -> int:
    """The command; returns the exit status. Raises UsageError, CannotWrite."""
    argv = list(argv)
    command = delegated(argv)
    if command:
        name, words = command
        door = import_module(OWN_OPTIONS[name]).main
        return door(words, measuring) if name == "page" else door(words)
    options = parser().parse_intermixed_args(argv)
    return report(options, *chosen(options.words))


def chosen(words: list[str]) -> tuple[bool, tuple[str, ...]]:
    """Whether chapters are shown in full, and which."""
    from derivations.contents import CHAPTERS

    if not words:
        return False, CHAPTERS
    command, *names = words
    if command != "show":
        raise UsageError(f"no command {command!r}: the commands are show NAME, {', '.join(OWN_OPTIONS)}")
    if not names:
        raise UsageError(f"show needs a chapter: {', '.join(CHAPTERS)}")
    return True, tuple(names)


def report(options, in_full: bool, names: tuple[str, ...]) -> int:
    from derivations.contents import CHAPTERS, UnknownChapter, load
    from derivations.judging.verification import verify
    from derivations.telling.wording import Wording

    try:
        chapters = [load(name) for name in dict.fromkeys(names)]
    except UnknownChapter as error:
        near = f"the nearest names are {', '.join(error.nearest)}" if error.nearest else "it is none of the names"
        raise UsageError(f"{error}; {near}. Chapters: {', '.join(CHAPTERS)}") from None
    if options.certificate:
        from derivations.doors.certificates import of_chapters
        from derivations.doors.certificates import write as write_certificate

        write_certificate(options.certificate, of_chapters(chapters), options.force)
    seed = None if options.no_witness else options.seed
    witness = None if options.no_witness else measuring(seed)
    wording = Wording(options.lang)
    verification = verify(chapters, witness)
    if options.json:
        from derivations.telling.records import of_verification

        print(json.dumps(of_verification(verification, wording, seed), ensure_ascii=False, indent=1))
    else:
        from derivations.telling.report import Report

        made = Report(verification, wording, seed, options.steps)
        write(made.in_full() if in_full else made.overview(), options.plain or not sys.stdout.isatty())
    return 0 if verification.holds else 1


def measuring(seed: int):
    """The numbers of a line, from the numerics room. Raises UsageError if another package is called so."""
    try:
        check_ours("numerics")
    except ImportError as error:
        raise UsageError(f"{error}; --no-witness does without it") from None

    def witness(derivation, left, step):
        from numerics.witnesses.table import witness_step

        try:
            return witness_step(left, step, derivation.assumes, derivation.free, seed)
        except (ArithmeticError, TypeError, ValueError):  # a number that cannot be had decides nothing here
            return None

    return witness


def write(parts, plainly: bool) -> None:
    if plainly:
        import shutil

        from derivations.telling.report import plain

        for text in plain(parts, shutil.get_terminal_size((120, 24)).columns):
            print(text)
    else:
        from derivations.telling.terminal import print_parts

        print_parts(parts)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command: one clear line on stderr for whatever goes wrong, never a traceback."""
    return through_the_door(PROGRAM, run, sys.argv[1:] if argv is None else argv)


def command() -> int:
    """`python -m derivations` and the console script `derivations`: a process that ends with the command."""
    gc.disable()  # a short run that makes many small objects and keeps them: collecting finds nothing and costs a tenth
    status = main()
    gc.freeze()  # nor is there anything to find at the end, where it costs another tenth
    return status


if __name__ == "__main__":
    sys.exit(command())
