"""Gradients: a line between gradients holds where what they are of is equal, up to what the variable does not touch.

    gradient_of(tree, names)      the A of a formula that is the gradient of A, or None

Linearity takes sums and numbers along; a gradient stands under an integral, a sum, or a mean whose density does not
carry the variable; q times the gradient of log q is the gradient of q. What is under no such rule stays unread.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from derivations.judging.claim import Claim, prove
from derivations.judging.proofs import CONSTANT
from derivations.kernel.theorem import VALUE
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of, plain, replaced, tag_of
from derivations.reading.meaning.substitution import head_of
from derivations.reading.meaning.tags import squeezed
from derivations.reading.text.notation import KNOWN_FUNCTIONS
from derivations.reading.verdicts.freedom import free_of, with_names_that_carry
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.refuting import look

EXCHANGED = "differentiation under the integral: the derivative has an integrable bound"
ZERO, ONE = S.Number("0"), S.Number("1")


def judge_gradients(judge, left: S.Node, sign: str, right: S.Node, out: Judgement) -> bool:
    """Whether the step is one between gradients, and then what is said of it."""
    left, right = map(with_gradients, (left, right))
    names = variables_of(left) or variables_of(right)
    if sign != "=" or not names or variables_of(left, names) is None or variables_of(right, names) is None:
        return False
    bodies = [gradient_of(judge, side, names) for side in (left, right)]
    if None in bodies:
        return False
    one, two = (judge.known.read.typed(body)[1] for body in bodies)
    one, two = (judge.known.bernoulli.grounded(judge.known.ranges.at_values(e)) for e in (one, two))
    facts = tuple(judge.known.facts)
    out.expressions = ()
    free = with_names_that_carry(free_of(judge, tuple(sorted(names))), names, one, two, *(f.formula for f in facts))
    for claim in (Claim(one, two, "=", VALUE, facts), Claim(one, two, "=", CONSTANT, facts, free)):
        found = prove(claim, partial(look, judge))
        if found is not None and found.holds:
            out.take(found)
            out.kind = VALUE
            out.scale, out.dropped = judge.known.read.expression(ONE), judge.known.read.expression(ZERO)
            out.reasons = (*found.reasons, "linearity of the gradient")
            if any(isinstance(node, S.Expectation | S.Integral) for body in bodies for node in S.walk(body)):
                out.assumes = (*found.assumes, EXCHANGED)
            return True
    out.leave("these are gradients, and what they are of was not shown to be equal")
    return True


def with_gradients(tree: S.Node) -> S.Node:
    """A formula with the derivatives of densities and of numbers as gradients by one name: the same rules hold."""
    for node in [n for n in S.walk(tree) if isinstance(n, S.Derivative) and len(n.variables) == 1]:
        if isinstance(node.body, S.Number) or any(isinstance(n, S.Density) for n in S.walk(node.body)):
            tree = replaced(tree, node, S.Gradient(node.variables, node.body, span=node.span))
    return tree


def variables_of(tree: S.Node, wanted: frozenset[str] | None = None) -> frozenset[str] | None:
    """The names of the gradients in a formula: none if there is none or they differ; with `wanted`, None if another."""
    found = {frozenset(filter(None, map(name_of, n.variables))) for n in S.walk(tree) if isinstance(n, S.Gradient)}
    if wanted is not None:
        return None if found - {wanted} else wanted
    return next(iter(found)) if len(found) == 1 else frozenset()


def gradient_of(judge, tree: S.Node, names: frozenset[str]) -> S.Node | None:
    """The formula that this one is the gradient of; zero is the gradient of zero."""
    if isinstance(tree, S.Gradient):
        inner = [n for n in S.walk(tree.body) if isinstance(n, S.Gradient)]
        return None if inner else with_short_logarithm(judge, tree.body, names)
    if tree == ZERO:
        return tree
    if isinstance(tree, S.Neg):
        inside = gradient_of(judge, tree.operand, names)
        return None if inside is None else replace(tree, operand=inside)
    if isinstance(tree, S.Add):
        terms = [gradient_of(judge, term, names) for term in tree.terms]
        return None if None in terms else replace(tree, terms=tuple(terms))
    if isinstance(tree, S.Mul | S.Divide):
        return of_product(judge, tree, names)
    if isinstance(tree, S.Integral | S.SumOver):
        if names & bound_by(tree):
            return None
        inside = gradient_of(judge, tree.body, names)
        return None if inside is None else replace(tree, body=inside)
    if isinstance(tree, S.Expectation):
        return of_mean(judge, tree, names)
    return None


def of_product(judge, tree: S.Node, names: frozenset[str]) -> S.Node | None:
    """c times a gradient, q times the gradient of log q, the gradient of q over q, times what stays as it is."""
    above, below = without_common(*parts_of(tree))
    gradients = [f for f in above if any(isinstance(n, S.Gradient) for n in S.walk(f))]
    if len(gradients) != 1 or any(isinstance(n, S.Gradient) for f in below for n in S.walk(f)):
        return None
    rest = [f for f in above if f is not gradients[0]]
    inside = gradient_of(judge, gradients[0], names)
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
    if inside is None or any(depends(judge, f, names) for f in (*rest, *below)):
        return None
    factors = (*rest, inside)
    found = S.Mul(factors, span=tree.span) if len(factors) > 1 else inside
    for foot in below:
        found = S.Divide(found, foot, span=tree.span)
    return found


def parts_of(tree: S.Node) -> tuple[list[S.Node], list[S.Node]]:
    """The factors of a product of fractions that stand above a bar, or in no fraction, and those that stand below."""
    if isinstance(tree, S.Divide):
        (above, down), (below, up) = parts_of(tree.numerator), parts_of(tree.denominator)
        return [*above, *up], [*down, *below]
    pairs = [parts_of(f) for f in tree.factors] if isinstance(tree, S.Mul) else [([tree], [])]
    return [f for above, _ in pairs for f in above], [f for _, below in pairs for f in below]


def without_common(above: list[S.Node], below: list[S.Node]) -> tuple[list[S.Node], list[S.Node]]:
    """Two lists of factors without the densities and functions that stand in both."""
    for f in [f for f in below if isinstance(f, S.Density | S.Apply)]:
        if f in above:
            above.remove(f)
            below.remove(f)
    return above, below


def of_mean(judge, tree: S.Expectation, names: frozenset[str]) -> S.Node | None:
    """The mean of a gradient under a density without the variable, or of f times the gradient of that log-density."""
    densities = [draw.density for draw in tree.draws]
    if not densities or None in densities or names & bound_by(tree):
        return None
    if not any(depends(judge, density, names) for density in densities):
        inside = gradient_of(judge, tree.body, names)
        return None if inside is None else replace(tree, body=inside)
    factors = tree.body.factors if isinstance(tree.body, S.Mul) else (tree.body,)
    scores = [f for f in factors if isinstance(f, S.Gradient)]
    scored = gradient_of(judge, scores[0], names) if len(scores) == 1 and len(densities) == 1 else None
    own, others = score(scored)
    rest = (*(f for f in factors if f is not scores[0]), *others) if own is not None else ()
    if own is None or not same_density(judge, own, densities[0]) or any(depends(judge, f, names) for f in rest):
        return None
    body = rest[0] if len(rest) == 1 else S.Mul(rest) if rest else ONE
    return replace(tree, body=body)


def same_density(judge, one: S.Node, other: S.Node) -> bool:
    """Whether a density is the one averaged under, which may be written without its arguments."""
    if not (isinstance(one, S.Density) and isinstance(other, S.Density)):
        return False
    return one == other or (other.bare and (one.letter, one.subscript) == (other.letter, other.subscript))


def with_short_logarithm(judge, body: S.Node, names: frozenset[str]) -> S.Node | None:
    """The gradient of `log q f` is that of log q, times an f that does not vary: so authors write the score."""
    if not isinstance(body, S.Ambiguous):
        return body
    for option in body.readings:
        _, others = score(option)
        if others and not any(depends(judge, f, names) for f in others):
            return option
    return None


def score(tree: S.Node | None) -> tuple[S.Node | None, tuple[S.Node, ...]]:
    """(q, the other factors) of log q, or of log q times others; (None, ()) of anything else."""
    factors = tree.factors if isinstance(tree, S.Mul) else (tree,)
    logs = [f for f in factors if isinstance(f, S.Apply) and f.function == "log" and len(f.arguments) == 1]
    body = logs[0].arguments[0] if len(logs) == 1 else None
    named = isinstance(body, S.Apply) and body.function not in KNOWN_FUNCTIONS
    if not (named or isinstance(body, S.Density)):
        return None, ()
    return body, tuple(f for f in factors if f is not logs[0])


def bound_by(tree: S.Node) -> frozenset[str]:
    """The names that an integral, a sum or a mean binds: a gradient in one of them stays inside."""
    bound = [*getattr(tree, "variables", ()), *getattr(tree, "indices", ())]
    for draw in getattr(tree, "draws", ()):
        bound += [*draw.variables, *(draw.density.targets if isinstance(draw.density, S.Density) else ())]
    return frozenset(filter(None, map(name_of, bound)))


def depends(judge, tree: S.Node, names: frozenset[str], opened: frozenset[str] = frozenset()) -> bool:
    """Whether a formula may vary with these names: it carries one, in what its names stand for too, or holds a name of
    which that is not known. `opened` are the names whose formulas are being looked through."""
    for node in S.walk(tree):
        if isinstance(node, S.Density):
            tag = squeezed(tag_of(node))
            if any(squeezed(n) in tag for n in names):
                return True
        elif isinstance(node, S.Symbol | S.Apply):
            name = head_of(node)[0] if isinstance(node, S.Apply) else plain(node.name)
            if name in names or any(squeezed(n) in squeezed(name) for n in names):
                return True
            if squeezed(name) in judge.known.opaque or name in judge.known.tied:
                return True
            if name in opened:
                continue
            given = [d.tree for d in judge.known.definitions.get(name, ())]
            if any(depends(judge, one, names, opened | {name}) for one in given):
                return True
            if not given and isinstance(node, S.Symbol) and unknown(judge, name):
                return True
    return False


def unknown(judge, name: str) -> bool:
    """A name of which nothing says that it does not vary: neither a variable nor a count, an index or a parameter."""
    survey = judge.survey
    known = set(survey.variables) | survey.counts | set(survey.summed) | survey.parameters
    return name not in known and len(name.strip("\\")) > 1 and not name.startswith("\\")
