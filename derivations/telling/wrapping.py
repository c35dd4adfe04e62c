"""Text in lines of so many columns, Chinese characters taking two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def display_width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two, combining marks none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at spaces, within Chinese anywhere, within a longer word by force."""
    lines, current = [], ""
    for word in _words(text):
        if current.strip() and display_width(current + word.rstrip()) > width:
            lines.append(current.rstrip())
            current = word.lstrip()
        else:
            current += word
        while display_width(current.rstrip()) > width:
            lines.append(current[:width])
            current = current[width:]
    return [*lines, current.rstrip()] if current.strip() or not lines else lines


def _words(text: str) -> Iterator[str]:
    """Words with the space that follows them; each Chinese character is a word."""
    word = ""
    for before, c in zip(" " + text, text, strict=False):
        wide = unicodedata.east_asian_width(c) in "WF"
        if word and ((before == " " and c != " ") or wide):
            yield word
            word = ""
        word += c
    if word:
        yield word
