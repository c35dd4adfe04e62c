"""Gaussians: logarithm and formula, moments, the standard normal behind each, integration by parts.

Under an integral over v, N(v; m, s) is one of v on the whole line (or space), with m and s free of v: `is_normal_of`.
"""

from __future__ import annotations

from fractions import Fraction

from derivations.kernel.arithmetic import add, all_positive, difference, divided, multiply, power, scale
from derivations.kernel.figures.densities import generated, is_normal_of
from derivations.kernel.figures.slopes import slope
from derivations.kernel.making import logarithm, make, nested, single, substitute, walk
from derivations.kernel.matching import first, fits, fresh, lone, mentions, opened, the
from derivations.kernel.terms import ONE, ZERO, Atom, Monomial, Number, Term, number, of, only, ordered, whole

PI = of(("symbol", "pi", True))
HALF = Fraction(1, 2)


def square(n: Atom) -> Term:
    """(v - m)^2 / s of N(v; m, s)"""
    value, mean, variance = n[3]
    return divided(power(difference(value, mean), 2), variance)


def log_density(a: Atom) -> Term:
    """log N(v; m, s)  ->  -1/2 [log 2 + log pi + log s + (v-m)^2/s]        (note 4.26)"""
    n = the(a[3][0], "N")
    return scale(add(*map(logarithm, (number(2), PI, n[3][2])), square(n)), -HALF)


def log_density_of_a_vector(a: Atom) -> Term:
    """log N(v; m, S)  ->  -1/2 [n log 2 pi + log |S| + (v-m)' S^-1 (v-m)]        S a named covariance

    (note 5.21)
    """
    n = the(a[3][0], "MN")
    (i, j), (entry,) = opened(n)
    _, (name, exponent, symmetric), _, keys, _ = the(entry, "entry")
    inverse = of(("entry", (name, -exponent, symmetric), (), keys, ()))
    off = [make("comp", outer=(difference(*n[3]), of(k))) for k in (i, j)]
    form = make("Sum", variables=(i, j), inner=(multiply(off[0], inverse, off[1]),))
    logs = add(*map(logarithm, (number(2), PI)))
    volume = scale(logarithm(of(("det", name, (), (), ()))), exponent)
    return scale(add(multiply(i[1][1], logs), volume, form), -HALF)


def formula(a: Atom) -> Term:
    """N(v; m, s)  ->  (2 pi s)^(-1/2) exp(-(v-m)^2/(2s))        (note 4.1)"""
    below = power(scale(multiply(PI, a[3][2]), 2), -HALF)
    return multiply(below, make("exp", outer=(scale(square(a), -HALF),)))


def weighted(a: Atom, kind: str) -> tuple[Atom, Atom, Monomial, Term]:
    """Of an integral under one Gaussian of its variable: (variable, Gaussian, the other factors that hold the
    variable, what is free of it). Raises Elsewhere."""
    (v,), _, m, c = single(a)
    weight, others = lone(m, lambda w: w[0] == kind and is_normal_of(w, v))
    held = frozenset(f for f in others if mentions(f[0], v))
    return v, weight, held, whole(others - held, c)


def moments(a: Atom) -> Term:
    """integral of v^n N(v; m, s) dv = M_n  ->  m M_{n-1} + (n-1) s M_{n-2},  M_0 = 1        (note 4.27)"""
    v, weight, held, _ = weighted(a, "N")
    fits(all(b == v for b, _ in held))
    return substitute(by_parts(a), {the(nested((v,), of(weight))): ONE})


def second_moments(a: Atom) -> Term:
    """integral of z_i N(z; m, S) dz  ->  m_i;   integral of z_i z_j N(z; m, S) dz  ->  m_i m_j + S_ij

    (note 5.23)
    """
    v, weight, held, outside = weighted(a, "MN")
    fits(all(b[0] == "comp" and b[3][0] == of(v) and e in (1, 2) for b, e in held))
    indices = [b[3][1] for b, e in held for _ in range(int(e))]
    fits(len(indices) in (1, 2))
    means = [make("comp", outer=(weight[3][1], i)) for i in indices]
    (i, j), (entry,) = opened(weight)
    covariance = substitute(entry, {i: indices[0], j: indices[1]}) if len(indices) == 2 else ZERO
    return multiply(outside, add(multiply(*means), covariance))


