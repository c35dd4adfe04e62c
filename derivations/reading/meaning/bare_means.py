"""What a plain E[...] is under: the joint of what stands in it, or a density that the chain averages with."""

from __future__ import annotations

from collections.abc import Iterable

import sympy

from derivations.language import words as L
from derivations.reading.document import Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.densities import density_of
from derivations.reading.meaning.law_parameters import given_name
from derivations.reading.meaning.letters_of_means import conditional_density, letter_for, letter_given
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.substitution import head_of, is_name
from derivations.reading.meaning.told_members import joint_of, random_names
from derivations.reading.meaning.unreadable import Unreadable

NOT_RANDOM = "nothing random stands in this expectation"
UNDER = "what a bare E is under"


def implied_density(read, node) -> sympy.Expr:
    """The density of a plain E[...] or Var[...]: the joint of the random variables inside, or a law that binds one."""
    names, members = random_names(read, node.body)
    if not (names or members):
        raise Unreadable(NOT_RANDOM, node)
    if any(given_name(g) in read.survey.parameters for g in node.givens) and not members:
        targets = tuple(S.Symbol(n) for n in names if n not in map(name_of, node.givens))
        return conditional_density(read, targets, node.givens, node)
    givens = list(map(read.variable, node.givens))
    variables = [v for v in (*map(read.random, names), *members) if v not in givens]
    declared = read.known.drawn_jointly(tuple(str(v) for v in variables)) if not givens else None
    declared = None if declared is not None and set(L.targets_of(declared)).isdisjoint(variables) else declared
    said = weight_of(read, read.known.averaged_under) if read.known.averaged_under and not givens else None
    if declared is not None or (said is not None and set(said.targets) & set(variables)):
        return said if declared is None else declared
    plainly = joint_of(read, letter_given(read, variables, givens, node), variables, givens)
    others = [] if givens else [*declared_random(read, node, variables, givens), *laws_here(read, node, variables)]
    options = dict.fromkeys((plainly, *others))
    return read.readings.choose(UNDER, tuple(options))


def laws_here(read, node, variables: list[L.RandomVariable]) -> Iterable[L.Density]:
    """What else a plain E may be under: what the chain averages with, and of what is only ever in a logarithm the law
    of some of these variables, or of the one that stands in it."""
    yield from filter(None, (weight_of(read, d) for d in averages_here(read)))
    own = set(S.every(S.Density, node.body))
    for density in logarithms_averaged(read):
        law = weight_of(read, density)
        if law is not None and (set(law.targets) < set(variables) or (density in own and not law.givens)):
            yield law


def declared_random(read, node, variables: list, givens: list) -> list[L.Density]:
    """E(X theta + eps) of a matrix X: the density of theta and eps alone, where only these are said to be random."""
    known = read.known
    said = [
        v for v in variables if v.role in known.noises | known.called_random or known.drawn_from(str(v)) is not None
    ]
    if not said or len(said) == len(variables):
        return []
    return [L.Density(letter_for(read, [str(v) for v in said], node), said, givens)]


def averages_here(read) -> Iterable[S.Density]:
    """The densities that the chain under way averages with: E_q, KL(q || p), an integral of q log q."""
    for node in S.walk(*trees_here(read)):
        if isinstance(node, S.Expectation):
            yield from (d.density for d in node.draws if isinstance(d.density, S.Density))
        elif isinstance(node, S.KL | S.Entropy):
            law = node.left if isinstance(node, S.KL) else node.density
            yield from (law,) if isinstance(law, S.Density) else ()
        elif isinstance(node, S.Integral | S.SumOver) and isinstance(node.body, S.Mul):
            yield from (f for f in node.body.factors if isinstance(f, S.Density))


def logarithms_averaged(read) -> Iterable[S.Density]:
    """The densities of which the chain has the mean logarithm alone, or that it divides by in a mean: q(z) of
    E[log p(x,z)] - E[log q(z)] and of E[p(x,z) / q(z)]."""
    for node in S.walk(*trees_here(read)):
        if isinstance(node, S.Expectation) and not node.draws:
            alone = node.body.arguments if isinstance(node.body, S.Apply) and node.body.function == "log" else ()
            under = (one.denominator for one in S.walk(node.body) if isinstance(one, S.Divide))
            yield from (one for one in (*alone, *under) if isinstance(one, S.Density))


def trees_here(read) -> list[S.Node]:
    """The sides of the chain under way, and what its names are defined as."""
    named = {head_of(node)[0] for node in S.walk(*read.context) if is_name(node)} & read.known.definitions.keys()
    return [*read.context, *(d.tree for name in sorted(named) for d in read.known.definitions[name])]


def weight_of(read, node: S.Density) -> sympy.Expr | None:
    """A density that averages, if it can be read."""
    try:
        found = density_of(read, node)
    except Unreadable:
        return None
    return found if isinstance(found, L.Density) else None


def tells_of_means(chain: Chain) -> bool:
    """Whether a chain says what a plain E is: `E[f(z)] = \\int p(z) f(z) dz` of any f."""
    trees = chain.trees
    if len(trees) < 2 or not isinstance(trees[0], S.Expectation) or trees[0].draws:
        return False
    of_any = isinstance(trees[0].body, S.Symbol) or (
        isinstance(trees[0].body, S.Apply) and trees[0].body.function not in ("log", "exp")
    )
    bodies = [one.body for one in trees[1:] if isinstance(one, S.Integral | S.SumOver)]
    return of_any and any(isinstance(f, S.Density) for b in bodies if isinstance(b, S.Mul) for f in b.factors)
