"""Places, times and cases that a sentence speaks of: `in a toy model`, `initially`, `for finite $\\beta$`.

What makes a special case of a model, an independence, `q = p`, a number, was said of the place that its sentence opens
with. A later sentence that opens with another place of the same kind does not speak of it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.meaning.naming import name_of
from derivations.reading.tables import Table

_TABLE = Table(__file__)
_OPENS, _AGAIN, _IN_GENERAL, INITIALLY = _TABLE.patterns("opens", "again", "in_general", "initially")
AFTERWARDS, OF_ANOTHER_PLACE = _TABLE.patterns("afterwards", "of_another_place")
_TOKEN = re.compile(rf"[a-z]+|\d+|{MARK}|[\u4e00-\u9fff]+|[^\s\da-z\u4e00-\u9fff{MARK}]")
_BEFORE_A_NAME = frozenset({"for", "if", "when", "once", "当", "若", "如果", "对", "对于"})
_SKIPPED = frozenset("the a an our this that its is are was were all any every each fixed given such one some".split())
_ENDS = frozenset(
    "we let they it there suppose assume consider to of and or with where which has have does do can may i".split()
)
# These lead on: no place, `in fact`, `for simplicity`.
_LEADS_ON = frozenset(
    "practice particular fact summary short total other addition expectation terms matrix vector both what order "
    "analogy principle turn effect essence view light following end full detail components coordinates limit notation "
    "words simplicity convenience example instance brevity clarity completeness now later reference comparison latter "
    "former dimension dimensions case cases way sense respect view passing line lines place step steps".split()
)
_CASES = frozenset({"if", "when", "当", "若", "如果"})
_WITHIN = frozenset({"in", "under", "在"})
_WHOLE = frozenset("note notes post paper text tutorial article chapter section part lecture sequel".split())
_OPPOSITE = ({"before", "after"}, {"inside", "outside"}, {"with", "without"})


class Place(NamedTuple):
    """The word that it opens with, its other words, without those that tell nothing, the names in the formula among
    them, and whether it is `this` place, told before."""

    word: str
    words: tuple[str, ...]
    names: frozenset[str]
    again: bool = False


def names_in(formula: InlineFormula) -> frozenset[str]:
    """The names and the letters of densities in a formula."""
    nodes = S.walk(*formula.trees)
    found = (getattr(n, "letter", None) if isinstance(n, S.Density) else name_of(n) for n in nodes)
    return frozenset(name for name in found if name)


def place_of(sentence: Sentence) -> Place | None:
    """The place that a sentence opens with."""
    opening = _OPENS.match(sentence.text)
    if opening is None:
        return None
    words: list[str] = []
    names: frozenset[str] = frozenset()
    word = opening["word"] or opening["han"]
    reach = 1 if word in _BEFORE_A_NAME else 0
    for token in _TOKEN.findall(sentence.text[opening.end() :]):
        marks = not (token.isalnum() or token in (MARK, "-"))
        if marks or token in _ENDS or (token == MARK and len(words) > reach) or len(words) > 3:
            break
        if token == MARK:
            formula = sentence.formulas[0]
            words.append(formula.latex.strip())
            names = names_in(formula)
        elif token != "-" and token not in _SKIPPED:
            words.append(token)
    again = _AGAIN.match(sentence.text, opening.end()) is not None
    return Place(word, tuple(words), names, again) if words or word in _CASES else None


def speaks_elsewhere(now: Place | None, then: Place | None, text: str, told: str) -> bool:
    """Whether a sentence with this place and text speaks of another place than that with the one `told`."""
    if INITIALLY.search(told) and AFTERWARDS.search(text):
        return True
    if then is None or text == told:
        return False
    if _IN_GENERAL.match(text):
        return not _IN_GENERAL.match(told)
    if now is None or (now.again and {*now.words} <= {*then.words}):
        return False
    if now.words == then.words:
        return {now.word, then.word} in _OPPOSITE
    alike = bool({*now.words} & {*then.words}) or bool(now.names & then.names)
    case = now.word == then.word and now.word in _CASES
    apart = now.word == then.word and now.word in _WITHIN and not ({*now.words} & _LEADS_ON or {*then.words} <= _WHOLE)
    return alike or case or apart
