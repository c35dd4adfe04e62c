"""A line that fails as an equality and is told to hold loosely: up to a constant or factor, to some order, in a limit.

`Up to an additive constant, log p(x) = -x^2/2`, `\\stackrel{c}{=}`: judged as with `+ const` written behind it. What is
only said to leave terms out, and a limit, acquit a line that holds in this sense, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import sympy
from sympy import Expr, Integer, Rational
from sympy.core.function import AppliedUndef

from derivations.judging.claim import Claim, prove
from derivations.judging.proofs import CONSTANT, PROPORTIONAL
from derivations.judging.step import PROVED, REFUTED
from derivations.kernel.theorem import VALUE
from derivations.language import words as L
from derivations.language.facts import Free
from derivations.numbers.budget import OverBudget, at_most_steps
from derivations.reading.hearing.sentences import Sentence, in_full
from derivations.reading.tables import Table, any_of
from derivations.reading.verdicts.freedom import free_of, tags_of_joints
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.near_a_line import in_its_row
from derivations.reading.verdicts.refuting import look
from derivations.reading.verdicts.suppositions import put
from derivations.reading.verdicts.values import decide_constant, letters_of
from derivations.reading.verdicts.would_hold import OF_ONE_LINE, agrees, spoken_of

_TABLE = Table(__file__)
THROUGHOUT = _TABLE.pattern("throughout")
# A sign that says so itself: \stackrel{c}{=}, \overset{+}{=}. With the letters a and b too these number the steps.
_STACKED = r"\\(?:stackrel|overset)\s*\{\s*(?:\\(?:text|mathrm|rm)\s*\{?)?"
DECORATED = re.compile(_STACKED + r"(c|\+|const\.?)\}?\s*\}\s*\{\s*=\s*\}")
NUMBERED = re.compile(_STACKED + r"[abd]\}?\s*\}")
NEVER = re.compile(r"\b(?:not|never|no|cannot|without)\b|n't\b|[不勿](?!计)|没有")
OF_EQUALITIES = re.compile(r"\b(?:equalit|equation|identit|write|hold|understood|meant|mean)\w*|等式|等号|相等|成立|写")
BEFORE, AFTER = 2, 1  # sentences
A_FEW_WORDS = 20  # signs
FACTORS = (2, Rational(1, 2), 4, Rational(1, 4))
TINY, OF_ITS_CHANGE = Rational(1, 10**8), Rational(1, 10**4)
DIGITS = 40
VALUES = (Rational(7, 5), Rational(3, 4))  # of the other names, at which a limit is looked at


class Loose(NamedTuple):
    kind: str
    words: re.Pattern
    plain: re.Pattern | None


LOOSE = tuple(
    Loose(
        one["kind"],
        re.compile(any_of((*one.get("plain", ()), *one["words"]))),
        re.compile(any_of(one["plain"])) if "plain" in one else None,
    )
    for one in _TABLE["loosely"]
)
TOLD = {
    "a constant": "up to a constant it holds",
    "a factor": "up to a factor it holds",
    "a higher order": "up to terms of a higher order it holds",
    "a limit": "in a limit it holds",
}


def loosely(judge, out: Judgement) -> None:
    """Judges a refuted equality as what the words around it, or its own sign, say that it is."""
    if out.verdict != REFUTED or out.kind != VALUE or out.at is None or out.expressions[1:2] != ("=",):
        return
    left, _, right, facts = out.expressions
    if any(s.name.startswith("constant:") for s in left.free_symbols | right.free_symbols):
        return
    claim = Claim(left, right, "=", out.kind, facts)
    with suppress(OverBudget), at_most_steps(OF_ONE_LINE):
        if is_decorated(judge, out):
            if up_to_a_constant(judge, claim, out, "equal up to a constant, as its sign says"):
                return
        for one, said in told(judge, out):
            if says_outright(judge, one, said, out):
                if up_to_a_constant(judge, claim, out, f"equal up to a constant, as line {said.line} says"):
                    return
            if HOLDS[one.kind](judge, claim, spoken_of(said)):
                out.doubt(f"{TOLD[one.kind]}, and line {said.line} may mean it so: {in_full(said)}")
                return


def told(judge, out: Judgement) -> Iterator[tuple[Loose, Sentence]]:
    """The sentences that may say so, of the line or of all the note, and what they say."""
    prose, here, blocks = judge.prose, judge.note.chains[out.at[0]].block, len(judge.note.blocks)
    before = prose.sentences(here - 1)[-BEFORE:] if here else []
    after = prose.sentences(here + 1)[:AFTER] if here + 1 < blocks else []
    near = (*in_the_row(judge, out), *reversed(before), *(s for s in after if s.ended))
    above = prose.sentences(prose.last_before(here))[-BEFORE:]
    of_all = tuple(prose.between(THROUGHOUT, 0, blocks))
    for one in LOOSE:
        for said in (*near, *(above if one.kind == "a higher order" else ()), *of_all):
            text = in_full(said).lower()
            found = one.words.search(text)
            if found and not NEVER.search(text[max(0, found.start() - A_FEW_WORDS) : found.start()]):
                yield one, said


def in_the_row(judge, out: Judgement) -> list[Sentence]:
    """The words in the display itself, beside a line."""
    remarks = judge.note.chains[out.at[0]].remarks
    return [Sentence(text.lower(), (), "", True, out.line) for text in (*remarks, *in_its_row(judge, out))]


def says_outright(judge, one: Loose, said: Sentence, out: Judgement) -> bool:
    """Whether words are of the line itself: in its row, at an end of the sentence that leads to it, or of every
    equality of the note."""
    found = one.plain.search(said.text) if one.plain is not None else None
    if found is None:
        return False
    here = judge.note.chains[out.at[0]].block
    if said == judge.prose.leading(here):
        return found.start() < A_FEW_WORDS or len(said.text) - found.end() < A_FEW_WORDS
    return said in in_the_row(judge, out) or bool(THROUGHOUT.search(said.text) and OF_EQUALITIES.search(said.text))


def is_decorated(judge, out: Judgement) -> bool:
    """Whether the sign of a line is the one for equality up to a constant."""
    start, end = judge.note.chains[out.at[0]].relations[out.at[1]].span
    text = judge.note.source.text
    return DECORATED.fullmatch(text[start:end].strip()) is not None and NUMBERED.search(text) is None


def up_to_a_constant(judge, claim: Claim, out: Judgement, told_by: str) -> bool:
    """Whether the line is proved as one with `+ const` behind it, and is kept so."""
    trial = Judgement(out.line, out.column, out.relation, at=out.at)
    decide_constant(judge, claim.left, claim.right, set(), claim.facts, trial)
    if trial.verdict != PROVED:
        return False
    out.proof, out.kind = trial.proof, trial.kind
    out.verdict, out.reasons, out.message = trial.verdict, trial.reasons, trial.message
    out.assumes = (*trial.assumes, told_by)
    out.scale, out.dropped, out.counterexample = trial.scale, trial.dropped, None
    out.suggestion, out.mending = "", None
    return True


# -- in which sense it holds -----------------------------------------------------------------------------------------


def differs_by_a_constant(judge, claim: Claim, named: set[str]) -> bool:
    """Whether what is left out is free of a letter of what is kept: of one that the words name, if they name any."""
    kept = sorted(letters_of(claim.right))
    letters = [name for name in kept if name.lower() in named] or kept
    frees = [Free((), frozenset({name}), frozenset({name}), frozenset()) for name in letters]
    joints = sorted({d.name for d in claim.right.atoms(L.Density)} & set(tags_of_joints(judge)))
    frees += [free_of(judge, one) for one in ([judge.varied] if judge.varied else [(joint,) for joint in joints])]
    alone = replace(claim, kind=CONSTANT)
    return any(prove(replace(alone, free=free), partial(look, judge)) is not None for free in frees)


def differs_by_a_factor(judge, claim: Claim, _named: set[str]) -> bool:
    """Whether one side is a number times the other, or as a density proportional to it."""
    if isinstance(claim.left, L.Density):
        alike = replace(claim, kind=PROPORTIONAL, about=claim.left)
        return prove(alike, partial(look, judge)) is not None
    return any(agrees(replace(claim, right=c * claim.right), partial(look, judge)) for c in FACTORS)


def differs_in_higher_order(judge, claim: Claim, named: set[str]) -> bool:
    """Whether the sides differ, where one of their names is small, by less than what the right side shows of it."""
    return any(
        vanishes(claim, name, Integer(0)) if plainly(claim) else nothing_at(judge, claim, name)
        for name in of_the_names(claim, named)
    )


def holds_in_a_limit(judge, claim: Claim, named: set[str]) -> bool:
    """Whether the sides are one where a name of them is zero, or without bounds."""
    names = of_the_names(claim, named)
    if plainly(claim):
        return any(vanishes(claim, name, where) for name in names for where in (Integer(0), sympy.oo))
    return any(nothing_at(judge, claim, name) for name in names)


def of_the_names(claim: Claim, named: set[str]) -> list[Expr]:
    """The numbers of a line that the words name; all where they name none."""
    given = (s for f in claim.facts for s in f.formula.free_symbols)
    names = {*claim.left.free_symbols, *claim.right.free_symbols, *given}
    names = {s for s in names if getattr(s, "role", None) is None or plainly(claim)}
    spoken = {s for s in names if s.name.partition("_")[0].lower() in named}
    return sorted(spoken or names, key=str)


def plainly(claim: Claim) -> bool:
    """Whether both sides are numbers made of names alone."""
    return not any(side.has(L.Density, AppliedUndef, L.Binder, L.KL) for side in (claim.left, claim.right))


def nothing_at(judge, claim: Claim, name: Expr) -> bool:
    return agrees(put({name: Integer(0)})(claim), partial(look, judge))


def vanishes(claim: Claim, name: Expr, where: Expr) -> bool:
    """Whether the gap is tiny beside what the right side changes by, near a place, or beside one."""
    near = TINY if where == 0 else 1 / TINY
    for value in VALUES:
        others = {s: value for s in (claim.left - claim.right).free_symbols | claim.right.free_symbols if s != name}
        gap, right = (e.xreplace(others) for e in (claim.left - claim.right, claim.right))
        try:
            here, change = (e.xreplace({name: near}).evalf(DIGITS) for e in (gap, right))
            change = abs(change - right.xreplace({name: Integer(0)}).evalf(DIGITS)) if where == 0 else 1
            if not abs(here) < OF_ITS_CHANGE * (change or 1):
                return False
        except (TypeError, ValueError, ZeroDivisionError):
            return False
    return True


HOLDS: dict[str, Callable[[object, Claim, set[str]], bool]] = {
    "a constant": differs_by_a_constant, "a factor": differs_by_a_factor,
    "a higher order": differs_in_higher_order, "a limit": holds_in_a_limit,
}  # fmt: skip
