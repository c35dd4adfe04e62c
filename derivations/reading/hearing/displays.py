"""What the words around a display say of it: a claim (the rule), or a wish, a question, an equation to be solved ...

The words that count are the last ones of the sentence that leads to the display, and the first ones after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from derivations.reading.document import Block
from derivations.reading.hearing.modality import HARMLESS
from derivations.reading.hearing.sentences import MARK, sentences
from derivations.reading.tables import Table

PREMISE = "a premise"
NO_CLAIM, UNJUDGED_IF_WRONG, ASSUMED, FOUND = "no claim", "no claim if it is not proved", "assumed", "found"


@dataclass(frozen=True)
class Told:
    """What a display is told as (`said`), and whether its lines are claims at all (`kind`)."""

    kind: str
    said: str


_TABLE = Table(__file__)
_AFTER, _FOUND_AFTER, _STATEMENT = _TABLE.patterns("after", "found_after", "statement")
BEFORE = tuple(
    (entry["said"], entry["kind"], re.compile(_TABLE.filled([*entry["english"], *entry["chinese"]])))
    for entry in _TABLE["told"]
)
_STATEMENT_ENDS = re.compile(r"\\end\{(?:lemma|theorem|thm|proposition|prop|corollary|claim)\*?\}|\\begin\{proof\}")


def told_before(prose: Block | None) -> str:
    """The sentence that leads to a display, if it is not ended by a full stop before it."""
    spoken = sentences(prose) if prose else []
    if not spoken:
        return ""
    last = spoken[-1]
    return HARMLESS.sub(" ", last.text) if not last.ended else ""


def told(before: Block | None, after: Block | None) -> Told | None:
    """What a display is told as by the prose around it; None if it is told as a claim, as displays are."""
    text = told_before(before)
    for said, kind, pattern in BEFORE if text else ():
        if pattern.search(text):
            return Told(kind, said)
    first = sentences(after)[0].text if after and sentences(after) else ""
    if _AFTER.search(first) and MARK not in first[:12]:
        return Told(NO_CLAIM, "what does not hold")
    if _FOUND_AFTER.search(first):
        return Told(FOUND, "where an optimum lies")
    if before and _STATEMENT.search(before.text) and not _STATEMENT_ENDS.search(before.text):
        return Told(FOUND, "what is to be shown")
    return None
