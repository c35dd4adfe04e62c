"""What the draws of an approximation come from, and one draw where a variable stands free on the right."""

from __future__ import annotations

from dataclasses import replace

import sympy
from sympy import Expr

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.drawing import drawn_from
from derivations.reading.meaning.densities import density_of
from derivations.reading.meaning.naming import name_of
from derivations.reading.verdicts.judgement import Meaning


def expect_draws(judge, left: Expr) -> None:
    """What an approximation's draws come from, if the note does not say: the density averaged on the left, or another
    of the same variable that stands in the line, as the q of an average with weights p/q."""
    read = judge.known.read
    for e in sympy.preorder_traversal(left):
        if isinstance(e, L.Expectation) and len(L.targets_of(e.density)) == 1:
            (target,) = L.targets_of(e.density)
            if isinstance(target, L.RandomVariable) and target.role not in judge.known.draws:
                beside = [d for d in read.nearby if tuple(map(name_of, d.targets)) == (target.role,)]
                others = [density_of(read, replace(d, targets=(S.Symbol(target.role, span=d.span),))) for d in beside]
                judge.known.step_draws.setdefault(target.role, tuple(dict.fromkeys([e.density, *others])))


def single_draws(judge, a: Meaning, b: Meaning) -> Meaning:
    """A free variable that is averaged on the left, or that the note draws, is one draw of it on the right."""
    right = b.expression
    for e in sympy.preorder_traversal(a.expression):
        if isinstance(e, L.Expectation) and len(L.targets_of(e.density)) == 1:
            (target,) = L.targets_of(e.density)
            density = drawn_from(judge.known, getattr(target, "role", "")) or e.density
            if target in right.free_symbols and target not in a.expression.free_symbols:
                right = L.SampleAverage(right, density, 1)
    if not right.atoms(L.SampleAverage):
        for variable in sorted(right.free_symbols - a.expression.free_symbols, key=str):
            density = noise(judge, variable)
            if density is not None:
                right = L.SampleAverage(right, density, 1)
    return Meaning(right, b.optimum, b.over)


def noise(judge, variable: Expr) -> Expr | None:
    """What a variable is drawn from by the note's own words: `$\\epsilon \\sim N(0, I)$`."""
    if not isinstance(variable, L.RandomVariable):
        return None
    for fact in judge.known.facts:
        if fact.density.targets == (variable,) and not fact.density.givens and variable.role in judge.known.noises:
            return fact.density
    return drawn_from(judge.known, variable.role) if variable.role in judge.known.draws else None
