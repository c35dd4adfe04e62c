"""Names in words that open a row: `\\text{Cross entropy} = ...`, `\\text{重构项} &= ...`. They are sides, no remarks.

A reason or a label of the row's own sign (`\\text{by Bayes: } = ...`, `\\text{(chain rule)} &= ...`) is none.
"""

from __future__ import annotations

import re

from derivations.reading.tables import Table
from derivations.reading.text.brackets import Token
from derivations.reading.text.notation import PROSE_WORDS, REASON_WORDS

_REASON, _NAME = Table(__file__).patterns("reason", "name", flags=re.IGNORECASE)
_LAYOUT = ("gap", "amp", "begin")


def with_named_sides(tokens: list[Token]) -> list[Token]:
    """The tokens with each such name as one name: of its letters, as `\\mathrm` has them."""
    changed = list(tokens)
    for index, token in enumerate(tokens):
        if token.kind == "text" and _opens_a_row(tokens, index) and _before_an_equals(tokens, index):
            if is_a_name(token.text):
                changed[index] = Token("name", "".join(re.findall(r"\w+", token.text)), token.start, token.end)
    return changed


def is_a_name(text: str) -> bool:
    """Whether words are a name, of a few nouns, and no reason, sentence or connective."""
    words = text.lower().split()
    joining = not words or words[0].startswith(REASON_WORDS) or not PROSE_WORDS.isdisjoint(words)
    return not joining and _NAME.fullmatch(text.strip()) is not None and _REASON.search(text) is None


def _opens_a_row(tokens: list[Token], index: int) -> bool:
    before = index - 1
    while before >= 0 and tokens[before].kind in _LAYOUT:
        before -= 1
    return before < 0 or tokens[before].kind == "row"


def _before_an_equals(tokens: list[Token], index: int) -> bool:
    after = index + 1
    while after < len(tokens) and tokens[after].kind in _LAYOUT:
        after += 1
    return after < len(tokens) and tokens[after].kind == "relation" and tokens[after].text in ("equal", "define")
