"""The rules of calculus and sampling accept their figures and refuse what the figures do not say."""

import pytest
from sympy import Derivative, Function, KroneckerDelta, Rational, Symbol, cos, exp, oo, pi, sqrt
from sympy import Integral as Between

from derivations.judging.derivation import ChainError, cite, derivation, equals, judge
from derivations.kernel.rules import RULES
from derivations.language.facts import Fact
from derivations.language.words import (
    Component,
    Density,
    Distribution,
    Expectation,
    Identity,
    Index,
    Integral,
    Normal,
    Product,
    RandomVariable,
    Sum,
    log,
    slot,
)

p, q = Distribution("p"), Distribution("q")
x, y, z, noise = (RandomVariable(name) for name in ("x", "y", "z", "eps"))
m, s, t = Symbol("m", real=True), Symbol("s", positive=True), Symbol("t", positive=True)
r, theta, n = Symbol("r", positive=True), Symbol("theta", real=True), Symbol("n", integer=True, nonnegative=True)
d, k = Symbol("d", integer=True, positive=True), Symbol("k", integer=True, positive=True)
i, j = Symbol("i", integer=True), Symbol("j", integer=True)
f, g, slope = Function("f", real=True), Function("g", real=True), Function("f'", real=True)
a, standard = Normal(z, m, s**2), Normal(noise, 0, 1)

draws = RandomVariable("z", role="draws of z", dimension=k)
f_i, f_j = f(draws[i]), f(draws[j])
one_draw = Density(p, [slot("z", draws[j])], [x])
all_draws = Product(one_draw, (j, 1, k))
mean, second = Expectation(f(z), p(z | x)), Expectation(f(z) ** 2, p(z | x))
averaging = ("expectation", "normalisation", "linearity", "constant", "renaming")

w, vector_noise = RandomVariable("w", dimension=d), RandomVariable("eps", dimension=d)
mu, sigma = Function("mu", real=True), Function("sigma", positive=True)
diagonal = (
    Fact(p(w | x), Product(p(w[i] | x), (i, 1, d)), "independence", "independent"),
    Fact(p(w[i] | x), Normal(w[i], Component(mu(x), i), Component(sigma(x), i) ** 2), "gaussian", "Gaussian"),
)
whole = Normal(vector_noise, 0, Identity(d))


def at(value):
    return log(Density(q, [x], [slot("w", value)]))


def line(left, right, *rules, facts=()):
    return left, right, rules, facts


ACCEPTS = {
    "declared": line(
        log(p(x)), log(q(x)), "declared", facts=(Fact(p(x), q(x), "declared", "they agree"),)
    ),
    "polar": line(
        Integral(exp(-(y**2) - z**2), y, z),
        Between(Between(r * exp(-(r**2)), (r, 0, oo)), (theta, 0, 2 * pi)),
        "polar",
    ),
    "fundamental theorem at infinity": line(Between(r * exp(-(r**2) / 2), (r, 0, oo)), 1, "antiderivative"),
    "fundamental theorem": line(Between(r**3, (r, 1, 2)), Rational(15, 4), "antiderivative"),
    "by parts": line(
        Integral(z * f(z) * a, z), m * Integral(f(z) * a, z) + s**2 * Integral(slope(z) * a, z), "parts", "constant"),
    "change": line(Expectation(f(z), a), Expectation(f(m + s * noise), standard), "change", "expectation"),
    "change of a vector": line(
        Expectation(at(w), p(w | x)),
        Expectation(at(mu(x) + sigma(x) * vector_noise), whole),
        "change", "expectation", "independence", "gaussian",
        facts=diagonal,
    ),
    "draws": line(
        Expectation(f_i * f_j, all_draws), mean**2 + KroneckerDelta(i, j) * (second - mean**2), "draws", *averaging
    ),
    "derivative": line(Derivative(log(t) * f(t), t), f(t) / t + log(t) * slope(t), "derivative"),
    "derivative under the integral": line(
        Derivative(Expectation(f(m * noise), standard), m),
        Expectation(noise * slope(m * noise), standard),
        "derivative", "expectation",
    ),
}  # fmt: skip

