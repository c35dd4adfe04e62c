"""The prose of a note, cut into sentences once: a note of a megabyte is not read again for each of its lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, TypeVar

from derivations.reading.document import Block, Note
from derivations.reading.hearing.sentences import Sentence, sentences
from derivations.reading.verdicts.premises import begins_a_section

Made = TypeVar("Made")
_FOOTNOTE = re.compile(r"^\s*\[\^\w+\]:", re.MULTILINE)


class Prose:
    """The sentences of each block of a note, where its parts begin, its notes at the foot."""

    def __init__(self, note: Note):
        self.note = note
        self._found: dict[re.Pattern, list[tuple[int, Sentence]]] = {}
        self._opened: dict[re.Pattern, list[int]] = {}
        self._made: dict[tuple[str, int], Any] = {}

    def sentences(self, k: int) -> list[Sentence]:
        """Those of a block; none of a display."""
        block = self.note.blocks[k]
        return sentences(block) if block.kind == "prose" else []

    def leading(self, k: int) -> Sentence | None:
        """The sentence that leads to a display and has not ended before it."""
        spoken = self.sentences(k - 1) if k else []
        return spoken[-1] if spoken and not spoken[-1].ended else None

    def between(self, words: re.Pattern, first: int, last: int) -> Iterator[Sentence]:
        """The sentences with such words in the blocks from one up to another."""
        if words not in self._found:
            spoken = ((k, s) for k in range(len(self.note.blocks)) for s in self.sentences(k))
            self._found[words] = [(k, s) for k, s in spoken if words.search(s.text)]
        found = self._found[words]
        for k, sentence in found[bisect_left(found, first, key=lambda one: one[0]) :]:
            if k >= last:
                return
            yield sentence

    def once(self, what: str, k: int, make: Callable[[], Made]) -> Made:
        """What is made of the words before a block, the first time that it is asked for."""
        if (what, k) not in self._made:
            self._made[what, k] = make()
        return self._made[what, k]

    @cached_property
    def heads(self) -> list[int]:
        """The blocks that begin a section."""
        return [k for k, block in enumerate(self.note.blocks) if begins_a_section(self.note, block)]

    def head_of(self, k: int) -> int | None:
        """The block that begins the section in which a block stands."""
        at = bisect_right(self.heads, k)
        return self.heads[at - 1] if at else None

    def block_at(self, line: int, last: int) -> int:
        """The first block, up to the last one, that reaches a line of the note: on one line may stand words and, behind
        them, a display."""
        k = max(0, min(bisect_right(self._lines, line) - 1, last))
        blocks = self.note.blocks
        while k and blocks[k - 1].line + blocks[k - 1].text.rstrip("\n").count("\n") >= line:
            k -= 1
        return k

    def opening(self, words: re.Pattern, first: int, last: int) -> Iterator[Block]:
        """The blocks of prose that open with such words, from one up to another."""
        if words not in self._opened:
            prose = (k for k, block in enumerate(self.note.blocks) if block.kind == "prose")
            self._opened[words] = [k for k in prose if words.match(self.note.blocks[k].text)]
        found = self._opened[words]
        yield from (self.note.blocks[k] for k in found[bisect_left(found, first) : bisect_left(found, last)])

    @cached_property
    def footnotes(self) -> list[Sentence]:
        noted = (k for k, block in enumerate(self.note.blocks) if block.kind == "prose" and "[^" in block.text)
        return [s for k in noted if _FOOTNOTE.search(self.note.blocks[k].text) for s in self.sentences(k)]

    @cached_property
    def _lines(self) -> list[int]:
        return [block.line for block in self.note.blocks]
