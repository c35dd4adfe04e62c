"""What a student handed in, judged by its mathematics: the student's lines put into the worksheet, and that read again.

No key is needed: the lines that are refuted in the worksheet are its slips, its numbered boxes the lines left out.
Only rows are taken from what was handed in, in their places; what is given, the sentences and the first line of each
chain, stays the worksheet's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from derivations.exercises.carrying import with_sides
from derivations.exercises.judged import Judged, Place, judged, replaced, says_nothing_new, squeezed
from derivations.exercises.worksheet import BLANK, HEAD
from derivations.judging.remembering import Memory, remembering
from derivations.judging.step import DEFINITION, PROVED, REFUTED, UNREAD
from derivations.reading.document import Note
from derivations.reading.note import read_note

OPPOSITE = {"less_equal": "greater_equal", "greater_equal": "less_equal", "less": "greater", "greater": "less"}
SLIP, BOX, LINE = "a slip", "a blank", "a line"
RIGHT = ("found", "filled")


class NoCopy(ValueError):
    """What was handed in is no copy of the worksheet; the message says where it differs."""


@dataclass(frozen=True)
class Mark:
    """What is said of one place: a slip, a box, or another line that does not follow. `outcome` is a row of WORDS."""

    kind: str
    label: str
    line: int
    outcome: str
    why: str = ""

    @property
    def right(self) -> bool:
        return self.outcome in RIGHT


def grade(worksheet: Note, answers: Note) -> tuple[Mark, ...]:
    """The marks: one for each slip and box of the worksheet, and one for every other line that does not follow now.

    Raises NoCopy if the answers are not the worksheet's rows, or the worksheet has neither slips nor boxes.
    """
    with remembering(Memory()):  # most lines of a copy are those of the worksheet
        return marks_of(worksheet, answers)


def marks_of(worksheet: Note, answers: Note) -> tuple[Mark, ...]:
    """See `grade`."""
    name, text = worksheet.source.name, worksheet.source.written.text
    whole = judged(text, name)
    slips = set(whole.refuted())
    boxes = {place for place in whole.steps if BLANK.fullmatch(whole.side(place).latex)}
    if not slips and not boxes:
        raise NoCopy(f"{name}: no line of it is refuted and none is left out: there is nothing to find")
    must_be_a_copy(worksheet, answers)
    theirs = {place: answers.chains[place[0]].sides[place[1]].latex for place in whole.steps}
    signs = {place: answers.chains[place[0]].relations[place[1] - 1] for place in whole.steps}
    handed = judged(put_in(whole, theirs, signs), name)
    marks = []
    for place in sorted(whole.steps):
        kind = SLIP if place in slips else BOX if place in boxes else LINE
        outcome = outcome_of(kind, place, whole, handed, boxes)
        if outcome:
            why = handed.steps[place].message if outcome in ("wrong", "wrong fill", "follows no more", "unread") else ""
            marks.append(Mark(kind, whole.label(place), signs[place].line, outcome, why))
    return tuple(marks)


def must_be_a_copy(worksheet: Note, answers: Note) -> None:
    """Raises NoCopy."""
    one, other = heading_of(worksheet), heading_of(answers)
    name = answers.source.name
    if one and other and one != other:
        raise NoCopy(f"{name}: a copy of another worksheet ({other}; this one is {one})")
    if len(worksheet.chains) != len(answers.chains):
        raise NoCopy(
            f"{name}: no copy of {worksheet.source.name}: its chains of lines are {len(answers.chains)}, those of the"
            f" worksheet {len(worksheet.chains)}"
        )
    for ours, theirs in zip(worksheet.chains, answers.chains, strict=True):
        if len(ours.sides) != len(theirs.sides):
            raise NoCopy(
                f"{name}:{theirs.sides[0].line}: no copy of {worksheet.source.name}: lines here: {len(theirs.sides)};"
                f" in the worksheet: {len(ours.sides)} (line {ours.sides[0].line})"
            )
    starts = [
        (squeezed(a.sides[0].latex), squeezed(b.sides[0].latex))
        for a, b in zip(worksheet.chains, answers.chains, strict=True)
    ]
    if sum(a == b for a, b in starts) * 2 < len(starts):
        raise NoCopy(f"{name}: no copy of {worksheet.source.name}: most of its chains begin with other lines")


def heading_of(note: Note) -> str:
    """What a worksheet's own comment says that it is; empty where there is none."""
    rows = (row for row in note.source.written.text.splitlines() if HEAD in row)
    return next((row.partition(HEAD)[2].removesuffix("-->").strip() for row in rows), "")


