"""Notes judged in a thread of their own while they are edited: the newest text wins, and what is older is left.

A text is judged twice: first without a look for repairs, which is quick, and then with. What was found is remembered
from one text to the next (judging/remembering.py), also by one that was left for a newer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from derivations.judging.remembering import Memory, remembering
from derivations.numbers.budget import at_most_steps
from derivations.reading.note import Note
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.much_unread import doubt_in_the_dark
from derivations.reading.verdicts.walk import Judge

_WITHOUT_END = 1 << 62


class Superseded(BaseException):
    """There is a newer text of this note. No `except Exception` on the way stops it."""


@dataclass(frozen=True)
class Edited:
    """A text of a note: under which name, how it is read, and who is told of it.

    `read()` raises ValueError where it is no note. `tell(note, judgements)` is called in the thread that judges, twice;
    `trouble(error)` instead where nothing can be judged.
    """

    name: str
    read: Callable[[], Note]
    tell: Callable[[Note, list[Judgement]], None]
    trouble: Callable[[Exception], None]


class Newest:
    """Takes texts and judges the newest of each name, one at a time, in the order in which they came."""

    def __init__(self) -> None:
        self.waiting: dict[str, Edited] = {}
        self.memories: dict[str, Memory] = {}
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
            self.memories.pop(name, None)

    def work(self) -> None:
        while True:
            with self.changed:
                while not self.waiting:
                    self.changed.wait()
                text = self.waiting.pop(next(iter(self.waiting)))
                memory = self.memories.setdefault(text.name, Memory())
            try:
                self.judge(text, memory)
            except Superseded:
                continue
            except Exception as error:
                text.trouble(error)

    def judge(self, text: Edited, memory: Memory) -> None:
        """Raises Superseded."""

        def look() -> None:
            if text.name in self.waiting:
                raise Superseded

        note = text.read()
        for mend in (False, True):
            with at_most_steps(_WITHOUT_END) as budget, remembering(memory):
                budget.watch = look
                judgements = Judge(note, mend=mend).run()
            if not mend:  # nobody is accused at once and acquitted a second later
                doubt_in_the_dark(judgements)
            look()
            text.tell(note, judgements)
