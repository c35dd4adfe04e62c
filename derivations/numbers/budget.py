"""Budgets of work: what would take too long or too much memory is given up before it is built.

Work is counted in steps of about a microsecond (a term multiplied by a term, a cell of a table), not in seconds, so
that a verdict does not depend on the machine, nor on the thread it is reached in. Where nobody has set a budget, as
in the chapters, none is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MOST_BITS = 60_000  # of one exact number, about 18,000 digits
_here = threading.local()


class OverBudget(BaseException):
    """More work than there is a budget for. No `except Exception` on the way stops it."""


class Budget:
    """What is left of a budget, in steps; negative once it is overdrawn.

    `watch` is called whenever something is spent: a clock, where there is one.
    """

    def __init__(self, steps: int, watch: Callable[[], None] | None = None):
        self.left, self.watch = steps, watch


@contextmanager
def at_most_steps(steps: int, of: Budget | None = None) -> Iterator[Budget]:
    """No more than so many steps inside, nor more than `of` and what is around have left; all are charged.

    Raises OverBudget.
    """
    outer: Budget | None = getattr(_here, "budget", None)
    around = [b for b in (outer, of) if b is not None]
    allowed = min([steps, *(b.left for b in around)])
    inner = _here.budget = Budget(max(0, allowed), outer.watch if outer is not None else None)
    try:
        yield inner
    finally:
        _here.budget = outer
        used = max(0, allowed) - inner.left
        for budget in {id(b): b for b in around}.values():
            budget.left -= used


@contextmanager
def charged_to(budget: Budget, steps: int) -> Iterator[None]:
    """No more than so many steps inside, nor more than the budget has left: it is charged, and what is around is not.

    Raises OverBudget.
    """
    outer: Budget | None = getattr(_here, "budget", None)
    allowed = max(0, min(steps, budget.left))
    inner = _here.budget = Budget(allowed, outer.watch if outer is not None else None)
    try:
        yield
    finally:
        _here.budget = outer
        budget.left -= allowed - inner.left


def spend(steps: int) -> None:
    """Takes steps from the budget of this thread, before they are done. Raises OverBudget."""
    budget: Budget | None = getattr(_here, "budget", None)
    if budget is not None:
        budget.left -= steps
        if budget.left < 0:
            raise OverBudget
        if budget.watch is not None:
            budget.watch()


def spend_bits(bits: int) -> None:
    """Refuses an exact number of so many bits before it is worked out. Raises OverBudget."""
    if bits > MOST_BITS:
        raise OverBudget
    spend(bits >> 8)
