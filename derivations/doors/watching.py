"""`check NOTE --watch`: a note judged again whenever it is saved, until Ctrl-C.

It is looked at a few times a second; a change is read once the file has stayed as it is from one look to the next, so
that what an editor is still writing is not. What was found of the lines before is remembered (judging/remembering.py).
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from derivations.doors.door import stay
from derivations.doors.inputs import NAME_OF_STANDARD_INPUT, Input, means_several
from derivations.doors.usage import UsageError
from derivations.judging.remembering import Memory, remembering
from derivations.reading.text.printable import printable
from derivations.telling.wording import Wording

PAUSE = 0.15  # seconds between two looks
SLACK = 50_000_000  # nanoseconds by which the clock of the files may be behind
CLEAR = "\x1b[2J\x1b[3J\x1b[H"
Stamp = tuple[tuple[int, int, int] | None, ...]


def refuse(options: argparse.Namespace, inputs: list[Input]) -> None:
    """Nothing, if one file is to be watched. Raises UsageError."""
    if means_several(options.notes) or len(inputs) != 1:
        raise UsageError("--watch is of one note: name one file")
    if inputs[0].name == NAME_OF_STANDARD_INPUT:
        raise UsageError("--watch is of a file, and standard input is none")
    if not os.path.lexists(inputs[0].name):
        raise UsageError(f"{inputs[0].name}: no such file")
    for name in ("fix", "certificate", "diff"):
        if getattr(options, name):
            raise UsageError(f"--watch does not go with --{name}: leave one of them out")
    if options.format != "text":
        raise UsageError(f"--watch prints text, not {options.format}: leave one of them out")


def stamp(names: Iterable[str | os.PathLike]) -> Stamp:
    """What tells the files as they are now from what they were: when they were written, how long they are, which."""
    found: list[tuple[int, int, int] | None] = []
    for name in names:
        try:
            status = os.stat(name)
            found.append((status.st_mtime_ns, status.st_size, status.st_ino))
        except OSError:
            found.append(None)
    return tuple(found)


def saved(names: Callable[[], Iterable[str | os.PathLike]], pause: float = PAUSE) -> Iterator[bool]:
    """Whether the first of the files is there: at once, and whenever one of them has changed and is at rest again.

    `names()` says which files these are; it is asked at each look, for what a note inputs may change with it.
    """
    told: Stamp | None = None
    before = stamp(names())
    while True:
        now = stamp(names())
        if now == before and now != told:
            told, started = now, time.time_ns()
            yield now[0] is not None
            before = stamp(names())  # the files may be others now, and may have been written since they were read
            read = all(file is None or file[0] < started - SLACK for file in before[len(now) :])
            told = before if read and before[: len(now)] == now else told
        else:
            before = now
        time.sleep(pause)


def watch(one: Input, options: argparse.Namespace, judge: Callable[[], list[Path] | None]) -> None:
    """Call `judge` for a note at once and after each save, until Ctrl-C. It returns the files that the note inputs,
    None where there was nothing to be judged."""
    stay()
    memory, say = Memory(), Wording(options.lang)
    name = printable(one.name)
    inputs: list[Path] = []
    try:
        for there in saved(lambda: [one.name, *inputs]):  # noqa: B023 - as they are at each look
            if sys.stdout.isatty():
                print(CLEAR, end="")
            if there:
                with remembering(memory):
                    found = judge()
                inputs = inputs if found is None else found
                print(say.pick(f"watching {name}; Ctrl-C ends", f"正在关注 {name}；按 Ctrl-C 结束"), file=sys.stderr)
            else:
                said = say.pick(f"{name} is not there; waiting for it", f"{name} 不存在；等待其出现")
                print(said, file=sys.stderr)
            sys.stdout.flush()
    except KeyboardInterrupt:
        print(file=sys.stderr)  # below the ^C of the terminal
