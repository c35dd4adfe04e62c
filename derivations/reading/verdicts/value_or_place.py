"""Whether min F means its least value or where that is reached: of a value nothing may be dropped, and no sign turned.

A chain that says what its optimum is equal to, a name or a number, speaks of the value, and other lines of the same
optimum do then; so do words before or right behind the display, inf and sup, and an optimum over an index.
"""

from __future__ import annotations

import re

from derivations.reading.document import Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.tables import Table
from derivations.reading.verdicts.judgement import Judgement, Meaning

VALUE_TOLD = Table(__file__).pattern("value", flags=re.IGNORECASE)
AT_ONE_PLACE = "true for where it is reached: the values of the two sides may differ"
UNSAID = "true for the minimiser alone, and this line speaks of the value"


def keep_to_the_value(judge, a: Meaning, b: Meaning, out: Judgement) -> None:
    """Leave a proof that two optima are reached at one place where their value is meant and may differ."""
    turned = ("max" in a.optimum or a.optimum == "sup") != ("max" in b.optimum or b.optimum == "sup")
    same_value = out.scale == 1 and out.dropped == 0 and not turned
    if not out.proof or same_value or a.optimum.startswith("arg"):
        return
    if {a.optimum, b.optimum} & {"inf", "sup"} or is_a_value(judge, out):
        out.leave(UNSAID)
    elif out.scale == 1 and not out.message:
        out.message = AT_ONE_PLACE


def is_a_value(judge, out: Judgement) -> bool:
    """Whether a line of optima is one of values, by its chain or by the words that lead to it."""
    if out.at is None:
        return False
    chain = judge.note.chains[out.at[0]]
    if any(side.read and not isinstance(side.tree, S.Optimum) for side in chain.sides):
        return True
    optima = [side.tree for side in chain.sides[out.at[1] : out.at[1] + 2]]
    if any(map(has_a_value, judge.note.chains, [optima] * len(judge.note.chains))):
        return True
    indices = judge.note.notation.indices | judge.note.notation.bound_indices
    if all(isinstance(one, S.Symbol) and one.name in indices for tree in optima for one in getattr(tree, "over", ())):
        if any(getattr(tree, "over", ()) for tree in optima):
            return True
    behind = judge.prose.sentences(chain.block + 1)[:1] if chain.block + 1 < len(judge.note.blocks) else []
    said = [judge.prose.leading(chain.block), *behind]
    return any(sentence is not None and VALUE_TOLD.search(sentence.text) for sentence in said)


def has_a_value(chain: Chain, optima: list[S.Node]) -> bool:
    """Whether a chain says what one of some optima is equal to."""
    trees = chain.trees if {"equal", "define"} & {r.name for r in chain.relations} else []
    return any(t in optima for t in trees) and not all(isinstance(t, S.Optimum) for t in trees)
