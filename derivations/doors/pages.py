"""The command `python -m derivations page`: the verified note as one HTML file.

Exit status: 0 everything holds, 1 something is refuted or not confirmed, 2 wrong usage or a file that cannot be
written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from derivations.doors.door import complain
from derivations.doors.usage import Parser, UsageError
from derivations.page.pictures import Gallery
from derivations.reading.text.printable import printable
from derivations.telling import files
from derivations.telling.wording import Wording

PROGRAM = "python -m derivations page"


def parser() -> Parser:
    made = Parser(PROGRAM, description="Write the verified note as one HTML file.")
    made.add_argument(
        "--out", metavar="FILE.html", help="where to (default build/vae.html, build/explore.html, build/record.html)"
    )
    made.add_argument("--explore", action="store_true", help="only what can be played with: figures, lines, worlds")
    made.add_argument("--record", action="store_true", help="the checker's own record instead (takes minutes)")
    made.add_language()
    made.add_argument("--no-witness", action="store_true", help="leave the numbers out")
    made.add_argument("--no-pictures", action="store_true", help="leave the pictures out")
    made.add_force()
    made.add_seed("the numbers")
    return made


def main(argv: list[str], witness: Callable[[int], Callable] | None = None) -> int:
    """The command; returns the exit status. `witness(seed)` gives what measures a line, None leaves numbers out."""
    try:
        options = parser().parse_args(argv)
    except UsageError as error:
        return complain(PROGRAM, error)
    witness = None if options.no_witness else witness
    kind = "record" if options.record else "explore" if options.explore else "vae"
    out = Path(options.out or f"build/{kind}.html")
    try:
        if options.record and options.explore:
            raise UsageError("--record and --explore are two pages: name one of them")
        files.refuse_to_replace(out, files.MARK, force=options.force)
        return WRITERS[kind](out, options, witness)
    except (UsageError, files.CannotWrite) as error:
        return complain(PROGRAM, error)


def write_chapters(out: Path, options: argparse.Namespace, witness: Callable[[int], Callable] | None) -> int:
    """Verify every chapter and write the page. Raises CannotWrite."""
    from derivations.contents import load_all
    from derivations.judging.verification import verify
    from derivations.page.overview import NO_PICTURES, chapters_page
    from derivations.page.pictures import gallery

    verification = verify(load_all(), witness(options.seed) if witness else None)
    pictures = NO_PICTURES if options.no_pictures else gallery(out.parent / "pictures", options.lang, 0, progress)
    complain_of(pictures)
    page = chapters_page(verification, Wording(options.lang), options.seed if witness else None, pictures)
    return written(out, page, options, verification.holds)


def write_explorables(out: Path, options: argparse.Namespace, witness: Callable[[int], Callable] | None) -> int:
    """Verify every chapter and write the page of what can be played with. Raises CannotWrite."""
    from derivations.contents import load_all
    from derivations.judging.verification import verify
    from derivations.page.explore.explore_page import explore_page

    verification = verify(load_all())
    return written(out, explore_page(verification, Wording(options.lang)), options, verification.holds)


def write_record(out: Path, options: argparse.Namespace, witness: Callable[[int], Callable] | None) -> int:
    """Run the checker on what is known of it and write the page. Raises UsageError, CannotWrite."""
    from derivations.page.record import NoTests, record
    from derivations.page.record_page import record_page

    try:
        made = record(witness, progress)
    except NoTests as error:
        raise UsageError(str(error)) from None
    return written(out, record_page(made, Wording(options.lang)), options, True)


def written(out: Path, page: str, options: argparse.Namespace, holds: bool) -> int:
    """The exit status once the file is there; its name is printed. Raises CannotWrite."""
    files.write(out, page, files.MARK, force=options.force)
    print(printable(out))
    return 0 if holds else 1


def complain_of(pictures: Gallery) -> None:
    """What is wrong with the pictures, one line each on stderr; the page says it too."""
    if pictures.without_font:
        said = "no font with Chinese characters is installed, so the labels in the pictures are English"
        print(f"{PROGRAM}: {said}: {pictures.without_font}", file=sys.stderr)
    for name, reason in pictures.missing:
        print(f"{PROGRAM}: the picture {name} is missing: {reason}", file=sys.stderr)


WRITERS = {"vae": write_chapters, "explore": write_explorables, "record": write_record}


def progress(name: str) -> None:
    """What is being made, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{name}", end="", file=sys.stderr, flush=True)
