"""The figures of Gaussians, of draws and of slopes: what they make of a term, and what they leave alone."""

import pytest
from figure_terms import (
    OF_GAUSSIANS,
    D,
    N,
    S,
    a,
    all_draws,
    angle,
    at,
    b,
    d,
    draws,
    f,
    g,
    half_line,
    i,
    j,
    k,
    m,
    p,
    q,
    r,
    radius,
    s,
    t,
    through,
    two,
    u,
    up,
    v,
    w,
    x,
    y,
    z,
)
from sympy import Derivative, Function, Integer, KroneckerDelta, Rational, Symbol, oo, pi, sqrt, sympify
from sympy import Integral as Between

from derivations.kernel.arithmetic import cleared, difference
from derivations.kernel.figures.gaussians import gaussian_integral
from derivations.kernel.figures.table import one_pass
from derivations.kernel.matching import Elsewhere
from derivations.kernel.terms import Refused
from derivations.kernel.translation import line_of, term
from derivations.language import words as L
from derivations.language.words import (
    Bilinear,
    Density,
    Expectation,
    Integral,
    Normal,
    Product,
    RandomVariable,
    SampleAverage,
    Sum,
    exp,
    log,
    slot,
)

n, three = Symbol("n", integer=True, positive=True), Function("three", positive=True)
ACCEPTS = [
    ("gaussian", r(z | x), Normal(z, f(x), s)),
    ("gaussian", Density(r, [slot("z", a)], [slot("x", b)]), Normal(a, f(b), s)),
    ("gaussian", r(w[k] | x), Normal(w[k], m, s)),
    ("gaussian", log(Normal(z, m, s)), -(log(2) + log(pi) + log(s) + (z - m) ** 2 / s) / 2),
    ("gaussian", log(Normal(w, m, S)), None),
    ("formula", N, exp(-((z - m) ** 2) / (2 * s**2)) / sqrt(2 * pi * s**2)),
    ("moments", Integral(N * z, z), m),
    ("moments", Integral(N * z**2, z), m * Integral(N * z, z) + s**2),
    ("moments", Integral(N * z**4, z), m * Integral(N * z**3, z) + s**2 * Integral(3 * N * z**2, z)),
    (
        "completing",
        Integral(f(z) * Normal(y, b + u * z, s) * Normal(z, m, t), z),
        Normal(y, b + u * m, s + u**2 * t)
        * Integral(f(z) * Normal(z, m + u * t * (y - b - u * m) / (s + u**2 * t), s * t / (s + u**2 * t)), z),
    ),
    ("quadratic_form", Integral(Normal(w, m, S) * w[i], w), None),
    ("quadratic_form", Integral(Normal(w, m, S) * w[i] * w[j], w), None),
    ("change", Integral(N * f(z), z), None),
    ("change", Integral(Product(Normal(w[i], m, s**2), (i, 1, d)) * f(w), w), None),
    (
        "parts",
        Integral(N * z * f(z), z),
        m * Integral(N * f(z), z) + s**2 * Integral(N * Function("f'", real=True)(z), z),
    ),
    ("derivative", Derivative(Integral(p(z) * exp(a * z), z), a), Integral(p(z) * z * exp(a * z), z)),
    ("derivative", Derivative(log(1 + u**2), u), 2 * u / (1 + u**2)),
    ("derivative", Derivative(u**a, u), a * u**a / u),
    ("antiderivative", Between(radius * exp(-(radius**2)), (radius, 0, oo)), Rational(1, 2)),
    ("antiderivative", Between(radius**2, (radius, 0, a)), a**3 / 3),
    ("antiderivative", Between(sqrt(radius), (radius, 0, a)), 2 * sqrt(a) ** 3 / 3),
    (
        "polar",
        Integral(exp(-(y**2) - x**2), y, x),
        Between(Between(radius * exp(-(radius**2)), (radius, 0, oo)), (angle, 0, 2 * pi)),
    ),
    ("draws", Integral(all_draws * f(draws[i]) * f(draws[k]), draws), None),
    ("parts", Integral(N * z ** (n + 1), z), None),
    ("parts", Integral(N * z * f(m + s * z**2), z), None),
    ("parts", Integral(N * z * f(z**a) * z**b, z), None),
]
REFUSES = [
    ("gaussian", r(z | y), "given another variable"),
    ("gaussian", r(w[k] | y), "a component given another variable"),
    ("gaussian", r(v[k] | x), "a component of another vector"),
    ("gaussian", log(Normal(z, m, s) * a), "not the logarithm of a Gaussian alone"),
    ("gaussian", log(q(x)), "a density that no fact gives"),
    ("moments", Integral(N / z, z), "a negative power"),
    ("moments", Integral(N * sqrt(up(x)) * f(z), z), "something else"),
    ("moments", Integral(N, z), "no power"),
    ("moments", Integral(Normal(z, z * m, s) * z, z), "the mean holds the variable"),
    ("moments", Integral(Normal(half_line, 0, 1) * half_line**2, half_line), "half a line"),
    ("moments", Integral(N * Normal(z, u, s) * z, z), "two Gaussians"),
    ("moments", Integral(N**2 * z, z), "its square"),
    ("completing", Integral(N * f(z), z), "one Gaussian"),
    ("completing", Integral(N * Normal(y, f(z), s), z), "no line in z"),
    ("completing", Integral(N * Normal(y, z**2, s), z), "a parabola"),
    ("completing", Integral(N * Normal(y, z**3, s), z), "a cubic"),
    ("completing", Integral(N * Normal(y, 1 / z, s), z), "below the bar"),
    ("completing", Integral(N * Normal(y, z, z**2 + 1), z), "the spread holds the variable"),
    ("completing", Integral(N * Normal(z + y, z, s), z), "the value holds the variable"),
    ("completing", Integral(N * Normal(y, z, s) ** 2, z), "its square"),
    ("completing", Integral(N * N.subs(m, u), z), "two of the same variable"),
    ("completing", Integral(Normal(half_line, m, s) * Normal(y, half_line, s), half_line), "half a line"),
    ("quadratic_form", Integral(Normal(w, m, S) * w[i] ** 3, w), "three factors"),
    ("quadratic_form", Integral(Normal(w, m, S) * f(w[i]), w), "something else"),
    ("quadratic_form", Integral(Normal(w, m, S) * w[i] * w[j] * w[k], w), "three factors"),
    ("quadratic_form", Integral(Normal(w, m, S) / w[i], w), "below the bar"),
    ("change", Integral(Normal(z, m, u) * f(z), z), "u may be negative"),
    ("change", Integral(Normal(z, m, s + t) * f(z), z), "a sum has no root here"),
    ("change", Integral(Normal(z, z, s) * f(z), z), "the mean holds the variable"),
    ("change", Integral(Normal(half_line, m, s) * f(half_line), half_line), "half a line"),
    ("change", Integral(Product(Normal(w[i], m, u), (i, 1, d)) * f(w), w), "u may be negative"),
    ("change", Integral(Product(Normal(w[i], w[i], s), (i, 1, d)) * f(w), w), "the mean holds the variable"),
    ("change", Integral(Product(Normal(w[i], m, s), (i, 1, D)) * f(w), w), "another range"),
    ("change", Integral(Product(Normal(w[i], m, s), (i, 1, d)) ** 2 * f(w), w), "a square"),
    ("change", Integral(Product(Normal(w[1], m, s), (i, 1, d)) * f(w), w), "one component d times"),
    ("parts", Integral(N * z * exp(z**4), z), "the boundary does not vanish"),
    ("parts", Integral(N * f(z), z), "no power of z"),
    ("parts", Integral(N * f(z) / z, z), "a negative power"),
    ("antiderivative", Between(radius * exp(radius**2), (radius, 0, oo)), "grows"),
    ("antiderivative", Between(exp(-(radius**2)), (radius, 0, oo)), "no primitive"),
    ("antiderivative", Between(radius**2, (radius, 0, oo)), "infinite"),
    ("antiderivative", Between(1 / radius, (radius, a, b)), "a logarithm"),
    ("antiderivative", Between(radius * f(radius), (radius, 0, a)), "no primitive"),
    ("polar", Integral(exp(-(y**2) - 2 * x**2), y, x), "not the same on both axes"),
    ("polar", Integral(exp(-(half_line**2) - x**2), half_line, x), "half a plane"),
    ("polar", Integral(exp(-(y**2) - x**2) * f(x), y, x), "something else"),
    ("polar", Integral(f(y), y, x), "no square"),
    ("polar", Integral(Integer(1), y, x), "not even a number in the exponent"),
    ("polar", Integral(f(y) + exp(-(y**2) - x**2), y, x), "a sum, not one product"),
    ("draws", Integral(all_draws * f(draws[i]) * f(draws[j]) * f(draws[k]), draws), "three draws"),
    ("draws", Integral(all_draws * two(draws[i], draws[k]), draws), "no factor each"),
    ("draws", Integral(all_draws * f(draws[i]), draws), "one draw"),
    ("draws", Integral(p(draws) * f(draws[i]) * f(draws[k]), draws), "no product"),
    ("moments", Integral(Normal(w, m, S) * w[i], w), "a vector"),
    ("moments", Integral(N * z * f(z), z), "a function beside the power"),
    ("quadratic_form", Integral(f(z), z), "no Gaussian"),
    ("quadratic_form", Integral(f(z) + g(z), z), "a sum"),
    ("quadratic_form", Integral(p(w) * Sum(log(p(w[i])), (i, 1, d)), w), "a sum, but no Gaussian"),
    ("quadratic_form", Integral(Normal(w, m, S) * two(w, u), w), "a function of the vector and of a number"),
    ("quadratic_form", Integral(Normal(w, m, S) * w[j] / w[i], w), "one below the bar"),
    ("change", Integral(N * f(z) + N * g(z), z), "a sum"),
    ("change", Integral(Product(Normal(w[i], m, s) + 1, (i, 1, d)) * f(w), w), "a product of sums"),
    ("change", Integral(Product(three(w[i], m, s), (i, 1, d)) * f(w), w), "no Gaussian"),
    ("change", Integral(Product(at("w", w[i]), (i, 1, d)) * f(w), w), "a density without a formula"),
    ("change", Integral(Normal(w, m, S) * f(w), w), "components that hang together"),
    ("change", Integral(p(z) * f(z), z), "no Gaussian"),
    ("completing", Integral(Normal(w, m, S) * f(w), w), "components that hang together"),
    ("quadratic_form", Integral(N * z, z), "a number, no vector"),
    ("change", Integral(Product(Normal(w[i], i * m, s), (i, 1, d)) * f(w), w), "the mean holds the index as a number"),
    ("parts", Integral(f(z), z), "no Gaussian"),
    ("parts", Integral(N * z / f(z), z), "a function below the bar"),
    ("parts", Integral(N * z * log(z), z), "a logarithm of what may be negative"),
    ("parts", Integral(N * z * up(z) ** a, z), "a power of a function"),
    ("parts", Integral(N * z ** (u + 1), z), "at u = -1 it is 1 on the left and infinite on the right"),
    ("parts", Integral(N * z ** (1 - a), z), "the same at a = 2"),
    ("parts", Integral(N * z * f(1 / z), z), "f(t) = t gives 1, and its slope is not integrable at 0"),
    ("parts", Integral(N * z * f(z**u), z), "a power that may be negative inside a function"),
    ("parts", Integral(N * z * f(log(z)), z), "a logarithm inside a function"),
]


