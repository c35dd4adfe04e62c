"""Bernoulli decoder, beta, importance-weighted bound, labels, ReLU: against formulas and gradients written elsewhere.

The second implementation is a scalar one: a tape of numbers with derivatives, image by image, sample by sample.
"""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import expit, logsumexp

from numerics.vae.gradient_check import complex_step_gradients, relative_errors
from numerics.vae.model import VAE


def example(model: VAE, k: int, batch: int, seed: int):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, model.classes, batch) if model.classes else None
    return rng.random((batch, model.data_dim)), rng.standard_normal((k, batch, model.latent_dim)), labels


MODELS_AND_OBJECTIVES = given(
    hidden=st.lists(st.integers(1, 5), max_size=2),
    likelihood=st.sampled_from(["gaussian", "learned", "bernoulli"]),
    activation=st.sampled_from(["tanh", "relu"]),
    objective=st.sampled_from([{"objective": "iwae"}, {"beta": 0.0}, {"beta": 0.3}, {"beta": 4.0}]),
    classes=st.integers(0, 3),
    k=st.integers(1, 4),
    data_dim=st.sampled_from([1, 3, 70]),
    batch=st.integers(1, 3),
    seed=st.integers(0, 1000),
)


@settings(max_examples=12, deadline=None, derandomize=True)
@MODELS_AND_OBJECTIVES
def test_backpropagation_equals_the_complex_step_in_a_few(**drawn):
    assert_gradients_agree(**drawn)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@MODELS_AND_OBJECTIVES
def test_backpropagation_equals_the_complex_step(**drawn):
    assert_gradients_agree(**drawn)


def assert_gradients_agree(hidden, likelihood, activation, objective, classes, k, data_dim, batch, seed):
    kind = "bernoulli" if likelihood == "bernoulli" else "gaussian"
    model = VAE(data_dim, 2, hidden, 0.3, "float64", seed, likelihood == "learned", kind, activation, classes)
    x, noise, labels = example(model, k, batch, seed)
    _, gradients = model.loss_and_gradients(x, noise, labels, **objective)
    errors = relative_errors(gradients, complex_step_gradients(model, x, noise, labels, **objective))
    assert max(errors.values()) <= 1e-11, errors


class Number:
    """A number that remembers what it was made of: reverse-mode differentiation, one operation at a time."""

    def __init__(self, value, parents=()):
        self.value, self.parents, self.slope = float(value), parents, 0.0

    def __add__(self, other):
        other = other if isinstance(other, Number) else Number(other)
        return Number(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Number) else Number(other)
        return Number(self.value * other.value, ((self, other.value), (other, self.value)))

    __radd__, __rmul__ = __add__, __mul__

    def apply(self, value, slope):
        return Number(value, ((self, slope),))

    def exp(self):
        return self.apply(math.exp(self.value), math.exp(self.value))

    def log(self):
        return self.apply(math.log(self.value), 1 / self.value)

    def activated(self, kind):
        if kind == "relu":
            return self.apply(max(self.value, 0), float(self.value > 0))
        return self.apply(math.tanh(self.value), 1 - math.tanh(self.value) ** 2)


