"""Gaussian worlds: closed forms against numbers found another way, densities that belong together, honest silence."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from in_gaussian_worlds import (
    SEEDS,
    built,
    d,
    decoder,
    encoder,
    half,
    i,
    m,
    mu,
    n,
    noise,
    prior,
    s,
    same,
    sigma,
    t,
    vector,
    w,
    worth,
    y,
)
from sympy import Rational, exp, log, pi, sqrt

from derivations.language.facts import Fact
from derivations.language.words import (
    KL,
    Bilinear,
    Component,
    Density,
    Determinant,
    Distribution,
    Entropy,
    Expectation,
    Identity,
    Integral,
    MatrixName,
    MutualInformation,
    Normal,
    Outer,
    Product,
    RandomVariable,
    Sum,
    Trace,
    Variance,
    slot,
)
from derivations.notation import p, q, x, z
from derivations.numbers import exact_numbers as X
from derivations.worlds.arithmetic import Arithmetic
from derivations.worlds.evaluation.evaluator import CannotSpeak
from derivations.worlds.gaussian import sums as G

# Integrals


@pytest.mark.parametrize("power", range(6))
def test_integrals_of_polynomial_times_exponential_agree_with_quadrature(power):
    a, b, c = Fraction(3, 2), Fraction(-2, 3), Fraction(1, 5)
    u = G.coordinate(0)
    weight = G.exponential(u * u * -a + u * b + c, Arithmetic())
    value = G.integral(weight * G.power_of(u, power, Arithmetic()), 0, Arithmetic())
    with mpmath.workdps(30):
        expected = mpmath.quad(
            lambda v: v**power * mpmath.exp(-1.5 * v**2 - 2 * v / 3 + mpmath.mpf(1) / 5), [-mpmath.inf, 0, mpmath.inf]
        )
        assert abs(X.value(value) - expected) < mpmath.mpf(10) ** -20


def test_two_coordinates_in_either_order():
    arithmetic = Arithmetic()
    u, v = G.coordinate(0), G.coordinate(1)
    body = G.exponential(u * u * -1 + u * v + v * v * Fraction(-1, 2) + u, arithmetic) * (u * v + 3)
    orders = [G.integral(G.integral(body, a, arithmetic), b, arithmetic) for a, b in ((0, 1), (1, 0))]
    assert orders[0] == orders[1] and float(orders[0]) > 0


@pytest.mark.parametrize(
    "body", [Integral(exp(x**2), x), Integral(x**2, x), Integral(exp(-x), x), Integral(1 + 0 * x, x)]
)
def test_divergent_integrals_are_not_spoken_of(body):
    with pytest.raises(CannotSpeak):
        worth(built(body), body)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gaussian_integral_and_its_moments(seed):
    world = built(Normal(z, m, s**2), x * w, seed=seed)
    assert same(world, Integral(exp(-(x**2) / 2), x), sqrt(2 * pi))
    for k, moment in enumerate((1, m, m**2 + s**2, m**3 + 3 * m * s**2, m**4 + 6 * m**2 * s**2 + 3 * s**4)):
        assert same(world, Integral(z**k * Normal(z, m, s**2), z), moment + 0 * m)
    assert same(world, Variance(z**2, Normal(z, m, s**2)), 2 * s**4 + 4 * m**2 * s**2)
    assert same(world, Integral(exp(w * z) * Normal(z, m, s**2), z), exp(w * m + w**2 * s**2 / 2))


# Closed forms


@pytest.mark.parametrize("seed", SEEDS)
def test_univariate_closed_forms_against_direct_evaluation(seed):
    one, two = Normal(z, m, s**2), Normal(z, n, t**2)
    closed = log(t / s) + (s**2 + (m - n) ** 2) / (2 * t**2) - half
    world = built(KL(one, two), seed=seed)
    assert same(world, KL(one, two), closed)
    assert same(world, Entropy(one), log(2 * pi * s**2) / 2 + half)
    assert not same(world, KL(one, two), closed + half)
    assert not same(world, KL(one, two), KL(two, one))


@pytest.mark.parametrize("seed", SEEDS)
def test_full_covariances_against_direct_evaluation(seed):
    first, second = MatrixName("S", d), MatrixName("T", d)
    a, b = RandomVariable("a", dimension=d), RandomVariable("b", dimension=d)
    divergence = KL(Normal(vector, a, first), Normal(vector, b, second))
    form = Trace(second**-1 * first) + Bilinear(b - a, second**-1, b - a) - d
    closed = (form + log(Determinant(second) / Determinant(first))) / 2
    world = built(divergence, closed, seed=seed)
    assert same(world, divergence, closed)
    assert not same(world, divergence, closed + d)
    square = Expectation(Bilinear(vector - b, second, vector - b), Normal(vector, a, first))
    assert same(world, square, Trace(second * first) + Bilinear(a - b, second, a - b))
    assert same(world, square, Trace(second * (first + Outer(a - b, a - b))))


@pytest.mark.parametrize("seed", (0, 1))
def test_diagonal_gaussians_factorised_or_isotropic(seed):
    mean, sd = Component(mu(x), i), Component(sigma(x), i)
    facts = (
        Fact(p(vector | x), Product(Normal(vector[i], mean, sd**2), (i, 1, d)), "gaussian"),
        Fact(q(vector), Normal(vector, 0, Identity(d)), "gaussian"),
    )
    divergence = KL(p(vector | x), q(vector))
    closed = Sum(sd**2 - log(sd**2) + mean**2 - 1, (i, 1, d)) / 2
    world = built(divergence, closed, facts=facts, seed=seed)
    assert same(world, divergence, closed)
    assert same(world, divergence, Sum(KL(p(vector[i] | x), q(vector[i])), (i, 1, d)))
    assert world.size(d) == 2 + seed


def test_differential_entropy_can_be_negative():
    signs = {X.sign(worth(built(Entropy(p(x)), seed=seed), Entropy(p(x)))) for seed in range(8)}
    assert signs == {-1, 1}


# Densities that belong together


@pytest.mark.parametrize("facts", [(), (encoder,), (encoder, prior), (encoder, decoder, prior)], ids=len)
@pytest.mark.parametrize("seed", (0, 1))
def test_marginals_and_conditionals_belong_together(facts, seed):
    world = built(p(x, z), q(x, z), facts=facts, seed=seed)
    at = [Density(letter, [slot("x", Rational(1, 3))], [slot("z", Rational(-2))]) for letter in (p, q)]
    for letter, conditional in zip((p, q), at, strict=True):
        joint = Density(letter, [slot("x", Rational(1, 3)), slot("z", Rational(-2))])
        below = Density(letter, [slot("z", Rational(-2))])
        assert same(world, conditional * below, joint)
        assert same(world, Integral(letter(x, z), z), letter(x))
        assert same(world, Integral(letter(z | x) * letter(x), x), letter(z))
        assert same(world, Integral(letter(x, z), x, z), Rational(1) + 0 * m)


@pytest.mark.parametrize("facts", [(), (encoder, prior), (encoder, decoder, prior)], ids=len)
def test_the_note_s_identities_hold_in_every_gaussian_world(facts):
    loss = KL(p(z | x), q(z)) + Expectation(-log(q(x | z)), p(z | x))
    joint = KL(p(x, z), q(x, z))
    chain = KL(p(x), q(x)) + Expectation(KL(p(z | x), q(z | x)), p(x))
    for seed in SEEDS:
        world = built(joint, facts=facts, seed=seed)
        assert same(world, joint, -Entropy(p(x)) + Expectation(loss, p(x)))
        assert same(world, joint, chain)
        assert same(world, MutualInformation(p(x, z), x, z), KL(p(x, z), p(x) * p(z)))
        assert X.sign(worth(world, joint)) == 1


def test_facts_are_honoured_at_every_point():
    for seed in SEEDS:
        world = built(p(x, z), q(x, z), facts=(encoder, decoder, prior), seed=seed)
        for fact in (encoder, decoder, prior):
            assert same(world, fact.density, fact.formula)
        assert not same(world, p(z), Normal(z, 0, 1))


def test_independence_and_shared_marginals_are_honoured():
    markov = Fact(Density(p, [y], [z, x]), p(y | z), "independence")
    shared = Fact(q(z), p(z), "independence")
    given, free = (built(p(x, y, z), q(z), facts=facts, seed=1) for facts in ((markov, shared), ()))
    information = MutualInformation(Density(p, [x, y], [z]), x, y)
    assert worth(given, information) == 0 and X.sign(worth(free, information)) == 1
    assert worth(given, KL(p(z), q(z))) == 0 and X.sign(worth(free, KL(p(z), q(z)))) == 1
    assert X.sign(worth(given, MutualInformation(p(x, y), x, y))) == 1


def test_a_density_of_another_letter_inside_a_fact():
    model = Distribution("r")
    fact = Fact(model(x, z), p(z) * model(x | z), "independence")
    world = built(model(x, z), p(z), facts=(fact,))
    assert worth(world, KL(model(z), p(z))) == 0
    assert same(world, model(x, z), p(z) * model(x | z))


def test_a_written_out_density_is_read_as_it_stands():
    written = Fact(q(z), exp(-(z**2) / 2) / sqrt(2 * pi), "gaussian")
    world = built(q(z), facts=(written,))
    assert worth(world, KL(q(z), Normal(z, 0, 1))) == 0
    with pytest.raises(CannotSpeak, match="does not integrate to one"):
        built(q(z), facts=(Fact(q(z), exp(-(z**2)) / sqrt(2 * pi), "gaussian"),))


def test_reparameterised_arguments_are_substituted():
    encoded = Expectation(log(q(x | z)), p(z | x))
    right, wrong = (
        Expectation(log(Density(q, [x], [slot("z", mu(x) + scale * noise)])), Normal(noise, 0, 1))
        for scale in (sigma(x), sigma(x) ** 2)
    )
    for seed in SEEDS:
        world = built(encoded, right, facts=(encoder, decoder), seed=seed)
        assert same(world, encoded, right) and not same(world, encoded, wrong)
