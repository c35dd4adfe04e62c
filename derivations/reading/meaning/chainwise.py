"""What holds of names in one chain of formulas, whatever they are elsewhere: which are single numbers, which numbered
observations are told apart, whether C is a constant that nobody names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.factors import factors_of
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.meaning.numbered_values import mass_letters
from derivations.reading.meaning.sequences import Span, spans

if TYPE_CHECKING:
    from derivations.reading.meaning.survey import Survey

TWO = S.Number("2")
TRANSPOSED = {S.Symbol("T"), S.Symbol(r"\top")}
FUNCTIONALS = S.KL | S.Entropy | S.CrossEntropy | S.Expectation | S.Variance | S.Gaussian


@dataclass(frozen=True)
class Here:
    """The view of one chain: `members` are the indices each name carries in it, `integrated` what stands after a d,
    `spans` which lists x_{a:b} and members of lists it writes, `letters` the densities written with arguments,
    `valued` the variables whose values it sums over."""

    scalars: frozenset[str] = frozenset()
    members: dict[str, set[str]] = field(default_factory=dict)
    integrated: frozenset[str] = frozenset()
    spans: dict[str, frozenset[Span]] = field(default_factory=dict)
    constant: bool = False
    letters: frozenset[str] = frozenset()
    valued: frozenset[str] = frozenset()


def here(survey: Survey, trees: list[S.Node]) -> Here:
    """The view of a chain; of names with both uses those are scalars here that carry no index."""
    nodes = list(S.walk(*trees))
    indexed = {name_of(n) for n in nodes if isinstance(n, S.Index) and name_of(n)}
    both = survey.scalar_gaussians | {c for c, n in survey.capital.items() if n in survey.scalar_gaussians}
    scalars = {n for n in both if n not in indexed and n not in survey.vectors}
    if survey.plain_gaussian and not any(shows_vectors(survey, t) for t in trees):
        scalars |= (survey.vectors | set(survey.spaces)) & set(survey.variables) - indexed
    scalars |= {n for n in spreads(survey, trees) if n not in indexed and n not in survey.vectors}
    scalars |= {n for n in scales(trees) if n not in indexed}
    scalars |= squared(survey, trees) | beside_numbers(survey, trees)
    integrated = {name_of(v) for n in nodes if isinstance(n, S.Integral) for v in n.variables if name_of(v)}
    lone = all(map(lone_constant, trees))
    letters = frozenset(survey.joint_name(n) for n in nodes if isinstance(n, S.Density) and not n.bare)
    valued = frozenset(summed_values(survey, nodes))
    return Here(frozenset(scalars), members(trees), frozenset(integrated), spans(trees), lone, letters, valued)


def summed_values(survey: Survey, nodes: list[S.Node]) -> Iterator[str]:
    """The variables that a chain sums over: by themselves, by the numbers of their values, by masses p_i."""
    for node in (n for n in nodes if isinstance(n, S.SumOver) and len(n.indices) == 1):
        index = name_of(node.indices[0])
        if index in survey.variables and node.upper is None:
            yield index
        yield from (name for name, i in survey.valued if i == index)
        if mass_letters(node, index) - survey.weights:
            yield survey.mass_variable


def shows_vectors(survey: Survey, tree: S.Node) -> bool:
    """Whether a formula has the signs of vectors: norms, transposes, matrices, components, the identity."""
    for n in S.walk(tree):
        if isinstance(n, (S.Norm, S.Transpose, S.Matrix)) or (isinstance(n, S.Index) and not n.raised):
            return True
        if isinstance(n, S.Symbol) and (plain(n.name) in survey.matrices or plain(n.name) == "I"):
            return True
        if isinstance(n, S.Gaussian) and not isinstance(n.variance, (S.Power, S.Number)):
            return True
    return False


def squared(survey: Survey, trees: list[S.Node]) -> set[str]:
    """The names that a chain takes as numbers, whatever they are elsewhere: it squares a difference, (x - mu)^2, has no
    sign of vectors, nor a running component of a name that it squares; nor, of a name that shows itself to be a vector
    elsewhere, a density but one that the chain begins with."""
    nodes = list(S.walk(*trees))
    above = [n.exponent for n in nodes if isinstance(n, S.Power)]
    squares = [n.base for n in nodes if isinstance(n, S.Power) and n.exponent == TWO and isinstance(n.base, S.Add)]
    parts = list(S.every(S.Symbol | S.Index, *squares))
    names = set(filter(None, map(name_of, parts)))
    if names & survey.spaces.keys() or any(isinstance(n, S.Norm | S.Transpose | S.Matrix) for n in nodes):
        return set()
    single = any(map(is_single_normal, nodes))
    if not single and any(isinstance(n, FUNCTIONALS) for n in nodes):
        return set()
    declared = (
        any(isinstance(n, S.Density) and n is not trees[0] for n in nodes) and names & survey.vectors and not single
    )
    if declared or TRANSPOSED & set(above):
        return set()
    if {"I", *survey.matrices} & set(filter(None, map(name_of, nodes))):
        return set()
    components = {
        name_of(n) for n in nodes if isinstance(n, S.Index) and not n.raised and not numbers_examples(survey, n)
    }
    return set() if components & names else names | {n for n in below(trees) if n not in components}


def is_single_normal(node: S.Node) -> bool:
    """Whether this is (x - m)^2 / (2 s^2), or 1 / (2 s^2) before a bracket: a normal law of one number, written out."""
    factors = node.denominator.factors if isinstance(node, S.Divide) and isinstance(node.denominator, S.Mul) else ()
    square = factors[1] if len(factors) == 2 and factors[0] == TWO and isinstance(factors[1], S.Power) else None
    scale = square.base if square is not None and square.exponent == TWO else None
    return isinstance(scale, S.Symbol) and plain(scale.name) == scale.name


def numbers_examples(survey: Survey, node: S.Index) -> bool:
    """Whether the index of x_i counts what was drawn, and no components."""
    name = name_of(node) or ""
    return any((name, name_of(i)) in survey.drawn or survey.numbers_draws(name, i) for i in node.indices)


def below(trees: Iterable[S.Node]) -> set[str]:
    """The names of what a chain divides by."""
    feet = [f for n in S.every(S.Divide, *trees) for f in factors_of(n.denominator)]
    feet = [f.base if isinstance(f, S.Power) else f for f in feet]
    return {name for f in feet if isinstance(f, S.Symbol) and (name := name_of(f))}


def beside_numbers(survey: Survey, trees: Iterable[S.Node]) -> set[str]:
    """The m and s of N(m, s^2) beside N(0, 1), where nothing else shows vectors."""
    laws = list(S.every(S.Gaussian, *trees))
    numbers = any(isinstance(law.mean, S.Number) and isinstance(law.variance, S.Number) for law in laws)
    if not numbers or any(shows_vectors(survey, t) for t in trees):
        return set()
    parts = (n for law in laws for n in S.walk(law.mean, law.variance))
    return {name for n in parts if isinstance(n, S.Symbol) and (name := name_of(n))}


def scales(trees: Iterable[S.Node]) -> set[str]:
    """The s of N(x; m, s^2 I): what multiplies the identity is a number."""
    variances = [n.variance for n in S.every(S.Gaussian, *trees)]
    scaled = [v for v in variances if isinstance(v, S.Mul) and any(name_of(f) == "I" for f in v.factors)]
    plainly = [f for v in scaled for f in factors_of(v) if isinstance(f, S.Symbol) and plain(f.name) == f.name]
    return {name_of(f) for f in plainly} - {"I"}  # a bold sigma^2 I is a diagonal


def spreads(survey: Survey, trees: Iterable[S.Node]) -> set[str]:
    """Scales that a chain divides by as numbers, though elsewhere they have components."""
    return {n for n in below(trees) if n in survey.indexed and n not in survey.variables}


def lone_constant(tree: S.Node) -> bool:
    """Whether C, if it stands in a side at all, is one term of it and nothing more."""
    uses = sum(isinstance(n, S.Symbol) and n.name == "C" for n in S.walk(tree))
    terms = tree.terms if isinstance(tree, S.Add) else (tree,)
    bare = [t.operand if isinstance(t, S.Neg) else t for t in terms]
    return uses == sum(isinstance(t, S.Symbol) and t.name == "C" for t in bare) <= 1


def members(trees: Iterable[S.Node]) -> dict[str, set[str]]:
    """Each name with the indices it carries in these formulas, those that a sum or product binds left out."""
    found: dict[str, set[str]] = {}
    for tree in trees:
        bound = {name_of(i) for n in S.every(S.BigOperator, tree) for i in n.indices}
        drawn = {name_of(v) for n in S.every(S.Draw, tree) for v in n.variables}
        for node in S.walk(tree):
            if (
                isinstance(node, S.Index)
                and name_of(node)
                and name_of(node) not in drawn
                and not any(name_of(part) in bound for part in S.every(S.Symbol, *node.indices))
            ):
                found.setdefault(name_of(node), set()).add(S.outline(node.indices))
    return found
