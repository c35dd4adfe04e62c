"""A line that fails, and would hold in a special case that words of its section may speak of: it is not refuted.

`The encoder equals the posterior`, `An encoder blind to its input`, `For a centred encoder`, `as the weight never
falls below one`: role words name no formula, so nothing of them was taken as given. Most kinds of words
(conditions.toml) have their suppositions: only where worlds agree with the line under one of them do the words say
something of it. A slip in a term that vanishes under the supposition is none of its cases.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import NamedTuple

from sympy import Add, Integer
from sympy.core.function import AppliedUndef

from derivations.judging.claim import Claim
from derivations.language import words as L
from derivations.numbers.budget import OverBudget, at_most_steps
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.scopes import names_in
from derivations.reading.hearing.sentences import MARK, Sentence, in_full
from derivations.reading.tables import Table, any_of
from derivations.reading.verdicts.equations_beside import with_those_beside
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.near_a_line import (
    AND_SO_ON,
    beside_equations,
    beside_it,
    in_its_row,
    relations_in,
    right_beside,
    spoken,
)
from derivations.reading.verdicts.said_in_words import ABOUT
from derivations.reading.verdicts.suppositions import SUPPOSITIONS, Change, of_one_law, put
from derivations.reading.verdicts.suppositions_of_laws import FORMS, of_a_form
from derivations.worlds.outcomes import Agrees

MOST_TRIED = 16  # suppositions of one kind
OF_ONE_LINE = 200_000  # steps of work
_DENIES = re.compile(r"\b(?:not|never|unlike|neither|nor|without|no longer)\b|n't\b|不(?!妨|失一般)|[非未]")
_NONE = re.compile(r"\bno\b|没有")
_SUPPOSES = re.compile(r"\b(?:would|if|were|when)\b|若|如果|当")
_LINE = re.compile(r"\(line (\d+)\)$")  # as an assumption of the author's is named
A_FEW_WORDS = 25  # signs
REASON = re.compile(
    r"\s*[(（]?\s*(?:(?:if|iff|unless|except|since|because|when|whenever|given|provided)\b|因为|由于|若|如果|当)",
    re.IGNORECASE,
)
NEEDS = re.compile(
    r"[^.;]{0,24}\b(?:requires?|needs|presupposes?|assumes?|relies on|holds? (?:only )?(?:if|when))\b|"
    r"[^。；]{0,8}(?:需要|要求)"
)
_SET_BEHIND = re.compile(r"^.*\\in(?![A-Za-z])")
_NUMBERS = re.compile(r"[\d{}\[\](),.+-]*(?:inf)?[)\]]?|-[a-z]")
ROLES = re.compile(r"\b(?:prior|latent|posterior|encoder|decoder|code|noise)s?\b|先验|隐变量|编码器|解码器|噪声")


class Condition(NamedTuple):
    """A kind of words, whether they must stand near the line, and what else a sentence without a formula speaks of."""

    kind: str
    words: re.Pattern
    near: bool
    subject: re.Pattern


INDICES = frozenset("i j k n t".split())
OF_SIZES = "one of it"  # `for scalar $z$` speaks of a d that it does not name
BESIDE_A_LAW = ("ones", "zeros", "a standard normal", "standard law", "equals", "information", "two variables", "names",
                "a size", "orthogonal")  # fmt: skip
"""Kinds of words that a sentence may add to a law, a chain or an independence that was heard in it."""
CONDITIONS = tuple(
    Condition(one["kind"], re.compile(any_of(one["words"])), "near" in one, re.compile(any_of(one.get("subject", ""))))
    for one in Table(__file__, "conditions")["condition"]
)


def would_hold(judge, claim: Claim, out: Judgement, look) -> list[str]:
    """Why a claim that fails is not refuted: what it would hold under, and the sentence that may say so."""
    chain, place = judge.note.chains[out.at[0]], out.at[1]
    premise = judge.note.chains[out.at[0] - 1] if chain.implication is not None and place == 0 else None
    drawn = premise is not None and isinstance(premise.sides[-1].tree, S.Draw | S.ConditionalDraw)
    if premise is not None and not drawn and not (premise.relations and all(side.read for side in premise.sides)):
        told = " ".join(side.latex for side in premise.sides)
        return [f"line {out.line} says something of it that was not understood: ${told}$"]
    needed = (s for s in beside_it(judge, out)[-1:] if NEEDS.match(s.text) and relations_in(s))
    for reason in (*(r for r in in_its_row(judge, out) if REASON.match(r)), *map(in_full, needed)):
        return [f"line {out.line} says something of it that was not understood: {reason.strip()}"]
    heard = {int(m[1]) for f in claim.facts if (m := _LINE.search(f.name))}
    taken = {one.told.text for one in judge.known.supposed}
    close, everywhere = spoken(judge, out)
    near, around = (
        [
            s
            for s in some
            if s.text.removesuffix(f" {AND_SO_ON}") not in taken and (s.line not in heard or not s.formulas)
        ]
        for some in (close, everywhere)
    )
    close = [*close, *(s for s in beside_it(judge, out) if s not in close)]
    parts = beside_equations(judge, out)
    cases = [part for part in parts if _SUPPOSES.search(part.text)]  # `If $X$ and $Y$ are independent, $a = b$.`
    by_words = [*near, *(s for s in beside_it(judge, out) if s not in near and ROLES.search(s.text))]
    names, bounded = names_of(claim), {_base(name) for name in judge.known.ranges.bounds}
    with suppress(OverBudget), at_most_steps(OF_ONE_LINE):
        for one in CONDITIONS:
            where = by_words if one.kind in ABOUT else near if one.near else around
            where = [*close, *everywhere] if one.kind == "a bound" else where
            where = [*around, *cases] if one.kind == "independence" else where
            where = close if one.kind in BESIDE_A_LAW else [*everywhere, *parts] if one.kind in FORMS else where
            for said in (s for s in where if speaks(one, s, names, bounded)):
                told = told_by(one, said, claim, partial(look, judge))
                if told:
                    return [told]
                if one.kind in SUPPOSITIONS:  # which are the same for each sentence
                    break
        undenied = [s for s in right_beside(judge, out) if not _DENIES.search(s.text) and not _NONE.search(s.text)]
        return with_those_beside(judge, claim, out, undenied, partial(agrees, look=partial(look, judge)))
    return []


def speaks(one: Condition, sentence: Sentence, names: set[str], bounded: set[str]) -> bool:
    """Whether a sentence has words of this kind, does not deny them or ask, and names nothing but other things, nor
    what has its range already."""
    if one.kind == "names" and sentence.text.endswith(AND_SO_ON) and not sentence.ended:
        return False  # `Define`, `so that`: it leads to the display that it stands before
    text = numbers_shown(sentence) if one.kind in FORMS else sentence.text
    found = (m.start() for m in one.words.finditer(text))
    if not any(not _DENIES.search(re.split("[:：;；]", text[max(0, at - A_FEW_WORDS) : at])[-1]) for at in found):
        return False
    if sentence.text.endswith("?") and not _SUPPOSES.search(sentence.text):
        return False
    named = spoken_of(sentence)
    if not named - (INDICES - names):
        return one.subject.search(sentence.text) is not None
    return bool(named & names or one.kind == OF_SIZES) and not (one.kind == "ranges" and named <= bounded)


def spoken_of(sentence: Sentence) -> set[str]:
    """The letters of the names in the formulas of a sentence."""
    return {_base(name) for formula in sentence.formulas for name in names_in(formula)}


def numbers_shown(sentence: Sentence) -> str:
    """A sentence with the numbers and sets of numbers among its formulas: `mean 0`, `values in {0,1}`, `-x`."""
    text = sentence.text
    for formula in sentence.formulas:
        shown = _SET_BEHIND.sub("", formula.latex).replace("\\infty", "inf")
        shown = re.sub(r"[\\\s]|left|right", "", shown)
        text = text.replace(MARK, shown if _NUMBERS.fullmatch(shown) else "\0", 1)
    return text.replace("\0", MARK)


def names_of(claim: Claim) -> set[str]:
    """The names and letters of a claim, and the variables of its densities; with the names in their laws."""
    letters = {d.name for side in (claim.left, claim.right) for d in side.atoms(L.Density)}
    found = {s.name for f in claim.facts if f.density.name in letters for s in f.formula.free_symbols}
    for side in (claim.left, claim.right):
        found |= {s.name for s in side.free_symbols | side.atoms(L.RandomVariable)}
        found |= {type(f).__name__ for f in side.atoms(AppliedUndef)}
        found |= {name for d in side.atoms(L.Density) for name in (d.name, d.name.partition("_{")[0])}
    return set(map(_base, found))


def _base(name: str) -> str:
    """The letter of a name: X is x, gamma_t is gamma."""
    return name.partition("_")[0].lower() or name.lower()


def as_doubted(judge, claim: Claim, look) -> list[str]:
    """The line above that is doubtful, `q(x) = P(x)`, and that no world keeps in which this one fails."""
    for fact, line in judge.known.doubted.items():
        spoken = _base(fact.density.name) in names_of(claim)
        if spoken and not look(judge, replace(claim, facts=(*claim.facts, fact)), False).refutes:
            return [f"it holds with line {line}, which is doubtful"]
    return []


def of_the_case_above(judge, claim: Claim, place: int, look) -> list[str]:
    """The values that names have in the displays right above it, `If $b = 2$,`, with which a line holds; and the
    densities that are one there, `If $q = p$, then`, where no word stands between."""
    goes_on = judge.known.case_before and judge.note.blocks[judge.note.chains[place].block - 1].kind == "display"
    for told, change in islice(of_one_law(claim), MOST_TRIED) if goes_on else ():
        if agrees(change(claim), partial(look, judge)) and not loses_a_term(claim, change, partial(look, judge)):
            return [f"with {told}, as above, it holds"]
    values = judge.known.values_before
    given = {s: values[s.name] for s in claim.left.free_symbols | claim.right.free_symbols if s.name in values}
    if not given or not agrees(put(given)(claim), partial(look, judge)):
        return []
    return [f"with {', '.join(f'{s} = {value}' for s, value in given.items())}, as above, it holds"]


def told_by(one: Condition, said: Sentence, claim: Claim, look) -> str:
    """What a sentence with such words may say of a claim."""
    if one.kind in ABOUT:
        about = ABOUT[one.kind](claim, said)
        return f"line {said.line} says something of it that was not understood: {in_full(said)}" if about else ""
    cases = of_a_form(one.kind, claim, spoken_of(said)) if one.kind in FORMS else SUPPOSITIONS[one.kind](claim)
    for told, change in islice(cases, MOST_TRIED):
        if agrees(change(claim), look) and not loses_a_term(claim, change, look):
            return f"it would hold if {told}, and line {said.line} may say so: {in_full(said)}"
    return ""


def agrees(claim: Claim, look) -> bool:
    return isinstance(look(claim, True), Agrees)


def loses_a_term(claim: Claim, change: Change, look) -> bool:
    """Whether one term of several vanishes by what is supposed: a slip in it would not be seen. Divergences that all
    do, KL(p||q) and KL(q||p), are none."""
    terms = Add.make_args(claim.left - claim.right)
    if len(terms) == 2 and all(isinstance(t.as_coeff_Mul()[1], L.KL) for t in terms):
        return terms[0].as_coeff_Mul()[1] == terms[1].as_coeff_Mul()[1]
    nothing = (replace(claim, left=t, right=Integer(0), relation="=") for t in terms)
    return len(terms) > 1 and any(agrees(change(one), look) for one in nothing)
