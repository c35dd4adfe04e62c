"""Remarks beside a row, `\\scriptstyle{\\text{; as} ..}`, `\\quad (q \\text{ any})`, `(\\because a = b)`, and how text
is blanked out: the braces of `{\\sum}_x` too."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ASIDE = re.compile(
    r"\\(?:scriptstyle|scriptscriptstyle|small|footnotesize|tiny)\s*\{|\\q?quad\s*\((?!\s*\+)|\(\s*\\because(?![A-Za-z])"
)
_BRACKETS = {"{": re.compile(r"[{}]"), "(": re.compile(r"[()]")}
_LONE_SIGN = re.compile(r"\{\s*\\(?:sum|int|prod)\s*\}(?=\s*[_^])")
_ROW_ENDS = ("\\\\", "\\end", "$$", "\\tag")
_INK = re.compile(r"[^\n]")
LONGEST = 600  # characters of a remark


def without_asides(text: str) -> str:
    """The text with its remarks blanked out, every other character in its place. A bracket is one at a row's end."""
    ends_row: dict[int, bool] = {}  # at what is blanked out: whether a row ends behind it
    places: list[tuple[int, int]] = []
    for found in reversed(list(_ASIDE.finditer(text))):
        opened = "{" if found[0][-1] == "{" else "("
        reason = r"\because" in found[0]
        depth, end = 1, found.end()
        for bracket in _BRACKETS[opened].finditer(text, end, end + LONGEST):
            depth += 1 if bracket[0] == opened else -1
            if not depth:
                end = bracket.end()
                break
        if depth or not (reason or r"\text" in text[found.start() : end]):
            continue
        last = _row_ends(text, end, ends_row)
        if opened == "{" or last:
            ends_row[found.start()] = last
            places.append((found.start(), end))
    return _LONE_SIGN.sub(lambda sign: f" {sign[0][1:-1]} ", blanked(text, reversed(places)))


def _row_ends(text: str, at: int, known: dict[int, bool]) -> bool:
    """Whether only spaces, and what is blanked out, stand between a place and the end of its row."""
    while at < len(text) and text[at].isspace() and text[at] != "\n" and at not in known:
        at += 1
    return known[at] if at in known else at == len(text) or text[at] == "\n" or text.startswith(_ROW_ENDS, at)


def blanked(text: str, places: Iterable[tuple[int, int]], blank: str = " ") -> str:
    """The text with spaces in these places, which are in the order of their beginnings and may overlap."""
    parts: list[str] = []
    done = 0
    for start, end in places:
        start = max(start, done)
        if end > start:
            parts += [text[done:start], _INK.sub(blank, text[start:end])]
            done = end
    return "".join((*parts, text[done:]))
