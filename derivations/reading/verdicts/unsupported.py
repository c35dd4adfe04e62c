"""A refutation needs something beside its world: where nothing else speaks against a line, it may have been misread.

Measured on public notes that nobody here had seen: of the lines with a world against them, nearly all were wrong where
a small change makes the line hold, or where the next line takes it back; where neither was so, every second one was
right, and meant what was not read: a Markov chain in words, a size, a name given anew. Of notes of which more than
half was unread none was wrong.
"""

from __future__ import annotations

from derivations.judging.step import PROVED, REFUTED, UNREAD
from derivations.language import words as L
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.own_words import TAKEN_BACK, TAKES_BACK

FEW = 3  # steps: a note of so few is a question about these, and unread ones of fewer say nothing of a note
MOST = 0.5  # share of a note's steps
NO_REPAIR = "no small change makes it hold, and so it may mean something else"


def most_is_unread(results: list[Judgement]) -> bool:
    """Whether so much of a note is unread that none of its lines is refuted, whatever repair it has."""
    unread = sum(one.verdict == UNREAD for one in results)
    return unread >= FEW and unread > MOST * len(results)


def doubt_unsupported(results: list[Judgement], repairs_known: bool = True) -> None:
    """Refuted steps are doubtful where neither a repair nor the next line speaks against them, but in notes of few
    steps; where most of a note is unread, all of them are. That there is no repair says nothing where none was looked
    for (not `repairs_known`), or where the work allowed for it was at its end."""
    unread = sum(one.verdict == UNREAD for one in results)
    proved = {one.at for one in results if one.verdict == PROVED and one.at}
    for one in results:
        if one.verdict != REFUTED:
            continue
        if most_is_unread(results):
            one.doubt(f"of the {len(results)} steps of this note {unread} were not read")
        elif repairs_known and len(results) > FEW and is_alone(one, proved):
            one.doubt(NO_REPAIR)


def is_alone(one: Judgement, proved: set[tuple[int, int]]) -> bool:
    """Whether only a world speaks against a line. What makes up for just the difference of two sides can be found for
    any two. Of a closed formula that was proved to be what stands before it no meaning is left to be missed."""
    if not one.expressions or (one.mending is not None and not one.mending.sought):
        return False
    repaired = one.mendable or (one.suggestion and not one.made_up)
    taken_back = TAKEN_BACK in one.message or TAKES_BACK in one.message
    known = one.at is not None and (one.at[0], one.at[1] - 1) in proved and is_closed(one)
    return not (repaired or taken_back or known)


def is_closed(one: Judgement) -> bool:
    """Whether both sides are formulas of names and numbers: no density and no average."""
    return not any(side.has(L.Density, L.Binder) for side in (one.expressions[0], one.expressions[2]))
