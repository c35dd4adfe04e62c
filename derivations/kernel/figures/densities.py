"""Densities: conditionals and joints, what a fact declares, and whether a weight is a density at all."""

from __future__ import annotations

from collections.abc import Iterable

from derivations.kernel.binders import fresh, mentions, opened
from derivations.kernel.making import make, substitute
from derivations.kernel.terms import Atom, Monomial, Slot, Term, divided, multiply, of, only, ordered, power, the, whole

Fact = tuple[str, Term, Term]
"""(rule, density, formula): what may be put in the density's place by that rule."""
Sides = tuple[frozenset[Slot], ...]
"""The slots of a density, before its bar and behind it."""


def product_rule(a: Atom) -> Term | None:
    """p(z|x)  ->  p(x,z) / p(x)        x and z are different variables of one joint"""
    if a[3][1]:
        targets, givens = a[3]
        slots = [(r, i) for r, i, _ in targets | givens]
        if len(set(slots)) < len(targets) + len(givens):
            return None  # one variable twice
        if any((r, None) in slots for r, i in slots if i is not None):
            return None  # a vector beside a component of its own
        joint, marginal = (of(("density", a[1], (), (t, frozenset()), ())) for t in (targets | givens, givens))
        return divided(joint, marginal)
    return None


def chain_rule(a: Atom, facts: tuple[Fact, ...]) -> Term | None:
    """p(x,z)  ->  p(x) p(z|x)        where a fact speaks of p(z|x)"""
    for _, density, _ in facts if not a[3][1] else ():
        fact = the(density)
        if fact[1] == a[1] and fact[3][1]:
            targets, givens = (frozenset((r, i is None) for r, i, _ in part) for part in fact[3])
            parts = [frozenset(s for s in a[3][0] if (s[0], s[1] is None) in part) for part in (targets, givens)]
            if len(parts[0]) == len(targets) and len(parts[1]) == len(givens) and parts[0] | parts[1] == a[3][0]:
                marginal = of(("density", a[1], (), (parts[1], frozenset()), ()))
                return multiply(marginal, of(("density", a[1], (), tuple(parts), ())))
    return None


def as_declared(key: str, a: Atom, facts: tuple[Fact, ...]) -> Term | None:
    """p(z|x)  ->  what a fact of this rule says of it, at the density's own values

    The fact speaks of the same letter and the same variables on each side of the bar; its slots hold plain variables.
    """
    for which, density, formula in facts:
        fact = the(density)
        if which == key and fact[1] == a[1]:
            values = instance(fact[3], a[3])
            if values is not None:
                return substitute(formula, values)
            one = component_as_declared(fact, formula, a)
            if one is not None:
                return one
    return None


def component_as_declared(fact: Atom, formula: Term, a: Atom) -> Term | None:
    """p(z_k|x)  ->  w(z_k)        p(z|x) = Prod_i w(z_i) as declared: the other components integrate to one"""
    product = only(formula)
    if len(fact[3][0]) != 1 or len(a[3][0]) != 1 or not product or product[0] != "Prod":
        return None
    ((role, none, z),), ((other, index, value),) = fact[3][0], a[3][0]
    (i,), (body,) = opened(product)
    v = only(z)
    found = factor_of_components(body, i, v) if v and v[0] == "var" else None
    values = instance(fact[3][1:], a[3][1:])
    if role != other or none is not None or index is None or found is None or values is None:
        return None
    weight, at = found
    return substitute(weight, {at: value, i: index, **values})


def gathered(key: str, a: Atom, facts: tuple[Fact, ...]) -> Term | None:
    """integral of p(x,y) p(z,y)/p(y)  ->  integral of p(x,y,z)        where a fact says p(x,y,z) = p(x|y) p(z|y) p(y)

    A fact read backwards: its sides are opened by the product rule, and what stands above the bar in their quotient,
    two joints or more, stands in the integrand, at values that fit.
    """
    if len(a[4][0]) != 1:
        return None
    (v,), (body,) = opened(a)
    ((m, c),) = body
    for which, density, formula in facts:
        joints: Monomial = (quotient(formula, density) if which == key else None) or frozenset()
        above = ordered(b for b, e in joints if e > 0)
        values = fitting(above, m, {}) if len(above) > 1 else None
        if values is not None:
            return make("int", None, (v,), (), (divided(whole(m, c), substitute(whole(joints), values)),))
    return None