def gaussian_integral(a: Atom) -> Term:
    """integral of exp(-a v^2 + b v + c) dv  ->  (pi/a)^(1/2) exp(b^2/(4a) + c)        a > 0; v on the whole line"""
    (v,), _, m, k = single(a)
    held = frozenset(f for f in m if mentions(f[0], v))
    fits(v[1] is not None and v[1][1:] == (None, False, False) and all(b[0] == "exp" for b, _ in held))
    level, push, bend = by_degree(add(*(scale(b[3][0], e) for b, e in held)), v)
    curvature = scale(bend, -1)
    fits(all_positive(curvature))
    exponent = add(divided(power(push, 2), scale(curvature, 4)), level)
    return multiply(whole(m - held, k), power(divided(PI, curvature), HALF), make("exp", outer=(exponent,)))


def by_degree(t: Term, v: Atom) -> tuple[Term, Term, Term]:
    """The coefficients of 1, v and v^2 in a polynomial of v. Raises Elsewhere where v stands otherwise."""
    level, push, bend = (
        add(*(whole(m - {(v, degree)}, c) for m, c in t if dict(m).get(v, 0) == degree)) for degree in range(3)
    )
    fits(t == add(level, multiply(push, of(v)), multiply(bend, of(v, 2))) and not mentions((level, push, bend), v))
    return level, push, bend


def product_of_gaussians(a: Atom) -> Term:
    """integral of f(v) N(y; b + g v, s) N(v; m, t) dv  ->  N(y; b + g m, u) integral of f(v) N(v; m + h, s t/u) dv
    with  u = s + g^2 t,  h = g t (y - b - g m)/u                  y, s, b, g free of v
    """
    v, (_, _, _, (_, mean, variance), _), held, outside = weighted(a, "N")

    def completed(factor: tuple[Atom, Number]) -> Term:
        w, e = factor
        fits(w[0] == "N" and e == 1 and not mentions((w[3][0], w[3][2]), v))
        value, line, spread = w[3]
        base, gain, bend = by_degree(line, v)
        fits(not bend)
        centre, total = add(base, multiply(gain, mean)), add(spread, multiply(gain, gain, variance))
        shift = divided(multiply(gain, variance, difference(value, centre)), total)
        after = make("N", outer=(of(v), add(mean, shift), divided(multiply(spread, variance), total)))
        rest = nested((v,), multiply(whole(held - {factor}), after))
        return multiply(outside, make("N", outer=(value, centre, total)), rest)

    return first(completed, ordered(held))


def change_of_variables(a: Atom) -> Term:
    """integral of f(z) N(z; m, s) dz  ->  integral of f(m + s^(1/2) e) N(e; 0, 1) de        m, s free of z, s > 0

    integral of f(z) Prod_i N(z_i; m_i, s_i) dz  ->  integral of f(m + s^(1/2) e) Prod_i N(e_i; 0, 1) de

    (note 4.11)
    """
    (v,), _, m, c = single(a)
    weight, others = lone(m, lambda b: b[0] in ("N", "Prod") and generated(b, {v}))
    indices, bodies = opened(weight)
    value, mean, variance = the(bodies[0], "N")[3] if indices else weight[3]
    fits(len(variance) == 1 and all_positive(variance))
    noise = fresh(("", v[1][1], False, False))
    place = uncomponent(add(mean, multiply(power(variance, HALF), of(noise))), indices)
    standard = make("N", outer=(substitute(value, {v: of(noise)}), ZERO, ONE))
    standard = make("Prod", variables=indices, inner=(standard,)) if indices else standard
    return nested((noise,), multiply(substitute(whole(others, c), {v: place}), standard))


def uncomponent(t: Term, indices: tuple[Atom, ...]) -> Term:
    """The vector whose component at an index a term is. Raises Elsewhere if the index stands anywhere else."""
    vector = walk(t, before=lambda a: a[3][0] if a[0] == "comp" and only(a[3][1]) in indices else None)
    fits(not any(mentions(vector, i) for i in indices))
    return vector


def by_parts(a: Atom) -> Term:
    """integral of z f(z) N(z; m, s) dz  ->  m integral of f N dz + s integral of f' N dz        (note 4.16)

    f is steady on the whole line, so that nothing is lost between the ends; that f N vanishes there is assumed.
    """
    v, weight, held, outside = weighted(a, "N")
    fits(dict(held).get(v, 0) >= 1 and steady(held, v))
    _, mean, variance = weight[3]
    f = multiply(whole(held), of(v, -1))
    first, second = (nested((v,), multiply(g, of(weight))) for g in (f, slope(f, v)))
    return multiply(outside, add(multiply(mean, first), multiply(variance, second)))


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
