"""Matrices that are not square. The kernel knows square ones alone, so nothing of these is proved; and the worlds that
may speak of them are those where their sizes happen to be the same, if nothing forbids that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from sympy import Expr, Symbol

from derivations.judging.claim import Claim, refuted
from derivations.judging.step import REFUTED
from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.refuting import look
from derivations.reading.verdicts.suppositions import with_others

NOT_LOOKED_AT = {"∝", "≠"}  # by worlds alone
UNEQUAL = {"less", "greater", "not_equal"}


def oblong_in(judge, *sides: Expr) -> set[str]:
    """The matrices of some expressions that the note tells not to be square."""
    return {m.name for e in sides for m in e.atoms(L.MatrixName)} & judge.survey.shapes.keys()


def judge_of_oblong(judge, claim: Claim, names: set[str], out: Judgement) -> None:
    """The verdict of worlds alone, in which the matrices are square."""
    rows, columns = judge.survey.shapes[min(names)]
    told = f"{min(names)} is {rows} × {columns}, and no rule here speaks of matrices that are not square"
    sizes = {letter for name in names for letter in judge.survey.shapes[name]}
    if claim.relation in NOT_LOOKED_AT:
        out.leave(told)
        return
    if told_apart(judge, sizes):
        out.leave(f"{told}; nor is there a world with {rows} and {columns} apart, as the note has them")
        return
    claim = as_square(claim, sizes)
    found = refuted(claim, partial(look, judge))
    if found.verdict != REFUTED:
        found = replace(found, message=f"{told}; for {rows} = {columns}: {found.message}")
    out.take(found)


def told_apart(judge, sizes: set[str]) -> bool:
    """Whether the note says of two of these sizes that they differ."""
    chains = [*judge.note.chains, *judge.note.spoken]
    for chain in chains:
        names = [name_of(side.tree) if side.read and isinstance(side.tree, S.Symbol) else None for side in chain.sides]
        for k, relation in enumerate(chain.relations):
            if relation.name in UNEQUAL and {names[k], names[k + 1]} <= sizes:
                return True
    return False


def as_square(claim: Claim, sizes: Iterable[str]) -> Claim:
    """The claim with one size for all of these, and for every matrix in it."""
    given = [f.formula for f in claim.facts]
    inside = [claim.left, claim.right, *given]
    matrices = {m for e in inside for m in e.atoms(L.MatrixName, L.Identity)}
    names = {*sizes, *(str(m.size) for m in matrices if isinstance(m.size, Symbol))}
    one = Symbol(min(names), integer=True, positive=True)
    swaps: dict[Expr, Expr] = {s: one for e in inside for s in e.free_symbols if type(s) is Symbol and s.name in names}
    densities = [f.density for f in claim.facts]
    for v in {v for e in (*inside, *densities) for v in e.atoms(L.RandomVariable, L.MatrixName)}:
        if isinstance(v, L.MatrixName):
            swaps[v] = L.MatrixName(v.name, one, v.symmetric)
        elif v.dimension is not None and str(v.dimension) in names:
            swaps[v] = L.RandomVariable(v.name, v.role, one, v.discrete, bool(v.is_positive))
    return with_others(claim, swaps)
