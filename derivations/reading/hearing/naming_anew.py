"""`From now on, let instead $$a = ...$$`, `now redefine $$f(x) = x^3$$`: a name that a display gives a new meaning."""

from __future__ import annotations

import re

from derivations.reading.document import Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.meaning_anew import forget
from derivations.reading.hearing.sentences import sentences

_GIVES = r"(?:let|define|set|write|put|denote|take|redefine)"
_ANEW = re.compile(
    rf"\bredefin|\b{_GIVES}\b[^.;]*\b(?:instead|anew|afresh)\b(?! of)|\binstead,? (?:we )?{_GIVES}\b|"
    rf"\b(?:from (?:now|here) on|henceforth),? (?:we |let us |instead )*{_GIVES}\b|"
    r"□ is (?:now |then )?instead\b|\bchang\w+ (?:the|its|this|our) (?:definition|meaning)\b|"
    r"\breplac\w+ (?:it|this|the definition) (?:by|with)\b|改为|改成|改记|改用|重新(?:定义|设|令|记)"
)
_BECOMES = re.compile(
    r"\b(?:becomes?|turns? into|(?:changes?|changed|modified|extended|generali[sz]ed) (?:in)?to|instead)[\s:,]*$|"
    r"(?:变为|变成|成为|改写成|修改[为成]|推广[为到]|则为)[\s:：,，]*$"
)


def is_named_anew(judge, chain: Chain, name: str) -> bool:
    """Whether the words that lead to a display give a defined name a new meaning; the old one is forgotten.

    `The objective becomes` says so only of a formula with letters that the old one has not: a condition, a weight."""
    prose = judge.note.prose_before(chain)
    spoken = sentences(prose) if prose is not None else []
    if not spoken or spoken[-1].ended:
        return False
    of_others = _BECOMES.search(spoken[-1].text) is not None and has_new_letters(judge.known, name, chain)
    if not of_others and not _ANEW.search(spoken[-1].text):
        return False
    forget(judge.known, name, spoken[-1])
    return True


def has_new_letters(known, name: str, chain: Chain) -> bool:
    """Whether the formula that a name is given has letters that what it was defined as has not."""
    before = [definition.tree for definition in known.definitions.get(name, ())]
    given = {s.name for side in chain.sides[1:2] if side.read for s in S.walk(side.tree) if isinstance(s, S.Symbol)}
    return bool(before) and bool(given - {s.name for t in before for s in S.walk(t) if isinstance(s, S.Symbol)})
