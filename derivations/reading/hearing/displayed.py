"""What a display gives is supposed like what a sentence gives: by the words that lead to it, until words end it."""

from __future__ import annotations

import re

from derivations.reading.document import Block
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.modality import refusal, without_harmless
from derivations.reading.hearing.releasing import release
from derivations.reading.hearing.sentences import MARK, sentences
from derivations.reading.hearing.taking_back import FOR_A_TIME, Supposed, Told, told_here

# `We do not assume $$q = p$$`, `many authors take $$...$$`: it stands there, and is no fact of this note.
NO_FACT = (
    "a wish or an aim",
    "what does not hold",
    "what others do",
    "what no longer holds",
    "a mistake",
    "a mere possibility",
    "a hypothesis",
    "a comparison",
)
APPROXIMATE = "an approximation"
# `The toy model has $$...$$`: so until the note speaks of the case that is meant.
_TOY = re.compile(
    r"\b(?:toy|degenerate|trivial|simplest|special) (?:model|case|example|setting|limit)|玩具|退化|平凡|特例"
)

_GIVES = re.compile(r"\b(?:let|suppose|assume|take|set|choose|consider)\b|设|令|取|假定|考虑")
_CLAUSE = re.compile(r"[,，;；。:：]")
_CASE = re.compile(r"(?:\b(?:if|when|whenever)|若|如果|当)\s*$")


def suppose_displayed(known, before: list, prose: Block | None) -> None:
    """Keeps the densities' formulas that a display has given as what may be taken back; ends those that its words
    refuse."""
    given = [pair for pair in known.stated if pair not in before and pair not in known.passing]
    given = [
        pair for pair in given if pair not in [(one.left, one.right) for one in known.supposed]
    ]  # by words beside it
    if not given:
        return
    spoken = sentences(prose) if prose is not None else []
    led = bool(spoken) and not spoken[-1].ended
    told = told_here(known, spoken[-1]) if spoken else Told("", 0, (known.title,) if known.title else ())
    text = without_harmless(told.text)
    clause = next((c for c in _CLAUSE.split(text) if _GIVES.search(c)), text)  # a `not` of other clauses denies nothing
    said = refusal(f"{clause} {MARK}", f"{clause} ", "") if led else ""
    for left, right in given:
        line = known.line_of(left)
        if said in NO_FACT or (said == APPROXIMATE and not is_a_family(left, right)):
            release(known, left, right, line, told.text)
        else:
            case = (
                said in ("an example", APPROXIMATE)
                or _TOY.search(told.text)
                or _CASE.search(told.text)
                or FOR_A_TIME.search(told.text)
            )
            for_a_time = led and bool(case)
            known.supposed.append(Supposed(left, right, line, told, for_a_time))


def is_a_family(left: S.Node, right: S.Node) -> bool:
    """Whether an approximation is a product of densities of its own letter, and no p: q(z) = q(z_1) q(z_2)."""
    letters = {n.letter for n in S.every(S.Density, right)}
    return isinstance(left, S.Density) and left.letter.lower() != "p" and letters <= {left.letter}
