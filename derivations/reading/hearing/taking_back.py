"""What a sentence takes back of what was supposed before: `we now drop this assumption`, `in the second experiment`.

What was supposed is an equation of a sentence that makes a density or a number special: q(z) = p(z|x), mu = 0, the
independence of two variables. Words that take something back (ALL) end every one of these, and whatever was declared
last; words that only widen the view (MORE_GENERAL) end what was supposed for a time, `suppose first that`. What is
ended is no fact any more. It may still be meant, so lines with its names are not refuted with certainty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.ending import is_special
from derivations.reading.hearing.noting import Unheard
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.meaning.naming import as_density, name_of
from derivations.reading.meaning.substitution import head_of, is_name

_SUPPOSED = r"(?:assumption|restriction|hypothesis|condition|simplification|requirement)s?"
_IT = (
    rf"(?:(?:this|that|it|these|those)(?=\s*(?:[,.;:]|$))|"
    rf"(?:this|that|these|those|the|our|its) (?:[a-z]+ ){{0,2}}{_SUPPOSED})"
)
ALL = re.compile(
    rf"\b(?:drop|relax|remov|lift|abandon|discard|waiv|giv(?:e|es|ing) up)(?:s|es|ed|ing|ping|ped|e)? {_IT}|"
    rf"\b(?:without|beyond) {_IT}|\bno longer (?:suppose|assume|require|impose|restrict)(?! (?:that )?{MARK})|"
    rf"\b(?:do|does|need) not (?:suppose|assume) {_IT}|"
    r"\b(?:another|a different|the (?:other|next|second|third)|a second) "
    r"(?:model|experiment|setting|example|scenario|set-?up)\b|"
    r"(?:去掉|放宽|取消|放弃|不再(?:假设|要求|需要)|去除|撤销)(?:上述|这个|该|这一|此)?(?:假设|条件|限制)?|"
    r"(?:另一|第二|第三|下一|其他|不同的?)个?种?(?:模型|实验|例子|情形|情况|设定)"
)
MORE_GENERAL = re.compile(
    rf"\b(?:in|for) (?:the )?general\b|\bgenerally\b|\bgeneral {MARK}|\bgeneral case|\bcase (?:\d|ii|b)\b|"
    r"\bin the (?:m|second|next|other|last)[- ](?:step|phase|stage)\b|m 步|"
    r"\bfor (?:all |any )?other\b|\botherwise\b|其余|否则|"
    r"一般地?[,，]|一般(?:情况|情形|地|来说)|更一般|(?:情形|情况)(?:二|三|[23])"
)
FOR_A_TIME = re.compile(
    r"\b(?:first|for now|for the moment|for a moment|initially|temporarily|to begin with|to start|case (?:\d|i|a)\b|"
    r"(?:for|as an) (?:example|instance)|in the (?:e|first)[- ](?:step|phase|stage))|"
    r"例子|例如|e 步|先|暂时|首先|起初|(?:情形|情况)(?:一|1)"
)


@dataclass(frozen=True)
class Supposed:
    """An equation of a sentence, where it stands, and whether it was said to hold for a time."""

    left: S.Node
    right: S.Node
    line: int
    text: str
    for_a_time: bool


def suppose(known, left: S.Node, right: S.Node, sentence: Sentence) -> None:
    """Keeps an equation that was taken as given, as one that may be taken back."""
    for_a_time = FOR_A_TIME.search(sentence.text) is not None
    known.supposed.append(Supposed(left, right, sentence.line, sentence.text, for_a_time))


def for_a_case(known, left: S.Node, right: S.Node, sentence: Sentence, leads: bool) -> None:
    """What was taken as given is so in a case: for the display that the sentence leads to, if it leads to one."""
    if leads:
        known.passing.append((left, right))
    else:
        withdraw(known, left, right)
    known.released.append(Unheard(sentence.line, sentence.text, names_of(known, left, right)))


AT_THAT = re.compile(
    r"^(?:(?:and|so|hence|thus),? )?(?:in (?:this|that|which) case|at this point|under this (?:choice|condition))\b|"
    r"^(?:此时|这时|这样)"
)


def go_on_with(known, sentence: Sentence) -> None:
    """`In this case, ...`: the case of the display before is that of the next one too."""
    if AT_THAT.match(sentence.text):
        for left, right in known.case_before:
            if known.state_trees(left, right):
                known.passing.append((left, right))


def names_of(known, *sides: S.Node) -> frozenset[str]:
    """The letters of densities and the names in an equation."""
    found = {
        known.survey.joint_name(n) if isinstance(n, S.Density) else name_of(n) for side in sides for n in S.walk(side)
    }
    return frozenset(name for name in found if name)


def take_back(known, sentence: Sentence) -> None:
    """Ends what a sentence takes back."""
    if ALL.search(sentence.text):
        last = known.supposed[-1:]
        ended = [one for one in known.supposed if one in last or makes_special(known, one)]
    elif MORE_GENERAL.search(sentence.text):
        ended = [one for one in known.supposed if one.for_a_time]
    else:
        return
    if left := known.ranges.leave_cases(ALL.search(sentence.text) is not None):
        known.released.append(Unheard(sentence.line, sentence.text, frozenset(left)))
    for one in ended:
        release(known, one.left, one.right, one.line, one.text)
    known.supposed = [one for one in known.supposed if one not in ended]


def makes_special(known, one: Supposed) -> bool:
    if isinstance(one.right, S.Number) or isinstance(one.right, S.Neg):
        return True
    left = as_density(one.left) if isinstance(one.left, S.Apply) else one.left
    factors = isinstance(one.right, S.Mul) and all(isinstance(f, S.Density) for f in one.right.factors)
    return isinstance(left, S.Density) and (factors or is_special(known, left, one.right))


def release(known, left: S.Node, right: S.Node, line: int, text: str) -> None:
    """An equation is no fact any more, and may be meant."""
    withdraw(known, left, right)
    known.released.append(Unheard(line, text, names_of(known, left, right)))


def withdraw(known, left: S.Node, right: S.Node) -> None:
    """An equation is a fact, a definition or a value no more."""
    known.stated = [pair for pair in known.stated if pair not in ((left, right), (right, left))]
    name = head_of(left)[0] if is_name(left) else ""
    if name in known.definitions:
        kept = [d for d in known.definitions.pop(name) if d.tree != right]
        known.definitions.update({name: kept} if kept else {})
    known.ranges.values.pop(name_of(left) or "", None)
    known.restate()
