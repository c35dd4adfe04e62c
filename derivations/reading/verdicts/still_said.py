"""Whether what was said of numbers still holds at a line below it. A proof may rest on it only where nothing between
may take it back: no heading, no word of another case, no other sentence that speaks of the name."""

from __future__ import annotations

import re

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of
from derivations.reading.verdicts.premises import HEADING, SECTION

TAKEN_BACK = re.compile(
    r"\b(?:in general|general case|no longer|not|never|un-?normali[sz]ed|arbitrary|any|otherwise|instead|drop\w*|"
    r"relax\w*|without|other|unlike|different\w*|from now on|but|however|if|when|case)\b|n't\b|"
    r"一般|不再|去掉|任意|不|无|否则|其他|其它|但|若|当|情形|情况",
    re.IGNORECASE,
)


def still_said(note: Note, line: int, here: int, name: str, case: bool) -> bool:
    """Whether what a line says of a name, or of a `case` of it alone, may be used in a line below."""
    if any(HEADING.match(text) or SECTION.search(text) for text in map(note.source.line, range(line + 1, here + 1))):
        return False
    prose = [block for block in note.blocks if block.kind == "prose" and block.line < here]
    for block in (b for b in prose if b.line > line):
        if case or TAKEN_BACK.search(block.text) or name in names_in(block):
            return False
    return case or all(not TAKEN_BACK.search(b.text) for b in [b for b in prose if b.line <= line][-1:])


def names_in(block) -> set[str | None]:
    """The names that the formulas of a paragraph speak of."""
    sides = (side for formula in block.formulas for chain in formula.chains for side in chain.sides if side.read)
    return {name_of(n) for side in sides for n in S.every(S.Symbol | S.Index, side.tree)}