def spread_back(last: Number) -> None:
    order, seen, stack = [], set(), [(last, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((parent, False) for parent, _ in node.parents)
    last.slope = 1.0
    for node in reversed(order):
        for parent, slope in node.parents:
            parent.slope += node.slope * slope


def scalar_loss(model: VAE, x, noise, labels, objective: str, beta: float):
    """Total loss and its gradients by name, from the formulas of the objectives alone."""
    numbers = {name: np.vectorize(Number, otypes=[object])(value) for name, value in model.parameters.items()}
    kind = model.architecture.activation

    def network(side, v, last):
        for layer in range(len(model.hidden)):
            v = affine(v, f"{side}.{layer}")
            v = [h.activated(kind) for h in v]
        return affine(v, f"{side}.{last}")

    def affine(v, name):
        weight, bias = numbers[f"{name}.weight"], numbers[f"{name}.bias"]
        return [sum((v[i] * weight[i, o] for i in range(len(v))), bias[o]) for o in range(len(bias))]

    def log_likelihood(image, z, y):
        out = network("decoder", [*z, *y], "mean")
        if model.architecture.likelihood == "bernoulli":  # x a - ln(1 + e^a)
            return sum((a * pixel + -1 * (1 + a.exp()).log() for a, pixel in zip(out, image, strict=True)), Number(0))
        s = numbers["decoder.log_variance"][()] if model.learn_variance else Number(math.log(model.decoder_variance))
        squares = sum(((m + -pixel) * (m + -pixel) for m, pixel in zip(out, image, strict=True)), Number(0))
        return -0.5 * (squares * (-1 * s).exp() + model.data_dim * (s + math.log(2 * math.pi)))

    total = Number(0)
    for b, image in enumerate(x):
        y = [Number(float(labels[b] == c)) for c in range(model.classes)]
        inputs = [*map(Number, image), *y]
        mean, log_variance = network("encoder", inputs, "mean"), network("encoder", inputs, "log_variance")
        scores = []
        for sample in noise:
            z = [m + (0.5 * l).exp() * float(e) for m, l, e in zip(mean, log_variance, sample[b], strict=True)]
            ratio = sum(
                (0.5 * (float(e) ** 2 + l + -1 * (v * v)) for v, l, e in zip(z, log_variance, sample[b], strict=True)),
                Number(0),
            )
            scores.append((log_likelihood(image, z, y), ratio))
        if objective == "iwae":
            total += -1 * (sum((((a + r).exp()) for a, r in scores), Number(0)) * (1 / len(noise))).log()
        else:
            kl = sum(
                (0.5 * (l.exp() + -1 * l + m * m + -1) for m, l in zip(mean, log_variance, strict=True)), Number(0)
            )
            total += beta * kl + sum((-1 / len(noise) * a for a, _ in scores), Number(0))
    total = total * (1 / len(x))
    spread_back(total)
    slopes = np.vectorize(lambda number: number.slope, otypes=[float])
    return total.value, {name: slopes(array) for name, array in numbers.items()}


@pytest.mark.parametrize("likelihood", ["gaussian", "bernoulli"])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize(("objective", "beta"), [("elbo", 1.0), ("elbo", 3.0), ("iwae", 1.0)])
@pytest.mark.parametrize("classes", [0, 2])
def test_loss_and_gradients_equal_the_second_implementations(likelihood, activation, objective, beta, classes):
    learned = likelihood == "gaussian" and classes == 0
    model = VAE(3, 2, (4,), 0.3, "float64", 5, learned, likelihood, activation, classes)
    x, noise, labels = example(model, 3, 2, seed=9)
    if likelihood == "bernoulli":
        x = np.round(x)
    wanted, slopes = scalar_loss(model, x, noise, labels, objective, beta)
    loss, gradients = model.loss_and_gradients(x, noise, labels, objective=objective, beta=beta)
    assert loss.total == pytest.approx(wanted, rel=1e-13)
    assert gradients.keys() == slopes.keys()
    assert max(relative_errors(gradients, slopes).values()) < 1e-12


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("k", [1, 3])
def test_the_bernoulli_loss_is_scipys(dtype, k):
    model = VAE(70, 2, (5,), dtype=dtype, seed=1, likelihood="bernoulli")
    x, noise, _ = example(model, k, 4, seed=3)
    x = np.round(x)
    mean, log_variance = model.encode(x)
    z = mean + np.exp(log_variance / 2) * noise
    costs = [-stats.bernoulli.logpmf(x, expit(model.decoder_output(s.astype(model.dtype)))).sum(axis=1) for s in z]
    found = model.loss(x, noise).reconstruction
    assert found == pytest.approx(np.mean(costs), rel=1e-13 if dtype == "float64" else 1e-6)
    assert np.allclose(model.decode(z[0]), expit(model.decoder_output(z[0].astype(model.dtype))), atol=1e-6)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("odds", [0.0, 1e-3, 5.0, 40.0, 200.0, 3e4])
def test_the_bernoulli_loss_neither_overflows_nor_cancels(dtype, odds):
    model = VAE(100, 1, (), dtype=dtype, likelihood="bernoulli")
    model.parameters["decoder.mean.weight"][...] = 0
    x = np.tile([0.0, 1.0], (2, 50))
    for sign in (1, -1):  # right and wrong predictions
        model.parameters["decoder.mean.bias"][...] = sign * odds * (2 * x[0] - 1)
        exact = 100 * float(np.logaddexp(0, -sign * odds))
        found, gradients = model.loss_and_gradients(x, np.zeros((2, 1)))
        assert found.reconstruction == pytest.approx(exact, rel=1e-6, abs=1e-14 if dtype == "float64" else 1e-5)
        assert all(np.isfinite(g).all() for g in gradients.values())


def test_the_importance_weighted_loss_is_the_log_of_a_mean_with_its_log_k():
    """By SciPy's densities: log K, the mean inside the log, the prior's and the encoder's densities in their places."""
    model = VAE(6, 2, (5,), 0.2, "float64", seed=2)
    x, noise, _ = example(model, 5, 4, seed=4)
    mean, log_variance = model.encode(x)
    deviation = np.exp(log_variance / 2)
    z = mean + deviation * noise
    x_mean = model.decode(z.reshape(-1, 2)).reshape(5, 4, 6)
    log_weights = (
        stats.norm.logpdf(x, x_mean, 0.2**0.5).sum(-1)
        + stats.norm.logpdf(z).sum(-1)
        - stats.norm.logpdf(z, mean, deviation).sum(-1)
    )
    wanted = -np.mean(logsumexp(log_weights, axis=0) - math.log(5))
    assert model.loss(x, noise, objective="iwae").total == pytest.approx(wanted, rel=1e-13)
    assert model.loss(x, noise, objective="iwae").total < -log_weights.mean(), "Jensen, on the same draws"
    one = model.loss(x, noise[:1], objective="iwae").total
    assert one == pytest.approx(-log_weights[0].mean(), rel=1e-13)


def test_beta_weighs_the_kl_alone():
    model = VAE(6, 2, (5,), 0.2, "float64", seed=2)
    x, noise, _ = example(model, 2, 4, seed=4)
    plain, heavy = model.loss(x, noise), model.loss(x, noise, beta=4.0)
    assert heavy[1:] == plain[1:]
    assert heavy.total == 4.0 * plain.kl + plain.reconstruction


def test_labels_reach_encoder_and_decoder():
    model = VAE(6, 2, (5,), 0.2, "float64", seed=2, classes=3)
    x = np.full((1, 6), 0.3)
    codes = [model.encode(x, np.array([c]))[0] for c in range(3)]
    pictures = [model.decode(np.zeros((1, 2)), np.array([c])) for c in range(3)]
    for found in (codes, pictures):
        assert not np.allclose(found[0], found[1]) and not np.allclose(found[1], found[2])
    p = model.parameters
    hidden = np.tanh(p["decoder.0.weight"][2 + 2] + p["decoder.0.bias"])  # z = 0, and the third of the label's inputs
    assert np.allclose(pictures[2], hidden @ p["decoder.mean.weight"] + p["decoder.mean.bias"])


@pytest.mark.parametrize(
    ("settings", "call", "message"),
    [
        ({"classes": 2}, {}, "conditional on 2 classes: labels are missing"),
        ({}, {"labels": np.array([0, 1])}, "the model is not conditional"),
        ({"classes": 2}, {"labels": np.array([0, 2])}, "labels run from 0 to 2; wanted 0 to 1"),
        ({"classes": 2}, {"labels": np.array([0])}, r"wanted whole numbers of shape \(2,\)"),
        ({"classes": 2}, {"labels": np.array([0.0, 1.0])}, "labels are float64"),
        ({}, {"objective": "vae"}, "objective must be one of elbo, iwae, not 'vae'"),
    ],
)
def test_wrong_calls_are_named(settings, call, message):
    model = VAE(3, 1, (), **settings)
    with pytest.raises(ValueError, match=message):
        model.loss(np.full((2, 3), 0.5), np.zeros((2, 1)), **call)


def test_a_bernoulli_decoder_wants_data_between_zero_and_one():
    model = VAE(3, 1, (), likelihood="bernoulli")
    with pytest.raises(ValueError, match=r"x must lie in \[0, 1\] for a Bernoulli decoder, not in \[0.5, 1.5\]"):
        model.loss(np.array([[0.5, 1.5, 1.0]]), np.zeros((1, 1)))
    with pytest.raises(ValueError, match="no variance to learn"):
        VAE(3, 1, (), likelihood="bernoulli", learn_variance=True)
    with pytest.raises(ValueError, match="likelihood must be one of gaussian, bernoulli, not 'poisson'"):
        VAE(3, 1, (), likelihood="poisson")
    with pytest.raises(ValueError, match="activation must be one of tanh, relu"):
        VAE(3, 1, (), activation="gelu")
