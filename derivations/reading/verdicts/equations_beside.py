"""The equations that stand right beside a line that fails: in the sentence that leads to it or goes on behind it, in
its own row, above its sign. Where it holds with them, they may be its condition: `x^2 = 1, \\qquad x = 1`,
`(Here $q(z) = p(z|x)$.)`, `For example let $\\sigma = 1$`, whatever the words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import reduce

from sympy import Symbol
from sympy.core.function import AppliedUndef

from derivations.judging.claim import Claim
from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.parser import ReadingError, parse
from derivations.reading.hearing.cases import a_special_case
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.tables import Table
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.suppositions import Change, put, with_facts

_STACKED = re.compile(r"\\(?:stackrel|overset|underset)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
DENIED = frozenset(Table(__file__, "conditions")["denied"])
_MOST = 4  # equations of one sentence
Equation = tuple[S.Node, S.Node, str, int]


def beside_line(judge, out: Judgement, sentences: list[Sentence]) -> Iterator[list[Equation]]:
    """What may be the condition of a line, each with how it is written and its line: the equations of a sentence
    together, and those of its display."""
    for sentence in sentences:
        found = [
            (*chain.trees, f"${formula.latex}$", sentence.line)
            for formula in sentence.formulas
            if not (sentence.line > out.line and a_special_case(judge.known, formula, formula.after))
            if (told := judge.known.told.get(formula)) is None or told.said not in DENIED
            for chain in formula.chains
            if [r.name for r in chain.relations] == ["equal"] and len(chain.trees) == 2
        ]
        if found:
            yield found[-_MOST:]
    yield from ([one] for one in in_the_display(judge, out))


def in_the_display(judge, out: Judgement) -> Iterator[Equation]:
    """What stands above the sign of a step, and the equations behind it in its row."""
    index, place = out.at
    chain = judge.note.chains[index]
    relation = chain.relations[place]
    for above in _STACKED.findall(judge.note.source.text[slice(*relation.span)]):
        left, sign, right = above.strip("() ").partition("=")
        with suppress(ReadingError):
            if sign:
                yield parse(left, judge.note.notation), parse(right, judge.note.notation), above, relation.line
    for other in judge.note.chains[index + 1 : index + 1 + _MOST]:
        beside = other.block == chain.block and other.relations and other.relations[0].line == relation.line
        if beside and [r.name for r in other.relations] == ["equal"] and len(other.trees) == 2:
            yield *other.trees, f"{other.sides[0].latex} = {other.sides[1].latex}", relation.line


def supposed(judge, equations: list[Equation]) -> Change | None:
    """A claim with these equations; None if one of them gives no name, value of a function or density."""
    changes: list[Change] = []
    for left, right, *_ in equations:
        try:
            one, two = judge.known.read.expression(left), judge.known.read.expression(right)
        except (Unreadable, TypeError, ValueError):
            return None
        if isinstance(one, L.Density):
            changes.append(with_facts(Fact(one, two, "declared")))
        elif isinstance(one, Symbol | AppliedUndef | L.Component) and not two.has(one):
            changes.append(put({one: two}))
        else:
            return None
    return (lambda claim: reduce(lambda made, change: change(made), changes, claim)) if changes else None


def with_those_beside(judge, claim: Claim, out: Judgement, sentences: list[Sentence], agrees) -> list[str]:
    """Why a claim that fails is not refuted: the equations beside it with which it holds."""
    chain, place = judge.note.chains[out.at[0]], out.at[1]
    line = [side.tree for side in chain.sides[place : place + 2]]
    for equations in beside_line(judge, out, sentences):
        if any([left, right] in (line, line[::-1]) for left, right, *_ in equations):
            continue  # the line itself, said in words
        change = supposed(judge, equations)
        if change is not None and agrees(change(claim)):
            told = ", ".join(e[2] for e in equations)
            return [f"it would hold if {told}, and line {equations[0][3]} may say so: {told}"]
    return []
