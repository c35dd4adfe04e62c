"""Several notes told together: after their reports a line each and a total; their JSON in one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from derivations.telling.counted import counted
from derivations.telling.note_report import summary, summed_up
from derivations.telling.wording import Wording


@dataclass(frozen=True)
class Outcome:
    """What came of one note: how many steps of each verdict, or why it could not be judged."""

    source: str
    counts: Counter[str] = field(default_factory=Counter)
    trouble: str = ""


def lines(outcomes: list[Outcome], wording: Wording) -> Iterator[str]:
    """A line for each note and one for all."""
    for one in outcomes:
        yield one.trouble if one.trouble else f"{one.source}: {summed_up(one.counts, wording)}"
    judged = [one for one in outcomes if not one.trouble]
    failed = len(outcomes) - len(judged)
    notes = wording.pick(counted(len(judged), "note"), f"{len(judged)} 篇笔记")
    lost = wording.pick(f", {failed} not judged", f"，{failed} 篇未能判定") if failed else ""
    yield f"{wording.pick('total', '合计')}: {notes}{lost}: {summed_up(total(outcomes), wording)}"


def document(notes: list[dict], outcomes: list[Outcome]) -> dict:
    """The JSON of several notes (schema 2): each as it is alone, what could not be judged, and a summary of all."""
    errors = [{"source": one.source, "message": one.trouble} for one in outcomes if one.trouble]
    return {"schema": 2, "notes": notes, "errors": errors, "summary": {"notes": len(notes), **summary(total(outcomes))}}


def total(outcomes: list[Outcome]) -> Counter[str]:
    return sum((one.counts for one in outcomes), Counter())
