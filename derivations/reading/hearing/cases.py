"""What is said of a case alone: in words, by a value from which something follows, after another such value."""

from __future__ import annotations

import re

from derivations.reading.hearing.modality import CASE
from derivations.reading.hearing.ranges import is_value
from derivations.reading.meaning.naming import name_of
from derivations.reading.tables import Table

_TABLE = Table(__file__)
CASE_IN_WORDS, ASSUMPTION_IN_WORDS = _TABLE.patterns("case_in_words", "assumption_in_words")
ON_FORMULAS, FOLLOWS = _TABLE.patterns("on_formulas", "follows")


def a_case_in_words(text: str) -> bool:
    """`when both are equally likely,`, `by the mean-field assumption,`: a case without a formula; `if p is replaced by
    q` only works on formulas."""
    found = CASE_IN_WORDS.search(text)
    case = found is not None and not ON_FORMULAS.search(text, found.end())
    return case or ASSUMPTION_IN_WORDS.search(text) is not None


def a_special_case(known, formula, rest: str) -> bool:
    """`Here $a = 0$, so ...`: a value from which something follows is one of the next display, not of the one before;
    nor is that of a name of which any value will do."""
    chain = formula.chains[0] if len(formula.chains) == 1 else None
    trees = chain.trees if chain else []
    if not chain or not is_value(trees, [r.name for r in chain.relations]):
        return False
    return name_of(trees[0]) in known.for_any or bool(FOLLOWS.search(rest))


def follows_from_a_value(known, previous, formula) -> bool:
    """`For $t = 0$, $a_t = 1$.`: what a sentence says after the value of a case is said of that case."""
    if previous is None or known.told[previous].kind != CASE or len(previous.chains) != 1:
        return False
    chain = previous.chains[0]
    between = formula.before[len(previous.before) + len(previous.latex) :]
    value = is_value(chain.trees, [r.name for r in chain.relations])
    return value and not re.search(r"[。.;；]", between.strip(" $"))
