"""What was said of another time, place or case, or is taken back, is no fact of what follows.

`In the first layer X and Y are independent. In the second they are not`, `In Section 4 we set b = 1; here we keep it
general`: what makes a special case ends there. It is released: it proves nothing any more, and what it speaks of is
not refuted with certainty.
"""

from __future__ import annotations

import re

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.concluding import opens_a_conclusion
from derivations.reading.hearing.meaning_anew import mean_anew
from derivations.reading.hearing.releasing import is_taken, names_of, release
from derivations.reading.hearing.scopes import OF_ANOTHER_PLACE, names_in, place_of, speaks_elsewhere
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.hearing.taking_back import Supposed, makes_special
from derivations.reading.tables import Table

_TABLE = Table(__file__)
_DENIED, _DENIED_AT_ONCE, _FREED, _DIFFERS = _TABLE.patterns("denied", "denied_at_once", "freed", "differs")
_IT, _UNREAL, _GOES_ON = _TABLE.patterns("it", "unreal", "goes_on")
_NOUN = re.compile(r"[a-z]{4,}")
_NAMED = re.compile(rf"\bcall(?:ed)? {MARK} (?!(?:the|a|an|our|its|this|by)\b)[a-z]|称\s*{MARK}\s*为")
_OF_THE_NAMES = re.compile(r"\b(?:laws?|values?|case|pair|event|variables?|observations?|draws?|samples?|choice) of$")
_OF_SOMETHING = re.compile(r"\b[a-z-]+ (?:in|of|on|for|behind|at|underlying|within|inside)(?: both)?$")


def of_something_else(before: str) -> bool:
    """Whether the words before the first of two names make it no subject: `the noises in $X$ and $Y$`."""
    before = before.rstrip(" ($")
    return _OF_SOMETHING.search(before) is not None and _OF_THE_NAMES.search(before) is None


def end_what_is_elsewhere(known, sentence: Sentence) -> None:
    """Releases what was said before of a special case that a sentence leaves, denies or sets free."""
    mean_anew(known, sentence)
    special = [one for one in known.supposed if _is_special(known, one) and is_taken(known, one.left, one.right)]
    if not special:
        return
    text, place = sentence.text, place_of(sentence)
    ended = [one for one in special if speaks_elsewhere(place, one.told.place, text, one.told.text)]
    ended += [one for one in special if _UNREAL.search(one.told.text) and not _GOES_ON.search(text)
              and one.told.text != text]  # fmt: skip
    ended += [one for one in special if _is_denied(known, one, text)]
    if freed := _FREED.search(text):
        named = [one for one in special if any(_speaks_of(known, one, f) for f in sentence.formulas)]
        ended += named or (special if not sentence.formulas and _IT.search(text[: freed.end()]) else [])
    elif _DIFFERS.search(text) and not sentence.formulas:
        ended += [one for one in special if one.line == special[-1].line]
    ended += [one for one in special if any(_tells_apart(known, one, f) for f in sentence.formulas)]
    _end(known, ended)


def end_what_is_not_here(known, sentence: Sentence, before: list[Supposed]) -> None:
    """Releases what a sentence says of another place (`later on`), takes back at once, concludes, or only names."""
    old = set(map(id, before))
    new = [one for one in known.supposed if id(one) not in old]
    if not new:
        return
    tail = sentence.text.rpartition(MARK)[2]
    elsewhere = OF_ANOTHER_PLACE.search(sentence.text) or _NAMED.search(sentence.text)
    freed = _FREED.search(tail) is not None and _IT.search(tail) is not None
    if elsewhere or freed or _DENIED_AT_ONCE.search(tail) or opens_a_conclusion(sentence.text):
        _end(known, [one for one in new if _is_special(known, one)])


def end_what_is_concluded(known, before: dict, sentence: Sentence) -> None:
    """`Hence $a \\ge 0$` of an a that was bounded before: a claim, and no new bound."""
    if opens_a_conclusion(sentence.text):
        known.ranges.bounds |= {name: before[name] for name in known.ranges.bounds if name in before}


def _end(known, ended: list[Supposed]) -> None:
    for place, one in enumerate(ended):
        if one not in ended[:place]:
            release(known, one.left, one.right, one.line, one.told.text)
    known.supposed = [one for one in known.supposed if one not in ended]


def _is_special(known, one: Supposed) -> bool:
    """Whether an equation makes a special case: a number, a product, a density that is another one."""
    return isinstance(one.right, S.Density) or makes_special(known, one)


def _is_denied(known, one: Supposed, text: str) -> bool:
    """Whether a sentence that only says `does not` denies what was told: of `it`, or last and of the same thing."""
    found = _DENIED.search(text)
    if found is None or found["subject"] is None:
        return found is not None
    last = known.supposed[-1].told.text == one.told.text
    return last and bool({*_NOUN.findall(found["subject"])} & {*_NOUN.findall(one.told.text)})


def _speaks_of(known, one: Supposed, formula) -> bool:
    """Whether a formula speaks of what an equation is about: of its letters, or of a density of its variables."""
    mine = names_of(known, one.left, one.right)
    mine |= {*map(known.survey.role, mine)}
    for side in (side for chain in formula.chains for side in chain.sides if side.read):
        density = side.tree if isinstance(side.tree, S.Density) and not side.tree.bare else None
        spoken = names_in(formula) - ({density.letter} if density else set())
        spoken |= {*map(known.survey.role, spoken)}
        if spoken & mine and (density is None or known.survey.joint_name(density) in mine):
            return True
    return False


def _tells_apart(known, one: Supposed, formula) -> bool:
    """`$q \\ne p$` of a q that was p."""
    relations = [r.name for chain in formula.chains for r in chain.relations]
    return relations == ["not_equal"] and names_in(formula) <= names_of(known, one.left, one.right)
