"""What a mean, a variance or an entropy is written of is random, and so is the T of E[Var(Y|T)]."""

from __future__ import annotations

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import PARAMETERS, name_of, plain
from derivations.reading.meaning.shapes import COUNTED

DRAWN = frozenset("h s t u v w x y z".split())  # letters of variables, where nothing else is said of them
MOMENTS = (S.Expectation, S.Variance, S.Covariance)


def see_variableentropy(survey, node):
    for v in (*node.variables, *node.givens):
        capitalised(survey, v)


def see_mutualinformation(survey, node):
    for v in (v for group in (*node.groups, node.givens) for v in group):
        capitalised(survey, v)


def see_variance(survey, node):
    for draw in node.draws:  # E_q[(x - m)^2] of a q that is nowhere written of anything: it is of x
        bare = not draw.variables and isinstance(draw.density, S.Density) and draw.density.bare
        names = {plain(v.name) for v in S.every(S.Symbol, node.body)} & DRAWN
        if bare and len(names) == 1 and not any(S.every(S.Density, node.body)):
            survey.compared.setdefault(draw.density.letter, set()).add(tuple(names))
    if not node.draws:
        for v in S.walk(node.body):
            if isinstance(v, S.Symbol) and plain(v.name).isupper() and plain(v.name) not in COUNTED:
                if len(plain(v.name)) == 1 and plain(v.name) not in survey.told_matrices:
                    capitalised(survey, v)
        see_conditions(survey, node)


def see_covariance(survey, node):
    if not node.draws:
        see_conditions(survey, node)


def see_conditions(survey, node):
    """E[Var(Y|T)] averages over T too; a parameter is random so only where nothing stands beside what is given it."""
    inner = [m for m in S.walk(node) if m is not node and isinstance(m, MOMENTS) and m.givens]
    beneath = {id(v) for v in S.walk(*inner)}
    alone = not any(isinstance(v, S.Symbol) and id(v) not in beneath for v in S.walk(node))
    for v in (v for m in inner for v in m.givens if isinstance(v, S.Symbol)):
        if alone or not PARAMETERS.match(v.name):
            capitalised(survey, v)


def capitalised(survey, v):
    name = name_of(v)
    if name:
        survey.variables[name] += 1
        survey.targets.add(name)
        if name != name.lower() and len(name) == 1:
            survey.capital[name] = name.lower()


SEE_RANDOM = {
    S.VariableEntropy: see_variableentropy, S.MutualInformation: see_mutualinformation, S.Variance: see_variance,
    S.Expectation: see_variance, S.Covariance: see_covariance,
}  # fmt: skip
