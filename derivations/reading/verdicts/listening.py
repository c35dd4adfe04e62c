"""A paragraph heard within limits, and what is said of what goes beyond them."""

from __future__ import annotations

from derivations.reading.hearing.noting import Unheard
from derivations.reading.verdicts.doubting import EVERYTHING
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.limits import BEYOND_LIMITS, OutOfTime

TOO_MUCH_WORK = "too much work: this step is over the budget of a step, or of the whole note"
TOO_LONG = "not decided within the time limit"
TOO_MUCH_TO_HEAR = "a paragraph that takes too much work to be understood"


def give_up(judgement: Judgement, limit: BaseException) -> None:
    """A step that went beyond its limits is unread, and says so."""
    judgement.give_up(TOO_LONG if isinstance(limit, OutOfTime) else TOO_MUCH_WORK)


def listen(judge, block, hear, *said, **settings) -> None:
    """`hear(*said)`; what takes too much work to be heard was not understood, and nothing is refuted beside it."""
    try:
        with judge.allowance.step():
            hear(*said, **settings)
    except BEYOND_LIMITS:
        judge.known.unheard.append(Unheard(block.line, TOO_MUCH_TO_HEAR, frozenset({EVERYTHING})))
