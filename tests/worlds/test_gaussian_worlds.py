"""Gaussian worlds: closed forms against numbers found another way, densities that belong together, honest silence."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import pytest
from sympy import Derivative, Function, Rational, Symbol, exp, log, pi, sqrt

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
    SquaredNorm,
    Sum,
    Trace,
    Variance,
    slot,
)
from derivations.notation import p, q, x, z
from derivations.numbers import exact_numbers as X
from derivations.worlds.evaluation.evaluator import CannotSpeak, evaluator
from derivations.worlds.gaussian import sums as G
from derivations.worlds.gaussian.densities import GaussianWorld
from derivations.worlds.vocabulary import study
from derivations.worlds.world import Arithmetic, Freedom

half = Rational(1, 2)
m, n, w = Symbol("m", real=True), Symbol("n", real=True), Symbol("w", real=True)
s, t = Symbol("s", positive=True), Symbol("t", positive=True)
d, D = Symbol("d", integer=True, positive=True), Symbol("D", integer=True, positive=True)
i = Symbol("i", integer=True)
vector, data = RandomVariable("z", dimension=d), RandomVariable("x", dimension=D)
y, noise = RandomVariable("y"), RandomVariable("e")
mu, nu, f = (Function(name, real=True) for name in ("mu", "nu", "f"))
sigma = Function("sigma", positive=True)
SEEDS = range(4)

encoder = Fact(p(z | x), Normal(z, mu(x), sigma(x) ** 2), "gaussian")
decoder = Fact(q(x | z), Normal(x, nu(z), s**2), "gaussian")
prior = Fact(q(z), Normal(z, 0, 1), "gaussian")


def built(*expressions, facts=(), seed=0, **options) -> GaussianWorld:
    return GaussianWorld(study(expressions, facts), seed, **options)


def worth(world: GaussianWorld, *expressions):
    """Exact values, after checking that floating point says the same."""

    def values(machine):
        return [evaluator(e)(machine, {}) for e in expressions]

    exact = world.settled(lambda: values(world.exact))
    inexact = world.settled(lambda: values(world.floats))
    for a, b in zip(exact, inexact, strict=True):
        assert float(b) == pytest.approx(float(a), rel=1e-9, abs=1e-9)
    return exact if len(exact) > 1 else exact[0]


def same(world, left, right) -> bool:
    return X.compare_numbers(*worth(world, left, right)) == 0


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


# Functions


def test_functions_become_affine_only_under_an_integral_over_their_argument():
    free, integrated = mu(x) * sigma(x), Expectation(mu(x) * sigma(x), p(x))
    world = built(free)
    worth(world, free)
    assert not world.affine
    for seed in SEEDS:
        world = built(integrated, free, seed=seed)
        inside, outside = worth(world, integrated, free)
        assert world.affine == {"mu", "sigma"} and world.degree == 1 + seed % 2
        start, slope, bend = world.functions[("mu", 1, None)]
        assert bool(bend) == (world.degree == 2)
        (scale,) = {v[0] for k, v in world.functions.items() if k[0] == "sigma"}
        mean, square = worth(world, Expectation(x, p(x)), Expectation(x**2, p(x)))
        assert inside == (start + slope * mean + bend * square) * scale
        assert outside == (start + slope * world.point(x) + bend * world.point(x) ** 2) * scale


def test_a_square_that_does_not_close_is_left_out():
    world = built(p(x, z), mu(x), facts=(encoder,), seed=1)
    worth(world, Expectation(mu(x), p(x)))
    assert world.degree == 2
    worth(world, Entropy(p(z)))
    assert world.degree == 1


def test_a_variance_in_place_of_a_deviation_shows_under_a_square():
    one, two = (Expectation(f(m + scale * noise), Normal(noise, 0, 1)) for scale in (s, s**2))
    direct = Expectation(f(z), Normal(z, m, s**2))
    assert same(built(direct, one, seed=1), direct, one)
    assert not same(built(direct, two, seed=1), direct, two)


def test_a_mean_that_is_a_free_function_needs_no_affinity():
    world = built(KL(p(z | x), q(z)), facts=(encoder, prior))
    assert same(world, KL(p(z | x), q(z)), (sigma(x) ** 2 - log(sigma(x) ** 2) + mu(x) ** 2 - 1) / 2)
    assert not world.affine


@pytest.mark.parametrize(
    "e, facts, reason",
    [
        (Entropy((p(x) + q(x)) / 2), (), "sum of Gaussians"),
        (Expectation(log(x**2), p(x)), (), "no closed form|logarithm"),
        (Expectation(1 / x, p(x)), (), "quotient"),
        (Expectation(exp(x**3), p(x)), (), "no closed integral"),
        (Entropy(p(RandomVariable("c", discrete=True))), (), "discrete"),
        (Expectation(f(f(f(x)) * x), p(x)), (), "."),
    ],
)
def test_what_has_no_closed_form_is_not_spoken_of(e, facts, reason):
    if reason == ".":  # affine functions of affine functions are fine: this one closes
        assert worth(built(e), e) is not None
        return
    with pytest.raises(CannotSpeak, match=reason):
        worth(built(e, facts=facts), e)


def test_a_vector_mean_of_a_vector_and_a_matrix_square():
    fact = Fact(q(data | vector), Normal(data, mu(vector), s**2 * Identity(D)), "gaussian")
    closed = -D * log(2 * pi * s**2) / 2 - SquaredNorm(data - mu(vector)) / (2 * s**2)
    for seed in (0, 1):
        world = built(log(q(data | vector)), closed, facts=(fact,), seed=seed)
        assert same(world, log(q(data | vector)), closed)
        assert {world.size(d), world.size(D)} == {2, 3}


# Derivatives

DERIVATIVES = [
    (log(s) * s**2 - 1 / s, s), (exp(-m * s) * sqrt(s), s), ((m - 3) ** 4 / (1 + m**2), m), (s**m, m), (s**m, s),
]  # fmt: skip


@pytest.mark.parametrize("order", (1, 2, 3))
@pytest.mark.parametrize("e, parameter", DERIVATIVES)
def test_derivatives_agree_with_those_sympy_takes(e, parameter, order):
    for seed in (0, 1):
        inert = Derivative(e, (parameter, order))
        world = built(inert, m * s, seed=seed)
        assert same(world, inert, e.diff(parameter, order))
        assert not same(world, inert, e.diff(parameter, order) + Rational(1, 10**20))


def test_derivatives_pass_under_the_integral():
    """The gradient of a reconstruction in the encoder's parameters: not zero, and the two gradients agree."""
    variance = exp(n)
    moment = Expectation((x - w * z) ** 2, Normal(z, m, variance))
    prime = Function("f'", real=True)
    at_noise = m + exp(n / 2) * noise
    error = Expectation((x - f(at_noise)) ** 2, Normal(noise, 0, 1))
    gradient = Expectation(2 * (f(at_noise) - x) * prime(at_noise), Normal(noise, 0, 1))
    for seed in SEEDS:
        world = built(moment, error, gradient, seed=seed)
        assert same(world, Derivative(moment, m), -2 * w * (x - w * m))
        assert same(world, Derivative(moment, n), w**2 * variance)
        assert same(world, Derivative(error, m), gradient) and not same(world, Derivative(error, m), -gradient)
        assert same(world, Derivative(Entropy(Normal(z, m, variance)), n), half + 0 * m)


def test_siblings_share_the_data_density():
    freedom = Freedom(fixed=(p(x),))
    vocabulary = study([KL(p(x, z), q(x, z)), p(x)])
    first = GaussianWorld(vocabulary, 2, 0, freedom)
    second = GaussianWorld(vocabulary, 2, 1, freedom, first)
    for density, shared in ((p(x), True), (q(x), False), (p(z), False)):
        values = [worth(world, density) for world in (first, second)]
        assert (values[0] == values[1]) == shared
    assert math.isclose(float(worth(first, Integral(p(x), x))), 1)
