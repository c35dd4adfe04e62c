"""A paragraph heard and a chain judged within limits, and what is said of what goes beyond them: no fault of the
program ends a note."""

from __future__ import annotations

from dataclasses import replace

from derivations.reading.document import Note, NoteWarning
from derivations.reading.hearing.noting import Unheard
from derivations.reading.verdicts.doubting import EVERYTHING
from derivations.reading.verdicts.judgement import BEYOND, FAULT, Judgement
from derivations.reading.verdicts.limits import BEYOND_LIMITS, OutOfTime

TOO_MUCH_WORK = "too much work: this step is over the budget of a step, or of the whole note"
TOO_LONG = "not decided within the time limit"
TOO_MUCH_TO_HEAR = "a paragraph that takes too much work to be understood"
FAULT_IN_HEARING = "a paragraph that is beyond what can be heard: please report it"


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
    except BEYOND as error:
        judge.faults.append((block.line, FAULT_IN_HEARING, repr(error)))
        judge.known.unheard.append(Unheard(block.line, FAULT_IN_HEARING, frozenset({EVERYTHING})))


def judge_chain(judge, index: int) -> None:
    """A chain judged; what a fault between its steps leaves without a verdict is unread, and says so."""
    done = len(judge.results)
    try:
        judge.chain(index)
    except BEYOND as error:
        told = {(one.line, one.column) for one in judge.results[done:]}
        chain = judge.note.chains[index]
        judge.faults.append((chain.sides[0].line, FAULT, repr(error)))
        for relation, left, right in zip(chain.relations, chain.sides, chain.sides[1:], strict=False):
            if (relation.line, relation.column) not in told:
                out = Judgement(relation.line, relation.column, relation.sign)
                out.left, out.right, out.message, out.fault = left.latex, right.latex, FAULT, repr(error)
                judge.results.append(out)


def with_faults(note: Note, faults: list[tuple[int, str, str]]) -> Note:
    """The note with a warning for each of these, so that no part of it is passed over quietly."""
    starts, excerpt = note.source.starts, note.source.excerpt
    told = (NoteWarning(message, line, 1, excerpt(starts[line - 1])) for line, message, _ in dict.fromkeys(faults))
    return replace(note, warnings=(*note.warnings, *told)) if faults else note
