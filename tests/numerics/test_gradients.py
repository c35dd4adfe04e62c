"""Every hand-written gradient of the ELBO against the complex step and against SymPy."""

import math
import re
from pathlib import Path

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Matrix, Rational, Symbol, exp, lambdify, log, pi, tanh

import numerics.vae.activations
import numerics.vae.likelihood
import numerics.vae.network
import numerics.vae.passes
import numerics.vae.posterior
from derivations.backpropagation import chapter
from derivations.objectives import chapter as objectives
from numerics.vae.gradient_check import (
    complex_step_gradients,
    difference_errors,
    relative_errors,
)
from numerics.vae.model import VAE
from numerics.vae.passes import OBJECTIVES


def example(model: VAE, k: int, batch: int, seed: int):
    rng = np.random.default_rng(seed)
    return rng.random((batch, model.data_dim)), rng.standard_normal((k, batch, model.latent_dim))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    hidden=st.lists(st.integers(1, 5), max_size=3),
    k=st.integers(1, 4),
    learned=st.booleans(),
    data_dim=st.integers(1, 4),
    latent_dim=st.integers(1, 3),
    batch=st.integers(1, 3),
    seed=st.integers(0, 1000),
)
def test_backpropagation_equals_the_complex_step(hidden, k, learned, data_dim, latent_dim, batch, seed):
    model = VAE(data_dim, latent_dim, hidden, 0.3, "float64", seed, learn_variance=learned)
    x, noise = example(model, k, batch, seed)
    _, gradients = model.loss_and_gradients(x, noise)
    assert gradients.keys() == model.parameters.keys()
    errors = relative_errors(gradients, complex_step_gradients(model, x, noise))
    assert max(errors.values()) <= 1e-12, errors


def test_the_default_architecture_to_twelve_digits_in_each_array():
    model = VAE(64, 2, (12,), 0.04, "float64", seed=3, learn_variance=True)
    x, noise = example(model, 2, 5, seed=1)
    errors = relative_errors(model.loss_and_gradients(x, noise)[1], complex_step_gradients(model, x, noise))
    assert max(errors.values()) <= 1e-12, errors


def test_central_differences_are_the_weaker_cousin():
    model = VAE(4, 2, (3,), 0.3, "float64", seed=0)
    x, noise = example(model, 1, 3, seed=0)
    errors = difference_errors(model, x, noise, [1e-1, 1e-3, 1e-5, 1e-8, 1e-11])
    best = errors.argmin()
    assert 0 < best < 4, "a valley: truncation on one side, rounding on the other"
    assert 1e-12 < errors[best] < 1e-7
    exact = relative_errors(complex_step_gradients(model, x, noise), model.loss_and_gradients(x, noise)[1])
    assert max(exact.values()) < 1e-3 * errors[best]
    assert errors[0] / errors[1] == pytest.approx(1e4, rel=0.3), "the error of a central difference falls like h^2"


@pytest.mark.parametrize("beyond", [60.0, -60.0])
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_clipped_log_variances_have_exactly_the_gradient_of_what_is_computed(beyond, objective):
    model = VAE(3, 2, (), 0.3, "float64", seed=0)
    model.parameters["encoder.log_variance.bias"][...] = [beyond, 1.0]
    model.parameters["decoder.mean.weight"][0] = 0  # the first latent is not read: 3e6 deviations would drown all else
    x, noise = example(model, 2, 3, seed=0)
    _, gradients = model.loss_and_gradients(x, noise, objective=objective)
    wanted = complex_step_gradients(model, x, noise, objective=objective)
    assert relative_errors(gradients, wanted)["encoder.log_variance.bias"] < 1e-12
    assert gradients["encoder.log_variance.bias"][0] * beyond > 0


