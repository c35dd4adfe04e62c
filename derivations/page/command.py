"""The command `python -m derivations page`: the verified note as one HTML file.

Exit status: 0 everything holds, 1 something is refuted or not confirmed, 2 wrong usage or a file that cannot be
written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

PROGRAM = "python -m derivations page"


class UsageError(Exception):
    """One line for a person: what is wrong with the command, and what would be right."""


class Parser(argparse.ArgumentParser):
    def error(self, message: str):
        raise UsageError(f"{message} (see {PROGRAM} --help)")


def parser() -> Parser:
    made = Parser(PROGRAM, description="Write the verified note as one HTML file.", allow_abbrev=False)
    made.add_argument("--out", metavar="FILE.html", help="where to (default build/vae.html)")
    made.add_argument("--lang", choices=("en", "zh"), default="en", help="language of all but the formulas")
    made.add_argument("--no-witness", action="store_true", help="leave the numbers out")
    made.add_argument("--no-pictures", action="store_true", help="leave the pictures out")
    made.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the numbers (default 0)")
    return made


def main(argv: list[str], witness: Callable[[int], Callable] | None = None) -> int:
    """The command; returns the exit status. `witness(seed)` gives what measures a line, None leaves numbers out."""
    try:
        options = parser().parse_args(argv)
    except UsageError as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return 2
    from derivations.contents import load_all
    from derivations.page.overview import NO_PICTURES, chapters_page
    from derivations.page.pictures import gallery
    from derivations.page.shell import write_atomically
    from derivations.verification import verify
    from derivations.wording import Wording

    measured = witness is not None and not options.no_witness
    out = Path(options.out or "build/vae.html")
    verification = verify(load_all(), witness(options.seed) if measured else None)
    try:
        pictures = NO_PICTURES if options.no_pictures else gallery(out.parent / "pictures", options.lang, 0, progress)
        seed = options.seed if measured else None
        write_atomically(out, chapters_page(verification, Wording(options.lang), seed, pictures))
    except OSError as error:
        print(f"{PROGRAM}: {error.filename2 or error.filename or out}: {error.strerror or error}", file=sys.stderr)
        return 2
    print(out)
    return 0 if verification.holds else 1


def progress(name: str) -> None:
    """Which picture is being made, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\033[Kpicture {name}", end="", file=sys.stderr, flush=True)
