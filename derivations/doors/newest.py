"""Notes judged in a thread of their own while they are edited: the newest text wins, and what is older is left.

A text is judged twice: first without a look for repairs, which is quick, and then with. Where the first takes longer
than an author waits, what is known by then is told before. What was found is remembered from one text to the next
(judging/remembering.py), also by one that was left for a newer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field

from derivations.judging.remembering import Memory, remembering
from derivations.judging.step import REFUTED
from derivations.numbers.budget import at_most_steps
from derivations.reading.note import Note
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.listening import with_faults
from derivations.reading.verdicts.unsupported import doubt_unsupported
from derivations.reading.verdicts.walk import Judge

AT_ONCE = 0.2  # seconds after which an author wants to see something
_WITHOUT_END = 1 << 62
Place = tuple[int, int, str]


class Superseded(BaseException):
    """There is a newer text of this note. No `except Exception` on the way stops it."""


@dataclass(frozen=True)
class Edited:
    """A text of a note: under which name, how it is read, and who is told of it.

    `read()` raises ValueError where it is no note. `tell(note, judgements)` is called in the thread that judges, twice,
    and before that with the first of them where the others take longer; `trouble(error)` instead where nothing can be
    judged.
    """

    name: str
    read: Callable[[], Note]
    tell: Callable[[Note, list[Judgement]], None]
    trouble: Callable[[Exception], None]


@dataclass
class Known:
    """What is kept of a note from one text to the next: answers, and where its lines were accused."""

    memory: Memory = field(default_factory=Memory)
    accused: frozenset[Place] = frozenset()


class Newest:
    """Takes texts and judges the newest of each name, one at a time, in the order in which they came. What is known of
    a text `at_once` seconds after its turn has come is told then."""

    def __init__(self, at_once: float = AT_ONCE) -> None:
        self.at_once = at_once
        self.waiting: dict[str, Edited] = {}
        self.known: dict[str, Known] = {}
        self.changed = threading.Condition()
        threading.Thread(target=self.work, daemon=True).start()

    def take(self, text: Edited) -> None:
        """A newer text: the one of this name that is being judged is left."""
        with self.changed:
            self.waiting[text.name] = text
            self.changed.notify()

    def drop(self, name: str) -> None:
        """The note is closed."""
        with self.changed:
            self.waiting.pop(name, None)
            self.known.pop(name, None)

    def work(self) -> None:
        while True:
            with self.changed:
                while not self.waiting:
                    self.changed.wait()
                text = self.waiting.pop(next(iter(self.waiting)))
                known = self.known.setdefault(text.name, Known())
            try:
                self.judge(text, known)
            except Superseded:
                continue
            except Exception as error:
                text.trouble(error)

    def judge(self, text: Edited, known: Known) -> None:
        """Raises Superseded."""
        first = time.monotonic() + self.at_once
        judge: Judge | None = None

        def look() -> None:
            nonlocal first
            if text.name in self.waiting:
                raise Superseded
            if judge is not None and time.monotonic() > first:
                first = float("inf")
                text.tell(note, so_far(judge.results, known.accused))

        note = text.read()
        for mend in (False, True):
            with at_most_steps(_WITHOUT_END) as budget, remembering(known.memory):
                budget.watch = look
                judge = Judge(note, mend=mend)
                judgements = judge.run()
            first = float("inf")
            if not mend:  # nobody is accused at once and acquitted a second later
                doubt_unsupported(judgements)
            look()
            known.accused = frozenset(map(place_of, (one for one in judgements if one.verdict == REFUTED)))
            text.tell(with_faults(note, judge.faults), judgements)


def so_far(judged: list[Judgement], accused: frozenset[Place]) -> list[Judgement]:
    """Copies of the first judgements of a note, without the accusations that are new: what follows may acquit."""
    return [copy(one) for one in judged if one.verdict != REFUTED or place_of(one) in accused]


def place_of(one: Judgement) -> Place:
    return one.line, one.column, one.relation
