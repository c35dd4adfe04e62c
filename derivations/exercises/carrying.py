"""The lines below a slip, carried on from it as a person does who has not seen it; one chain of a note by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from derivations.exercises.judged import HOLDS, Judged, Place, judged, replaced, tidied
from derivations.judging.step import DEFINITION, REFUTED
from derivations.reading.note import read_note
from derivations.reading.verdicts.judgement import Judgement

Change = tuple[str, str]  # what stood there, what stands there now


def with_sides(text: str, name: str, sides: Mapping[Place, str]) -> str:
    """The text with other formulas in some places."""
    chains = read_note(text, name).chains
    return replaced(text, {chains[c].sides[k].span: new for (c, k), new in sides.items()})


def defining(whole: Judged) -> frozenset[int]:
    """The chains of a note that say what something is, so that others may need them."""
    silent = {index for index, chain in enumerate(whole.note.chains) if not chain.relations}
    return frozenset(silent | {place[0] for place, step in whole.steps.items() if step.verdict == DEFINITION})


def by_itself(text: str, name: str, chain: int, kept: Collection[int]) -> tuple[str, int]:
    """(the text with of its chains this one alone, and those that are kept; which chain of it this one is).

    What is judged of it costs no other's time. A chain that begins where another ends is left with it.
    """
    chains = read_note(text, name).chains
    joined = {k for c, row in enumerate(chains) if row.continues is not None for k in (c, row.continues)}
    gone = [k for k in range(len(chains)) if k != chain and k not in kept and k not in joined]
    return without(text, chains, gone), chain - sum(1 for k in gone if k < chain)


def without(text: str, chains, gone: Collection[int]) -> str:
    """The text without some chains; of a display that loses all of them nothing is left."""
    cut: dict[tuple[int, int], str] = {}
    for k in gone:
        start, end = chains[k].sides[0].span[0], chains[k].sides[-1].span[1]
        alone = all(c in gone for c in range(len(chains)) if chains[c].block == chains[k].block)
        if alone and text.rfind("$$", 0, start) >= 0 and text.find("$$", end) >= 0:
            start, end = text.rfind("$$", 0, start), text.find("$$", end) + 2
        cut[start, end] = ""
    return replaced(text, cut)


def carried_on(text: str, name: str, place: Place) -> dict[Place, Change] | None:
    """How the lines below a place change so that each follows from the one above; None if no small change does that."""
    chain, changes = place[0], {}
    for k in range(place[1] + 1, len(read_note(text, name).chains[chain].sides)):
        side = read_note(text, name).chains[chain].sides[k]
        step = two_lines(text, name, (chain, k), mend=True)
        if step is not None and step.verdict in HOLDS:
            return changes
        if step is None or step.verdict != REFUTED or not step.suggestion or step.span is None:
            return None  # `check` offers no repair in the author's words
        mended = tidied(step.suggestion, side.latex)
        changes[chain, k] = (side.latex, mended)
        text = replaced(text, {side.span: mended})
    return changes


def two_lines(text: str, name: str, place: Place, mend: bool = False) -> Judgement | None:
    """What is said of a step where its chain is cut down to its two lines; None where they are not read as such."""
    chain, k = place
    sides = read_note(text, name).chains[chain].sides
    cut = {(sides[0].span[0], sides[k - 1].span[0]): ""} if k > 1 else {}
    if k < len(sides) - 1:
        cut[sides[k].span[1], sides[-1].span[1]] = ""
    return judged(replaced(text, cut), name, None if mend else chain, mend=mend).steps.get((chain, 1))
