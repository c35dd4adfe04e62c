"""`python -m numerics`: the witness table from the command line."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from derivations.contents import CHAPTERS, UnknownChapter, load
from derivations.doors.usage import Parser, UsageError
from numerics.witnesses.claims import checks
from numerics.witnesses.table import WORLDS, witness_table
from numerics.worlds.world import WORLD_NAMES

LEAST_DETECT = 1e-3  # nats: draws grow as the inverse square, and this is a hundred times those of the default


def main(argv: Sequence[str] | None = None, commands: Mapping[str, str] | None = None) -> int:
    """0 if nothing is contradicted, 1 if a step or a check is. Raises UsageError.

    The checks beside the steps (samplers, bounds, gradients) belong to the whole table, not to a part of it.
    `commands` are the other commands of the door and what they do, for --help.
    """
    options = parser(commands or {}).parse_args(argv)
    chapters = list(dict.fromkeys(options.chapter or CHAPTERS))
    try:
        for name in chapters:
            load(name)
    except UnknownChapter as error:
        near = f"did you mean {' or '.join(error.nearest)}?" if error.nearest else f"there are {', '.join(CHAPTERS)}"
        raise UsageError(f"{error}; {near}") from None
    from numerics.witnesses.report import progress, render

    with progress(chapters) as told:
        table = witness_table(chapters, options.world or WORLDS, options.detect, options.seed, progress=told)
    if not (options.chapter or options.world):
        table = replace(table, checks=tuple(checks(options.seed)))
    if options.json:
        json.dump(table.record(), sys.stdout, indent=1, allow_nan=False)
        print()
    else:
        render(table, every_row=options.all)
    return 1 if table.contradicted else 0


def parser(commands: Mapping[str, str]) -> Parser:
    """The options of the bare command; --help names the other commands too."""
    others = "\n".join(f"  {name:<10} {what}" for name, what in commands.items())
    p = Parser(
        "python -m numerics",
        description="Measure every step of every chapter, with error bars, and sum up each chapter.",
        epilog=f"other commands (each has a --help of its own):\n{others}" if others else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    p.add_argument("--chapter", action="append", metavar="NAME", help="only this chapter (may be repeated)")
    p.add_argument("--world", action="append", choices=WORLD_NAMES, help="only this world (may be repeated)")
    p.add_argument("--all", action="store_true", help="print every row, not a summary of each chapter")
    p.add_argument("--detect", type=nats, default=0.01, metavar="NATS", help="error to be seen (default 0.01)")
    p.add_seed("worlds and draws")
    p.add_argument("--json", action="store_true", help="one JSON document on stdout")
    return p


def nats(text: str) -> float:
    """An error to be seen: a finite number of nats that is not too small for the draws it takes."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not LEAST_DETECT <= number < math.inf:
        raise argparse.ArgumentTypeError(
            f"takes a finite number of nats from {LEAST_DETECT:g} on (smaller errors would take days of draws), "
            f"not {text!r}"
        )
    return number
