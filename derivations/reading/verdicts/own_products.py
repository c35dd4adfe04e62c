r"""Products that a note tells to be another thing than one of numbers: `$f \circ g$ is composition`, `$f * g$ denotes
the convolution`, `$[x]$ is the integer part`; and letters whose products are others: complex ones, and those that do
not commute. A line with such a sign, or with such letters in a product, is decided neither way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import Sentence, in_full
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.tables import Table
from derivations.reading.verdicts.judgement import Judgement

_TABLE = Table(__file__)
_TOLD, _PLAIN, _BY_ENTRIES, _INNER = _TABLE.patterns("told", "plain", "by_entries", "inner")
_COMPLEX, _NO_COMMUTING = _TABLE.patterns("complex", "no_commuting")
_IN_COMPLEX = _TABLE.pattern("in_complex", re.IGNORECASE)
_SIGN = (
    r"\\(?P<sign>odot|circ|times|cdot|otimes|oplus|star|ast|bullet|diamond|boxtimes)(?![A-Za-z])|"
    r"(?P<star>(?<![\^_{])\*)"
)
_NAME = r"\\?[A-Za-z]+(?:\{[A-Za-z]+\})?(?:_\w|\([a-z]\))?"
_DEFINED = re.compile(rf"\s*(?:{_NAME}\s*)?(?:{_SIGN})(?:\s*{_NAME})?\s*")
_BRACKETS = re.compile(rf"\s*(?:\\left\s*)?\[\s*{_NAME}\s*(?:\\right\s*)?\]\s*")
_WRITES_BRACKETS = re.compile(r"(?<![A-Za-z}\])])(?<![A-Za-z}\])]\s)(?<!\\left)\[|(?<![A-Za-z}\])])\\left\s*\[")
_STAR = re.compile(r"(?<![\^_{])(?:\*|\\ast(?![A-Za-z]))")


class Own(NamedTuple):
    """A sentence, how the sign that it tells of is written in a line, and how often that must be for it to matter."""

    sentence: Sentence
    written: re.Pattern
    times: int = 1


class Letters(NamedTuple):
    """A sentence, and the letters that are no real numbers by it; the number of them that a line must have."""

    sentence: Sentence
    names: frozenset[str]
    times: int


def own_products(judge, out: Judgement) -> Iterator[str]:
    """Why a line is left open that has a sign or letters of another product."""
    if out.at is None:
        return
    latex = f"{out.left} {out.right}"
    for own in judge.prose.once("own products", 0, lambda: list(_signs(judge))):
        if len(own.written.findall(latex)) >= own.times:
            yield f"line {own.sentence.line} gives a sign of it another meaning: {in_full(own.sentence)}"
            return
    told = judge.prose.once("own letters", 0, lambda: list(_letters(judge)))
    names = {plain(n.name) for n in S.every(S.Symbol, *judge.note.chains[out.at[0]].trees)} if told else set()
    for one in told:
        if len(names & one.names) >= one.times:
            yield f"line {one.sentence.line} says something of it that was not understood: {in_full(one.sentence)}"
            return


def _signs(judge) -> Iterator[Own]:
    for sentence in (s for k in range(len(judge.note.blocks)) for s in judge.prose.sentences(k)):
        for formula, place in zip(sentence.formulas, sentence.places, strict=False):
            told = _TOLD.match(sentence.text[place + 1 :])
            defined = _DEFINED.fullmatch(formula.latex)
            if told is None or _PLAIN.search(told["what"]):
                continue
            if _BRACKETS.fullmatch(formula.latex):
                yield Own(sentence, _WRITES_BRACKETS)
            elif defined is not None and (own := _written(defined["sign"] or "*", told["what"])) is not None:
                yield Own(sentence, *own)


def _written(sign: str, what: str) -> tuple[re.Pattern, int] | None:
    """How a line writes a sign that is told to be this, and how often; None where it is read so."""
    if sign in ("*", "ast"):
        return _STAR, 1
    written = rf"\\{sign}(?![A-Za-z])"
    if sign in ("odot", "circ") and _BY_ENTRIES.search(what):  # right for lists of numbers, and matrices have others
        return re.compile(rf"\b[A-Z]\s*{written}|{written}\s*[A-Z](?![a-z])"), 1
    if sign == "odot":
        return re.compile(written), 1
    if sign == "cdot":
        return (re.compile(written), 2) if _INNER.search(what) else None
    return re.compile(written), 1


def _letters(judge) -> Iterator[Letters]:
    for sentence in (s for k in range(len(judge.note.blocks)) for s in judge.prose.sentences(k)):
        for words, times in ((_COMPLEX, 1), (_NO_COMMUTING, 2)):
            for found in words.finditer(sentence.text):
                names = _names(sentence.within(found) if times == 1 else sentence.formulas)
                if len(names) >= times:
                    yield Letters(sentence, names, times)
        for formula in sentence.formulas:
            if _IN_COMPLEX.search(formula.latex):
                yield Letters(sentence, _names((formula,)) - {"C", "d", "n"}, 1)


def _names(formulas) -> frozenset[str]:
    """The plain names of formulas, and of lists of names."""
    trees = [tree for f in formulas for tree in f.trees]
    trees = [one for t in trees for one in (t.elements if isinstance(t, S.TupleOf | S.Membership) else (t,))]
    return frozenset(plain(name_of(t) or "") for t in trees if isinstance(t, S.Symbol | S.Index)) - {""}
