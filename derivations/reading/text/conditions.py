"""Words in a display that make the formula behind them a condition: `\\text{if } a = b \\text{ then } c = d`."""

from __future__ import annotations

from derivations.reading.text.brackets import Token
from derivations.reading.text.notation import CONDITION_WORDS

IN_WORDS = "then"  # the sign of an arrow that nobody wrote
_SUPPOSING = ("if", "when", "whenever", "若", "如果", "当")
_ALSO = ("and", "且", "并且")


def is_condition(word: str) -> bool:
    """Whether a word of a text makes what follows it a condition."""
    word = word.rstrip(",:，：")
    return word in CONDITION_WORDS or any(not known.isascii() and word.startswith(known) for known in CONDITION_WORDS)


def supposes(text: str, before: bool) -> bool:
    """Whether a text before the first formula of a row supposes it; `before`, whether the formula before was so."""
    words = text.strip(" ,，;；:：").lower()
    first = words.split()[0] if words else ""
    return first in _SUPPOSING or words.startswith(_SUPPOSING[3:]) or (before and words in _ALSO)


def arrow(kept: list[Token]) -> Token:
    """The arrow that stands between what is supposed and what then holds."""
    return Token("relation", "implies", kept[0].start, kept[0].start, note=IN_WORDS)