@pytest.mark.parametrize(("key", "before", "after"), ACCEPTS)
def test_accepts(key, before, after):
    new = through(key, before)
    assert new != term(before, line_of(before))
    assert after is None or not cleared(difference(new, term(sympify(after))))


@pytest.mark.parametrize(("key", "before", "why"), REFUSES)
def test_refuses(key, before, why):
    assert through(key, before) == term(before, line_of(before)), why


def test_every_rule_accepts_and_refuses_somewhere():
    assert {key for key, _, _ in ACCEPTS} == OF_GAUSSIANS
    assert {key for key, _, _ in REFUSES} >= OF_GAUSSIANS - {"formula", "derivative"}


@pytest.mark.parametrize(
    ("what", "e"),
    [
        ("a density that holds the variable", Derivative(Expectation(f(z), Normal(z, m, s)), m)),
        ("a power of a variable exponent", Derivative(a**s, s)),
        ("a function of two arguments", Derivative(two(m, u), m)),
        ("a function of a vector", Derivative(f(m * w), m)),
        ("a density at the variable", Derivative(at("z", m), m)),
        ("a sample average", Derivative(SampleAverage(f(m * z), p(z), d), m)),
    ],
)
def test_has_no_derivative(what, e):
    with pytest.raises(Refused):
        through("derivative", e)


