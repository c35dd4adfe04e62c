"""`From now on, let instead $$a = ...$$`, `now redefine $$f(x) = x^3$$`, `In the next section $L$ is the loss: $$L = -
...$$`: a name that a display gives a new meaning."""

from __future__ import annotations

from derivations.reading.document import Chain
from derivations.reading.hearing.meaning_anew import ANEW, NAMED_ANEW, forget
from derivations.reading.hearing.scopes import names_in
from derivations.reading.hearing.sentences import sentences


def is_named_anew(judge, chain: Chain, name: str) -> bool:
    """Whether the words that lead to a display give a defined name a new meaning; the old one is forgotten."""
    prose = judge.note.prose_before(chain)
    spoken = sentences(prose) if prose is not None else []
    if not spoken or spoken[-1].ended:
        return False
    last = spoken[-1]
    of_it = any(name in names_in(last.within(found)[-1]) for found in NAMED_ANEW.finditer(last.text))
    if not of_it and not ANEW.search(last.text):
        return False
    forget(judge.known, name, last.line, last.text)
    return True
