"""Formulas about the gradient of a logarithm: whose it is, under which law it is averaged, what stands beside it."""

from __future__ import annotations

from dataclasses import replace

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.bare_means import implied_density
from derivations.reading.meaning.densities import density_of
from derivations.reading.meaning.naming import name_of, replaced
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.text.notation import KNOWN_FUNCTIONS

HOLE = S.Symbol("")
ONE = S.Number("1")


def score(tree: S.Node | None) -> tuple[S.Node | None, tuple[S.Node, ...]]:
    """(q, the other factors) of log q, or of log q times others; (None, ()) of anything else."""
    factors = tree.factors if isinstance(tree, S.Mul) else (tree,)
    logs = [f for f in factors if isinstance(f, S.Apply) and f.function == "log" and len(f.arguments) == 1]
    body = logs[0].arguments[0] if len(logs) == 1 else None
    named = isinstance(body, S.Apply) and body.function not in KNOWN_FUNCTIONS
    if not (named or isinstance(body, S.Density)):
        return None, ()
    return body, tuple(f for f in factors if f is not logs[0])


def same_density(one: S.Node, other: S.Node) -> bool:
    """Whether a density is the one averaged under, which may be written without its arguments."""
    if not (isinstance(one, S.Density) and isinstance(other, S.Density)):
        return False
    return one == other or (other.bare and (one.letter, one.subscript) == (other.letter, other.subscript))


def of_which_conditional(joint: S.Node, law: S.Node) -> S.Density | None:
    """p(x), of p(x,z) and p(z|x): E_{p(z|x)} of the gradient of log p(x,z) is that of log p(x). None of others."""
    if not (isinstance(joint, S.Density) and isinstance(law, S.Density)) or joint.bare or law.bare:
        return None
    if replace(law, targets=joint.targets, givens=joint.givens) != joint:  # another letter, another parameter
        return None
    left = tuple(t for t in joint.targets if t not in law.targets)
    together = set(law.targets) < set(joint.targets) and set(law.givens) == {*left, *joint.givens}
    return replace(joint, targets=left) if together and left else None


def laws_of(judge, tree: S.Expectation) -> list[S.Node] | None:
    """The densities that a mean is under: those written, that of a variable whose law was said, or, of a bare mean of
    the gradient of log p, this p, if the mean is read under it. None if one is not known."""
    if tree.draws:
        found = [draw.density or _said(judge, draw) for draw in tree.draws]
        return None if None in found else found
    scored = [score(n.body)[0] for n in S.every(S.Gradient, tree.body)]
    if len(scored) != 1 or not isinstance(scored[0], S.Density):
        return None
    try:
        read = judge.known.read
        bare = S.Expectation((), S.Mul(scored[0].targets), tree.givens)
        return scored if density_of(read, scored[0]) == implied_density(read, bare) else None
    except Unreadable:
        return None


def _said(judge, draw: S.Draw) -> S.Node | None:
    """The density of the one variable of `E_\\epsilon`, where a law was said of it."""
    if len(draw.variables) != 1 or draw.givens:
        return None
    told = {f.density for f in judge.known.facts if [v.name for v in f.density.targets] == [name_of(draw.variables[0])]}
    plainly = [S.Density(d.name, targets=draw.variables) for d in told if not d.givens]
    return plainly[0] if len(plainly) == 1 else None


def product(factors: tuple[S.Node, ...]) -> S.Node:
    return S.Mul(factors) if len(factors) > 1 else factors[0] if factors else ONE


def mentions(tree: S.Node, names: frozenset[str]) -> bool:
    """Whether one of these names stands in a formula."""
    return any(name_of(n) in names for n in S.every(S.Symbol | S.Index, tree))


