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
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.meaning.naming import name_of, plain

_SAME = (
    r"(?! (?:(?:same|above|usual|training) )?"
    r"(?:loss|objective|bound|lower|cost|quantity|function|model|data|set|value)\b)"
)
_NEW_MEANING = re.compile(
    rf"(?:\b(?:in this (?:sub)?(?:section|chapter|part)|from (?:now|here) on|henceforth|now|here|next|below)\b|"
    rf"本节中?|从此|今后|现在|下文|这里)[^.;。]*?{MARK}\s*(?:(?:now |instead |then )?"
    r"(?:stands? for|is used for|is|denotes?|means?|be)\s+"
    rf"(?:(?:the|an?|its)\b{_SAME}|(?:another|something|twice|half)\b)|"
    rf"(?:改?为|表示|代表|记|是))|"
    rf"\b(?:flip|chang|revers|switch)\w* (?:the )?(?:sign|meaning|definition) of {MARK}"
)
_UPDATED = re.compile(r"\\(?:leftarrow|gets)(?![A-Za-z])")
_OTHER_SIGNS = re.compile(r"\b(?:opposite|other|reverse) sign convention\b|相反的符号约定|符号约定相反")
# What is said of a name that is written here: it is not, as it stands, what it was.
_OTHER = (
    r"\b(?:clipped|truncated|capped|modified|rescaled|re-?normali[sz]ed|tempered|smoothed|adjusted|inverted|redefined)\b"
)  # fmt: skip
_CHANGED = re.compile(
    rf"{_OTHER}[^.;,{MARK}]{{0,30}}{MARK}|\bthe (?:estimate|inverse|reciprocal) {MARK}|"
    rf"\b(?:replace|clip|truncate|cap|modify|rescale|redefine|invert)s? (?:now |here )?{MARK}|"
    rf"{MARK} is (?:now |here |then )?(?:the )?(?:inverse|reciprocal|clipped|truncated|replaced|modified|rescaled)\b|"
    rf"(?:截断|修改|裁剪|缩放|重新定义)后?的?[^。；,，{MARK}]{{0,6}}{MARK}"
)


def mean_anew(known, sentence: Sentence) -> None:
    """Forgets what such a sentence gives another meaning."""
    for name in [*known.definitions] if _OTHER_SIGNS.search(sentence.text) else [*changed(known, sentence)]:
        forget(known, name, sentence)


def forget(known, name: str, sentence: Sentence) -> None:
    """What a name was defined as it is no more."""
    if known.definitions.pop(name, None) is not None:
        known.later.pop(name, None)
        known.released.append(Unheard(sentence.line, sentence.text, frozenset({name})))
        known.restate()


def changed(known, sentence: Sentence) -> Iterator[str]:
    """The names that it says are, or are made, something else."""
    for found in _NEW_MEANING.finditer(sentence.text):
        formula = sentence.formulas[sentence.text[: found.end()].count(MARK) - 1]
        yield from () if any(chain.relations for chain in formula.chains) else names_in(formula)
    for found in _CHANGED.finditer(sentence.text):
        formula = sentence.formulas[sentence.text[: found.start() + found[0].index(MARK)].count(MARK)]
        yield from () if any(chain.relations for chain in formula.chains) else heads_of(known, formula)
    for formula in sentence.formulas:
        if _UPDATED.search(formula.latex) or (defines(known, formula) and re.search(_OTHER, sentence.text)):
            yield from heads_of(known, formula)


def heads_of(known, formula: InlineFormula) -> set[str]:
    """The defined names that a formula is about: those of its left side, or what it begins with if it was not read."""
    trees = [side.tree for chain in formula.chains for side in chain.sides[:1] if side.read]
    nodes = [n for tree in trees for n in S.walk(tree)]
    names = {plain(n.function) if isinstance(n, S.Apply) else name_of(n) for n in nodes}
    written = names & known.definitions.keys()
    return written or {name for name in known.definitions if formula.latex.lstrip().startswith(name)}


def defines(known, formula: InlineFormula) -> bool:
    """Whether a formula is an equation that may give a name its meaning: `$w(z) = \\min(p(z)/q(z), 1)$`."""
    told = known.told.get(formula)
    equation = any([r.name for r in chain.relations] == ["equal"] for chain in formula.chains)
    return equation and (told is None or told.kind != REFUSED)
