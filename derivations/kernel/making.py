"""The one maker of atoms: what is equal here needs no step.

Finite sums are linear and have no order, a product of factors is the product of their products, exp of a sum is a
product, a component of a sum is the sum of the components, an average of nothing is nothing, the mean over draws of
what holds none is itself. Nothing else is free: no integral, no logarithm and no density is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations

from derivations.kernel.arithmetic import add, all_positive, difference, multiply, power, scale
from derivations.kernel.matching import close_binder, mentions, on_parts, opened, product, the
from derivations.kernel.terms import LEAVES, ONE, ZERO, Atom, Monomial, Number, Term, of, only, ordered, require, whole

SCALAR_CONTAINERS = ("log", "exp", "sum", "pow", "Sum", "int", "E")
MOST_INDICES = 4  # of one sum that does not factor: their order is found by trying each

Atoms = Sequence[Atom]
Terms = Sequence[Term]
Exchange = Callable[[Atom], Term | None]


def make(kind: str, label: object = None, variables: Atoms = (), outer: Terms = (), inner: Terms = ()) -> Term:
    """The term of this kind; `inner` are its bodies with `variables` open."""
    if kind == "Sum":
        return sum_over(tuple(variables), inner[0])
    if kind == "Prod":
        return product_over(variables[0], inner[0])
    if kind == "comp":
        return component(*outer)
    if kind == "delta":  # i + j and i j: the indices are the same one just when (i + j)^2 = 4 i j
        return ONE if power(outer[0], 2) == scale(outer[1], 4) else of((kind, label, (), tuple(outer), ()))
    if kind == "exp":
        return exponential(outer[0])
    if kind == "int" and len(variables) > 1:
        return nested(variables, inner[0])
    if kind == "sum":
        return outer[0]
    if kind == "pow" and not any(m for m, _ in outer[1]):  # the a^k of a sum over k, at one of its ends
        return power(outer[0], sum(c for _, c in outer[1]))
    if kind == "N":
        require(outer[2] and not all_positive(scale(outer[2], -1)), "a variance that is not positive")
    if kind == "over" and not holds_average(inner[0]):
        return inner[0]
    if (kind == "log" and outer[0] == ONE) or (kind in ("int", "dint", "E", "avg") and not inner[-1]):
        return ZERO
    return of((kind, label, tuple(v[1] for v in variables), tuple(outer), close_binder(inner, variables)))


def sum_over(indices: tuple[Atom, ...], body: Term) -> Term:
    """Finite sums over indices, in no order: what is free of an index outside, sum of 1 = its upper end,
    sum_i d_ij f(i) = f(j), sum_j A_ij (A^-1)_jk = d_ik; what does not hang together is a product of sums."""
    return add(*(sum_of_product(indices, m, c) for m, c in body))


def sum_of_product(indices: tuple[Atom, ...], m: Monomial, c: Number) -> Term:
    if not indices:
        return whole(m, c)
    for a, e in m:  # a sum inside becomes part of this one
        if a[0] == "Sum" and e >= 1:
            more, (inner,) = opened(a)
            return sum_over((*indices, *more), multiply(whole(m - {(a, e)}, c), power(of(a), e - 1), inner))
    for v in indices:
        held = frozenset(f for f in m if mentions(f[0], v))
        others = tuple(w for w in indices if w != v)
        replaced = collapsed(held, v)
        if replaced is not None:
            return sum_over(others, multiply(whole(m - held, c), replaced))
    group = [indices[0]]
    factors: Monomial = frozenset()
    for v in group:  # grows as factors link further indices to it
        factors |= frozenset(f for f in m if mentions(f[0], v))
        group += [w for w in indices if w not in group and mentions(factors, w)]
    others = tuple(w for w in indices if w not in group)
    one = of(sum_atom(group, factors)) if factors else group[0][1][1]
    return multiply(one, sum_of_product(others, m - factors, c))


def sum_atom(group: list[Atom], factors: Monomial) -> Atom:
    """One sum over indices that hang together, these in the order that makes its text smallest."""
    require(len(group) <= MOST_INDICES, f"a sum over more than {MOST_INDICES} indices at once")
    ways = (
        ("Sum", None, tuple(v[1] for v in way), (), close_binder((whole(factors),), way)) for way in permutations(group)
    )
    return next(ways) if len(group) == 1 else ordered(ways)[0]


def collapsed(held: Monomial, v: Atom) -> Term | None:
    """What a sum over v of these factors is without a sum: a delta picks one index, inverse entries make a delta."""
    for f in ordered(f for f in held if f[0][0] == "delta" and f[1] == 1):
        other = far_end(f[0], v)
        if other and the(other)[1] == v[1]:  # of the same sort
            return substitute(whole(held - {f}), {v: other})
    entries = [a for a, e in held if a[0] == "entry" and e == 1]
    if len(held) == len(entries) == 2:
        ends = [end for a in entries if (end := far_end(a, v))]
        (one, e, _), _ = labels = [a[1] for a in entries]
        if labels == [(one, e, True), (one, -e, True)] and len(ends) == 2:
            return make("delta", outer=(add(*ends), multiply(*ends)))
    return None


def far_end(a: Atom, v: Atom) -> Term | None:
    """Of d_iv, or of an entry A_iv of a symmetric matrix, the i (both are keyed by i + v and i v); None if i is v."""
    other = difference(a[3][0], of(v))
    return other if only(other) and only(other) != v and a[3][1] == multiply(other, of(v)) else None


def product_over(v: Atom, body: Term) -> Term:
    """Finite products: the product of factors is the product of their products."""
    plain = [m for m, c in body if c == 1 and len(body) == 1]
    factors = [(of(a), e) for a, e in plain[0]] if plain else [(body, 1)]
    return multiply(*(of(("Prod", None, (v[1],), (), close_binder((t,), (v,))), e) for t, e in factors))


def component(base: Term, index: Term) -> Term:
    """Vectors add and multiply component by component; a number or a scalar is the same in each."""

    def one(a: Atom) -> Term:
        if is_vector(a):
            return of(("comp", None, (), (of(a), index), ()))
        require(is_scalar(a), "a vector under a sign that has no components here")
        return of(a)

    return add(*(scale(multiply(*(power(one(a), e) for a, e in m)), c) for m, c in base))


def is_vector(a: Atom) -> bool:
    """A vector variable, a bare vector, or a function (which under a component is one)."""
    return a[0] in ("function", "vector") or (a[0] == "var" and a[1][1] is not None and a[1][0] != "#")


def is_scalar(a: Atom) -> bool:
    """Whether an atom is a number whose parts are numbers."""
    if a[0] in SCALAR_CONTAINERS:
        bodies = (*a[3], *opened(a)[1][-1:])
        return all(is_scalar(b) for body in bodies for m, _ in body for b, _ in m)
    return not is_vector(a) and a[0] not in ("bound", "avg", "over", "D", "dint")


def holds_average(thing: object) -> bool:
    """Whether a sample average stands anywhere inside, but for those that an average over draws averages."""
    if isinstance(thing, tuple) and thing and thing[0] in ("avg", "over"):
        return thing[0] == "avg"
    return isinstance(thing, tuple | frozenset) and any(map(holds_average, thing))


def exponential(t: Term) -> Term:
    """exp of a sum is a product; a number in the exponent is a power."""
    return multiply(*(of(("exp", None, (), (whole(m),), ()), c) for m, c in t))


def walk(term: Term, before: Exchange = lambda a: None, after: Exchange = lambda a: None) -> Term:
    """The term made anew: `before` may exchange an atom on the way in, `after` on the way out."""

    def again(t: Term) -> Term:
        return walk(t, before, after)

    def one(a: Atom) -> Term | None:  # None for what stays as it is
        new = before(a)
        if new is not None:
            return new
        rebuilt = parts(a) if a[0] not in LEAVES else None
        done = a if rebuilt is None else only(rebuilt)
        new = after(done) if done else None
        return rebuilt if new is None else new

    def parts(a: Atom) -> Term | None:
        variables, bodies = opened(a)
        old = (*a[:4], bodies)
        new = on_parts(old, again, again)
        return None if new == old else make(a[0], a[1], variables, new[3], new[4])

    def anew(m: Monomial, c: Number) -> Term:
        new = [(one(a), a, e) for a, e in m]
        if all(n is None for n, _, _ in new):
            return whole(m, c)
        return scale(multiply(*(of(a, e) if n is None else power(n, e) for n, a, e in new)), c)

    return add(*(anew(m, c) for m, c in term))


def substitute(term: Term, values: Mapping[Atom, Term]) -> Term:
    """Terms in the place of free atoms."""
    return walk(term, before=values.get)


def single(a: Atom) -> tuple[tuple[Atom, ...], tuple[Term, ...], Monomial, Number]:
    """(variables, bodies, factors of the last body, their coefficient) of a binder over one product. Raises
    Elsewhere."""
    vs, bodies = opened(a)
    return vs, bodies, *product(bodies[-1])


def nested(variables: Atoms, body: Term) -> Term:
    """Integrals over these variables on their whole ranges, one inside the other, the last innermost."""
    if not variables:
        return body
    return make("int", variables=variables[:1], inner=(nested(variables[1:], body),))


def logarithm(t: Term) -> Term:
    """log t"""
    return make("log", outer=(t,))
