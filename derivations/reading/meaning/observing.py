"""How each name of a note is used, read off the surface trees: the collecting half of the survey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.bernoulli_masses import binary_exponents
from derivations.reading.meaning.called_densities import called_a_density
from derivations.reading.meaning.factors import factors_of, odd_factors
from derivations.reading.meaning.limits_of_sums import note_limits
from derivations.reading.meaning.logarithm_bases import see_foot
from derivations.reading.meaning.naming import (
    as_density,
    base,
    label,
    looks_like_density,
    matrix_names,
    name_of,
    plain,
    tag_of,
)
from derivations.reading.meaning.numbered_values import is_value_index, mass_letters, weighted_by_own_density
from derivations.reading.meaning.random_by_use import SEE_RANDOM
from derivations.reading.meaning.shapes import CAPITAL, COUNTED, SEE, columns_in, see_gaussian, see_rows
from derivations.reading.note import Note


def last_of(indices: tuple[S.Node, ...]) -> Iterable[S.Node]:
    """The K of z_K and of z_{1:K}: how many draws there are, where a list of draws ends."""
    for index in indices:
        yield index.upper if isinstance(index, S.Range) else index


def zero_or_one(domain: S.Node) -> bool:
    return isinstance(domain, S.SetOf) and {S.outline(e) for e in domain.elements} == {"0", "1"}


def functions_that_are_densities(survey, note: Note, trees: list[S.Node]) -> Iterable[str]:
    """Names applied like functions that are compared in a KL, averaged over, or called a density in the prose."""
    applied = {n.function for n in S.every(S.Apply, *trees) if looks_like_density(n)}
    applied -= note.no_densities.keys()
    for tree in trees:
        for node in S.walk(tree):
            if isinstance(node, (S.KL, S.CrossEntropy)):
                parts = (node.left, node.right)
            elif isinstance(node, (S.Entropy, S.Draw)):
                parts = (node.density,)
            else:
                continue
            for part in parts:
                for factor in factors_of(part) if part is not None else ():
                    if isinstance(factor, S.Apply) and factor.function in applied:
                        yield factor.function
    for block in note.blocks:
        for formula in block.formulas:
            for chain in formula.chains:
                tree = chain.sides[0].tree if chain.sides[0].read else None
                if isinstance(tree, S.Apply) and tree.function in applied and called_a_density(formula, tree):
                    yield tree.function


def see(survey, node: S.Node) -> None:
    """Notes what one node shows of the names in it."""
    observe = OBSERVED.get(type(node))
    if observe:
        observe(survey, node)


def see_comparison(survey, node):
    """KL(q || p(z)): a q that is nowhere written of anything is of z."""
    for bare, other in ((node.left, node.right), (node.right, node.left)):
        letter = bare.letter if isinstance(bare, S.Density) and bare.bare else name_of(bare)
        if letter and isinstance(other, S.Density) and not other.bare:
            survey.compared.setdefault(letter, set()).add(tuple(map(label, other.targets)))


def of_bare_letters(survey) -> set[str]:
    """The variables of letters that are nowhere written of anything."""
    return {n for q, seen in survey.compared.items() if q not in survey.applied_letters for of in seen for n in of}


def see_symbol(survey, node):
    survey.symbols.add(plain(node.name))


def see_density(survey, node):
    letter, tag = node.letter, tag_of(node, survey.random)
    survey.letters.add(letter)
    survey.tags.setdefault(letter, Counter())[tag] += 1
    for one in (*node.targets, *node.givens):
        name = name_of(one.left if isinstance(one, S.Comparison) else one)
        if name and one in node.targets:
            survey.variables[name] += 1
            survey.targets.add(name)
        elif name:
            survey.givens.add(name)
    if not node.bare:
        survey.applied.append(node)
        survey.arguments.note(node)
        survey.applied_letters.add(node.letter)


def see_index(survey, node):
    name = name_of(node)
    inner = base(node)
    if name is None and isinstance(inner, S.Apply):
        survey.vector_functions.add(plain(inner.function))
        name = plain(inner.function) + "()"
    if name is None:
        return
    for index in node.indices:
        survey.indexed.setdefault(name, set()).add(index)
    if node.raised:
        survey.raised.setdefault(name, set()).update(S.walk(*node.indices))


def see_integral(survey, node):
    survey.integrated |= {name_of(v) for v in node.variables if name_of(v)}
    for v in node.variables:
        if name_of(v):
            survey.variables[name_of(v)] += 1
            survey.targets.add(name_of(v))


def see_draw(survey, node):
    if any(isinstance(v, (S.Dots, S.Range)) for v in node.variables):
        for v in node.variables:
            for end in S.walk(v):
                if isinstance(end, S.Index) and name_of(end):
                    survey.sampled.setdefault(name_of(end), set()).update(last_of(end.indices))
    joint = node.density.targets if isinstance(node.density, S.Density) and len(node.variables) > 1 else ()
    for v in node.variables:
        if name_of(v):
            survey.variables[name_of(v)] += 1
            survey.targets.add(name_of(v))
            if isinstance(v, S.Index) and v not in joint:  # z_1 and z_2 ~ q(z_1, z_2|x) are no draws of one z
                alone = node.density is None and not v.raised  # s_t of E_{s_t}: a variable, where no sum runs over t
                for i in v.indices:
                    (survey.averaged_over if alone else survey.drawn).add((name_of(v), name_of(i) or S.outline(i)))
    if isinstance(node.density, S.Gaussian):
        value = node.variables[0] if node.variables else node.density.value
        if not node.variables and name_of(value):  # E_{N(z; m, 1)}: it is z that is drawn
            survey.variables[name_of(value)] += 1
        see_gaussian(survey, S.Gaussian(value, node.density.mean, node.density.variance))


def see_sumover(survey, node):
    if isinstance(node, S.SumOver) and isinstance(node.upper, S.Symbol) and is_value_index(node):
        survey.discrete.add(name_of(node.indices[0]))
        survey.ranged[name_of(node.upper)] = name_of(node.indices[0])
    if isinstance(node, S.SumOver) and len(node.indices) == 1:
        index = name_of(node.indices[0])
        numbered = {n.letter for n in S.every(S.Density, node.body) if n.bare
                    and index in map(name_of, n.indices)}  # fmt: skip
        survey.weights |= numbered - mass_letters(node, index)
        survey.masses |= mass_letters(node, index)
    if isinstance(node.domain, S.Symbol):
        survey.domains.add(plain(node.domain.name))
    for i in node.indices:
        if name_of(i) and node.upper is None and isinstance(i, S.Symbol):
            survey.enumerated.add(name_of(i))
        if name_of(i) and isinstance(node, S.SumOver):
            survey.valued |= {(n, name_of(i)) for n in weighted_by_own_density(node.body, name_of(i))}
        if name_of(i) and isinstance(node, S.SumOver):
            note_limits(survey.limits, node, name_of(i))
        if name_of(i):
            survey.summed.setdefault(name_of(i), (node.lower, node.upper))
            if isinstance(node.upper, S.Node) and survey.summed[name_of(i)][1] is None:
                survey.summed[name_of(i)] = (node.lower, node.upper)


def see_membership(survey, node):
    for e in node.elements:
        if isinstance(node.domain, S.Range) and name_of(e):
            survey.listed[name_of(e)] = node.domain.upper
            survey.summed.setdefault(name_of(e), (node.domain.lower, node.domain.upper))
        elif (
            isinstance(node.domain, S.SetOf) and name_of(e) and any(isinstance(x, S.Dots) for x in node.domain.elements)
        ):
            listed = node.domain.elements
            survey.summed.setdefault(name_of(e), (listed[0], listed[-1]))
            survey.listed[name_of(e)] = listed[-1]
        elif name_of(e) and isinstance(node.domain, S.Power) and isinstance(node.domain.exponent, S.Mul):
            survey.matrices.add(name_of(e))
        elif name_of(e) and isinstance(node.domain, S.Power):
            survey.spaces[name_of(e)] = node.domain.exponent
            if zero_or_one(node.domain.base):
                survey.binary.add(name_of(e))
        elif name_of(e) and isinstance(node.domain, S.Symbol) and "R" in node.domain.name:
            survey.scalars.add(name_of(e))
        elif name_of(e) and isinstance(node.domain, S.SetOf):
            survey.discrete.add(name_of(e))
        if name_of(e) and zero_or_one(node.domain):
            survey.binary.add(name_of(e))


def see_apply(survey, node):
    if node.function in survey.density_like:
        see_density(survey, as_density(node))
        return
    survey.calls.setdefault(plain(node.function), {})[node] = None
    if node.function in ("log", "sqrt") and node.arguments:
        for part in odd_factors(node.arguments[0]):
            if isinstance(part, (S.Symbol, S.Index)) and name_of(part):
                survey.positive.add(name_of(part))
            elif isinstance(part, (S.Apply, S.Index)) and isinstance(base(part), S.Apply):
                survey.positive.add(plain(base(part).function))
    if node.function in ("tr", "det"):
        survey.matrices |= set(matrix_names(node.arguments[0])) - columns_in(node.arguments[0])


def see_mul(survey, node):
    """(1/k) sum_{j=1}^k f(z_j): an average over draws, unless k is the size of z's space. u^T A v: a matrix."""
    see_rows(survey, node)
    if isinstance(node.factors[0], S.Transpose) and len(node.factors) == 3:
        middle = node.factors[1]
        if isinstance(middle, S.Symbol) and CAPITAL.fullmatch(plain(middle.name)):
            if plain(middle.name) not in COUNTED and plain(middle.name) != "I":
                survey.matrices.add(plain(middle.name))
    survey.binary |= binary_exponents(node.factors)
    below = [f.denominator for f in node.factors if isinstance(f, S.Divide)]
    for total in (f for f in node.factors if isinstance(f, S.SumOver) and len(f.indices) == 1 and f.upper is not None):
        if any(total.upper in tuple(factors_of(d)) for d in below):
            index = name_of(total.indices[0])
            for v in S.walk(total.body):
                if (
                    isinstance(v, S.Index)
                    and not v.raised
                    and [name_of(i) for i in v.indices] == [index]
                    and name_of(v)
                ):
                    survey.averaged.append((name_of(v), index, total.upper))


def see_cases(survey, node):
    """x = 1 and x = 0 by cases: x is one number."""
    for branch in node.branches:
        if isinstance(branch.condition, S.Comparison) and name_of(branch.condition.left):
            survey.scalar_gaussians.add(name_of(branch.condition.left))
            survey.discrete.add(name_of(branch.condition.left))


OBSERVED = {
    S.Divide: see_foot, S.KL: see_comparison, S.CrossEntropy: see_comparison,
    S.Symbol: see_symbol, S.Density: see_density, S.Index: see_index, S.Integral: see_integral,
    S.Draw: see_draw, S.SumOver: see_sumover, S.ProductOver: see_sumover, S.Membership: see_membership,
    S.Apply: see_apply, S.Mul: see_mul, S.Cases: see_cases,
} | SEE | SEE_RANDOM  # fmt: skip
