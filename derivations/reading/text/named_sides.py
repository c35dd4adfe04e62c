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
    changed: list[Token] = []
    index = 0
    while index < len(tokens):
        token, after = tokens[index], index + 1
        if token.kind == "text" and _opens_a_row(tokens, index) and is_a_name(token.text.rstrip(" ,，")):
            after = _end_of_case(tokens, index) if token.text.rstrip().endswith((",", "，")) else after
            if _before_an_equals(tokens, after - 1):
                letters = re.findall(r"\w+", " ".join(t.text for t in tokens[index:after]))
                token = Token("name", "".join(letters), token.start, tokens[after - 1].end)
            else:
                after = index + 1
        changed.append(token)
        index = after
    return changed


def _end_of_case(tokens: list[Token], index: int) -> int:
    """Where the sides of `\\text{Posterior mean, } a = 1, b = 1 &= 4/102` begin: the equations before are its case."""
    rest = tokens[index:]
    ends = (k for k, t in enumerate(rest) if t.kind in ("amp", "row"))
    at = next(ends, 0)
    return index + (at if at and rest[at].kind == "amp" and any(t.kind == "relation" for t in rest[:at]) else 1)


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
