"""Gaussians: logarithm and formula, moments, the standard normal behind each, integration by parts."""

from __future__ import annotations

from fractions import Fraction

from derivations.kernel.binders import fresh, mentions, opened
from derivations.kernel.figures.densities import is_normal_of
from derivations.kernel.figures.slopes import slope
from derivations.kernel.making import integral, logarithm, make, single, substitute, walk
from derivations.kernel.terms import (
    ONE,
    ZERO,
    Atom,
    Monomial,
    Term,
    add,
    all_positive,
    difference,
    divided,
    multiply,
    number,
    of,
    only,
    power,
    scale,
    the,
    whole,
)

PI = of(("symbol", "pi", True))
HALF = Fraction(1, 2)


def square(n: Atom) -> Term:
    """(v - m)^2 / s of N(v; m, s)"""
    value, mean, variance = n[3]
    return divided(power(difference(value, mean), 2), variance)


def log_density(a: Atom) -> Term | None:
    """log N(v; m, s)  ->  -1/2 [log 2 + log pi + log s + (v-m)^2/s]"""
    n = only(a[3][0])
    return scale(add(*map(logarithm, (number(2), PI, n[3][2])), square(n)), -HALF) if n and n[0] == "N" else None


def log_density_of_a_vector(a: Atom) -> Term | None:
    """log N(v; m, S)  ->  -1/2 [n log 2 pi + log |S| + (v-m)' S^-1 (v-m)]        S a named covariance"""
    n = only(a[3][0])
    if n and n[0] == "MN":
        (i, j), (entry,) = opened(n)
        name, exponent, symmetric = the(entry)[1]
        inverse = of(("entry", (name, -exponent, symmetric), (), the(entry)[3], ()))
        off = [make("comp", outer=(difference(*n[3]), of(k))) for k in (i, j)]
        form = make("Sum", variables=(i, j), inner=(multiply(off[0], inverse, off[1]),))
        logs = add(*map(logarithm, (number(2), PI)))
        volume = scale(logarithm(of(("det", name, (), (), ()))), exponent)
        return scale(add(multiply(i[1][1], logs), volume, form), -HALF)
    return None


def formula(a: Atom) -> Term:
    """N(v; m, s)  ->  (2 pi s)^(-1/2) exp(-(v-m)^2/(2s))"""
    below = power(scale(multiply(PI, a[3][2]), 2), -HALF)
    return multiply(below, make("exp", outer=(scale(square(a), -HALF),)))


def weighted(a: Atom, kind: str) -> tuple[Atom, Atom, Monomial, Term] | None:
    """Of an integral under one Gaussian of its variable: (variable, Gaussian, the other factors that hold the
    variable, what is free of it); else None."""
    found = single(a)
    if found:
        (v,), _, m, c = found
        held = frozenset(f for f in m if mentions(f[0], v))
        weights = [(w, e) for w, e in held if e == 1 and w[0] == kind and is_normal_of(w, v)]
        if len(weights) == 1:
            return v, weights[0][0], held - {weights[0]}, whole(m - held, c)
    return None


def moments(a: Atom) -> Term | None:
    """integral of v^n N(v; m, s) dv  ->  M_n,  M_n = m M_{n-1} + (n-1) s M_{n-2}"""
    found = weighted(a, "N")
    if found:
        v, (_, _, _, (_, mean, variance), _), held, outside = found
        n = dict(held).get(v, 0)
        if len(held) == 1 and n > 0 and n.denominator == 1:
            before, now = ONE, mean
            for k in range(2, int(n) + 1):
                before, now = now, add(multiply(mean, now), scale(multiply(variance, before), k - 1))
            return multiply(outside, now)
    return None


def second_moments(a: Atom) -> Term | None:
    """integral of z_i N(z; m, S) dz  ->  m_i;   integral of z_i z_j N(z; m, S) dz  ->  m_i m_j + S_ij"""
    found = weighted(a, "MN")
    if found:
        v, weight, held, outside = found
        if not all(b[0] == "comp" and b[3][0] == of(v) and e in (1, 2) for b, e in held):
            return None
        indices = [b[3][1] for b, e in held for _ in range(int(e))]
        means = [make("comp", outer=(weight[3][1], i)) for i in indices]
        if len(indices) == 1:
            return multiply(outside, means[0])
        if len(indices) == 2:
            (i, j), (entry,) = opened(weight)
            covariance = substitute(entry, {i: indices[0], j: indices[1]})
            return multiply(outside, add(multiply(*means), covariance))
    return None


def gaussian_integral(a: Atom) -> Term | None:
    """integral of exp(-a v^2 + b v + c) dv  ->  (pi/a)^(1/2) exp(b^2/(4a) + c)        a > 0; v on the whole line"""
    found = single(a)
    if not found or a[2][0][1:] != (None, False, False):
        return None
    (v,), _, m, k = found
    held = frozenset(f for f in m if mentions(f[0], v))
    if any(b[0] != "exp" for b, _ in held):
        return None
    parts = by_degree(add(*(scale(b[3][0], e) for b, e in held)), v)
    if parts is None:
        return None
    level, push, curvature = parts[0], parts[1], scale(parts[2], -1)
    if not all_positive(curvature):
        return None
    exponent = add(divided(power(push, 2), scale(curvature, 4)), level)
    return multiply(whole(m - held, k), power(divided(PI, curvature), HALF), make("exp", outer=(exponent,)))


