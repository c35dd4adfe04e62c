"""Text of notes, of file names and arguments, made safe to show: what acts on a screen is shown and does not act."""

from __future__ import annotations

import re

_PICTURES = 0x2400  # the block of signs that stand for control characters: ␀ ␁ ␂ ...
_REPLACEMENT = 0xFFFD
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))  # make the text that follows run the other way
_BREAKING = (0x2028, 0x2029)  # line ends to some programs and not to others
ACTING: dict[int, int] = {
    **{code: _PICTURES + code for code in range(0x20)},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), *_TURNING, *_BREAKING, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), _REPLACEMENT),
}
"""What a terminal or a browser obeys instead of showing it, and the one sign that is shown in its place.

One for one, so that a caret below the text stays under its character."""
_WITHIN_TEXT = {code: sign for code, sign in ACTING.items() if code not in (0x09, 0x0A)}
_BYTES = re.compile("[\udc80-\udcff]+")  # how Python says bytes of a file name where the locale knows no UTF-8
_ANY = re.compile(f"[{''.join(map(re.escape, map(chr, ACTING)))}]")


def printable(text: object) -> str:
    """One line of text: nothing in it moves a cursor, changes a colour or hides what follows.

    >>> printable("a" + chr(27) + "[31mb")
    'a␛[31mb'
    """
    return _shown(text, ACTING)


def printable_lines(text: object) -> str:
    """The same for text of several lines: tabulators and line ends stay."""
    return _shown(text, _WITHIN_TEXT)


def _shown(text: object, signs: dict[int, int]) -> str:
    text = str(text)
    return _BYTES.sub(_decoded, text).translate(signs) if _ANY.search(text) else text


def _decoded(found: re.Match) -> str:
    return bytes(ord(c) - 0xDC00 for c in found[0]).decode("utf-8", "replace")


def printable_json(document: str) -> str:
    """JSON text with the same value, in which such characters are written as their escapes.

    >>> printable_json('"' + chr(0x9b) + '"')
    '"\\\\u009b"'
    """
    if not _ANY.search(document):
        return document
    return "".join(f"\\u{ord(c):04x}" if ord(c) in _WITHIN_TEXT else c for c in document)
