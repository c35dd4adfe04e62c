"""Worlds against judges of their own: scipy's distributions, matrices, numerical integration; samplers; edges."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from numerics.estimates.monte_carlo import ErrorRates
from numerics.estimates.sampler_checks import accused, chi_square, coupling, kolmogorov_smirnov
from numerics.worlds.linear_gaussian import LinearGaussian, entropy, expected_log, kl_divergence
from numerics.worlds.nonlinear import Conditional, Nonlinear
from numerics.worlds.world import Unmeasurable, make_world

RATES = ErrorRates(false_alarm=1e-6, tests=50)
SLOTS = [(("x",), ()), (("z",), ()), (("z",), ("x",)), (("x",), ("z",)), (("x", "z"), ())]


def joint(world: LinearGaussian, letter: str) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance over (x, z), assembled here from the world's parameters."""
    if letter == "p":
        A, S = world.encoder_matrix, world.data_factor @ world.data_factor.T
        noise = np.diag(world.encoder_deviations**2)
        mean = np.concatenate([world.data_mean, A @ world.data_mean + world.encoder_offset])
        return mean, np.block([[S, S @ A.T], [A @ S, A @ S @ A.T + noise]])
    W, s = world.decoder_matrix, world.decoder_deviation
    d = W.shape[1]
    mean = np.concatenate([world.decoder_offset, np.zeros(d)])
    return mean, np.block([[W @ W.T + s**2 * np.eye(len(W)), W], [W.T, np.eye(d)]])


def parts(world: LinearGaussian, letter: str, targets, givens, values):
    """Mean and covariance of targets | givens by the textbook Schur complement."""
    D, d = world.shapes["x"], world.shapes["z"]
    places = {"x": np.arange(D), "z": D + np.arange(d)}
    mean, S = joint(world, letter)
    t = np.concatenate([places[r] for r in targets])
    if not givens:
        return mean[t], S[np.ix_(t, t)]
    g = np.concatenate([places[r] for r in givens])
    gain = S[np.ix_(t, g)] @ np.linalg.inv(S[np.ix_(g, g)])
    known = np.concatenate([values[r] for r in givens])
    return mean[t] + gain @ (known - mean[g]), S[np.ix_(t, t)] - gain @ S[np.ix_(g, t)]


@pytest.mark.parametrize("letter", ["p", "q"])
@pytest.mark.parametrize(("targets", "givens"), SLOTS)
def test_linear_gaussian_log_density_is_scipys(letter, targets, givens):
    world = make_world("linear_gaussian", 3)
    rng = np.random.default_rng(0)
    values = {r: rng.standard_normal(world.shapes[r]) for r in ("x", "z")}
    mean, S = parts(world, letter, targets, givens, values)
    expected = stats.multivariate_normal(mean, S).logpdf(np.concatenate([values[r] for r in targets]))
    found = world.density(letter, targets, givens).log_density(values)
    assert found == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("letter", ["p", "q"])
@pytest.mark.parametrize(("targets", "givens"), SLOTS)
def test_linear_gaussian_entropy_is_scipys(letter, targets, givens):
    world = make_world("linear_gaussian", 4)
    values = {r: np.zeros(world.shapes[r]) for r in givens}
    _, S = parts(world, letter, targets, givens, values)
    assert entropy(world.density(letter, targets, givens)) == pytest.approx(
        stats.multivariate_normal(np.zeros(len(S)), S).entropy(), abs=1e-10
    )


def test_linear_gaussian_kl_is_the_integral_of_the_log_ratio():
    world = make_world("linear_gaussian", 5, shapes={"x": 1, "z": 1})
    a, b = world.density("p", ("x",)), world.density("q", ("x",))
    density = {k: (lambda t, d=d: d.log_density({"x": np.array([t])})) for k, d in (("a", a), ("b", b))}
    expected, _ = integrate.quad(
        lambda t: np.exp(density["a"](t)) * (density["a"](t) - density["b"](t)), -12, 12, epsabs=1e-12
    )
    assert kl_divergence(a, b, {}) == pytest.approx(expected, abs=1e-9)
    assert expected_log(a, a, {}) - expected_log(a, b, {}) == pytest.approx(expected, abs=1e-9)


def test_linear_gaussian_follows_the_notes_assumptions():
    world = make_world("linear_gaussian", 6)
    prior = world.density("q", ("z",))
    assert np.allclose(prior.mean, 0) and np.allclose(prior.factor, np.eye(2))
    encoder = world.density("p", ("z",), ("x",))
    assert np.allclose(encoder.factor, np.diag(np.diag(encoder.factor)))


