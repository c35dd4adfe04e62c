"""A note of which much was not read accuses less: what is not known of it may be what makes a line hold.

Measured on 70 public notes that nobody here had seen: of the lines refuted in notes that were read almost whole most
were wrong, of those in notes of which more than half was unread none.
"""

from __future__ import annotations

from derivations.judging.step import PROVED, REFUTED, UNREAD
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.own_words import TAKEN_BACK, TAKES_BACK

FEW = 3  # unread steps, of which fewer say nothing of a note
MUCH, MOST = 0.2, 0.5  # shares of a note's steps


def most_is_unread(results: list[Judgement]) -> bool:
    """Whether so much of a note is unread that none of its lines is refuted, whatever repair it has."""
    unread = sum(one.verdict == UNREAD for one in results)
    return unread >= FEW and unread > MOST * len(results)


def doubt_in_the_dark(results: list[Judgement], repairs_known: bool = True) -> None:
    """Refuted steps of a note of which much is unread are doubtful, but for those that something else speaks against: a
    repair, the next line, or a proof of what stands just before. Where most is unread, all of them. That there is no
    repair says nothing where none was looked for (not `repairs_known`)."""
    unread = sum(one.verdict == UNREAD for one in results)
    if unread < FEW or unread < MUCH * len(results):
        return
    told = f"of the {len(results)} steps of this note {unread} were not read"
    anchored = {one.at for one in results if one.verdict == PROVED and one.at}
    for one in results:
        if one.verdict != REFUTED:
            continue
        spoken_against = one.suggestion or TAKEN_BACK in one.message or TAKES_BACK in one.message
        before = one.at is not None and (one.at[0], one.at[1] - 1) in anchored
        alone = repairs_known and not (spoken_against or before)
        if most_is_unread(results) or alone:
            one.doubt(told)
