"""Every hand-written gradient against the complex step, and every one of them broken on purpose."""

import importlib.util
import math
import re
from pathlib import Path

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Matrix, Rational, Symbol, exp, lambdify, log, pi, tanh

import numerics.vae.layers
import numerics.vae.model
from derivations.backpropagation import chapter
from numerics.vae.gradient_check import (
    central_differences,
    complex_step_gradients,
    difference_errors,
    relative_errors,
)
from numerics.vae.model import VAE


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


def test_clipped_log_variances_have_exactly_the_gradient_of_what_is_computed():
    model = VAE(3, 2, (), 0.3, "float64", seed=0)
    model.parameters["encoder.log_variance.bias"][...] = [60.0, 1.0]
    x, noise = example(model, 2, 3, seed=0)
    _, gradients = model.loss_and_gradients(x, noise)
    assert gradients["encoder.log_variance.bias"][0] == 0
    assert gradients["encoder.log_variance.bias"][1] != 0
    numeric = central_differences(model, x, noise, 1e-4)
    assert np.allclose(gradients["encoder.log_variance.bias"], numeric["encoder.log_variance.bias"], rtol=1e-2)


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
            v = (v * Matrix(weight) + Matrix([bias])).applyfunc(tanh)
        return v * Matrix(symbols[f"{side}.{last}.weight"]) + Matrix([symbols[f"{side}.{last}.bias"]])

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
    source = Path(numerics.vae.layers.__file__).read_text(encoding="utf-8")
    marked = {
        label
        for group in re.findall(r"\[(?:backpropagation-)?(9[^\]]*)\]", source)
        for label in re.findall(r"9\.\d+", group)
    }
    proved = {step.note for d in chapter.derivations for step in d.steps}
    assert marked == proved - {"9.12"}, "9.12 only says that the function of 9.4 is tanh"
    assert all(verdict.verdict == "proved" for d in chapter.derivations for verdict in d.verdicts())