def put_in(whole: Judged, theirs: dict[Place, str], signs: dict) -> str:
    """The worksheet with the student's rows, and with their signs where a sign may have been turned round."""
    note = whole.note
    text = with_sides(note.source.written.text, note.source.name, theirs)
    turned = {}
    relations = read_note(text, note.source.name).chains
    for place, sign in signs.items():
        if sign.name != whole.sign(place).name:
            turned[relations[place[0]].relations[place[1] - 1].span] = sign.sign
    return replaced(text, turned)


def outcome_of(kind: str, place: Place, whole: Judged, handed: Judged, boxes: Iterable[Place]) -> str:
    """What is to be said of a place; empty for a line that is as it should be."""
    above, below = (place[0], place[1] - 1), (place[0], place[1] + 1)
    if place not in handed.steps:
        return "unread"
    verdict, sign = handed.steps[place].verdict, handed.sign(place)
    same = squeezed(handed.side(place).latex) == squeezed(whole.side(place).latex)
    same_sign = sign.name == whole.sign(place).name
    if kind == BOX and same:
        return "not filled"
    if kind == SLIP and same and same_sign:
        return "not found"
    turned = sign.name == OPPOSITE.get(whole.sign(place).name)
    if not same_sign and not (turned and (kind == LINE or (kind == SLIP and same))):
        return "another sign"  # a bound where a value was asked for; a bound on the negative has its sign turned
    if kind == LINE:
        return line_outcome(place, whole, handed, boxes)
    if verdict == PROVED:
        if repeats(kind, place, whole, handed):
            return "nothing new"
        if kind == BOX and below in handed.steps and handed.steps[below].verdict != PROVED and below not in boxes:
            return "leads nowhere"
        return "found" if kind == SLIP else "filled"
    if above in handed.steps and BLANK.fullmatch(handed.side(above).latex):
        return "not confirmed"
    return {
        REFUTED: "wrong" if kind == SLIP else "wrong fill", UNREAD: "unread", DEFINITION: "nothing new",
    }.get(verdict, "not confirmed")  # fmt: skip


def repeats(kind: str, place: Place, whole: Judged, handed: Judged) -> bool:
    """Whether a student's line only says a line beside it again; a turned sign repeats nothing."""
    above, below = (place[0], place[1] - 1), (place[0], place[1] + 1)
    if kind == SLIP and handed.sign(place).name != whole.sign(place).name:
        return False
    named = below in handed.steps and (handed.steps[below].verdict, whole.steps[below].verdict)
    if says_nothing_new(handed, place, above) or (named and named[0] == DEFINITION != named[1]):
        return True  # a fresh name, which the line below defines, is no line of its own either
    if place[1] == handed.last(place[0]):
        return False
    return says_nothing_new(handed, place, below)


def line_outcome(place: Place, whole: Judged, handed: Judged, boxes: Iterable[Place]) -> str:
    """Of a line that was neither slip nor box: whether it still follows, or says why it does not."""
    above = (place[0], place[1] - 1)
    verdict, before = handed.steps[place].verdict, whole.steps[place].verdict
    changed = squeezed(handed.side(place).latex) != squeezed(whole.side(place).latex)
    if verdict in (PROVED, DEFINITION):
        weaker = verdict == DEFINITION and before == PROVED
        return "nothing new" if changed and (weaker or says_nothing_new(handed, place, above)) else ""
    if above in boxes:  # told of the box itself
        return "" if not changed else "not confirmed"
    if not changed and verdict == before:
        return ""  # as the worksheet has it: nothing that the student did
    return {REFUTED: "follows no more", UNREAD: "unread"}.get(verdict, "not confirmed")
