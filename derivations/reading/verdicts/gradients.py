"""Gradients: a line between gradients holds where what they are of is equal, up to what the variable does not touch.

    gradient_of(tree, by)      the A of a formula that is the gradient of A, or None

Linearity takes sums and numbers along; a gradient stands under an integral, a sum, or a mean whose density does not
carry the variable; q times the gradient of log q is the gradient of q. What is under no such rule is worked out by
`differentiating.py`, where it can be, and else stays unread.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from derivations.judging.claim import Claim, prove
from derivations.judging.proofs import CONSTANT
from derivations.kernel.theorem import VALUE
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of, plain, replaced
from derivations.reading.meaning.substitution import is_name
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.differentiating import Work, worked_out
from derivations.reading.verdicts.freedom import free_of, with_names_that_carry
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.refuting import look
from derivations.reading.verdicts.scores import (
    HOLE,
    as_mean,
    laws_of,
    marginal,
    mentions,
    of_which_conditional,
    parts_of,
    primes_as_gradients,
    product,
    same_density,
    score,
    taken_out,
)
from derivations.reading.verdicts.varying import By, depends, formula_of, is_loss, shows

EXCHANGED = "differentiation under the integral: the derivative has an integrable bound"
ZERO, ONE = S.Number("0"), S.Number("1")


def judge_gradients(judge, left: S.Node, sign: str, right: S.Node, out: Judgement) -> bool:
    """Whether the step is one between gradients, and then what is said of it."""
    both = (left, right), (right, left)
    of_means = derives_means(left) or derives_means(right)
    left, right = (with_gradients(side, of_means) for side in (left, right))
    left, right = primes_as_gradients(left, right), primes_as_gradients(right, left)
    names = variables_of(left) or variables_of(right)
    if sign != "=" or not names or variables_of(left, names) is None or variables_of(right, names) is None:
        return False
    by = By(names, any(shows(side, names) for side in (left, right)))
    judge.known.bare_names.begin()
    bodies = [gradient_of(judge, side, by) for side in (left, right)]
    if None not in bodies and as_antiderivatives(judge, bodies, by, out):
        return True
    work = Work(judge, by)
    taken = [worked_out(work, side) for side in (left, right)]
    if None not in taken and as_derivatives(judge, taken, work, out):
        return True
    if None not in bodies:
        out.leave("these are gradients, and what they are of was not shown to be equal")
    elif any(is_score(judge, one) and not (is_name(other) or has_gradient(other)) for one, other in both):
        raise Unreadable("a gradient is not understood here", left)  # of it nothing is known but its name
    return None not in bodies


def is_score(judge, tree: S.Node) -> bool:
    """Whether a side is the gradient of log p(x) by x, of a p without a formula."""
    own = score(tree.body)[0] if isinstance(tree, S.Gradient) else None
    return isinstance(own, S.Density) and set(tree.variables) <= set(own.targets) and formula_of(judge, own) is None


def has_gradient(tree: S.Node) -> bool:
    return any(S.every(S.Gradient, tree))


def as_antiderivatives(judge, bodies: list[S.Node], by: By, out: Judgement) -> bool:
    """Whether what two gradients are of is equal, up to what the names do not touch."""
    one, two = (judge.known.read.typed(body)[1] for body in bodies)
    one, two = (judge.known.bernoulli.grounded(judge.known.ranges.at_values(e)) for e in (one, two))
    facts = tuple(judge.known.facts)
    out.expressions = ()
    named = (one, two, *(f.formula for f in facts))
    free = with_names_that_carry(free_of(judge, tuple(sorted(by.names))), by.names, *named)
    letters = {s.name for e in (one, two) for s in e.free_symbols}
    varied = {n for n in letters if is_loss(n) or by.varies(n)}
    free = replace(free, symbols=free.symbols | varied)
    claims = (Claim(one, two, "=", VALUE, facts), Claim(one, two, "=", CONSTANT, facts, free))
    return any(taken_as(judge, claim, bodies, "linearity of the gradient", out) for claim in claims)


def as_derivatives(judge, sides: list[S.Node], work: Work, out: Judgement) -> bool:
    """Whether two sides are equal once their derivatives are worked out."""
    read = judge.known.read
    before = dict(read.arguments)
    read.arguments |= work.values
    try:
        one, two = (judge.known.ranges.at_values(read.typed(side)[1]) for side in sides)
    except Unreadable:
        return False
    finally:
        read.arguments = before
    claim = Claim(one, two, "=", VALUE, tuple(judge.known.facts))
    return taken_as(judge, claim, sides, "product rule of the gradient", out)


def taken_as(judge, claim: Claim, bodies: list[S.Node], reason: str, out: Judgement) -> bool:
    """Whether a claim is proved, and then what is said of the step."""
    found = prove(claim, partial(look, judge))
    if found is None or not found.holds:
        return False
    out.take(found)
    out.kind = VALUE
    out.scale, out.dropped = judge.known.read.expression(ONE), judge.known.read.expression(ZERO)
    out.reasons = (*found.reasons, reason)
    means = any(S.every(S.Expectation | S.Integral, *bodies))
    out.assumes = (*found.assumes, *judge.known.bare_names.assumed, *((EXCHANGED,) if means else ()))
    return True


def with_gradients(tree: S.Node, of_means: bool) -> S.Node:
    """A formula with the derivatives of densities and of numbers as gradients by one name: the same rules hold. In a
    line about the derivative of a mean (`of_means`) all are."""
    for node in [n for n in S.every(S.Derivative, tree) if len(n.variables) == 1]:
        plainly = isinstance(node.body, S.Number) or any(S.every(S.Density, node.body))
        if plainly or of_means:
            tree = replaced(tree, node, S.Gradient(node.variables, node.body, span=node.span))
    return tree


def derives_means(tree: S.Node) -> bool:
    """Whether a formula holds the derivative of a mean."""
    slopes = S.every(S.Derivative | S.Gradient, tree)
    return any(any(S.every(S.Expectation, slope.body)) for slope in slopes)


def variables_of(tree: S.Node, wanted: frozenset[str] | None = None) -> frozenset[str] | None:
    """The names of the gradients in a formula: none if there is none or they differ; with `wanted`, None if another."""
    found = {names_of(n) for n in S.every(S.Gradient, tree)}
    if wanted is not None:
        return None if found - {wanted} else wanted
    return next(iter(found)) if len(found) == 1 else frozenset()


def names_of(node: S.Gradient) -> frozenset[str]:
    """The names that a gradient is by; one with an index is by x and by x_t."""
    indexed = (plain(S.outline(v)) for v in node.variables if isinstance(v, S.Index) and name_of(v))
    return frozenset((*filter(None, map(name_of, node.variables)), *indexed))


def gradient_of(judge, tree: S.Node, by: By) -> S.Node | None:
    """The formula that this one is the gradient of; zero is the gradient of zero."""
    if isinstance(tree, S.Gradient):
        inner = list(S.every(S.Gradient, tree.body))
        return None if inner else with_short_logarithm(judge, marginal(tree.body), by)
    if tree == ZERO:
        return tree
    if isinstance(tree, S.Neg):
        inside = gradient_of(judge, tree.operand, by)
        return None if inside is None else replace(tree, operand=inside)
    if isinstance(tree, S.Add):
        terms = [gradient_of(judge, term, by) for term in tree.terms]
        return None if None in terms else replace(tree, terms=tuple(terms))
    if isinstance(tree, S.Mul | S.Divide):
        return of_product(judge, tree, by)
    if isinstance(tree, S.Integral | S.SumOver):
        return of_sum(judge, tree, by)
    if isinstance(tree, S.Expectation):
        return of_mean(judge, tree, by)
    return None


def of_sum(judge, tree: S.Integral | S.SumOver, by: By) -> S.Node | None:
    """A gradient under an integral or a sum: what is not summed over stands before it; of a density it is a mean."""
    if by.names & bound_by(tree):
        return None
    before, rest = taken_out(tree)
    if before is not None:
        return gradient_of(judge, replaced(before, HOLE, rest), by)
    inside = gradient_of(judge, tree.body, by)
    if inside is not None:
        return marginal(replace(tree, body=inside))
    mean = as_mean(tree)
    return None if mean is None else of_mean(judge, mean, by)


def of_product(judge, tree: S.Node, by: By) -> S.Node | None:
    """c times a gradient, q times the gradient of log q, the gradient of q over q, times what stays as it is."""
    above, below = without_common(*parts_of(tree))
    gradients = [f for f in above if any(S.every(S.Gradient, f))]
    if len(gradients) != 1 or any(S.every(S.Gradient, *below)):
        return None
    rest = [f for f in above if f is not gradients[0]]
    inside = gradient_of(judge, gradients[0], by)
    scored, others = score(inside)
    if scored is not None and scored in rest:
        rest.remove(scored)
        rest, inside = [*rest, *others], scored
    elif inside is not None and len(below) == 1:
        factors = inside.factors if isinstance(inside, S.Mul) else (inside,)
        if below[0] in factors and isinstance(below[0], S.Density | S.Apply):
            place = factors.index(below[0])
            rest += [f for number, f in enumerate(factors) if number != place]
            inside, below = S.Apply("log", (below[0],)), []
    if inside is None or any(depends(judge, f, by) for f in (*rest, *below)):
        return None
    factors = (*rest, inside)
    found = S.Mul(factors, span=tree.span) if len(factors) > 1 else inside
    for foot in below:
        found = S.Divide(found, foot, span=tree.span)
    return found


def without_common(above: list[S.Node], below: list[S.Node]) -> tuple[list[S.Node], list[S.Node]]:
    """Two lists of factors without the densities and functions that stand in both."""
    for f in [f for f in below if isinstance(f, S.Density | S.Apply)]:
        if f in above:
            above.remove(f)
            below.remove(f)
    return above, below


def of_mean(judge, tree: S.Expectation, by: By) -> S.Node | None:
    """The mean of a gradient under a density without the variable, or of f times the gradient of that log-density; the
    mean of the gradient of log p(x,z) under p(z|x), which is that of log p(x)."""
    densities = laws_of(judge, tree)
    if not densities or by.names & bound_by(tree):
        return None
    if not any(depends(judge, density, by) for density in densities):
        inside = gradient_of(judge, tree.body, by)
        return None if inside is None else replace(tree, body=inside)
    before, rest = taken_out(tree.body) if isinstance(tree.body, S.SumOver) else (None, tree.body)
    inside = rest if before is None else replaced(before, HOLE, rest)
    factors = inside.factors if isinstance(inside, S.Mul) else (inside,)
    scores = [f for f in factors if isinstance(f, S.Gradient)]
    scored = gradient_of(judge, scores[0], by) if len(scores) == 1 and len(densities) == 1 else None
    own, others = score(scored)
    rest = (*(f for f in factors if f is not scores[0]), *others) if own is not None else ()
    if own is None or any(depends(judge, f, by) for f in rest):
        return None
    if same_density(own, densities[0]):
        return replace(tree, body=product(rest)) if rest else ONE
    whole = of_which_conditional(own, densities[0])
    if whole is None or any(mentions(f, bound_by(tree)) for f in rest):
        return None
    return product((*rest, S.Apply("log", (whole,))))


def with_short_logarithm(judge, body: S.Node, by: By) -> S.Node | None:
    """The gradient of `log q f` is that of log q, times an f that does not vary: so authors write the score."""
    if not isinstance(body, S.Ambiguous):
        return body
    for option in body.readings:
        _, others = score(option)
        if others and not any(depends(judge, f, by) for f in others):
            return option
    return None


def bound_by(tree: S.Node) -> frozenset[str]:
    """The names that an integral, a sum or a mean binds: a gradient in one of them stays inside."""
    bound = [*getattr(tree, "variables", ()), *getattr(tree, "indices", ())]
    for draw in getattr(tree, "draws", ()):
        bound += [*draw.variables, *(draw.density.targets if isinstance(draw.density, S.Density) else ())]
    return frozenset(filter(None, map(name_of, bound)))
