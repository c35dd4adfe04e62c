"""`From now on, let instead $$a = ...$$`, `now redefine $$f(x) = x^3$$`: a name that a display gives a new meaning."""

from __future__ import annotations

import re

from derivations.reading.document import Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.meaning_anew import forget
from derivations.reading.hearing.sentences import sentences
from derivations.reading.meaning.naming import name_of

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

    `The objective becomes` says so only of a formula with densities under a condition that is new."""
    prose = judge.note.prose_before(chain)
    spoken = sentences(prose) if prose is not None else []
    if not spoken or spoken[-1].ended:
        return False
    of_others = _BECOMES.search(spoken[-1].text) is not None and has_new_conditions(judge.known, name, chain)
    if not of_others and not _ANEW.search(spoken[-1].text):
        return False
    forget(judge.known, name, spoken[-1])
    return True


def has_new_conditions(known, name: str, chain: Chain) -> bool:
    """Whether densities of the formula that a name is given have conditions of which its definition does not speak."""
    before = [definition.tree for definition in known.definitions.get(name, ())]
    spoken = {name_of(n) for n in S.walk(*before)}
    nodes = S.every(S.Density, *(side.tree for side in chain.sides[1:2] if side.read))
    return bool(before) and any(name_of(given) not in spoken for node in nodes for given in node.givens)
