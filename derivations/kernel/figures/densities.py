"""Densities: conditionals and joints, what a fact declares, and whether a weight is a density at all."""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import partial

from derivations.kernel.arithmetic import divided
from derivations.kernel.making import substitute
from derivations.kernel.matching import fits, fitting, fresh, mentions, opened, the
from derivations.kernel.terms import UNIT, Atom, Monomial, Slot, Term, of, ordered

Fact = tuple[str, Term, Term]
"""(rule, density, formula): what may be put in the density's place by that rule."""
Sides = tuple[frozenset[Slot], ...]
"""The slots of a density, before its bar and behind it."""


def product_rule(a: Atom) -> Term:
    """p(z|x)  ->  p(x,z) / p(x)        x and z are different variables of one joint        (note 1.2)

    No variable stands twice, and no vector beside a component of its own.
    """
    targets, givens = a[3]
    slots = [(r, i) for r, i, _ in (*targets, *givens)]
    fits(givens and len(set(slots)) == len(slots) and not any((r, None) in slots for r, i in slots if i is not None))
    joint, marginal = (of(("density", a[1], (), (t, frozenset()), ())) for t in (targets | givens, givens))
    return divided(joint, marginal)


def as_declared(fact: Fact, a: Atom) -> Term:
    """p(z|x)  ->  what a fact says of it, at the density's own values        (note 2.13)

    The fact speaks of the same letter and the same variables on each side of the bar; its slots hold plain variables.
    """
    pattern = the(fact[1])
    fits(pattern[1] == a[1])
    return substitute(fact[2], instance(pattern[3], a[3]))


def component_as_declared(fact: Fact, a: Atom) -> Term:
    """p(z_k|x)  ->  w(z_k)        p(z|x) = Prod_i w(z_i) as declared: the other components integrate to one

    (note 4.35)
    """
    pattern = the(fact[1])
    fits(pattern[1] == a[1] and len(pattern[3][0]) == len(a[3][0]) == 1)
    ((role, none, z),), ((other, index, value),) = pattern[3][0], a[3][0]
    fits(role == other and none is None and index is not None)
    (i,), (body,) = opened(the(fact[2], "Prod"))
    weight, at = factor_of_components(body, i, the(z, "var"))
    return substitute(weight, {at: value, i: index, **instance(pattern[3][1:], a[3][1:])})


def instance(pattern: Sides, slots: Sides) -> dict[Atom, Term]:
    """The values at which a fact's slots are these slots. Raises Elsewhere if they never are."""
    values: dict = {}
    for theirs, ours in zip(pattern, slots, strict=True):
        by_role = {r: (i, v) for r, i, v in ours}
        fits(len(by_role) == len(ours) == len(theirs) and {r for r, _, _ in theirs} == set(by_role))
        for r, i, v in theirs:
            index, value = by_role[r]
            fits((i is None) == (index is None))
            for name, at, kinds in ((i, index, ("var", "symbol")), (v, value, ("var", "comp"))):
                if name is not None:
                    fits(values.setdefault(the(name, *kinds), at) == at)
    return values


def fills(slot: Slot, v: Atom) -> bool:
    """Whether a slot holds a variable that runs through all of the slot's values.

    A variable of another role does so only if it is continuous and has the whole line (or space).
    """
    return slot[2] == of(v) and (slot[0] == v[1][0] or v[1][2:] == (False, False))


def is_normal_of(a: Atom, v: Atom) -> bool:
    """Whether a is N(v; m, s) with v on the whole line (or space), m and s free of v."""
    if a[0] not in ("N", "MN") or a[3][0] != of(v) or mentions((a[3][1:], a[4]), v):
        return False
    return v[1][2:] == (False, False) and v[1][1] == (a[2][0][1] if a[0] == "MN" else None)


def normalised(m: Monomial, vs: Set[Atom]) -> tuple[Monomial, Set[Atom]]:
    """A product without the densities in it whose own variables stand nowhere else, and the variables that are left."""
    for a, e in ordered(m):
        own = generated(a, vs)
        if own and e == 1 and not any(mentions(m - {(a, e)}, v) for v in own):
            return normalised(m - {(a, e)}, vs - own)
    return m, vs


def is_density(weight: Term, vs: Iterable[Atom]) -> bool:
    """Whether a weight is a product of densities of just these variables, each of its own, given in no circle."""
    return [(c, normalised(m, set(vs))) for m, c in weight] == [(1, (UNIT, set()))]


def generated(a: Atom, vs: Set[Atom]) -> Set[Atom]:
    """Which of the variables one factor is a density of; none where it is no density."""
    if a[0] == "density":
        targets = {v for v in vs if mentions(a[3][0], v)}
        plain = len(a[3][0]) == len(targets) and all(any(fills(s, v) for s in a[3][0]) for v in targets)
        return targets if plain and not any(mentions(a[3][1], v) for v in targets) else set()
    if a[0] == "Prod":
        (i,), (body,) = opened(a)
        return {v for v in vs if any(fitting(partial(factor_of_components, body, i), [v]))}
    return {v for v in vs if is_normal_of(a, v)}


def factor_of_components(body: Term, i: Atom, v: Atom) -> tuple[Term, Atom]:
    """That body, the i-th factor of a product, is a density of the component v_i alone: (that density at a value,
    the value). Raises Elsewhere if it is not. The product has as many factors as v has components."""
    fits(i[1][1] == v[1][1])
    value = fresh((v[1][0], None, *v[1][2:]))
    weight = substitute(body, {("comp", None, (), (of(v), of(i)), ()): of(value)})
    w = the(weight)
    fits(not mentions(w, v) and generated(w, {value}))
    return weight, value