def test_draws():
    left = Integral(all_draws * f(draws[i]) * f(draws[k]), draws)
    mean, square = (Integral(at("z", draws[i]) * f(draws[i]) ** n, draws[i]) for n in (1, 2))
    assert through("draws", left) == term(mean**2 + KroneckerDelta(i, k) * (square - mean**2))


def test_a_change_of_variables_is_the_standard_normal_at_the_old_places():
    e = RandomVariable("e")
    new = one_pass("renaming", through("change", Integral(N * f(z), z)))
    standard = one_pass("renaming", term(Integral(Normal(e, 0, 1) * f(m + s * e), e)))
    assert new == standard != term(Integral(Normal(e, 0, 1) * f(m + s * e), e))


@pytest.mark.parametrize(
    ("n", "value"),
    [(1, m), (2, m**2 + s**2), (4, m**4 + 6 * m**2 * s**2 + 3 * s**4), (5, m**5 + 10 * m**3 * s**2 + 15 * m * s**4)],
)
def test_moments_come_down_one_by_one(n, value):
    found = term(Integral(N * z**n, z))
    for _ in range(n):
        assert found != term(value)
        found = one_pass("moments", found)
    assert found == term(value) and found == one_pass("moments", found)


def test_second_moments():
    entry = through("quadratic_form", Integral(Normal(w, m, S) * w[i] * w[j], w))
    first = through("quadratic_form", Integral(Normal(w, m, S) * w[i], w))
    squares = term(L.Trace(S)), term(Bilinear(w, 1, w))
    assert first == term(m) or len(first) == 1
    assert len(entry) == 2 and squares[0] != squares[1]


def test_a_mean_of_another_component_is_no_vector_of_means():
    """One component of another vector stands behind every factor: a number, not that vector."""
    centre = RandomVariable("y", dimension=d)
    own, other = (Product(Normal(w[i], centre[at], s), (i, 1, d)) * f(w) for at in (i, k))
    assert through("change", Integral(own, w)) != through("change", Integral(other, w))


def test_an_integral_over_something_of_no_sort_is_none_of_a_gaussian():
    """A bound name of which nothing is known, as that of a sum over the values of an unread letter."""
    with pytest.raises(Elsewhere):
        gaussian_integral(("int", None, (None,), (), (frozenset({(frozenset(), 1)}),)))
