"""Derivatives of terms, and what rests on them."""

from __future__ import annotations

from fractions import Fraction

from derivations.kernel.arithmetic import add, difference, divided, multiply, power, scale
from derivations.kernel.making import is_scalar, make, single, substitute
from derivations.kernel.matching import fits, fresh, mentions, opened, product, the
from derivations.kernel.terms import ONE, ZERO, Atom, Refused, Term, number, of, require, whole

INFINITY = ("symbol", "oo", True)


def slope(t: Term, v: Atom) -> Term:
    """The derivative of a term by a variable; raises Refused where no rule gives it."""
    factors = ((whole(m - {(a, e)}, c * e), power(of(a), e - 1), a) for m, c in t for a, e in m)
    return add(*(multiply(others, less, slope_of(a, v)) for others, less, a in factors))


def slope_of(a: Atom, v: Atom) -> Term:
    """The derivative of an atom."""
    if a == v:
        return ONE
    if not mentions(a, v):
        return ZERO
    kind, label, _, outer, _ = a
    if kind == "exp":
        return multiply(of(a), slope(outer[0], v))
    if kind == "sum":
        return slope(outer[0], v)
    if kind == "log" or (kind == "pow" and not mentions(outer[1], v)):
        relative = divided(slope(outer[0], v), outer[0])
        return relative if kind == "log" else multiply(outer[1], of(a), relative)
    if kind == "function" and len(outer) == 1 and all(is_scalar(b) for m, _ in outer[0] for b, _ in m):
        return multiply(make("function", (label[0] + "'", False), (), outer), slope(outer[0], v))
    if kind in ("Sum", "int", "E"):
        vs, bodies = opened(a)
        require(not mentions(bodies[:-1], v), "a density that holds the variable of a derivative")
        return make(kind, label, vs, outer, (*bodies[:-1], slope(bodies[-1], v)))
    raise Refused(f"no derivative of {kind}")


def differentiation(a: Atom) -> Term:
    """d/dm f(g(m))  ->  f'(g(m)) g'(m);   d/dm integral of h(m,e) de  ->  integral of d/dm h        (note 3.13)

    No density holds m; g has one argument, a number.
    """
    (v,), (body,) = opened(a)
    return substitute(slope(body, v), {v: a[3][0]})


def fundamental_theorem(a: Atom) -> Term:
    """integral_a^b F'(r) dr  ->  F(b) - F(a)        F = r^n, or exp(c r^2), c < 0, which is 0 at infinity

    (note 4.8)
    """
    (r,), (body,), m, k = single(a)
    low, high = a[3]
    square = make("exp", outer=(of(r, 2),))
    c, n = dict(m).get(the(square), 0), dict(m).get(r, 0) + 1
    infinite = high == of(INFINITY)
    fits(n > 0 and (c < 0 or not infinite) and not mentions(low, INFINITY) and mentions(high, INFINITY) <= infinite)
    outside = whole(frozenset(f for f in m if not mentions(f[0], r)), k)
    primitive = multiply(outside, power(square, c) if c else of(r, n), number(1 / Fraction(2 * c or n)))
    fits(slope(primitive, r) == body)
    at_high = ZERO if infinite else substitute(primitive, {r: high})
    return difference(at_high, substitute(primitive, {r: low}))


def polar_coordinates(a: Atom) -> Term:
    """double integral of exp(c (y^2 + z^2)) dy dz  ->  integral_0^{2 pi} integral_0^oo r exp(c r^2) dr dt

    (note 4.6)
    """
    (y,), (inner,) = opened(a)
    (z,), (body,) = opened(the(inner, "int"))
    fits(all(v[1][1:] == (None, False, False) for v in (y, z)))
    squares = [make("exp", outer=(of(v, 2),)) for v in (y, z)]
    c = dict(product(body)[0]).get(the(squares[0]), 0)
    fits(c and body == multiply(*(power(s, c) for s in squares)))
    r, t = (fresh(("", None, False, True)) for _ in range(2))
    ring = multiply(of(r), power(make("exp", outer=(of(r, 2),)), c))
    around = make("dint", None, (r,), (ZERO, of(INFINITY)), (ring,))
    return make("dint", None, (t,), (ZERO, scale(of(("symbol", "pi", True)), 2)), (around,))
