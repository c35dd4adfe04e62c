"""Derivatives worked out: what is left of a formula when every gradient in it is taken.

    worked_out(work, tree)      the formula without gradients, or None

Sums, products, logarithms and means are taken by their rules. What is known of a density without a formula is that it
varies: its derivative is a function of the same arguments, of which only the integral over the density's own variables
is known, zero. No world chooses such a function, so a line is only proved by it, never refuted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sympy import Expr

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.capture import captured
from derivations.reading.meaning.naming import label, name_of, plain
from derivations.reading.meaning.slopes import of_a_density
from derivations.reading.meaning.substitution import head_of, substituted, swaps_for
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.scores import ONE, mentions, parts_of, product
from derivations.reading.verdicts.varying import By, depends, formula_of

ZERO = S.Number("0")
Slope = S.Node | None


@dataclass(frozen=True)
class Work:
    """What derivatives are taken by, with the note's judge; `made`, the densities behind functions that are made for
    their derivatives, and `values`, what names stand for that are made for numbers."""

    judge: Any
    by: By
    made: dict[str, S.Density] = field(default_factory=dict)
    values: dict[str, Expr] = field(default_factory=dict)


def worked_out(work: Work, tree: S.Node) -> Slope:
    """A formula with every gradient in it taken; None where one cannot be."""
    found = _without_gradients(work, tree)
    return None if found is None else _settled(work, found)


def _without_gradients(work: Work, tree: S.Node) -> Slope:
    if isinstance(tree, S.Gradient):
        inner = _without_gradients(work, tree.body)
        constant = inner is None or not (depends(work.judge, inner, work.by) or isinstance(inner, S.Number))
        return None if constant else slope(work, inner)  # nobody takes the gradient of what stays as it is
    return _mapped(tree, lambda child: _without_gradients(work, child))


def _mapped(tree: S.Node, change: Callable[[S.Node], Slope]) -> Slope:
    """A formula with each of its parts changed; None if one is."""
    changes = {}
    for item in fields(tree):
        value = getattr(tree, item.name)
        if item.name != "span" and isinstance(value, S.Node):
            changes[item.name] = change(value)
        elif item.name != "span" and isinstance(value, tuple) and any(isinstance(v, S.Node) for v in value):
            changes[item.name] = tuple(change(v) if isinstance(v, S.Node) else v for v in value)
    if any(new is None or (isinstance(new, tuple) and None in new) for new in changes.values()):
        return None if _holes(tree, changes) else tree
    return replace(tree, **changes) if changes else tree


def _holes(tree: S.Node, changes: dict) -> bool:
    """Whether a part that was there is gone."""
    for name, new in changes.items():
        old = getattr(tree, name)
        pairs = zip(old, new, strict=True) if isinstance(old, tuple) else [(old, new)]
        if any(was is not None and now is None for was, now in pairs):
            return True
    return False


def slope(work: Work, tree: S.Node) -> Slope:
    """The derivative of a formula; zero of one that does not vary, None where no rule gives it."""
    if not depends(work.judge, tree, work.by):
        return ZERO
    rule = RULES.get(type(tree))
    return rule(work, tree) if rule else None


def _of_symbol(work: Work, tree: S.Symbol) -> Slope:
    name = plain(tree.name)
    if name in work.by.names:
        return None if work.judge.survey.is_vector(name) or len(work.by.names) > 1 else ONE
    given = [d for d in work.judge.known.definitions.get(name, ()) if not d.arguments and not d.index]
    return slope(work, given[0].tree) if len(given) == 1 else None


def _of_sum_of_terms(work: Work, tree: S.Add) -> Slope:
    return _plus([slope(work, term) for term in tree.terms])


def _of_negative(work: Work, tree: S.Neg) -> Slope:
    inside = slope(work, tree.operand)
    return inside if inside in (None, ZERO) else S.Neg(inside)


def _of_product(work: Work, tree: S.Mul | S.Divide) -> Slope:
    """Each factor in turn, above the bar and below it."""
    above, below = parts_of(tree)
    terms: list[Slope] = []
    for factor in above:
        inside = slope(work, factor)
        rest = [f for f in above if f is not factor]
        terms.append(inside if inside in (None, ZERO) else _over(product((*rest, inside)), below))
    for foot in below:
        inside = slope(work, foot)
        terms.append(inside if inside in (None, ZERO) else S.Neg(_over(product((*above, inside)), [*below, foot])))
    return _plus(terms)


def _of_power(work: Work, tree: S.Power) -> Slope:
    inside = slope(work, tree.base)
    if inside is None or depends(work.judge, tree.exponent, work.by):
        return None
    return product((tree.exponent, S.Power(tree.base, S.Add((tree.exponent, S.Neg(ONE)))), inside))


def _of_function(work: Work, tree: S.Apply) -> Slope:
    """log and exp, a function that has a formula, one that carries the name; one of the name itself by its place."""
    if tree.function in ("log", "exp") and len(tree.arguments) == 1:
        (inner,) = tree.arguments
        if tree.function == "exp":
            inside = slope(work, inner)
            return inside if inside in (None, ZERO) else product((tree, inside))
        above, below = parts_of(inner)
        terms = [*((f, False) for f in above), *((f, True) for f in below)]
        return _plus([_relative(work, f, turned) for f, turned in terms])
    name, arguments, index, parameters = head_of(tree)
    for given in work.judge.known.definitions.get(name, ()):
        swaps = swaps_for(given, arguments, parameters, index)
        if swaps is not None:
            return None if captured(given.tree, swaps) else slope(work, substituted(given.tree, swaps))
    carried = [k for k, a in enumerate(arguments) if mentions(a, work.by.names)]
    plainly = all(isinstance(a, S.Symbol | S.Index) for a in (*arguments, *parameters))
    if not plainly or len(carried) > 1:
        return None
    place = "" if not carried else f"_{{{carried[0] + 1}}}"
    return _made(work, rf"\partial{place} {name}", (*arguments, *parameters))


def _relative(work: Work, factor: S.Node, turned: bool) -> Slope:
    inside = slope(work, factor)
    if inside in (None, ZERO):
        return inside
    return S.Neg(S.Divide(inside, factor)) if turned else S.Divide(inside, factor)


def _of_density(work: Work, tree: S.Density) -> Slope:
    """p times the derivative of its logarithm where it has a formula, else a function that is made for it."""
    shown = (*tree.targets, *tree.givens, *tree.parameters)
    if tree.bare or not all(isinstance(n, S.Symbol | S.Index) for n in shown):
        return None
    if formula_of(work.judge, tree) is not None:
        return _by_formula(work, tree)
    of = "|".join(",".join(map(label, part)) for part in (tree.targets, tree.givens))
    found = _made(work, rf"\partial {work.judge.survey.joint_name(tree)}[{of}]", shown)
    if not any(mentions(t, work.by.names) for t in tree.targets):  # that by the variable itself has its own integral
        work.made[found.function] = tree
    return found


def _by_formula(work: Work, tree: S.Density) -> Slope:
    """q times the derivative of log q, a number that stands under a name of its own until the line is read."""
    if len(work.by.names) > 1:
        return None
    by = tuple(map(S.Symbol, work.by.names))
    try:
        value = of_a_density(work.judge.known.read, S.Derivative(by, S.Apply("log", (tree,))), tree)
    except Unreadable:
        return None
    name = f"slope{len(work.values)}"
    work.values[name] = value
    return product((tree, S.Symbol(name)))


def _made(work: Work, name: str, arguments: tuple[S.Node, ...]) -> S.Apply:
    work.judge.known.opaque.add(plain(name))
    return S.Apply(name, tuple(dict.fromkeys(arguments)))


def _of_mean(work: Work, tree: S.Expectation) -> Slope:
    """That of the density, under an integral, and the mean of that of the body."""
    if len(tree.draws) != 1 or not isinstance(tree.draws[0].density, S.Density) or tree.draws[0].density.bare:
        return None
    if any(mentions(t, work.by.names) for t in tree.draws[0].density.targets):
        return None
    density, inside = tree.draws[0].density, slope(work, tree.body)
    if inside is None:
        return None
    own = slope(work, density)
    if own is None:
        return None
    terms = [ZERO if own == ZERO else S.Integral(density.targets, product((own, tree.body)))]
    return _plus([*terms, ZERO if inside == ZERO else replace(tree, body=inside)])


def _of_integral(work: Work, tree: S.Integral | S.SumOver) -> Slope:
    bounds = [b for b in (tree.lower, tree.upper) if b is not None]
    over = tree.variables if isinstance(tree, S.Integral) else tree.indices
    if any(mentions(v, work.by.names) for v in over) or any(depends(work.judge, b, work.by) for b in bounds):
        return None
    inside = slope(work, tree.body)
    return inside if inside in (None, ZERO) else replace(tree, body=inside)


def _of_divergence(work: Work, tree: S.KL) -> Slope:
    one, other = tree.left, tree.right
    if not (isinstance(one, S.Density) and isinstance(other, S.Density)) or one.bare or other.bare:
        return None
    return _of_mean(work, S.Expectation((S.Draw(one.targets, one),), S.Apply("log", (S.Divide(one, other),))))


def _of_entropy(work: Work, tree: S.Entropy) -> Slope:
    if not isinstance(tree.density, S.Density) or tree.density.bare or tree.density.givens:
        return None
    draw = S.Draw(tree.density.targets, tree.density)
    return _of_mean(work, S.Expectation((draw,), S.Neg(S.Apply("log", (tree.density,)))))


def _plus(terms: list[Slope]) -> Slope:
    if None in terms:
        return None
    found = tuple(t for t in terms if t != ZERO)
    return S.Add(found) if len(found) > 1 else found[0] if found else ZERO


def _over(tree: S.Node, below: list[S.Node]) -> S.Node:
    for foot in below:
        tree = S.Divide(tree, foot)
    return tree


RULES: dict[type, Callable[[Work, S.Node], Slope]] = {
    S.Symbol: _of_symbol, S.Add: _of_sum_of_terms, S.Neg: _of_negative, S.Mul: _of_product, S.Divide: _of_product,
    S.Power: _of_power, S.Apply: _of_function, S.Density: _of_density, S.Expectation: _of_mean,
    S.Integral: _of_integral, S.SumOver: _of_integral, S.KL: _of_divergence, S.Entropy: _of_entropy,
}  # fmt: skip


def _settled(work: Work, tree: S.Node) -> S.Node:
    """A formula in which the integral of a density's derivative over its variables is zero, under a mean too."""
    tree = _mapped(tree, lambda child: _settled(work, child)) or tree
    if isinstance(tree, S.Add):
        return _plus(list(tree.terms)) or tree
    if isinstance(tree, S.Expectation) and len(tree.draws) == 1 and isinstance(tree.draws[0].density, S.Density):
        terms = tree.body.terms if isinstance(tree.body, S.Add) else (tree.body,)
        vanishing = [t for t in terms if _vanishes(work, tree.draws[0].density, t)]
        rest = tuple(t for t in terms if t not in vanishing)
        if vanishing:
            return replace(tree, body=_plus(list(rest))) if rest else ZERO
    if isinstance(tree, S.Integral | S.SumOver):
        over = tree.variables if isinstance(tree, S.Integral) else tree.indices
        above, below = parts_of(tree.body)
        own = [f for f in above if isinstance(f, S.Apply) and _is_of(work, f, over)]
        others = [f for f in (*above, *below) if f not in own]
        names = frozenset(filter(None, map(name_of, over)))
        if len(own) == 1 and not any(mentions(f, names) for f in others) and not (tree.lower or tree.upper):
            return ZERO
    return tree


def _is_of(work: Work, made: S.Apply, over: tuple[S.Node, ...]) -> bool:
    """Whether a function is the derivative of a density of just these variables."""
    return made.function in work.made and set(work.made[made.function].targets) == set(over)


def _vanishes(work: Work, density: S.Density, term: S.Node) -> bool:
    """Whether the mean of a term under q is zero: the derivative of q over q, times what its variables do not touch."""
    above, below = parts_of(term.operand if isinstance(term, S.Neg) else term)
    own = [f for f in above if isinstance(f, S.Apply) and work.made.get(f.function) == density]
    names = frozenset(filter(None, map(name_of, density.targets)))
    others = [f for f in (*above, *below) if f not in own and f != density]
    return len(own) == 1 and density in below and not any(mentions(f, names) for f in others)
