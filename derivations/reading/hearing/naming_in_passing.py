"""Names that a sentence gives in a noun phrase: `the quantity $w(x) = p(x)/q(x)$ is often called the weight`.

Whatever else the sentence says, a name that nobody used is given there: its equation is neither a claim nor denied.
"""

from __future__ import annotations

import re
from dataclasses import replace

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.modality import DECLARED, LASTING, REFUSED, UNHEARD, Modality, modality
from derivations.reading.hearing.noting import not_understood
from derivations.reading.hearing.ranges import is_value
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.substitution import head_of, is_name

WISH = "a wish or an aim"
SAID_OF_ANOTHER = ("what others do", "what does not hold", WISH)
"""By `often`, `different`, `the objective is`: words that speak of the sentence."""
_NOUN = re.compile(
    r"\b(?:quantity|quantities|ratio|functions?|(?:importance )?weights?|variables?|terms?|factors?|coefficients?|"
    r"statistics?|estimators?|estimates?|scores?|expression|case|integrand|notation|abbreviation|shorthand|vector|matrix|"
    r"log[- ]?(?:variances?|deviations?|odds)|logits?|objective|goal|loss|cost|return|maximi[sz]e|minimi[sz]e)"
    r"(?: (?:given by|defined by|called|of|as|is|function|the))*\s*$|"
    r"\b(?:networks?|encoders?|decoders?|models?|implementations?)\b(?: \w+){0,3} (?:outputs?|predicts?|returns?|"
    r"emits?|produces?|learns?)\s*$|"
    r"(?:量|比值|比率|函数|变量|权重|系数|因子|项|记号|简写|矩阵|对数方差|目标(?:函数)?[是为]?|最[大小]化|"
    r"(?:网络|编码器|解码器|模型)[^，。；]{0,8}(?:输出|预测|给出)的?(?:是|为)?)\s*$"
)
_CONCLUDED = re.compile(
    r"\b(?:thus|hence|therefore|so|then|gives?|yields?|obtain|get|finds?|follows|shows?|implies|if|when|guess)\b|"
    r"因此|所以|故|从而|于是|得|推出|可知|则|若|如果|当"
)


def told_of(known, sentence: Sentence, formula: InlineFormula, preceding: str) -> Modality:
    """What the sentence says of a formula; of an equation that names something new in passing that it declares it."""
    place = sentence.place(formula)
    told = modality(sentence, place, preceding)
    refused = told.kind == REFUSED and told.said in SAID_OF_ANOTHER
    if not (refused or told.kind == UNHEARD) or not names_something_new(known, formula):
        return told
    wished = told.said == WISH and is_name(formula.chains[0].sides[1].tree)  # `we want the loss $a = b$`
    words = sentence.text[:place]
    named = told.kind == UNHEARD and not _CONCLUDED.search(words)  # a name that nobody used says no more than itself
    if (named or _NOUN.search(words)) and not wished:
        return replace(told, kind=DECLARED, said="", scope=LASTING)
    if refused:
        not_understood(known, formula, [side.tree for side in formula.chains[0].sides])
    return told


def names_something_new(known, formula: InlineFormula) -> bool:
    """Whether a formula is `w(x) = ...` of a w that stands for nothing yet."""
    chain = formula.chains[0] if len(formula.chains) == 1 else None
    trees = [side.tree for side in chain.sides if side.read] if chain else []
    if len(trees) != 2 or len(chain.sides) != 2 or chain.relations[0].name not in ("equal", "define"):
        return False
    if not is_name(trees[0]) or is_value(trees, ["equal"]):
        return False
    name = head_of(trees[0])[0]
    density = isinstance(trees[0], S.Apply) and trees[0].function in known.survey.density_like
    taken = name in known.survey.variables or name in known.survey.letters or known.has_definition(name)
    return bool(name) and not density and not taken
