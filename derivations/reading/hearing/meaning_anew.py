"""A name that stands for something else from a sentence on: `In this section $L$ stands for the negative of it`, `For
the clipped weights $w(z)$`, `$w \\leftarrow \\sqrt w$`. What it was defined as proves nothing any more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.modality import REFUSED
from derivations.reading.hearing.noting import Unheard
from derivations.reading.hearing.scopes import names_in
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.tables import Table

_TABLE = Table(__file__)
_NEW_MEANING, _CHANGED = _TABLE.patterns("new_meaning", "changed")
OTHER, ANEW, NAMED_ANEW, BECOMES = _TABLE.patterns("others", "anew", "named_anew", "becomes")
UPDATED = re.compile(r"\\(?:leftarrow|gets)(?![A-Za-z])")
_OTHER_SIGNS = re.compile(r"\b(?:opposite|other|reverse) sign convention\b|相反的符号约定|符号约定相反")


def mean_anew(known, sentence: Sentence) -> None:
    """Forgets what such a sentence gives another meaning."""
    for name in [*known.definitions] if _OTHER_SIGNS.search(sentence.text) else [*changed(known, sentence)]:
        forget(known, name, sentence.line, sentence.text)


def forget(known, name: str, line: int, words: str) -> None:
    """What a name was defined as it is no more, by these words."""
    if known.definitions.pop(name, None) is not None:
        known.later.pop(name, None)
        known.unsaid.add(name)
        known.released.append(Unheard(line, words, frozenset({name})))
        known.restate()


def changed(known, sentence: Sentence) -> Iterator[str]:
    """The names that it says are, or are made, something else."""
    for found in _NEW_MEANING.finditer(sentence.text):
        formula = sentence.within(found)[-1]
        yield from () if any(chain.relations for chain in formula.chains) else names_in(formula)
    for found in _CHANGED.finditer(sentence.text):
        formula = sentence.within(found)[0]
        yield from () if any(chain.relations for chain in formula.chains) else heads_of(known, formula)
    for formula in sentence.formulas:
        if UPDATED.search(formula.latex) or (defines(known, formula) and OTHER.search(sentence.text)):
            yield from heads_of(known, formula)


def heads_of(known, formula: InlineFormula) -> set[str]:
    """The defined names that a formula is about: those of its left side, or what it begins with if it was not read."""
    trees = [side.tree for chain in formula.chains for side in chain.sides[:1] if side.read]
    nodes = list(S.walk(*trees))
    names = {plain(n.function) if isinstance(n, S.Apply) else name_of(n) for n in nodes}
    written = names & known.definitions.keys()
    return written or {name for name in known.definitions if formula.latex.lstrip().startswith(name)}


def defines(known, formula: InlineFormula) -> bool:
    """Whether a formula is an equation that may give a name its meaning: `$w(z) = \\min(p(z)/q(z), 1)$`."""
    told = known.told.get(formula)
    equation = any([r.name for r in chain.relations] == ["equal"] for chain in formula.chains)
    return equation and (told is None or told.kind != REFUSED)