REFUSES = {
    "declared the other way round": line(
        log(p(x)), -log(q(x)), "declared", facts=(Fact(p(x), q(x), "declared", "they agree"),)
    ),
    "polar without the Jacobian": line(
        Integral(exp(-(y**2) - z**2), y, z),
        Between(Between(exp(-(r**2)), (r, 0, oo)), (theta, 0, 2 * pi)),
        "polar",
    ),
    "polar of half the turn": line(
        Integral(exp(-(y**2) - z**2), y, z), Between(Between(r * exp(-(r**2)), (r, 0, oo)), (theta, 0, pi)), "polar"
    ),
    "polar of an ellipse": line(
        Integral(exp(-(y**2) - 2 * z**2), y, z),
        Between(Between(r * exp(-(r**2)), (r, 0, oo)), (theta, 0, 2 * pi)),
        "polar",
    ),
    "polar of what turns": line(
        Integral(y * exp(-(y**2) - z**2), y, z),
        Between(Between(r * exp(-(r**2)), (r, 0, oo)), (theta, 0, 2 * pi)),
        "polar",
    ),
    "a divergent integral": line(Between(r * exp(r**2 / 2), (r, 0, oo)), -1, "antiderivative"),
    "a power to infinity": line(Between(r, (r, 0, oo)), 0, "antiderivative"),
    "no antiderivative in the table": line(Between(cos(r), (r, 0, pi)), 0, "antiderivative"),
    "half the antiderivative": line(Between(r * exp(-(r**2) / 2), (r, 0, oo)), 2, "antiderivative"),
    "by parts with the deviation for the variance": line(
        Integral(z * f(z) * a, z), m * Integral(f(z) * a, z) + s * Integral(slope(z) * a, z), "parts", "constant"
    ),
    "by parts with the sign lost": line(
        Integral(z * f(z) * a, z), m * Integral(f(z) * a, z) - s**2 * Integral(slope(z) * a, z), "parts", "constant"
    ),
    "by parts where the mean holds the variable": line(
        Integral(z * f(z) * Normal(z, z, s), z), s * Integral(slope(z) * Normal(z, z, s), z), "parts", "constant"
    ),
    "change with the variance for the deviation": line(
        Expectation(f(z), a), Expectation(f(m + s**2 * noise), standard), "change", "expectation"
    ),
    "change without a positive deviation": line(
        Expectation(f(z), Normal(z, 0, m)), Expectation(f(sqrt(m) * noise), standard), "change", "expectation"
    ),
    "one noise for two components": line(
        Expectation(at(w), p(w | x)),
        Expectation(at(mu(x) + sigma(x) * noise), standard),
        "change", "expectation", "independence", "gaussian",
        facts=diagonal,
    ),
    "draws without the diagonal": line(Expectation(f_i * f_j, all_draws), mean**2, "draws", *averaging),
    "draws all the same": line(Expectation(f_i * f_j, all_draws), second, "draws", *averaging),
    "a product not of components": line(
        Expectation(f_i * f_j, Product(Density(p, [slot("z", draws[j])], [slot("x", draws[1])]), (j, 1, k))),
        mean**2 + KroneckerDelta(i, j) * (second - mean**2),
        "draws", *averaging,
    ),
    "the chain rule's inner factor": line(
        Derivative(Expectation(f(m * noise), standard), m),
        Expectation(slope(m * noise), standard),
        "derivative", "expectation",
    ),
    "a derivative of a density's parameter": line(Derivative(Expectation(f(z), a), m), 0, "derivative", "expectation"),
    "the quotient": line(Derivative(log(t) / t, t), 1 / t**2, "derivative"),
}  # fmt: skip


def verdict(case):
    left, right, rules, facts = case
    return judge(left, equals(right, by=tuple(RULES[key] for key in rules), note="0.0"), facts)


@pytest.mark.parametrize("name", ACCEPTS)
def test_accepts(name):
    found = verdict(ACCEPTS[name])
    assert found.verdict == "proved", found.message


@pytest.mark.parametrize("name", REFUSES)
def test_refuses(name):
    assert verdict(REFUSES[name]).verdict == "consistent"


