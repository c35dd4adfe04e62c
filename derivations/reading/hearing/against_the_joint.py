"""Factorisations that are no assumptions: the note's own joint, or its words, have decided them already."""

from __future__ import annotations

import re

import sympy
from sympy import Expr

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.factorising import tuple_of
from derivations.reading.hearing.noting import Unheard
from derivations.reading.hearing.sentences import MARK

DENIED = re.compile(
    r"\bindependent only\b|\bonly (?:\w+ )?independent (?:given|when|if)|\bonly conditionally independent|"
    r"\b(?:not|never|no longer) (?:\w+ ){0,2}independen(?:t|ce)\b|\b(?:are|is|be) (?:\w+ )?dependent\b|\bcorrelated\b|"
    r"(?:只|仅)(?:在|有)?[^。；]{0,12}独立|不(?:是)?(?:相互)?独立|并非(?:相互)?独立|不再独立|(?<!不)相关的"
)
CONDITIONAL = re.compile(
    rf"(?:\bi\.?i\.?d\.?|\bindependent(?:ly)?\b)[^.;{MARK}]{{0,40}}\b(?:given|conditional(?:ly)? on)\b|"
    r"\bconditionally (?:i\.?i\.?d\b|independent)|条件独立|给定[^。；]{0,20}独立"
)
UNCORRELATED = re.compile(r"\buncorrelated\b|\b(?:zero|no) (?:correlation|covariance)\b|不相关|协方差为零")
PAIRWISE = re.compile(r"\bpairwise\b|两两独立")


def against_the_joint(judge, density: L.Density, formula: Expr, out) -> bool:
    """Whether `p(x,y) = p(x) p(y)` is a claim about a p whose joint was given before, p(x,y,z) = p(z) p(x|z) p(y|z), or
    of variables that the words before it call dependent, or independent in another way: then it is doubted where it
    fails."""
    factors = sympy.Mul.make_args(formula)
    own = all(isinstance(f, L.Density | L.Product) for f in factors)
    if not own or {d.name for d in formula.atoms(L.Density)} != {density.name}:
        return False
    known = [f.density for f in judge.known.facts if f.density.name == density.name and f.rule == "independence"]
    known = [one for one in known if one != density]
    mine = {*density.targets, *density.givens}
    if any(mine <= {*one.targets, *one.givens} for one in known):
        return True
    if isinstance(formula, L.Density):  # p(x|y,z) = p(x) where x was independent of y, and of z
        dropped = {*density.givens} - {*formula.givens}
        return any(dropped & {*one.targets} and {*one.targets} < mine for one in known)
    if any({*one.targets} == {*tuple_of(density, formula).targets} for one in known):
        return True  # with other givens
    if formula.has(L.Product) or any(g not in density.givens for f in factors for g in f.givens):
        return False  # a product rule in part, no independence
    before = judge.note.prose_before(judge.note.chains[out.at[0]])
    shown = [d for tree in judge.note.chains[out.at[0]].trees for d in S.every(S.Density, tree)]
    given = any(d.givens or d.parameters for d in shown)  # the bar may have parameters behind it
    found = _other_words(before.text, given, len(factors)) if before is not None else None
    if found is not None:
        judge.known.assumed.append(Unheard(before.line, found[0], frozenset({"*"})))
    return found is not None


def _other_words(text: str, conditional: bool, factors: int) -> re.Match | None:
    """The words that say something else of its variables than that all are independent."""
    given = None if conditional else CONDITIONAL.search(text)
    return DENIED.search(text) or UNCORRELATED.search(text) or given or (PAIRWISE.search(text) if factors > 2 else None)


def of_another_variable(judge, formula: Expr) -> bool:
    """Whether a density whose subscript names a variable, p_X, stands in a formula at the values of another, p_X(z)."""
    for d in formula.atoms(L.Density):
        tag = d.name.partition("_")[2].strip("{}").lower()
        if d.name.partition("_")[2].strip("{}").isupper() and len(tag) == 1 and tag in judge.survey.targets:
            if tag not in {role for role, _ in (*d.target_slots, *d.given_slots)}:
                return True
    return False


def denied(before: str, formula) -> bool:
    """Whether the sentence before calls the variables dependent that this formula makes independent."""
    trees = formula.trees
    products = (t for t in trees[1:] if isinstance(t, S.Mul) and all(isinstance(f, S.Density) for f in t.factors))
    return any(products) and DENIED.search(before) is not None