@pytest.mark.parametrize("shapes", [{"x": 2, "z": 1}, {"x": 1, "z": 2}])
@pytest.mark.parametrize("letter", ["p", "q"])
@pytest.mark.parametrize(("targets", "givens"), SLOTS)
def test_nonlinear_densities_integrate_to_one(shapes, letter, targets, givens):
    world = make_world("nonlinear", 1, shapes=shapes)
    rng = np.random.default_rng(2)
    density = world.density(letter, targets, givens)
    values = {r: 0.5 * rng.standard_normal((3, shapes[r])) for r in givens}
    points, log_weights = density.nodes(1, values)
    everything = {**{r: v[:, None, :] for r, v in values.items()}, **points}
    total = np.sum(np.exp(log_weights + density.log_density(everything)), axis=-1)
    assert np.allclose(total, 1, atol=1e-9)


def test_nonlinear_evidence_is_scipys_quadrature():
    world = make_world("nonlinear", 2)
    x = np.array([0.3, -0.8])

    def integrand(z: float) -> float:
        at = {"x": x, "z": np.array([z])}
        prior, decoder = world.density("q", ("z",)), world.density("q", ("x",), ("z",))
        return float(np.exp(prior.log_density(at) + decoder.log_density(at)))

    expected, _ = integrate.quad(integrand, -10, 10, epsabs=1e-13, limit=200)
    assert world.density("q", ("x",)).log_density({"x": x}) == pytest.approx(np.log(expected), abs=1e-9)


def test_nonlinear_spline_of_a_marginal_is_the_direct_sum():
    density = make_world("nonlinear", 3).density("p", ("z",))
    points = np.linspace(*[b[0] for b in density.box], 7001)[:, None] * 0.999
    fast = density.log_density({"z": points})
    assert np.max(np.abs(fast - density.direct_log_density(points))) < 1e-7


def test_nonlinear_data_are_not_gaussian():
    draws = make_world("nonlinear", 0).sample("p", ("x",), 20_000, seed=0)["x"]
    assert min(stats.normaltest(draws[:, k]).pvalue for k in range(2)) < 1e-6


def test_same_seed_same_world_bit_for_bit():
    for name in ("linear_gaussian", "nonlinear", "finite"):
        a, b = (make_world(name, 9).sample("p", ("x", "z"), 5, seed=1) for _ in range(2))
        assert all(np.array_equal(a[r], b[r]) for r in ("x", "z"))
        other = make_world(name, 10).sample("p", ("x", "z"), 5, seed=1)
        assert any(not np.array_equal(a[r], other[r]) for r in ("x", "z"))


@pytest.mark.parametrize("name", ["linear_gaussian", "nonlinear", "finite"])
def test_variations_share_the_data_and_nothing_else(name):
    one, two = (make_world(name, 4, variation=k) for k in (1, 2))
    x = {"x": np.array([[0], [1], [2]]) if name == "finite" else np.full((3, one.shapes["x"]), 0.4)}
    z = {"z": np.zeros((3, one.shapes["z"]), dtype=int if name == "finite" else float)}
    data = [w.density("p", ("x",)).log_density(x) for w in (one, two)]
    encoders = [w.density("p", ("z",), ("x",)).log_density({**x, **z}) for w in (one, two)]
    assert np.allclose(*data, atol=1e-12)
    assert not np.allclose(*encoders, atol=1e-3)


def test_unknown_worlds_and_variables_say_what_there_is():
    with pytest.raises(ValueError, match="linear_gaussian"):
        make_world("quantum")
    with pytest.raises(Unmeasurable, match="no variable 'y'"):
        make_world("nonlinear").density("p", ("y",))
    with pytest.raises(Unmeasurable, match="not 'r'"):
        make_world("nonlinear").density("r", ("x",))


# Samplers


@pytest.mark.parametrize("letter", ["p", "q"])
@pytest.mark.parametrize(("targets", "givens"), SLOTS)
def test_linear_gaussian_draws_couple_with_their_density(letter, targets, givens):
    world = make_world("linear_gaussian", 1)
    values = {r: np.full((1, world.shapes[r]), 0.3) for r in givens}
    density = world.density(letter, targets, givens)
    other = world.density("q" if letter == "p" else "p", targets, givens)
    found = coupling(density, other, values, 20_000)
    assert not accused(found, kl_divergence(density, other, values), RATES)


class ExponentialOfLogVariance(Conditional):
    """The commonest slip of public code: the noise is scaled by exp(log-variance), not by its square root."""

    def draw(self, noise, values):
        given = values[self.givens[0]]
        log_variance = 2 * self.log_deviation(given)
        return {self.targets[0]: self.mean(given) + np.exp(log_variance) * noise}, noise[..., 0]


def slipped(encoder: Conditional) -> Conditional:
    return ExponentialOfLogVariance(
        encoder.targets[0], encoder.givens[0], encoder.noise_dimension, encoder.mean, encoder.log_deviation
    )


