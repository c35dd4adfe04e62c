"""Not trusted: rules read backwards, by the term that the rule takes to the one at hand.

A joint becomes a marginal times the conditional that a fact speaks of; joints below an integral become the greater one
that a fact takes apart. The kernel opens both terms by the rule and sees that they come to the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from derivations.kernel.arithmetic import divided, multiply, power
from derivations.kernel.figures.densities import Fact, instance, product_rule
from derivations.kernel.figures.table import one_pass
from derivations.kernel.making import nested, single, substitute, walk
from derivations.kernel.matching import first, fits, fitting, product, the
from derivations.kernel.replay import Pass
from derivations.kernel.terms import Atom, Monomial, Term, of, ordered, whole

Values = Mapping[Atom, Term]

BACKWARDS = {"chain": "product", "gathered": "independence", "gathered_declared": "declared"}
"""By the name that a search gives it, the rule that is read backwards."""


def backwards(key: str, term: Term, facts: tuple[Fact, ...]) -> tuple[Term, tuple[Pass, ...]]:
    """A term that the rule of `key` takes to this one, and the passes that lead there; this term if none is found."""
    rule = BACKWARDS[key]
    figure = chained if key == "chain" else gathered
    figures = [partial(figure, fact) for fact in facts if key == "chain" or fact[0] == rule]

    def after(a: Atom) -> Term | None:
        return next(fitting(lambda figure: figure(a), figures), None)

    new = walk(term, after=after)
    if new == term or key == "chain":
        return new, (("product", new),)
    parts, joints = one_pass(rule, new, facts), one_pass("product", new)
    agrees = one_pass("product", parts) == one_pass("product", term) and one_pass(rule, parts, facts) == parts
    return (joints, (("product", parts), (rule, new), "product")) if agrees else (term, ())


def chained(fact: Fact, a: Atom) -> Term:
    """p(x,z)  ->  p(x) p(z|x)        where a fact speaks of p(z|x)"""
    pattern = the(fact[1])
    fits(a[0] == "density" and not a[3][1] and pattern[1] == a[1] and pattern[3][1])
    targets, givens = (frozenset((r, i is None) for r, i, _ in part) for part in pattern[3])
    parts = tuple(frozenset(s for s in a[3][0] if (s[0], s[1] is None) in part) for part in (targets, givens))
    fits(len(parts[0]) == len(targets) and len(parts[1]) == len(givens) and parts[0] | parts[1] == a[3][0])
    return multiply(*(of(("density", a[1], (), sides, ())) for sides in ((parts[1], frozenset()), parts)))


def gathered(fact: Fact, a: Atom) -> Term:
    """integral of p(x,y) p(z,y)/p(y)  ->  integral of p(x,z|y) p(y)        where a fact says p(x,z|y) = p(x|y) p(z|y)

    The fact's sides are opened by the product rule, and what stands above the bar in their quotient, two joints or
    more, stands in the integrand, at values that fit.
    """
    fits(a[0] == "int")
    (v,), _, m, c = single(a)
    parts = joints_of(fact[2])
    above = ordered(b for b, e in product(divided(parts, joints_of(fact[1])))[0] if e > 0)
    fits(len(above) > 1)
    values = first(dict, places(above, m, {}))
    return nested((v,), multiply(whole(m, c), substitute(divided(fact[1], parts), values)))


def joints_of(side: Term) -> Term:
    """A product of densities, each opened by the product rule. Raises Elsewhere where it is none."""
    m, c = product(side)
    fits(c == 1 and all(b[0] == "density" for b, _ in m))
    return multiply(*(power(next(fitting(product_rule, [b]), of(b)), e) for b, e in m))


def places(joints: list[Atom], m: Monomial, values: Values) -> Iterator[Values]:
    """The values at which these joints stand in a product, each as another factor."""
    if not joints:
        yield values
        return
    joint, *others = joints
    for b, e in ordered(f for f in m if f[0][:2] == joint[:2] and f[1] >= 1):
        for found in fitting(partial(instance, joint[3]), [b[3]]):
            if all(values.get(k, v) == v for k, v in found.items()):
                yield from places(others, m - {(b, e)}, {**values, **found})
