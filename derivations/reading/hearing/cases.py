"""What is said of a case alone: in words, by a value from which something follows, after another such value."""

from __future__ import annotations

import re

from derivations.reading.hearing.modality import CASE
from derivations.reading.hearing.ranges import is_value
from derivations.reading.meaning.naming import name_of

CASE_IN_WORDS = re.compile(
    r"(?:^|[,;:]|\band|\bbut|\bthat)\s*(?:if|when(?!ever)|in case|under the (?:assumption|"
    r"hypothesis)|assuming) |(?:^|[,，;；])\s*(?:如果|假如|若|当)"
)
ASSUMPTION_IN_WORDS = re.compile(
    r"\b(?:[Bb]y|[Uu]nder|[Uu]sing|[Ww]ith|[Ff]rom|[Dd]ue to|[Tt]hanks to) (?:the|our|this|that|these|its) "
    r"(?:[a-z-]+ ){0,4}assumptions?\b|\b[Mm]ean-? ?[Ff]ield\b|平均场|"
    r"\b[Aa]ssumptions?\W*$|(?:根据|由|利用|基于|按照?|在)[^，。；]{0,16}假设"
)
ON_FORMULAS = re.compile(
    r"\b(?:replac|substitut|insert|plug|put|expand|writ|multipl|divid|add|subtract|us(?:e|ing)|collect|averag|integrat|compar)"
    r"|换成|代替|代入|展开|乘|除|加|减|积分|比较|用"
)
FOLLOWS = re.compile(
    r"\b(?:so|thus|hence|then|gives?|yields?|recovers?|reduces?|becomes?|obtains?|get|we have)\b"
    r"|代入|得|退化|就是|化为|变为|有"
)


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
    trees = [side.tree for side in chain.sides if side.read] if chain else []
    if not chain or not is_value(trees, [r.name for r in chain.relations]):
        return False
    return name_of(trees[0]) in known.for_any or bool(FOLLOWS.search(rest))


def follows_from_a_value(known, previous, formula) -> bool:
    """`For $t = 0$, $a_t = 1$.`: what a sentence says after the value of a case is said of that case."""
    if previous is None or known.told[previous].kind != CASE or len(previous.chains) != 1:
        return False
    chain = previous.chains[0]
    between = formula.before[len(previous.before) + len(previous.latex) :]
    value = is_value([side.tree for side in chain.sides if side.read], [r.name for r in chain.relations])
    return value and not re.search(r"[。.;；]", between.strip(" $"))
