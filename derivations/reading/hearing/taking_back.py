"""What a sentence takes back of what was supposed before: `we now drop this assumption`, `in the second experiment`.

What was supposed is an equation of a sentence that makes a density or a number special: q(z) = p(z|x), mu = 0, the
independence of two variables. Words that take something back (ALL) end every one of these, and whatever was declared
last; words that only widen the view (MORE_GENERAL) end what was supposed for a time, `suppose first that`. What is
ended is no fact any more. It may still be meant, so lines with its names are not refuted with certainty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.circumstances import Circumstance, circumstances, opening, others, title
from derivations.reading.hearing.ending import is_special
from derivations.reading.hearing.modality import CASE
from derivations.reading.hearing.noting import Unheard
from derivations.reading.hearing.releasing import is_taken, names_of, release, withdraw
from derivations.reading.hearing.scopes import INITIALLY, Place, place_of
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.naming import as_density
from derivations.reading.tables import Table

_TABLE = Table(__file__)
ALL, MORE_GENERAL = _TABLE.patterns("all", "more_general")
FOR_A_TIME, AT_THAT = _TABLE.patterns("for_a_time", "at_that")
AFTERWARDS = re.compile(r"^(?:then|later|afterwards|finally|in the end|at the end)\b|^(?:后来|之后|随后|最后)")


class Told(NamedTuple):
    """A sentence, its line, the circumstances that it speaks in, and the place that it opens with."""

    text: str
    line: int
    under: tuple[Circumstance, ...]
    place: Place | None = None


MOST_SUPPOSED = 200  # at a time: with more, the first of them hold no more


@dataclass(frozen=True)
class Supposed:
    """An equation of a sentence, where it stands, and whether it was said to hold for a time."""

    left: S.Node
    right: S.Node
    line: int
    told: Told
    for_a_time: bool


def told_here(known, sentence: Sentence) -> Told:
    """A sentence with its own circumstances and those of its heading."""
    under = (*circumstances(sentence.text), *([known.title] if known.title else ()))
    return Told(sentence.text, sentence.line, under, place_of(sentence))


def suppose(known, left: S.Node, right: S.Node, sentence: Sentence, passing: bool = False) -> None:
    """Keeps an equation that was taken as given, as one that may be taken back; as a `passing` one for a time."""
    for_a_time = passing or FOR_A_TIME.search(sentence.text) is not None
    known.supposed = [one for one in known.supposed if (one.left, one.right) != (left, right)]  # said again
    known.supposed.append(Supposed(left, right, sentence.line, told_here(known, sentence), for_a_time))
    for one in known.supposed[:-MOST_SUPPOSED]:  # each sentence is asked whether it ends one of these
        release(known, one.left, one.right, one.line, one.told.text)
    known.supposed = known.supposed[-MOST_SUPPOSED:]


def bound_for_a_time(known, before: dict, sentence: Sentence) -> None:
    """`Case 1: $x > 0$.`: what a sentence bounds for a time ends where another case begins."""
    bounded = [n for n, both in known.ranges.bounds.items() if before.get(n) != both]
    if not bounded:
        return
    known.ranges.said |= dict.fromkeys(bounded, told_here(known, sentence))
    if FOR_A_TIME.search(sentence.text):
        known.ranges.passing |= dict.fromkeys(bounded, True)


def for_a_case(known, left: S.Node, right: S.Node, sentence: Sentence, leads: bool) -> None:
    """What was taken as given is so in a case: for the display that the sentence leads to, if it leads to one."""
    if leads:
        known.passing.append((left, right))
    else:
        withdraw(known, left, right)
    known.released.append(Unheard(sentence.line, sentence.text, names_of(known, left, right)))


def go_on_with(known, sentence: Sentence) -> None:
    """`In this case, ...`: the case of the display before is that of the next one too."""
    if AT_THAT.match(sentence.text):
        for left, right in known.case_before:
            if known.state_trees(left, right):
                known.passing.append((left, right))


def take_back(known, sentence: Sentence, titles: frozenset[str] = frozenset()) -> None:
    """Ends what a sentence, or a heading, takes back."""
    wholly, general = ALL.search(sentence.text) is not None, MORE_GENERAL.search(sentence.text) is not None
    later = AFTERWARDS.search(sentence.text) is not None
    headed = title(sentence, titles)
    now = headed or opening(sentence.text)
    last = known.supposed[-1:] if wholly else []
    here = sentence.text, sentence.line

    def elsewhere(said: Told) -> bool:
        apart = now is not None and said[:2] != here and any(others(now, one) for one in said.under)
        return apart or (later and INITIALLY.search(said.text) is not None)

    def ends(one: Supposed) -> bool:
        special = wholly and (one in last or makes_special(known, one))
        there = elsewhere(one.told) and is_taken(known, one.left, one.right)
        return special or ((wholly or general) and one.for_a_time) or there

    left = {name for name, told in known.ranges.said.items() if elsewhere(told) and known.ranges.forget(name)}
    if wholly or general:
        left |= known.ranges.leave_cases(wholly)
        known.ranges.values.clear()
    if left:
        known.released.append(Unheard(sentence.line, sentence.text, frozenset(left)))
    ended = [one for one in known.supposed if ends(one)]
    for one in ended:
        release(known, one.left, one.right, one.line, one.told.text)
    known.supposed = [one for one in known.supposed if one not in ended]
    known.title = headed or known.title


def take_up(known, before: list, sentence: Sentence, leads: bool) -> None:
    """The laws that a sentence has given, `$z \\sim N(0, 1)$`: they may be taken back; of a case they end with it."""
    laws = [f for f in sentence.formulas for c in f.chains for s in c.sides if s.read and is_a_draw(s.tree)]
    cases = [f for f in laws if known.told[f].kind == CASE and known.told[f].starter != "under"]
    cases = [f for f in cases if not _FOR_IT.search(sentence.text[: sentence.place(f)])]
    for pair in [pair for pair in known.stated if pair not in before] if laws else ():
        if len(cases) < len(laws):
            suppose(known, *pair, sentence)
        else:
            for_a_case(known, *pair, sentence, leads)


def is_a_draw(tree: S.Node) -> bool:
    return isinstance(tree, S.Draw | S.ConditionalDraw)


_FOR_IT = re.compile(r"(?:\b(?:for|with|given)(?: any| all| every| each)?|对于?)\s*$")  # `for $z \sim N(0, 1)$`


def makes_special(known, one: Supposed) -> bool:
    if isinstance(one.right, (S.Number, S.Neg)):
        return True
    left = as_density(one.left) if isinstance(one.left, S.Apply) else one.left
    factors = isinstance(one.right, S.Mul) and all(isinstance(f, S.Density) for f in one.right.factors)
    return isinstance(left, S.Density) and (factors or is_special(known, left, one.right))