@pytest.mark.parametrize("name", [name for name, case in ACCEPTS.items() if len(case[2]) == 1])
def test_only_when_named(name):
    """Without its rule the line is not proved."""
    left, right, _, facts = ACCEPTS[name]
    assert judge(left, equals(right, by=RULES["algebra"], note="0.0"), facts).verdict != "proved"


def test_a_sum_over_delta_keeps_the_diagonal_only_over_the_same_range():
    double = Sum(Sum(KroneckerDelta(i, j) * f(i), (j, 1, k)), (i, 1, k))
    assert judge(double, equals(Sum(f(i), (i, 1, k)), by=RULES["algebra"], note="0.0")).holds
    shifted = Sum(Sum(KroneckerDelta(i, j) * f(i), (j, 2, k)), (i, 1, k))
    assert not judge(shifted, equals(Sum(f(i), (i, 1, k)), by=RULES["algebra"], note="0.0")).holds


normalised = derivation("normalised", Integral(p(x), x), equals(1, by=RULES["normalisation"], note="0.1"))
wrong = derivation("wrong", Integral(p(x), x), equals(2, by=RULES["normalisation"], note="0.2"))


def test_a_citation_is_a_reason():
    left = 3 * Integral(p(x), x) + m
    step = equals(3 + m, by=cite(normalised).times(3), note="0.3")
    assert judge(left, step).holds
    assert "theorem normalised" in judge(left, step).assumes
    assert not judge(left, equals(4 + m, by=cite(normalised).times(3), note="0.3")).holds


def test_what_is_not_proved_cannot_be_cited():
    found = judge(Integral(p(x), x), equals(2, by=cite(wrong), note="0.4"))
    assert not found.holds and "wrong 0.2 is not proved" in found.message


def test_a_theorem_for_positive_symbols_stays_with_positive_values():
    variance = derivation("second", Integral(z**2 * Normal(z, 0, t), z), equals(t, by=RULES["moments"], note="0.5"))
    assert variance.theorem().at({t: s**2}).right == s**2
    with pytest.raises(ChainError, match="positive"):
        variance.theorem().at({t: -s})


def test_a_theorem_is_renamed_only_to_fresh_names():
    assert normalised.theorem().named({x: y}).left == Integral(p(x), x).xreplace({x: y})
    both = derivation(
        "two", Integral(q(x) * p(y), x), equals(p(y), by=(RULES["normalisation"], RULES["constant"]), note="0.6")
    )
    with pytest.raises(ChainError, match="already speaks of y"):
        both.theorem().named({x: y})


def rows(name, *indices):
    whole = RandomVariable(name)
    for index in indices:
        whole = Component(whole, index)
    return whole


unit, out = Index("a", d), Index("b", k)
layer = Sum(Sum(rows("G", j) * rows("W", i, j) * rows("h", i), (i, 1, d)), (j, 1, k))
by_weight = Derivative(layer, rows("W", unit, out))


def gradient(left, right):
    return judge(left, equals(right, by=RULES["derivative"], note="0.7"))


def test_a_gradient_by_an_entry_of_a_sum_is_not_said():
    """The kernel has no word for d/dW_ab of a sum over the rows of W, in which the entry stands: nothing is proved."""
    assert not gradient(by_weight, rows("h", unit) * rows("G", out)).holds


@pytest.mark.parametrize(
    "wrong",
    [
        rows("h", out) * rows("G", unit),
        -rows("h", unit) * rows("G", out),
        rows("h", unit) * rows("G", out) / 2,
        rows("h", unit),
    ],
    ids=["transposed", "sign", "half", "path lost"],
)
def test_a_wrong_gradient_is_refused(wrong):
    assert not gradient(by_weight, wrong).holds


def test_an_index_outside_the_sum_is_not_picked():
    """d/dW_ab where a may exceed the number of rows: the entry need not be in the sum."""
    beyond = Derivative(layer, rows("W", Index("a", d + 1), out))
    assert not gradient(beyond, rows("h", Index("a", d + 1)) * rows("G", out)).holds
    assert not gradient(
        Derivative(layer, rows("W", Symbol("a", integer=True), out)), rows("h", unit) * rows("G", out)
    ).holds


def test_a_row_is_not_an_entry():
    assert not gradient(Derivative(layer, rows("W", unit)), rows("h", unit) * rows("G", out)).holds
