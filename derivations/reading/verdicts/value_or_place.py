"""Whether min F means its least value or where that is reached: of a value nothing may be dropped, and no sign turned.

A chain that says what its optimum is equal to, a name or a number, speaks of the value; so do words before the display.
"""

from __future__ import annotations

import re

from derivations.reading.grammar import syntax as S
from derivations.reading.tables import Table
from derivations.reading.verdicts.judgement import Judgement, Meaning

VALUE_TOLD = Table(__file__).pattern("value", flags=re.IGNORECASE)
UNSAID = "true for the minimiser alone, and this line speaks of the value"


def keep_to_the_value(judge, a: Meaning, b: Meaning, out: Judgement) -> None:
    """Leave a proof that two optima are reached at one place where their value is meant and may differ."""
    turned = ("max" in a.optimum or a.optimum == "sup") != ("max" in b.optimum or b.optimum == "sup")
    same_value = out.scale == 1 and out.dropped == 0 and not turned
    if out.proof and not same_value and not a.optimum.startswith("arg") and is_a_value(judge, out):
        out.leave(UNSAID)


def is_a_value(judge, out: Judgement) -> bool:
    """Whether a line of optima is one of values, by its chain or by the words that lead to it."""
    if out.at is None:
        return False
    chain = judge.note.chains[out.at[0]]
    if any(side.read and not isinstance(side.tree, S.Optimum) for side in chain.sides):
        return True
    sentence = judge.prose.leading(chain.block)
    return sentence is not None and bool(VALUE_TOLD.search(sentence.text))
