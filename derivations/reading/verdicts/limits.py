"""What a note and each of its steps may take: steps of work first, processor time for what is not counted.

Work is the same everywhere, so a verdict does not depend on the machine; the clock is the last resort.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from derivations.numbers.budget import Budget, OverBudget, at_most_steps, charged_to

OF_A_STEP, OF_A_NOTE, MORE_FOR_EACH_STEP = 1_000_000, 2_500_000, 10_000  # steps of work, a microsecond or two each
OF_ALL_REPAIRS = 4_000_000  # of a note, beside its own: a repair takes some 50,000, where there is one
LEFT_BY_MOST = 1_000_000  # of a note's own: what is taken of these for verdicts is taken from its repairs too
SECONDS_OF_A_NOTE, MORE_SECONDS_FOR_EACH_STEP = 30.0, 0.03  # a net far behind the counted work: load must not decide
LEAST_SECONDS = 0.02


class OutOfTime(BaseException):
    """The step took longer than it may. No `except Exception` on the way stops it."""


BEYOND_LIMITS = (OutOfTime, OverBudget)


class Allowance:
    """What is left for a note: `steps` relation signs, each for at most so many seconds."""

    def __init__(self, steps: int, seconds: float):
        self.seconds = seconds
        self.seconds_left = SECONDS_OF_A_NOTE + MORE_SECONDS_FOR_EACH_STEP * steps
        self.in_vain = 0  # steps of searches that found no proof
        self.work = Budget(OF_A_NOTE + MORE_FOR_EACH_STEP * steps)
        self.repairs = Budget(OF_ALL_REPAIRS)

    @contextmanager
    def charged(self) -> Iterator[None]:
        """What is done inside, which is linear and is not cut short, leaves less time for the steps."""
        started = time.thread_time()
        try:
            yield
        finally:
            self.seconds_left -= time.thread_time() - started

    @contextmanager
    def step(self, steps: int = OF_A_STEP) -> Iterator[None]:
        """Raises OutOfTime or OverBudget inside the block when the step, or the note, has had enough."""
        with self.charged(), at_most_steps(steps, of=self.work), at_most(self.seconds_now()):
            yield

    @contextmanager
    def repair(self, steps: int) -> Iterator[None]:
        """Work on a repair, which leaves no line of the note less work for its verdict. Raises as `step` does."""
        steps = min(steps, self.repairs.left - max(0, LEFT_BY_MOST - self.work.left))
        with charged_to(self.repairs, steps), at_most(self.seconds_now()):
            yield

    def seconds_now(self) -> float:
        """How long what is begun now may take; 0 is without limit. Raises OutOfTime where the note has had enough."""
        if self.seconds > 0 and self.seconds_left <= 0:
            raise OutOfTime
        return max(LEAST_SECONDS, min(self.seconds, self.seconds_left)) if self.seconds > 0 else 0.0


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises OutOfTime inside the block after so many seconds of processor time; 0 is no limit.

    By a signal in the main thread; in others, where signals do not reach, between steps of work that are counted.
    Limits nest: an inner one ends no later than an outer one, which goes on after it.
    """
    if seconds <= 0:
        yield
    elif hasattr(signal, "SIGPROF") and threading.current_thread() is threading.main_thread():
        with _by_a_signal(seconds):
            yield
    else:
        with _between_steps(seconds):
            yield


@contextmanager
def _by_a_signal(seconds: float) -> Iterator[None]:
    def ring(_signal, _frame):
        raise OutOfTime

    before = signal.signal(signal.SIGPROF, ring)
    outer, _ = signal.getitimer(signal.ITIMER_PROF)
    signal.setitimer(signal.ITIMER_PROF, min(seconds, outer) if outer else seconds)
    started = time.process_time()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        if outer:
            signal.setitimer(signal.ITIMER_PROF, max(1e-3, outer - (time.process_time() - started)))


@contextmanager
def _between_steps(seconds: float) -> Iterator[None]:
    deadline = time.thread_time() + seconds

    def late() -> None:
        if time.thread_time() > deadline:
            raise OutOfTime
        if outer is not None:
            outer()

    with at_most_steps(1 << 62) as budget:
        outer, budget.watch = budget.watch, late
        try:
            yield
        finally:
            budget.watch = outer