def by_degree(t: Term, v: Atom) -> tuple[Term, Term, Term] | None:
    """The coefficients of 1, v and v^2 in a polynomial of v; None where v stands otherwise."""
    parts: dict = {0: [], 1: [], 2: []}
    for n, c in t:
        degree = dict(n).get(v, 0)
        rest = frozenset(f for f in n if f[0] != v)
        if degree not in parts or mentions(rest, v):
            return None
        parts[degree].append(whole(rest, c))
    return add(*parts[0]), add(*parts[1]), add(*parts[2])


def product_of_gaussians(a: Atom) -> Term | None:
    """integral of f(v) N(y; b + g v, s) N(v; m, t) dv  ->  N(y; b + g m, u) integral of f(v) N(v; m + h, s t/u) dv
    with  u = s + g^2 t,  h = g t (y - b - g m)/u                  y, s, b, g free of v
    """
    found = weighted(a, "N")
    if found:
        v, prior, held, outside = found
        _, mean, variance = prior[3]
        for w, e in held:
            line = by_degree(w[3][1], v) if w[0] == "N" and e == 1 else None
            if line is None or line[2] or mentions((w[3][0], w[3][2]), v):
                continue
            base, gain, _ = line
            centre = add(base, multiply(gain, mean))
            spread = add(w[3][2], multiply(gain, gain, variance))
            shift = divided(multiply(gain, variance, difference(w[3][0], centre)), spread)
            after = make("N", outer=(of(v), add(mean, shift), divided(multiply(w[3][2], variance), spread)))
            evidence = make("N", outer=(w[3][0], centre, spread))
            return multiply(outside, evidence, integral(v, multiply(whole(held - {(w, e)}), after)))
    return None


def deviation(variance: Term) -> Term | None:
    """The positive square root of one positive product; None otherwise."""
    return power(variance, HALF) if len(variance) == 1 and all_positive(variance) else None


def noise(v: Atom) -> Atom:
    """A variable of the same dimension, of no role, on the whole line."""
    return fresh(("", v[1][1], False, False))


def change_of_variables(a: Atom) -> Term | None:
    """integral of f(z) N(z; m, s) dz  ->  integral of f(m + s^(1/2) e) N(e; 0, 1) de        m, s free of z, s > 0"""
    found = weighted(a, "N")
    if found:
        v, weight, held, outside = found
        root = deviation(weight[3][2])
        if root is not None:
            n = noise(v)
            rest = substitute(whole(held), {v: add(weight[3][1], multiply(root, of(n)))})
            return integral(n, multiply(outside, rest, make("N", outer=(of(n), ZERO, ONE))))
    return None


def change_of_a_vector(a: Atom) -> Term | None:
    """integral of f(z) Prod_i N(z_i; m_i, s_i) dz  ->  integral of f(m + s^(1/2) e) Prod_i N(e_i; 0, 1) de"""
    found = single(a)
    if not found:
        return None
    (v,), _, m, c = found
    for w, e in m:
        if e != 1 or w[0] != "Prod" or w[2][0][1] != v[1][1] or v[1][2:] != (False, False):
            continue
        (i,), (body,) = opened(w)
        one = only(body)
        if not one or one[0] != "N" or one[3][0] != make("comp", outer=(of(v), of(i))):
            continue
        root = deviation(one[3][2])
        mean, root = uncomponent(one[3][1], i), root and uncomponent(root, i)
        if mentions(one[3][1:], v) or mean is None or root is None:
            continue
        n, j = noise(v), fresh(i[1])
        rest = substitute(whole(m - {(w, e)}, c), {v: add(mean, multiply(root, of(n)))})
        standard = make("N", outer=(make("comp", outer=(of(n), of(j))), ZERO, ONE))
        return integral(n, multiply(rest, make("Prod", variables=(j,), inner=(standard,))))
    return None


def uncomponent(t: Term, i: Atom) -> Term | None:
    """The vector whose component i a term is; None if i stands anywhere else."""
    vector = walk(t, before=lambda a: a[3][0] if a[0] == "comp" and a[3][1] == of(i) else None)
    return None if mentions(vector, i) else vector


def by_parts(a: Atom) -> Term | None:
    """integral of z f(z) N(z; m, s) dz  ->  m integral of f N dz + s integral of f' N dz

    f is steady on the whole line, so that nothing is lost between the ends; that f N vanishes there is assumed.
    """
    found = weighted(a, "N")
    if found:
        v, weight, held, outside = found
        if dict(held).get(v, 0) >= 1 and steady(held, v):
            _, mean, variance = weight[3]
            f = multiply(whole(held), of(v, -1))
            first, second = (integral(v, multiply(g, of(weight))) for g in (f, slope(f, v)))
            return multiply(outside, add(multiply(mean, first), multiply(variance, second)))
    return None


def steady(m: Monomial, v: Atom) -> bool:
    """Whether a product is continuous in v, with a slope that can be integrated: whole powers of v, powers v^t with
    t > 0, functions of sums of such. Below a bar, or for a t of unknown sign, it may be infinite at 0."""
    return all(
        e > 0 and (
            b == v
            or (b[0] == "pow" and b[3][0] == of(v) and all_positive(b[3][1]))
            or (b[0] == "function" and all(steady(n, v) for t in b[3] for n, _ in t))
        )
        for b, e in m if mentions(b, v)
    )  # fmt: skip
