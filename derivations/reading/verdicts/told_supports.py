r"""Densities that a note tells to be zero on a part of the space: `$q(z) = e^{-z}$ for $z > 0$`, `$q$ is the uniform
density on $[0, 1]$`.

A quotient by such a density leaves out what the other has where it is zero, so that E_q[p/q] may be less than one. What
has its logarithm alone, a divergence, is not touched. Where the ends of that part hold a parameter, a derivative by it
is none under the integral.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import sympy
from sympy import Basic

from derivations.kernel.rules import SUPPORT
from derivations.language import words as L
from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import Sentence, in_full
from derivations.reading.meaning.naming import name_of
from derivations.reading.tables import Table
from derivations.reading.verdicts.judgement import Judgement

_TABLE = Table(__file__)
_PARTS, _UNDER, _BESIDE, _RANGE, _NAMED, _MOVING, _MADE = _TABLE.patterns(
    "parts", "under", "beside", "range", "named", "moving", "made"
)
_PARAMETER = re.compile(
    r"\\(?!infty|left|right|le|ge|leq|geq|in|cdots|ldots|dots)[a-z]+|(?<![a-zA-Z\\])[a-zA-Z](?![a-zA-Z])"
)
_OPENS = re.compile(r"\s*(?:\\left\s*)?[\[(]")


class Zero(NamedTuple):
    """What is told of one density: the sentence, and whether the part where it is positive moves with a parameter."""

    line: int
    words: str
    letter: str
    moves: bool


def told_supports(judge, out: Judgement) -> Iterator[str]:
    """Why a line is left open that divides by a density which is zero somewhere, or differentiates where it ends."""
    if out.at is None:
        return
    told = judge.prose.once("supports", 0, lambda: list(_said(judge)))
    if not told:
        return
    trees = judge.note.chains[out.at[0]].trees
    sides = (out.expressions[0], out.expressions[2]) if out.expressions else ()
    letters = {d.name.partition("_")[0] for side in sides for d in side.atoms(L.Density)}
    letters |= {n.letter.partition("_")[0] for n in S.every(S.Density, *trees)}
    divided = set().union(*map(divisors, sides))
    derived = {n.letter.partition("_")[0] for n in S.every(S.Density, *S.every(S.Derivative | S.Gradient, *trees))}
    for zero in told:
        others = letters - {one.letter for one in told}
        if (others and zero.letter in divided) or (zero.moves and zero.letter in derived):
            yield f"line {zero.line} tells where densities are zero: {zero.words}"


def divisors(e: Basic, in_log: bool = False) -> set[str]:
    """The letters of the densities by which an expression divides, but for those within a logarithm of it."""
    if isinstance(e, L.Density):
        return set()
    if isinstance(e, sympy.Pow) and e.exp.could_extract_minus_sign() and not in_log:
        return {d.name.partition("_")[0] for d in e.base.atoms(L.Density)}
    inside = (in_log or isinstance(e, sympy.log)) and not isinstance(e, L.Binder)
    return set().union(*(divisors(part, inside) for part in e.args))


def support_assumed(*sides: Basic) -> tuple[str, ...]:
    """What a proof assumes where an integral or a mean divides by a density: E_q[p/q] is 1 where q covers p."""
    over = (n for side in sides for n in side.atoms(L.Expectation, L.Integral))
    return (SUPPORT,) if any(map(divisors, over)) else ()


def _said(judge) -> Iterator[Zero]:
    """Every density of which a sentence tells it to be zero somewhere."""
    for k in range(len(judge.note.blocks)):
        spoken = judge.prose.sentences(k)
        for place, sentence in enumerate(spoken):
            following = [one.formulas[:1] for one in spoken[place + 1 : place + 2] if "density" in one.text]
            yield from _in_words(sentence, *following)
            for formula in sentence.formulas:
                density = _given(formula)
                if density is not None and _NAMED.search(formula.latex):
                    yield Zero(sentence.line, in_full(sentence), _letter(density), False)
            for found in _BESIDE.finditer(sentence.text):
                first, last = sentence.within(found)
                density, within = _given(first), last.latex.strip()
                if density is not None and _RANGE.fullmatch(within) and "mathbb" not in within:
                    names = {name_of(n) for n in density.targets}
                    held = {n for n in _PARAMETER.findall(within)}
                    if held & names or within.startswith(("[", "(")):
                        yield Zero(sentence.line, in_full(sentence), _letter(density), bool(held - names))


def _in_words(sentence: Sentence, following: tuple[InlineFormula, ...] = ()) -> Iterator[Zero]:
    """What the words of a sentence tell; the density of a variable may be the first formula of the one behind it."""
    first = [sentence.within(found)[0] for found in _PARTS.finditer(sentence.text)]
    last = [sentence.within(found)[-1] for found in _UNDER.finditer(sentence.text)]
    for letter in map(_called, (*first, *last)):
        if letter:
            yield Zero(sentence.line, in_full(sentence), letter, False)
    ends = [f for found in _MOVING.finditer(sentence.text) for f in sentence.within(found)]
    ends = [f.latex for f in ends if _OPENS.match(f.latex) or len(ends) > 1]
    if any(map(_PARAMETER.search, ends)) or _MADE.search(sentence.text):
        for letter in dict.fromkeys(map(_called, (*sentence.formulas, *following))):
            if letter:
                yield Zero(sentence.line, in_full(sentence), letter, True)


def _given(formula: InlineFormula) -> S.Density | None:
    """The density that a formula gives by another than a Gaussian."""
    for chain in formula.chains:
        one = chain.sides[0].tree
        if chain.relations and isinstance(one, S.Density) and not any(S.every(S.Gaussian, *chain.trees)):
            return one if not any(S.every(S.Density, *chain.trees[1:])) else None
    return None


def _called(formula: InlineFormula) -> str:
    """The letter of the density that a formula is; of a letter that stands alone."""
    tree = formula.trees[0] if len(formula.trees) == 1 else None
    if isinstance(tree, S.Density):
        return _letter(tree)
    return (name_of(tree) or "").partition("_")[0] if isinstance(tree, S.Symbol | S.Index) else ""


def _letter(density: S.Density) -> str:
    return density.letter.partition("_")[0]