# Each hand-written formula corrupted in turn: (file, the line's text, what is put in its place).
LAYERS, MODEL = numerics.vae.layers.__file__, numerics.vae.model.__file__
CORRUPTIONS = {
    "affine: weights, sign": (
        LAYERS,
        "for product in self._backward:\n            product()",
        "for product in self._backward:\n            product()\n        self._backward[0]._pieces[0][2][:-1] *= -1",
    ),
    "affine: biases, sign": (
        LAYERS,
        "for product in self._backward:\n            product()",
        "for product in self._backward:\n            product()\n        self._backward[0]._pieces[0][2][-1] *= -1",
    ),
    "affine: inputs, transposed weight": (
        LAYERS,
        "Product(d_y, weights[:-1].T, out=d_x)",
        "Product(d_y, weights[:-1].reshape(d_y.shape[1], -1), out=d_x)",
    ),
    "affine: inputs, forgotten": (LAYERS, "self._backward.append(Product(d_y, weights[:-1].T, out=d_x))", "pass"),
    "tanh: 1 - h instead of 1 - h^2": (LAYERS, "np.square(h, out=h)", "h"),
    "tanh: 1 + h^2": (LAYERS, "np.subtract(1, slope, out=slope)", "np.add(1, slope, out=slope)"),
    "tanh: forgotten": (LAYERS, "np.multiply(d_h, slope, out=d_h)", "pass"),
    "sample: missing noise factor": (
        LAYERS,
        "np.multiply(self.d_z, self.spread, out",
        "np.multiply(self.d_z, self.deviation, out",
    ),
    "sample: missing sigma factor": (
        LAYERS,
        "np.multiply(self.d_z, self.spread, out",
        "np.multiply(self.d_z, self.spread / self.deviation, out",
    ),
    "sample: sign": (LAYERS, "np.multiply(self.d_z, self.spread, out", "np.multiply(-self.d_z, self.spread, out"),
    "sample: forgotten path from the reconstruction into the encoder": (
        LAYERS,
        "np.add(self.d_output, self.d_kl, out=self.d_output)",
        "np.copyto(self.d_output, self.d_kl)",
    ),
    "sample: only the first of k": (
        LAYERS,
        "np.add.reduce(self.d_sample, axis=0, out=self.d_output)",
        "np.copyto(self.d_output, self.d_sample[0])",
    ),
    "log-variance: missing 1/2": (LAYERS, "np.multiply(d_log_variance, 0.5, out=d_log_variance)", "pass"),
    "KL: mean, sign": (
        LAYERS,
        "np.copyto(self.d_kl[:, :d], self.mean)",
        "np.negative(self.mean, out=self.d_kl[:, :d])",
    ),
    "KL: mean forgotten": (LAYERS, "np.copyto(self.d_kl[:, :d], self.mean)", "self.d_kl[:, :d] = 0"),
    "KL: sigma instead of sigma^2": (
        LAYERS,
        "np.square(self.deviation, out=self.d_kl[:, d:])",
        "self.d_kl[:, d:]; twice[...] = self.deviation",
    ),
    "KL: missing - 1": (LAYERS, "np.subtract(twice, 1, out=twice)", "pass"),
    "KL: sum over the batch for the mean": (
        LAYERS,
        "np.multiply(self.d_kl, 1 / len(self.mean), out=self.d_kl)",
        "pass",
    ),
    "KL: forgotten": (LAYERS, "np.add(self.d_output, self.d_kl, out=self.d_output)", "pass"),
    "likelihood: sign": (LAYERS, "1 / (variance * len(self.x_mean))", "-1 / (variance * len(self.x_mean))"),
    "likelihood: the lost 1/2": (LAYERS, "1 / (variance * len(self.x_mean))", "2 / (variance * len(self.x_mean))"),
    "likelihood: no variance": (LAYERS, "1 / (variance * len(self.x_mean))", "1 / len(self.x_mean)"),
    "likelihood: mean over images, sum over samples": (
        LAYERS,
        "1 / (variance * len(self.x_mean))",
        "1 / (variance * self.residual.shape[1])",
    ),
    "learned variance: missing 1/2": (LAYERS, "0.5 * self.residual.shape[2] -", "self.residual.shape[2] -"),
    "learned variance: sign": (
        LAYERS,
        "- 0.5 * self.squared_error / variance",
        "+ 0.5 * self.squared_error / variance",
    ),
    "learned variance: forgotten": (MODEL, "if self.model.learn_variance:", "if False:"),
}


def corrupted(path: str, text: str, replacement: str, monkeypatch) -> type[VAE]:
    """The VAE class of a copy of the source with one line changed (nothing on disk changes)."""
    modules = {}
    for module in (numerics.vae.layers, numerics.vae.model):
        source = Path(module.__file__).read_text(encoding="utf-8")
        if module.__file__ == path:
            assert source.count(text) == 1, "the corruption must name one place in the source"
            source = source.replace(text, replacement)
        spec = importlib.util.spec_from_loader(module.__name__, loader=None)
        copy = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(__import__("sys").modules, module.__name__, copy)
        exec(compile(source, module.__file__, "exec"), copy.__dict__)
        modules[module.__name__] = copy
    return modules["numerics.vae.model"].VAE


def worst_error(vae: type[VAE]) -> float:
    model = vae(4, 2, (3, 3), 0.3, "float64", seed=1, learn_variance=True)
    x, noise = example(model, 2, 3, seed=2)
    gradients = model.loss_and_gradients(x, noise)[1]
    return max(relative_errors(gradients, complex_step_gradients(model, x, noise)).values())


def test_uncorrupted_copies_pass(monkeypatch):
    assert worst_error(corrupted("", "", "", monkeypatch)) <= 1e-12


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_corrupted_gradient_is_caught(name, monkeypatch):
    assert worst_error(corrupted(*CORRUPTIONS[name], monkeypatch)) > 1e-3
