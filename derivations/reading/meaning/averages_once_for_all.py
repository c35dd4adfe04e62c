r"""Averages whose density a sentence gives once for all: `let $\mathbb{E}$ without subscript mean
$\mathbb{E}_{q(z|x)}$`, `angle brackets denote averages under $q(x)$`. Each that has none stands under that one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from derivations.reading.document import InlineFormula, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.parser import Parser, ReadingError
from derivations.reading.hearing.sentences import Sentence, sentences
from derivations.reading.meaning.naming import plain
from derivations.reading.tables import Table
from derivations.reading.text.tokens import tokenize

_TABLE = Table(__file__)
_ONCE_FOR_ALL, _UNDER = _TABLE.patterns("once_for_all", "under")
_DENIED = re.compile(r"\b(?:not|no|never|except|other than)\b|n't\b|不[是在对]|并非|除")
_AN_E = re.compile(r"\s*(?:\\mathbb\s*\{?E\}?|\\mathrm\s*\{E\}|\\operatorname\s*\{E\}|E|\\E)\s*")
_SUBSCRIPT = re.compile(r"\s*\\?[A-Za-z{}]*E\}?\s*_\s*\{(?P<of>.*)\}\s*")
ANGLE = "\\langle"


class Under(NamedTuple):
    """Whether averages in angle brackets are meant, or those written with an E, or both (None); and their density."""

    angle: bool | None
    density: S.Density


def with_averages_under(note: Note) -> Note:
    """The note with the density of each average that a sentence gives written under it."""
    told = [one for b in note.paragraphs for s in sentences(b) for one in told_in(s, note)]
    if len({one.angle for one in told}) < len(told) or not told:  # two densities for one way of writing
        return note

    def tree(node: S.Node) -> S.Node:
        node = S.mapped(node, tree)
        return under(node, told, note) if isinstance(node, S.Expectation) and not node.draws else node

    return replace(note, chains=tuple(chain.with_trees(tree) for chain in note.chains))


def under(node: S.Expectation, told: list[Under], note: Note) -> S.Node:
    """An average under the density that is told of its kind, if one of its variables stands in it."""
    angle = note.source.text.startswith(ANGLE, node.span[0])
    names = {plain(n.name).lower() for n in S.every(S.Symbol, node.body)}
    for one in told:
        of = {plain(t.name).lower() for t in one.density.targets if isinstance(t, S.Symbol)}
        if one.angle in (None, angle) and of & names:
            draw = S.Draw((), replace(one.density, span=node.span), span=node.span)
            return replace(node, draws=(draw,))
    return node


def told_in(sentence: Sentence, note: Note) -> Iterator[Under]:
    """What a sentence says of averages: the last way of writing them before each density behind `under`, `means`."""
    text = sentence.text
    if not _ONCE_FOR_ALL.search(text) or _DENIED.search(text):
        return
    angle, begun = (True if "bracket" in text or "尖括号" in text else None), 0
    for formula, place in zip(sentence.formulas, sentence.places, strict=True):
        if formula.latex.lstrip().startswith(ANGLE):
            angle = True
        elif _AN_E.fullmatch(formula.latex):
            angle = False
        elif _UNDER.search(text[begun:place]) and (density := density_in(formula, note)) is not None:
            yield Under(angle, density)
        begun = place + 1


def density_in(formula: InlineFormula, note: Note) -> S.Density | None:
    """The density that a formula is, or under which it has an E."""
    sides = [side.tree for chain in formula.chains for side in chain.sides]
    found = _SUBSCRIPT.fullmatch(formula.latex)
    try:
        tree = Parser(tokenize(found["of"], 0), note.notation, len(found["of"])).whole() if found else sides[0]
    except (ReadingError, IndexError):
        return None
    return tree if isinstance(tree, S.Density) and tree.targets else None
