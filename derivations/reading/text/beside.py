"""The words of a paragraph that stand beside a formula on its line, found for all its formulas at once."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

NEAR = 1_000  # characters: how far on its line the words beside a formula are looked for
_WORDS, _WORDS_OR_CLOSING = re.compile(r"\w+"), re.compile(r"[\w)]+")
_SHOWN = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, and (beginning, end) of each run of word characters in it outside formulas, code and comments."""

    text: str
    words: tuple[tuple[int, int], ...]
    words_or_closing: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, formulas: re.Pattern) -> Paragraph:
        outside = formulas.sub(lambda found: _SHOWN.sub(lambda part: " " * len(part[0]), found[0]), text)
        runs = (tuple(m.span() for m in pattern.finditer(outside)) for pattern in (_WORDS, _WORDS_OR_CLOSING))
        return cls(text, *runs)

    def beside(self, start: int, end: int) -> tuple[bool, bool]:
        """Whether words stand before and after the formula from `start` to `end`, on its line."""
        line = max(0, start - NEAR, self.text.rfind("\n", max(0, start - NEAR), start) + 1)
        last = bisect_left(self.words, (start,)) - 1
        before = last >= 0 and self.words[last][1] > line
        stop = self.text.find("\n", end, end + NEAR)
        first = bisect_left(self.words_or_closing, (end,))
        after = first < len(self.words_or_closing) and self.words_or_closing[first][0] < (
            stop if stop >= 0 else end + NEAR
        )
        return before, after