def kl_to_prior(world: Nonlinear, x: np.ndarray) -> float:
    """KL(p(z|x) || q(z)) of the nonlinear world's encoder by scipy's quadrature."""
    encoder, prior = world.density("p", ("z",), ("x",)), world.density("q", ("z",))

    def integrand(z: float) -> float:
        at = {"x": x, "z": np.array([z])}
        return float(np.exp(encoder.log_density(at)) * (encoder.log_density(at) - prior.log_density(at)))

    return integrate.quad(integrand, -10, 10, epsabs=1e-12, limit=200)[0]


@pytest.mark.parametrize("seed", range(5))
def test_coupling_passes_the_right_sampler_and_catches_the_slip(seed):
    world = make_world("nonlinear", seed)
    x = np.array([0.2, 0.5])
    encoder, prior = world.density("p", ("z",), ("x",)), world.density("q", ("z",))
    truth = kl_to_prior(world, x)
    assert not accused(coupling(encoder, prior, {"x": x[None]}, 20_000), truth, RATES)
    assert accused(coupling(slipped(encoder), prior, {"x": x[None]}, 20_000), truth, RATES)


@pytest.mark.parametrize(("letter", "targets", "givens"), [
    ("p", "x", ""), ("p", "z", ""), ("p", "z", "x"), ("q", "x", ""), ("q", "z", ""), ("q", "x", "z"),
])  # fmt: skip
@pytest.mark.parametrize("name", ["linear_gaussian", "nonlinear"])
def test_inverse_sampling_is_uniform(name, letter, targets, givens):
    world = make_world(name, 7, shapes={"x": 1, "z": 1})
    density = world.density(letter, tuple(targets), tuple(givens))
    values = {r: np.array([0.4]) for r in givens}
    assert kolmogorov_smirnov(density, values, 4000) > 1e-6


def test_inverse_sampling_catches_the_slip():
    world = make_world("nonlinear", 7, shapes={"x": 1, "z": 1})
    encoder = slipped(world.density("p", ("z",), ("x",)))
    assert kolmogorov_smirnov(encoder, {"x": np.array([0.4])}, 4000) < 1e-6


def test_inverse_sampling_takes_one_dimension():
    with pytest.raises(Unmeasurable, match="3 dimensions"):
        kolmogorov_smirnov(make_world("linear_gaussian").density("p", ("x",)), {}, 100)


@pytest.mark.parametrize("zeros", [0.0, 0.4])
@pytest.mark.parametrize(("targets", "givens"), SLOTS)
def test_finite_draws_have_the_tables_frequencies(zeros, targets, givens):
    world = make_world("finite", 2, zeros=zeros)
    density = world.density("p", targets, givens)
    values = {r: np.zeros((1,), dtype=int) for r in givens}
    assert chi_square(density, values, 20_000) > 1e-6


def test_chi_square_catches_another_table():
    world = make_world("finite", 2)
    p, q = (world.density(letter, ("x",)) for letter in "pq")
    q.draw = p.draw
    assert chi_square(q, {}, 20_000) < 1e-6


def test_sampling_without_an_exact_sampler_is_refused():
    with pytest.raises(Unmeasurable, match="no exact sampler"):
        make_world("nonlinear").sample("q", ("z",), 5, 0, {"x": np.zeros((5, 2))})


# Edges


EDGES = [
    {"encoder_deviation": 1e-6}, {"encoder_deviation": 1e6}, {"decoder_deviation": 1e-6}, {"decoder_deviation": 1e6},
    {"data_deviation": 1e-6}, {"data_deviation": 1e6}, {"data_mean": 1e3}, {"collinearity": 1 - 1e-7},
]  # fmt: skip


@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_edges_of_the_linear_gaussian_world_stay_finite_and_right(edge):
    world = make_world("linear_gaussian", 2, **edge)
    x = world.sample("p", ("x",), 4, seed=0)
    encoder, prior = world.density("p", ("z",), ("x",)), world.density("q", ("z",))
    posterior, evidence = world.density("q", ("z",), ("x",)), world.density("q", ("x",))
    decoder = world.density("q", ("x",), ("z",))
    elbo = expected_log(encoder, decoder, x) - kl_divergence(encoder, prior, x)
    bound = evidence.log_density(x)
    gap = kl_divergence(encoder, posterior, x)
    assert np.isfinite([elbo, bound, gap]).all()
    assert (gap >= 0).all()
    size = np.abs(elbo) + np.abs(bound) + gap
    assert np.max(np.abs(bound - elbo - gap) / size) < 1e-8


def test_a_singular_covariance_says_so():
    with pytest.raises(Unmeasurable, match="singular"):
        make_world("linear_gaussian", 0, data_deviation=0.0).density("p", ("x",))
