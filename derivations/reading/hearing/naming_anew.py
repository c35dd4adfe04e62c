"""`From now on, let instead $$a = ...$$`, `now redefine $$f(x) = x^3$$`, `In the next section $L$ is the loss: $$L = -
...$$`: a name that a display gives a new meaning."""

from __future__ import annotations

from derivations.reading.document import Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.meaning_anew import ANEW, BECOMES, NAMED_ANEW, forget
from derivations.reading.hearing.scopes import names_in
from derivations.reading.hearing.sentences import sentences
from derivations.reading.meaning.naming import name_of


def is_named_anew(judge, chain: Chain, name: str) -> bool:
    """Whether the words that lead to a display give a defined name a new meaning; the old one is forgotten.

    `The objective becomes` says so only of a formula with densities under a condition that is new."""
    prose = judge.note.prose_before(chain)
    spoken = sentences(prose) if prose is not None else []
    if not spoken or spoken[-1].ended:
        return False
    last = spoken[-1]
    of_others = BECOMES.search(last.text) is not None and has_new_conditions(judge.known, name, chain)
    of_it = of_others or any(name in names_in(last.within(found)[-1]) for found in NAMED_ANEW.finditer(last.text))
    if not of_it and not ANEW.search(last.text):
        return False
    forget(judge.known, name, last.line, last.text)
    return True


def has_new_conditions(known, name: str, chain: Chain) -> bool:
    """Whether densities of the formula that a name is given have conditions of which its definition does not speak."""
    before = [definition.tree for definition in known.definitions.get(name, ())]
    spoken = {name_of(n) for n in S.walk(*before)}
    nodes = S.every(S.Density, *(side.tree for side in chain.sides[1:2] if side.read))
    return bool(before) and any(name_of(given) not in spoken for node in nodes for given in node.givens)
