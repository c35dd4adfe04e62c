"""Names that a sentence gives in a noun phrase: `the quantity $w(x) = p(x)/q(x)$ is often called the weight`.

Whatever else the sentence says, a name that nobody used is given there: its equation is neither a claim nor denied.
"""

from __future__ import annotations

from dataclasses import replace

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.modality import DECLARED, LASTING, REFUSED, UNHEARD, Modality, modality
from derivations.reading.hearing.noting import not_understood
from derivations.reading.hearing.ranges import is_value
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.substitution import head_of, is_name
from derivations.reading.tables import Table

WISH = "a wish or an aim"
SAID_OF_ANOTHER = ("what others do", "what does not hold", WISH)
"""By `often`, `different`, `the objective is`: words that speak of the sentence."""
MEASURED = S.Expectation | S.Variance | S.Integral | S.KL | S.Entropy | S.MutualInformation | S.Density | S.SumOver
_TABLE = Table(__file__)
_NOUN, _CONCLUDED = _TABLE.patterns("noun", "concluded")


def told_of(known, sentence: Sentence, formula: InlineFormula, preceding: str) -> Modality:
    """What the sentence says of a formula; of an equation that names something new in passing that it declares it."""
    place = sentence.place(formula)
    told = modality(sentence, place, preceding)
    refused = told.kind == REFUSED and told.said in SAID_OF_ANOTHER
    if not (refused or told.kind == UNHEARD) or not names_something_new(known, formula):
        return told
    wished = told.said == WISH and is_name(formula.chains[0].sides[1].tree)  # `we want the loss $a = b$`
    words = sentence.text[:place]
    right = formula.chains[0].sides[1].tree
    # a name of a mean or an integral that nobody used says no more than itself, whatever the words
    named = (
        told.kind == UNHEARD and not _CONCLUDED.search(words) and any(isinstance(n, MEASURED) for n in S.walk(right))
    )
    if (named or _NOUN.search(words)) and not wished:
        return replace(told, kind=DECLARED, said="", scope=LASTING)
    if refused:
        not_understood(known, formula, [side.tree for side in formula.chains[0].sides])
    return told


def names_something_new(known, formula: InlineFormula) -> bool:
    """Whether a formula is `w(x) = ...` of a w that stands for nothing yet."""
    chain = formula.chains[0] if len(formula.chains) == 1 else None
    trees = chain.trees if chain else []
    if len(trees) != 2 or len(chain.sides) != 2 or chain.relations[0].name not in ("equal", "define"):
        return False
    if not is_name(trees[0]) or is_value(trees, ["equal"]):
        return False
    name = head_of(trees[0])[0]
    density = isinstance(trees[0], S.Apply) and trees[0].function in known.survey.density_like
    taken = name in known.survey.variables or name in known.survey.letters or known.has_definition(name)
    return bool(name) and not density and not taken
