"""One step of a note in full: what is wrong, the likely repair, the world in which it fails, with the sum done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from derivations.reading.document import Note
from derivations.reading.verdicts.judgement import Judgement
from derivations.telling.layout import PLAIN, Layout, Part
from derivations.telling.mended import KEPT, PUT, TAKEN, mended_line, with_marks
from derivations.telling.places import said, told
from derivations.telling.wording import Wording
from derivations.telling.wrapping import display_width

COLOURS = {"proved": "green", "refuted": "bold red", "doubtful": "yellow", "consistent": "yellow", "definition": "cyan",
           "unread": "magenta"}  # fmt: skip
CHANGED = {KEPT: "", TAKEN: "red strike", PUT: "green underline"}
FAILS = {
    "=": "the sides are not equal", "∝": "the sides are not proportional", "min": "the sides are not least together",
    "~": "the right side does not estimate the left", **dict.fromkeys(("<=", ">=", "<", ">"), "the bound fails"),
}  # fmt: skip
CUT = "…"
_SIDES = re.compile(r"; (?=left(?:: | = |/right = )|right: )")


class World(NamedTuple):
    """A refutation's world in a line, and what the sides come to in it."""

    shown: str = ""
    sides: tuple[str, ...] = ()


def explained(source: str, note: Note, j: Judgement, wording: Wording, layout: Layout = PLAIN) -> Iterator[str]:
    """Place and verdict, what is wrong, the line with a caret, the repair, the world, both sides with their sums."""
    say = wording.say
    line, column = j.place or (j.line, j.column)
    head, world = parted(j, wording)
    yield from layout.broken(say(said(note, head)), first=f"{told(note, line, column, source)}: {say(j.verdict)}: ")
    offset = note.source.starts[line - 1] + column - 1
    yield from (layout.joined([("", f"    {row}")]) for row in note.source.excerpt(offset, layout.room).split("\n"))
    if j.suggestion:
        yield from repair(note, j, f"    {say('likely meant')}: ", layout)
    for text in (world.shown, *world.sides):
        yield from layout.broken(say(text), first="    ", hanging="      ") if text else ()


def parted(j: Judgement, wording: Wording) -> tuple[str, World]:
    """What is said of a step, and the world that its message ends with."""
    found = j.counterexample
    description, details = getattr(found, "description", ""), getattr(found, "details", {})
    head, within, rest = j.message.partition(description) if description else (j.message, "", "")
    if not within or "left" not in details:
        return j.message or (FAILS.get(j.expressions[1], "") if j.expressions else ""), World()
    head = "; ".join(part for part in (head.removesuffix("; "), rest.removeprefix("; ")) if part)
    shown, *rest = _SIDES.split(description)  # a table has semicolons of its own
    sides = rest if "first" in details else sums_done(details, wording)
    return head or FAILS.get(j.expressions[1] if j.expressions else "=", ""), World(shown, tuple(sides))


def sums_done(details: dict, wording: Wording) -> list[str]:
    """Both sides of a refutation with the numbers of its world put in."""
    sums = details.get("sums") or ("", "")
    rows = zip(("left", "right"), details.get("rows", ("left", "right")), sums, strict=True)
    return [
        wording.say(f"{row} = ") + (f"{written} = " if written else "") + str(details[side])
        for side, row, written in rows
    ]


def repair(note: Note, j: Judgement, lead: str, layout: Layout = PLAIN) -> list[str]:
    """The mended line with its change marked, and a caret below the first place that changed."""
    parts = mended_line(note, j)
    room = layout.room - display_width(lead)
    if j.span is not None and display_width(with_marks(parts)) > room:
        parts = cropped(parts[1:], room)  # the left side stands above
    if layout.colour:
        return [layout.joined([("", lead), *((CHANGED[what], text) for what, text in parts)])]
    row = [("", lead), ("", with_marks(parts))]
    first = next((k for k, (what, _) in enumerate(parts) if what != KEPT), None)
    if first is None:
        return [layout.joined(row)]
    return [layout.joined(row), " " * display_width(lead + with_marks(parts[:first])) + "^"]


def cropped(parts: list[Part], room: int) -> list[Part]:
    """What is kept around a change, so much of it as there is room for."""
    over = display_width(with_marks(parts)) - room
    kept = [text for what, text in parts if what == KEPT]
    if over <= 0 or not kept:
        return parts
    share = max((sum(map(len, kept)) - over) // len(kept), 12)
    made = []
    for k, (what, text) in enumerate(parts):
        if what == KEPT and len(text) > share:
            begin = text[: share // 2] if k else ""
            end = text[-(share - len(begin)) :] if k + 1 < len(parts) else ""
            text = (begin or ("" if k == 0 else text[:share])) + CUT + end
        made.append((what, text))
    return made