def taken_out(tree: S.Integral | S.SumOver) -> tuple[S.Node | None, S.Node]:
    """(what does not vary with what is summed over, with a HOLE for the sum; the sum of the rest); None if nothing."""
    bound = frozenset(filter(None, map(name_of, (*getattr(tree, "variables", ()), *getattr(tree, "indices", ())))))
    above, below = parts_of(tree.body)
    outside = [f for f in above if not mentions(f, bound)], [f for f in below if not mentions(f, bound)]
    if not bound or not any(outside) or len(outside[0]) == len(above):
        return None, tree
    inside = product(tuple(f for f in above if f not in outside[0]))
    for foot in (f for f in below if f not in outside[1]):
        inside = S.Divide(inside, foot, span=tree.span)
    before = S.Mul((*outside[0], HOLE)) if outside[0] else HOLE
    for foot in outside[1]:
        before = S.Divide(before, foot, span=tree.span)
    return before, replace(tree, body=inside)


def marginal(tree: S.Node) -> S.Node:
    """p(x) of the whole integral of p(x,z) over z; anything else as it is."""
    if not isinstance(tree, S.Integral | S.SumOver):
        return tree
    over, body = (tree.variables if isinstance(tree, S.Integral) else tree.indices), tree.body
    if not isinstance(body, S.Density) or body.bare or tree.lower or tree.upper or getattr(tree, "condition", None):
        return tree
    left = tuple(t for t in body.targets if t not in over)
    return replace(body, targets=left) if left and set(over) < set(body.targets) else tree


def as_mean(tree: S.Integral | S.SumOver) -> S.Expectation | None:
    """The integral of p(z|x) f(z) over z as a mean of f; None of an integral of anything else."""
    over = tree.variables if isinstance(tree, S.Integral) else tree.indices
    if not isinstance(tree.body, S.Mul) or tree.lower or tree.upper or getattr(tree, "condition", None):
        return None
    laws = [f for f in tree.body.factors if isinstance(f, S.Density) and set(f.targets) == set(over)]
    if len(laws) != 1:
        return None
    rest = product(tuple(f for f in tree.body.factors if f is not laws[0]))
    return S.Expectation((S.Draw(over, laws[0]),), rest, span=tree.span)


def parts_of(tree: S.Node) -> tuple[list[S.Node], list[S.Node]]:
    """The factors of a product of fractions that stand above a bar, or in no fraction, and those that stand below."""
    if isinstance(tree, S.Divide):
        (above, down), (below, up) = parts_of(tree.numerator), parts_of(tree.denominator)
        return [*above, *up], [*down, *below]
    pairs = [parts_of(f) for f in tree.factors] if isinstance(tree, S.Mul) else [([tree], [])]
    return [f for above, _ in pairs for f in above], [f for _, below in pairs for f in below]


def primes_as_gradients(side: S.Node, other: S.Node) -> S.Node:
    """A formula with f'(a + b u) as the gradient of f(a + b u) by u, over b, where the other side is about the gradient
    of f by u: there the prime is a derivative."""
    slopes = [n for n in S.every(S.Gradient, other) if len(n.variables) == 1]
    names = {name_of(n.variables[0]) for n in slopes}
    derived = {n.function for slope in slopes for n in S.every(S.Apply, slope.body)}
    if len(names) != 1 or any(S.every(S.Gradient, side)):
        return side
    by = slopes[0].variables
    for node in [n for n in S.every(S.Apply, side) if n.function.endswith("'")]:
        rate = rate_of(node.arguments[0], by[0]) if len(node.arguments) == 1 and node.function[:-1] in derived else None
        if rate is not None:
            slope = S.Gradient(by, replace(node, function=node.function[:-1]), span=node.span)
            side = replaced(side, node, slope if rate == ONE else S.Divide(slope, rate, span=node.span))
    return side


def rate_of(tree: S.Node, by: S.Node) -> S.Node | None:
    """The b of a + b u, where neither a nor b holds u; None of a formula that is not so."""
    name = name_of(by)
    terms = [t for t in (tree.terms if isinstance(tree, S.Add) else (tree,)) if mentions(t, frozenset({name}))]
    factors = terms[0].factors if len(terms) == 1 and isinstance(terms[0], S.Mul) else tuple(terms)
    rest = [f for f in factors if f != by]
    if len(terms) != 1 or len(rest) != len(factors) - 1 or any(mentions(f, frozenset({name})) for f in rest):
        return None
    return product(tuple(rest))
