"""The judge's own expressions as numbers: against judges that know nothing of the evaluator; refusals; edges."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from scipy import integrate, special, stats
from sympy import Function, Symbol

from derivations.language.words import (
    ELBO,
    KL,
    ConditionalEntropy,
    CrossEntropy,
    Distribution,
    Entropy,
    Expectation,
    Integral,
    MutualInformation,
    Normal,
    RandomVariable,
    SampleAverage,
    Variance,
    log,
)
from numerics.estimates.monte_carlo import ErrorRates, Plan, estimate, plan
from numerics.interpreter.evaluate import BiasedEstimate, Sampled, Setting, Unmeasurable, quadrature
from numerics.worlds.finite import Finite
from numerics.worlds.linear_gaussian import LinearGaussian
from numerics.worlds.world import make_world

p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")
WORLDS = ("linear_gaussian", "nonlinear", "finite")
RATES = ErrorRates(1e-6, tests=200)

EVERYTHING = [
    KL(p(x, z), q(x, z)),
    KL(p(z | x), q(z)),
    Entropy(p(x, z)),
    CrossEntropy(p(z | x), q(z | x)),
    MutualInformation(p(x, z), x, z),
    ConditionalEntropy(p(z | x)),
    ELBO(p(z | x), q(x | z), q(z)),
    Expectation(KL(p(z | x), q(z)) - Expectation(log(q(x | z)), p(z | x)), p(x)),
    Integral(log(p(x)) * Integral(p(x, z), z), x),
    Integral(p(x) * (q(x) / p(x) - 1), x),
    Variance(log(q(x | z)), p(z | x)),
    Integral(p(z | x) * log(p(z | x) / q(z)), z) * Integral(q(x | z) * q(z), z),
    Integral(p(z | x), z) ** 2,
    SampleAverage(log(q(x | z)), p(z | x), 3),
]


def both(expr, world, seed=0):
    """Quadrature and draws of one expression, at the same free points."""
    setting = Setting(world, seed)
    setting.study(expr)
    sampled = Sampled([expr], setting)
    chosen = plan(sampled, sampled.dimension, 0.2, RATES, seed)
    return quadrature(expr, setting, closed_forms=False), estimate(sampled, sampled.dimension, chosen, seed)


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("expr", EVERYTHING, ids=str)
def test_draws_agree_with_quadrature(expr, name):
    exact, drawn = both(expr, make_world(name, 2))
    allowed = RATES.threshold(drawn.degrees_of_freedom) * drawn.standard_error + exact.error_bound
    assert np.all(np.abs(drawn.mean - exact.value) <= allowed + 1e-12 * drawn.magnitude)


@pytest.mark.parametrize("expr", EVERYTHING[:7], ids=str)
def test_closed_forms_of_matrices_agree_with_quadrature(expr):
    setting = Setting(make_world("linear_gaussian", 4), 1)
    by_matrices, by_nodes = (quadrature(expr, setting, closed_forms=c) for c in (True, False))
    assert np.all(np.abs(by_matrices.value - by_nodes.value) <= by_matrices.error_bound + by_nodes.error_bound)


def test_finite_world_is_the_table_sum():
    world = make_world("finite", 3)
    P, Q = world.table("p"), world.table("q")
    value = quadrature(KL(p(x, z), q(x, z)), Setting(world, 0)).value
    assert value == pytest.approx(np.sum(P * np.log(P / Q)), abs=1e-14)
    value = quadrature(MutualInformation(p(x, z), x, z), Setting(world, 0)).value
    independent = np.outer(P.sum(1), P.sum(0))
    assert value == pytest.approx(np.sum(P * np.log(P / independent)), abs=1e-14)


def test_nonlinear_kl_is_scipys_quadrature():
    world = make_world("nonlinear", 3, shapes={"x": 1, "z": 1})
    a, b = world.density("p", ("x",)), world.density("q", ("x",))

    def integrand(t: float) -> float:
        at = {"x": np.array([t])}
        return float(np.exp(a.log_density(at)) * (a.log_density(at) - b.log_density(at)))

    expected, _ = integrate.quad(integrand, -15, 15, epsabs=1e-11, limit=300)
    found = quadrature(KL(p(x), q(x)), Setting(world, 0))
    assert abs(found.value[0] - expected) <= found.error_bound[0] + 1e-9


def test_written_out_gaussians_are_scipys():
    mu, m = Symbol("mu", real=True), Symbol("m", real=True)
    s, r = Symbol("s", positive=True), Symbol("r", positive=True)
    setting = Setting(make_world("linear_gaussian"), 3)
    values = {n: setting.parameter(n).array for n in (mu, m, s, r)}
    a, b = stats.norm(values[mu], values[s]), stats.norm(values[m], values[r])
    entropy = quadrature(Entropy(Normal(z, mu, s**2)), setting)
    assert np.allclose(entropy.value, a.entropy(), atol=1e-10)
    kl = quadrature(KL(Normal(z, mu, s**2), Normal(z, m, r**2)), setting)
    t = np.linspace(-25, 25, 20_001)[:, None]
    expected = integrate.trapezoid(a.pdf(t) * (a.logpdf(t) - b.logpdf(t)), t, axis=0)
    assert np.allclose(kl.value, expected, atol=1e-8)


def test_an_integral_without_a_density_runs_over_the_whole_line():
    m = Symbol("m", real=True)
    found = quadrature(Integral(sympy.exp(-((z - m) ** 2) / 2), z), Setting(make_world("linear_gaussian"), 0))
    assert np.allclose(found.value, np.sqrt(2 * np.pi), atol=1e-9)
    assert np.all(np.abs(found.value - np.sqrt(2 * np.pi)) <= found.error_bound)


@pytest.mark.parametrize(
    ("low", "high", "value"),
    [(0, 2, np.sqrt(np.pi) / 2 * special.erf(2)), (0, sympy.oo, np.sqrt(np.pi) / 2),
     (-sympy.oo, 0, np.sqrt(np.pi) / 2), (-sympy.oo, sympy.oo, np.sqrt(np.pi))],
    ids=str,
)  # fmt: skip
def test_ordinary_integrals_over_limits(low, high, value):
    """The integral of exp(-t^2): erf(2) for the finite one."""
    t = Symbol("t", real=True)
    expr = sympy.Integral(sympy.exp(-(t**2)), (t, low, high))
    setting = Setting(make_world("linear_gaussian"), 0, points=1)
    assert quadrature(expr, setting).value[0] == pytest.approx(value, abs=1e-8)
    sampled = Sampled([expr], setting)
    found = estimate(sampled, sampled.dimension, Plan("sobol", 8192), 0)
    assert found.mean[0] == pytest.approx(
        value, abs=RATES.threshold(found.degrees_of_freedom) * found.standard_error[0]
    )


@pytest.mark.parametrize("order", [1, 2, 3])
def test_derivatives_are_sympys(order):
    t = Symbol("t", positive=True)
    f = t**2 * log(t) - sympy.exp(-t) / t
    setting = Setting(make_world("linear_gaussian"), 5)
    found = quadrature(sympy.Derivative(f, (t, order)), setting).value
    expected = sympy.lambdify(t, f.diff(t, order), "numpy")(setting.parameter(t).array)
    assert np.allclose(found, expected, rtol=1e-7)


def test_a_dash_names_the_derivative():
    g, g_dash = Function("g", real=True), Function("g'", real=True)
    m = Symbol("m", real=True)
    setting = Setting(make_world("linear_gaussian"), 0)
    left, right = (quadrature(e, setting).value for e in (sympy.Derivative(g(m), m), g_dash(m)))
    assert np.allclose(left, right, atol=1e-12) and np.abs(left).min() > 0


def test_unknown_functions_are_the_same_on_both_sides_and_differ_by_name():
    mu, nu = Function("mu", real=True), Function("nu", real=True)
    setting = Setting(make_world("linear_gaussian", shapes={"x": 1, "z": 1}), 0)
    one, two, other = (quadrature(e, setting).value for e in (mu(x), mu(x) + 0 * x, nu(x)))
    assert np.array_equal(one, two) and not np.allclose(one, other)


@pytest.mark.parametrize(
    "expr",
    [
        log(Integral(q(x | z) * q(z), z)),
        sympy.exp(Expectation(log(q(x | z)), p(z | x))),
        1 / Integral(q(x | z) * q(z), z),
        sympy.sqrt(KL(p(z | x), q(z))),
        log(SampleAverage(q(x | z), q(z), 4)),
        Expectation(log(Expectation(q(x | z), q(z))), p(x)),
    ],
    ids=str,
)
def test_nonlinear_functions_of_an_average_are_refused_with_the_reason(expr):
    with pytest.raises(BiasedEstimate, match="biased"):
        Sampled([expr], Setting(make_world("linear_gaussian"), 0))
    assert np.isfinite(quadrature(expr, Setting(make_world("linear_gaussian"), 0)).value).all()


def test_the_refused_estimate_would_indeed_be_biased():
    """log of an average of 4 draws: below the log of the expectation by more than its error bar."""
    world = make_world("linear_gaussian", 1)
    setting = Setting(world, 0, points=1)
    exact = quadrature(log(Integral(q(x | z) * q(z), z)), setting).value[0]
    at, decoder = {"x": setting.variable(x).array[:, None, :]}, world.density("q", ("x",), ("z",))

    def naive(noise):
        log_w = decoder.log_density({**at, "z": noise.reshape(1, -1, 2)}).reshape(len(noise), 4)
        return np.log(np.exp(log_w).mean(axis=1))

    found = estimate(naive, 8, Plan("plain", 50_000), 0)
    assert found.mean[0] + RATES.threshold(49_999) * found.standard_error[0] < exact


def test_a_product_of_two_estimates_uses_draws_of_its_own():
    """E[a] E[b] from shared draws would be E[a b]: the second factor must be drawn anew."""
    a = Expectation(log(q(x | z)), p(z | x))
    exact, drawn = both(a * Expectation(log(q(x | z)), p(z | x)) + 0 * x, make_world("linear_gaussian", 1))
    assert np.all(np.abs(drawn.mean - exact.value) <= RATES.threshold(drawn.degrees_of_freedom) * drawn.standard_error)
    spread = quadrature(Variance(log(q(x | z)), p(z | x)), Setting(make_world("linear_gaussian", 1), 0)).value
    assert np.all(spread > 20 * drawn.standard_error)


def test_draws_are_chunked_and_one_noise_serves_both_sides():
    setting = Setting(make_world("linear_gaussian"), 0)
    left, right = KL(p(x, z), q(x, z)), Integral(p(x) * p(z | x) * log(p(x, z) / q(x, z)), z, x)
    sampled = Sampled([left, right], setting)
    assert sampled.dimension == 5
    values = sampled(np.random.default_rng(0).standard_normal((100, 5)))
    assert np.allclose(values[: setting.points], values[setting.points :], atol=1e-12)


# Edges


def zeros(p_table, q_table) -> Setting:
    return Setting(Finite(0, tables={"p": np.array(p_table, float), "q": np.array(q_table, float)}), 0)


def test_zero_log_zero_is_zero():
    setting = zeros([[1, 0], [2, 3], [0, 0]], [[1, 2], [3, 4], [5, 6]])
    P, Q = (setting.world.table(k) for k in "pq")
    kept = P > 0
    assert quadrature(KL(p(x, z), q(x, z)), setting).value == pytest.approx(np.sum(P[kept] * np.log(P[kept] / Q[kept])))
    assert quadrature(Entropy(p(x, z)), setting).value == pytest.approx(-np.sum(P[kept] * np.log(P[kept])))


def test_both_zero_says_nothing_against_a_finite_kl():
    setting = zeros([[1, 0], [2, 3], [4, 5]], [[1, 0], [3, 4], [5, 6]])
    assert np.isfinite(quadrature(KL(p(x, z), q(x, z)), setting).value).all()


def test_kl_is_infinite_where_q_is_zero_and_p_is_not():
    setting = zeros([[1, 2], [3, 4], [5, 6]], [[0, 1], [2, 3], [4, 5]])
    found = quadrature(KL(p(x, z), q(x, z)), setting)
    assert np.all(found.value == np.inf) and not np.isnan(found.error_bound).any()
    assert np.isfinite(quadrature(KL(q(x, z), p(x, z)), setting).value).all()


def test_infinity_minus_infinity_is_a_message_and_never_nan():
    setting = zeros([[1, 2], [3, 4], [5, 6]], [[0, 1], [2, 3], [4, 5]])
    with pytest.raises(Unmeasurable, match="infinity minus infinity"):
        quadrature(KL(p(x, z), q(x, z)) - KL(p(x, z), q(x, z)) * Symbol("c", positive=True), setting)


@pytest.mark.parametrize("edge", [
    {"encoder_deviation": 1e-6}, {"encoder_deviation": 1e6}, {"decoder_deviation": 1e6}, {"data_mean": 1e3},
    {"collinearity": 1 - 1e-6},
], ids=str)  # fmt: skip
def test_identities_hold_at_the_edges(edge):
    setting = Setting(LinearGaussian(3, **edge), 0)
    bound = quadrature(ELBO(p(z | x), q(x | z), q(z)), setting, closed_forms=False)
    other = quadrature(log(q(x)) - KL(p(z | x), q(z | x)), setting, closed_forms=False)
    assert np.isfinite(bound.value).all() and np.isfinite(other.value).all()
    assert np.allclose(bound.value, other.value, rtol=1e-6)


def test_what_a_world_cannot_say_is_said():
    with pytest.raises(Unmeasurable, match="Gauss-Hermite grid over 12"):
        world = LinearGaussian(0, shapes={"x": 12, "z": 2})
        quadrature(Integral(p(x) * log(p(x)), x), Setting(world, 0))
