"""A limit on the processor time of one step: it ends with a verdict, whatever else the machine is doing."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class OutOfTime(BaseException):
    """The step took longer than it may. No `except Exception` on the way stops it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises OutOfTime inside the block after so many seconds of processor time.

    In the main thread alone, where signals reach. Limits nest: what is left of an outer one goes on after an inner one.
    """
    able = hasattr(signal, "SIGPROF") and threading.current_thread() is threading.main_thread()
    if not able or seconds <= 0:
        yield
        return

    def ring(_signal, _frame):
        raise OutOfTime

    before = signal.signal(signal.SIGPROF, ring)
    outer, _ = signal.setitimer(signal.ITIMER_PROF, seconds)
    started = time.process_time()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        if outer:
            signal.setitimer(signal.ITIMER_PROF, max(1e-3, outer - (time.process_time() - started)))
