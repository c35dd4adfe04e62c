"""Densities with a number, p_k(x), where the k varies: in a sum over k they are another at each, and not K times one.

They are read where an argument carries the number too, as in q_j(z_j); else they are refused: read by name alone each
would be the same density.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.law_parameters import given_name
from derivations.reading.meaning.naming import as_density, name_of
from derivations.reading.meaning.unreadable import Unreadable

FUNCTIONALS = S.KL | S.Entropy | S.CrossEntropy | S.Draw


def refuse_under_draws(read, node: S.Expectation | S.Variance) -> None:
    """The same of what a mean is over: the variables that are drawn, or those of its densities."""
    laws = [d.density.targets for d in node.draws if isinstance(d.density, S.Density)]
    refuse_numbered(read, node.body, [name_of(v) for some in (*laws, *(d.variables for d in node.draws)) for v in some])


def refuse_numbered(read, body: S.Node, numbers: Iterable[str | None]) -> None:
    """Raises Unreadable where a density in this body is numbered by one of these names, which vary around it."""
    applied = [as_density(n) for n in S.every(S.Apply, body) if n.function in read.survey.density_like]
    whole = [d for d in S.every(S.Density, body) if not d.bare]
    inside = [d for f in S.every(FUNCTIONALS, body) for d in S.every(S.Density, f)]
    for name in filter(None, numbers):
        for density in (*applied, *whole, *inside):
            if is_numbered(read, density, name) and not has_members(read, density, name):
                raise Unreadable(f"a density with {name} below it, another at each {name}, is not understood", density)


def is_numbered(read, density: S.Density, name: str) -> bool:
    """Whether a name stands below the letter of a density, p_k, q_{\\theta_k}, or in a parameter, p(x; \\lambda_k)."""
    written = " ".join((density.subscript, *re.split(r"[_^]", density.letter)[1:]))
    below = re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", written)
    left_out = [g for g in density.givens if given_name(g) in read.survey.parameters]
    inside = S.every(S.Symbol, *density.indices, *density.parameters, *left_out)
    return below is not None or any(name_of(n) == name for n in inside)


def has_members(read, density: S.Density, name: str) -> bool:
    """Whether this density, or another of its letter with the number, is of members with that number: q_j(z_j)."""
    letter = re.split(r"[_^]", density.letter)[0]
    alike = (d for d in read.survey.applied if d.letter.startswith(letter) and is_numbered(read, d, name))
    for d in (density, *alike):
        arguments = [a for a in (*d.targets, *d.givens) if given_name(a) not in read.survey.parameters]
        if any(name_of(n) == name for n in S.every(S.Symbol, *arguments)):
            return True
    return False
