"""`From now on, let instead $$a = ...$$`, `now redefine $$f(x) = x^3$$`: a name that a display gives a new meaning."""

from __future__ import annotations

import re

from derivations.reading.document import Chain
from derivations.reading.hearing.meaning_anew import forget
from derivations.reading.hearing.sentences import sentences

_GIVES = r"(?:let|define|set|write|put|denote|take|redefine)"
_ANEW = re.compile(
    rf"\bredefin|\b{_GIVES}\b[^.;]*\b(?:instead|anew|afresh)\b(?! of)|\binstead,? (?:we )?{_GIVES}\b|"
    rf"\b(?:from (?:now|here) on|henceforth),? (?:we |let us |instead )*{_GIVES}\b|"
    r"□ is (?:now |then )?instead\b|\bchang\w+ (?:the|its|this|our) (?:definition|meaning)\b|"
    r"\breplac\w+ (?:it|this|the definition) (?:by|with)\b|改为|改成|改记|改用|重新(?:定义|设|令|记)"
)


def is_named_anew(judge, chain: Chain, name: str) -> bool:
    """Whether the words that lead to a display give a defined name a new meaning; the old one is forgotten."""
    prose = judge.note.prose_before(chain)
    spoken = sentences(prose) if prose is not None else []
    if not spoken or spoken[-1].ended or not _ANEW.search(spoken[-1].text):
        return False
    forget(judge.known, name, spoken[-1])
    return True
