"""What a sentence says of the names of a line that fails, and that was not taken as given: it may make the line hold.

An equation of densities or a range in the sentence that leads to the display; an equation before it that says what a
variable is made of, what a function is, or what an expectation comes to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.reading.document import Chain, InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.declaring import plainly_true
from derivations.reading.hearing.modality import REFUSED
from derivations.reading.hearing.ranges import bounds_in
from derivations.reading.hearing.sentences import sentences
from derivations.reading.meaning.naming import plain

DENIES = re.compile(r"\b(?:not|no|never|nor|neither|without|independent)\b|n't\b|不|未|无关")


def not_taken(judge, chain: Chain) -> Iterator[str]:
    """Why a line of this chain that fails is not refuted with certainty."""
    trees = chain.trees
    for formula in (*led_by(judge, chain, trees), *made_of(judge, chain, trees)):
        yield f"what line {formula.line} says of it was not taken as given: ${formula.latex}$"


def led_by(judge, chain: Chain, trees: list[S.Node]) -> Iterator[InlineFormula]:
    """The equations of densities, and ranges, in the sentence that leads to a display: `equality holds iff $q = p$`."""
    block = judge.note.blocks[chain.block - 1] if chain.block else None
    spoken = sentences(block)[-1:] if block is not None and block.kind == "prose" else []
    letters = {n.letter for n in S.every(S.Density, *trees)}
    names = set().union(*map(symbols, trees))
    for formula in (f for sentence in spoken if not DENIES.search(sentence.text) for f in sentence.formulas):
        sides = formula.trees
        told = [{n.letter for n in S.every(S.Density, tree) if not n.bare} for tree in sides]
        unread = not sides and any(f"{letter}(" in formula.latex for letter in letters)  # q(z|x) \to p(z|x)
        between = len(sides) == 2 and all(told) and bool(letters & (told[0] | told[1]))
        bounded = names & bounded_in(formula) - judge.known.ranges.bounds.keys()
        if unread or bounded or (between and not is_known(judge.known, *sides)):
            yield formula


def bounded_in(formula: InlineFormula) -> set[str]:
    """The names that a formula bounds by numbers."""
    whole = [c for c in formula.chains if c.relations and all(side.read for side in c.sides)]
    return {n for c in whole for n in bounds_in([s.tree for s in c.sides], [r.name for r in c.relations])}


def made_of(judge, chain: Chain, trees: list[S.Node]) -> Iterator[InlineFormula]:
    """The equations of names of a line, before it: `Z = (X - \\mu) / \\sigma`, `D(x) = p(x) / (p(x) + q(x))`,
    `E[Y | X] = X`."""
    known = judge.known
    names = set().union(*map(symbols, trees))
    functions = {plain(n.function) for n in S.every(S.Apply, *trees)}
    for formula in (f for block in judge.note.blocks[: chain.block] for f in block.formulas):
        equations = [c for c in formula.chains if [r.name for r in c.relations] == ["equal"] and c.sides[1].read]
        for left, right in ([side.tree for side in c.sides] for c in equations):
            if (
                (isinstance(left, S.Symbol) and plain(left.name) in names and is_made(judge, left, right))
                or (isinstance(left, S.Apply) and plain(left.function) in functions - known.definitions.keys())
                or (isinstance(left, S.Expectation) and names & symbols(left) & random_names(judge))
            ) and not (is_known(known, left, right) or is_refused(known, formula)):
                yield formula


def is_made(judge, left: S.Symbol, right: S.Node) -> bool:
    """Whether a random variable is made of others by a formula that gave it no law and no path."""
    known, role = judge.known, judge.survey.role(plain(left.name))
    tied = {getattr(v, "role", "") for v in known.paths} | {r for f in known.facts for r, _ in f.density.target_slots}
    made = isinstance(right, S.Add | S.Mul | S.Divide | S.Neg | S.Apply) and role not in tied
    return made and bool({plain(left.name), role} & random_names(judge))


def random_names(judge) -> set[str]:
    return {*judge.survey.variables, *judge.survey.capital}


def is_refused(known, formula: InlineFormula) -> bool:
    """Whether a sentence only wishes, asks or denies it."""
    told = known.told.get(formula)
    return told is not None and told.kind == REFUSED


def symbols(tree: S.Node) -> set[str]:
    return {plain(n.name) for n in S.every(S.Symbol, tree)}


def is_known(known, left: S.Node, right: S.Node) -> bool:
    """Whether an equation was taken as given, or holds by the rules."""
    return (left, right) in known.stated or plainly_true(known, left, right)
