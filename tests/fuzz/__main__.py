"""`python -m tests.fuzz --inputs N --seed S`: hostile notes, each in a process of its own; exits 1 if one does harm."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from tests.fuzz.hostile_notes import KINDS, hostile_note
from tests.fuzz.trials import CLEAN, outcomes


def main(argv: list[str]) -> int:
    """Runs them, prints what is wrong with which, then a summary; 2 for wrong usage."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__, allow_abbrev=False)
    asked.add_argument("--inputs", type=int, default=1000, metavar="N", help="how many (default 1000)")
    asked.add_argument("--seed", type=int, default=0, metavar="S")
    asked.add_argument("--first", type=int, default=0, metavar="K", help="number of the first (default 0)")
    asked.add_argument("--jobs", type=int, default=1, metavar="J", help="processes at a time (default 1)")
    asked.add_argument("--kind", action="append", choices=tuple(KINDS), help="only this kind (may be repeated)")
    asked.add_argument("--pages", type=int, default=10, metavar="P", help="every P-th is shown as a page too")
    asked.add_argument("--keep", type=Path, metavar="FOLDER", help="write the notes that do harm there")
    options = asked.parse_args(argv)
    kinds = tuple(options.kind or ())
    bad: Counter[str] = Counter()
    slowest = largest = None
    done = 0
    numbers = range(options.first, options.first + options.inputs)
    for one in outcomes(options.seed, numbers, options.jobs, kinds, options.pages):
        done += 1
        if done % 500 == 0:
            print(f"{done} inputs", file=sys.stderr, flush=True)
        slowest = max(slowest or one, one, key=lambda o: o.seconds)
        largest = max(largest or one, one, key=lambda o: o.megabytes)
        if one.trouble != CLEAN:
            bad[one.kind] += 1
            print(f"--seed {options.seed} --first {one.number} ({one.kind}): {one.trouble}", flush=True)
            if options.keep:
                note = hostile_note(options.seed, one.number, kinds)
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{options.seed}-{one.number}{note.suffix}").write_bytes(note.content)
    harm = sum(bad.values())
    print(f"{done} inputs of seed {options.seed}: {harm} did harm {dict(bad) if bad else ''}".rstrip())
    if slowest and largest:
        print(f"slowest {slowest.seconds:.1f} s (number {slowest.number}, {slowest.kind}, {slowest.steps} steps), "
              f"largest {largest.megabytes:.0f} MB (number {largest.number}, {largest.kind})")  # fmt: skip
    return 1 if harm else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
