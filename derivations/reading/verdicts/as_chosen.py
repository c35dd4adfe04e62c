"""A line that fails, and would hold with an equation that is told beside it as a choice, a custom or a belief: `Many
papers set $\\beta = 1$. Then`, `One may choose $q(z) = p(z)$`. Whether its author takes it over was not understood."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sympy import Symbol
from sympy.core.function import AppliedUndef

from derivations.judging.claim import Claim
from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.numbers.budget import OverBudget, at_most_steps
from derivations.reading.document import InlineFormula
from derivations.reading.hearing.modality import REFUSED
from derivations.reading.hearing.sentences import in_full
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.near_a_line import beside_it
from derivations.reading.verdicts.suppositions import Change, put, with_facts
from derivations.reading.verdicts.would_hold import OF_ONE_LINE, agrees, loses_a_term

LEFT_OPEN = {"what others do", "a mere possibility", "a hypothesis"}


def as_chosen(judge, claim: Claim, out: Judgement, look) -> list[str]:
    """Why such a line is not refuted: the equation that it would hold with, and the sentence."""
    with suppress(OverBudget), at_most_steps(OF_ONE_LINE):
        for said in reversed(beside_it(judge, out)):
            for change in (c for f in said.formulas if left_open(judge, f) for c in changes(judge, f)):
                if agrees(change(claim), look) and not loses_a_term(claim, change, look):
                    return [f"line {said.line} says something of it that was not understood: {in_full(said)}"]
    return []


def left_open(judge, formula: InlineFormula) -> bool:
    """Whether an equation is neither taken as given nor called a mistake, a wish or a question."""
    told = judge.known.told.get(formula)
    return told is not None and told.kind == REFUSED and told.said in LEFT_OPEN


def changes(judge, formula: InlineFormula) -> Iterator[Change]:
    """What a claim becomes with the equations of a formula."""
    for chain in formula.chains:
        if [r.name for r in chain.relations] != ["equal"] or not all(side.read for side in chain.sides):
            continue
        try:
            left, right = (judge.known.read.expression(side.tree) for side in chain.sides)
        except (Unreadable, L.DensityError, TypeError, ValueError):
            continue
        if isinstance(left, L.Density):
            yield with_facts(Fact(left, right, "declared"))
        elif isinstance(left, Symbol | AppliedUndef):
            yield put({left: right})