def quotient(formula: Term, density: Term) -> Monomial | None:
    """The joints of a fact's formula over those of its density; None where one of them is no product of such."""
    opened_sides = []
    for side in (formula, density):
        if len(side) != 1 or any(b[0] != "density" for b, _ in next(iter(side))[0]) or next(iter(side))[1] != 1:
            return None
        opened_sides.append(multiply(*(power(product_rule(b) or of(b), e) for b, e in next(iter(side))[0])))
    return next(iter(divided(*opened_sides)))[0]


def fitting(joints: list[Atom], m: Monomial, values: dict[Atom, Term]) -> dict[Atom, Term] | None:
    """The values at which these joints stand in a product, each as another factor; None if they do not."""
    if not joints:
        return values
    first, *others = joints
    for b, e in ordered(f for f in m if f[0][0] == "density" and f[0][1] == first[1] and f[1] >= 1):
        found = instance(first[3], b[3])
        if found is not None and all(values.get(k, t) == t for k, t in found.items()):
            rest = fitting(others, m - {(b, e)}, {**values, **found})
            if rest is not None:
                return rest
    return None


def instance(pattern: Sides, slots: Sides) -> dict[Atom, Term] | None:
    """The values at which a fact's slots are these slots; None if they never are."""
    values: dict = {}
    for theirs, ours in zip(pattern, slots, strict=True):
        by_role = {r: (i, v) for r, i, v in ours}
        if not len(by_role) == len(ours) == len(theirs) or {r for r, _, _ in theirs} != set(by_role):
            return None
        for r, i, v in theirs:
            index, value = by_role[r]
            if (i is None) != (index is None):
                return None
            for name, at, kinds in ((i, index, ("var", "symbol")), (v, value, ("var", "comp"))):
                if name is None:
                    continue
                variable = only(name)
                if not variable or variable[0] not in kinds or values.setdefault(variable, at) != at:
                    return None
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


def is_density(weight: Term, vs: Iterable[Atom]) -> bool:
    """Whether a weight is a product of densities of just these variables, each of its own, given in no circle."""
    if len(weight) != 1:
        return False
    ((m, c),) = weight
    factors, left = [a for a, e in m if e == 1], set(vs)
    if c != 1 or len(factors) != len(m):
        return False
    while factors:
        found = [(a, generated(a, left)) for a in factors]
        last = next((one for one in found if one[1] and not any(
            mentions(b, v) for b in factors if b != one[0] for v in one[1])), None)  # fmt: skip
        if last is None:
            return False
        left -= last[1]
        factors.remove(last[0])
    return not left


def generated(a: Atom, vs: set[Atom]) -> set[Atom]:
    """Which of the variables one factor is a density of; none where it is no density."""
    if a[0] == "density":
        targets = {v for v in vs if mentions(a[3][0], v)}
        plain = len(a[3][0]) == len(targets) and all(any(fills(s, v) for s in a[3][0]) for v in targets)
        return targets if plain and not any(mentions(a[3][1], v) for v in targets) else set()
    if a[0] == "Prod":
        (i,), (body,) = opened(a)
        return {v for v in vs if factor_of_components(body, i, v)}
    return {v for v in vs if is_normal_of(a, v)}


def factor_of_components(body: Term, i: Atom, v: Atom) -> tuple[Term, Atom] | None:
    """Whether body, the i-th factor of a product, is a density of the component v_i alone: (that density at a value,
    the value); None if it is not. The product has as many factors as v has components."""
    if i[1][1] != v[1][1]:
        return None
    value = fresh((v[1][0], None, *v[1][2:]))
    weight = substitute(body, {("comp", None, (), (of(v), of(i)), ()): of(value)})
    w = only(weight)
    if w is None or mentions(w, v):
        return None
    if w[0] == "density":
        fitting = len(w[3][0]) == 1 and all(fills(s, value) for s in w[3][0]) and not mentions(w[3][1], value)
        return (weight, value) if fitting else None
    return (weight, value) if is_normal_of(w, value) else None
