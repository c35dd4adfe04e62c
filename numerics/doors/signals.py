"""Ctrl-C, and what a computing centre sends before it ends a job: heard, so that a run can save itself."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

HEARD = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
ENDED_BY_SIGNAL = 128  # shells add the signal's number: 130 is Ctrl-C


@contextmanager
def interrupts() -> Iterator[list[int]]:
    """A list that is empty until one of the signals comes; a second one ends the program at once.

    What is ignored when the program starts (SIGHUP under nohup) stays ignored.
    """
    received: list[int] = []
    before = {number: signal.getsignal(number) for number in HEARD}
    heard = [number for number in HEARD if before[number] is not signal.SIG_IGN]

    def note(number: int, frame: object) -> None:
        received.append(number)
        for each in heard:
            signal.signal(each, signal.default_int_handler if each == signal.SIGINT else signal.SIG_DFL)

    for number in heard:
        signal.signal(number, note)
    try:
        yield received
    finally:
        for number in heard:
            signal.signal(number, before[number])