def symbolic_gradients(model: VAE, x, noise, digits: int | None):
    """The gradients of a network written in SymPy's matrices, by SymPy: exact numbers, or to so many digits."""
    symbols, values = {}, {}
    for name, array in model.parameters.items():
        symbols[name] = np.empty(array.shape, dtype=object)
        for place in np.ndindex(array.shape):
            symbols[name][place] = Symbol(f"{name}{list(place)}")
            values[symbols[name][place]] = Rational(float(array[place]))

    def network(side, v, last):
        for layer in range(len(model.hidden)):
            weight, bias = symbols[f"{side}.{layer}.weight"], symbols[f"{side}.{layer}.bias"]
            v = (v * Matrix(weight.tolist()) + Matrix([list(bias)])).applyfunc(tanh)
        return v * Matrix(symbols[f"{side}.{last}.weight"].tolist()) + Matrix([list(symbols[f"{side}.{last}.bias"])])

    variance = exp(symbols["decoder.log_variance"][()]) if model.learn_variance else Rational(model.decoder_variance)
    kl = reconstruction = 0
    for row, image in enumerate(x):
        image = Matrix([[Rational(v) for v in image]])
        mean, log_variance = network("encoder", image, "mean"), network("encoder", image, "log_variance")
        kl += sum(exp(s) - s + m**2 - 1 for m, s in zip(mean, log_variance, strict=True)) / 2
        for sample in noise:
            e = Matrix([[Rational(v) for v in sample[row]]])
            z = mean + (log_variance / 2).applyfunc(exp).multiply_elementwise(e)
            residual = image - network("decoder", z, "mean")
            reconstruction += residual.dot(residual) / (2 * variance) + model.data_dim * log(2 * pi * variance) / 2
    total = kl / len(x) + reconstruction / (len(x) * len(noise))
    derivatives = {symbol: total.diff(symbol) for symbol in values}
    if digits is None:
        numbers = {symbol: derivative.xreplace(values) for symbol, derivative in derivatives.items()}
    else:
        with mpmath.workdps(digits):
            evaluate = lambdify(list(values), list(derivatives.values()), "mpmath", cse=True)
            numbers = dict(zip(derivatives, evaluate(*values.values()), strict=True))
    return {name: np.vectorize(numbers.get, otypes=[object])(array) for name, array in symbols.items()}


def test_linear_network_equals_sympys_gradients_exactly():
    """Every number is a small dyadic fraction and every exponential exp(0), so floating point makes no error at all."""
    model = VAE(2, 1, (), 0.25, "float64")
    rng = np.random.default_rng(0)
    for array in model.parameters.values():
        array[...] = rng.integers(-8, 9, array.shape) / 8
    model.parameters["encoder.log_variance.weight"][...] = 0
    model.parameters["encoder.log_variance.bias"][...] = 0
    x, noise = rng.integers(0, 9, (2, 2)) / 8, rng.integers(-8, 9, (2, 2, 1)) / 8
    _, gradients = model.loss_and_gradients(x, noise)
    for name, wanted in symbolic_gradients(model, x, noise, digits=None).items():
        for place in np.ndindex(wanted.shape):
            assert Rational(float(gradients[name][place])) == wanted[place], (name, place)


@pytest.mark.slow
@pytest.mark.parametrize("learned", [False, True])
def test_tanh_network_equals_sympys_gradients_to_the_last_digits(learned):
    model = VAE(2, 1, (2,), 0.3, "float64", seed=5, learn_variance=learned)
    x, noise = example(model, 2, 2, seed=6)
    _, gradients = model.loss_and_gradients(x, noise)
    exact = symbolic_gradients(model, x, noise, digits=40)
    largest = max(float(max(map(abs, g.flat))) for g in exact.values())
    for name, wanted in exact.items():
        for place in np.ndindex(wanted.shape):
            assert abs(gradients[name][place] - wanted[place]) <= 4 * math.ulp(largest), (name, place)


def test_every_formula_stands_beside_a_label_that_the_chapter_proves():
    rooms = (numerics.vae.network, numerics.vae.activations, numerics.vae.posterior, numerics.vae.likelihood)
    source = "".join(Path(room.__file__).read_text(encoding="utf-8") for room in rooms)
    marked = {
        label
        for group in re.findall(r"\[(?:backpropagation-)?(9[^\]]*)\]", source)
        for label in re.findall(r"9\.\d+", group)
    }
    proved = {step.note for d in chapter.derivations for step in d.steps}
    assert marked == proved - {"9.12"}, "9.12 only says that the function of 9.4 is tanh"
    assert all(verdict.verdict == "proved" for d in chapter.derivations for verdict in d.verdicts())


def test_every_formula_of_the_other_objectives_stands_beside_a_label_that_their_chapter_proves():
    rooms = (numerics.vae.passes, numerics.vae.posterior, numerics.vae.likelihood)
    source = "".join(Path(room.__file__).read_text(encoding="utf-8") for room in rooms)
    marked = {
        label for group in re.findall(r"\[objectives-(10[^\]]*)\]", source) for label in re.findall(r"10\.\d+", group)
    }
    proved = {step.note for d in objectives.derivations for step in d.steps}
    assert marked <= proved
    gradients = {"10.7", "10.10", "10.11", "10.19", "10.20", "10.21"}
    assert gradients <= marked
