"""The lines of a derivation with a slip in them: the slips of language/slips.py, and the relation turned round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derivations.judging.derivation import Step
from derivations.language.slips import DIRECTION, FLIPPED, KINDS, changed, everything_dropped, words_of

INEQUALITY_REVERSED = DIRECTION

__all__ = ["INEQUALITY_REVERSED", "KINDS", "mutants"]


def mutants(left, step: Step) -> Iterator[tuple[str, Step]]:
    """Every change of every kind in every place of a step's right side, and the reversed relation."""
    seen = {left, step.right}
    words = words_of(left, step.right, letters=("p", "q"))
    for kind, right in (*everything_dropped(step.right), *changed(step.right, words)):
        if right not in seen:
            seen.add(right)
            yield kind, replace(step, right=right)
    if step.relation in FLIPPED:
        yield DIRECTION, replace(step, relation=FLIPPED[step.relation])
