"""Every hand-written formula broken on purpose: the complex step must see each."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

import numerics.vae.model
from numerics.vae.gradient_check import complex_step_gradients, relative_errors
from numerics.vae.model import VAE

# Each hand-written formula corrupted in turn: (file, the line's text, what is put in its place).
NETWORK, ACTIVATIONS, POSTERIOR, LIKELIHOOD, PASSES = "network", "activations", "posterior", "likelihood", "passes"
CORRUPTED_IN_ORDER = (ACTIVATIONS, NETWORK, POSTERIOR, LIKELIHOOD, PASSES, "model")  # each imports earlier ones only
CORRUPTIONS = {
    "affine: weights, sign": (
        NETWORK,
        "for product in self._backward:\n            product()",
        "for product in self._backward:\n            product()\n        self._backward[0]._pieces[0][2][:-1] *= -1",
    ),
    "affine: biases, sign": (
        NETWORK,
        "for product in self._backward:\n            product()",
        "for product in self._backward:\n            product()\n        self._backward[0]._pieces[0][2][-1] *= -1",
    ),
    "affine: inputs, transposed weight": (
        NETWORK,
        "Product(d_y, weights[: d_x.shape[1]].T, out=d_x)",
        "Product(d_y, weights[: d_x.shape[1]].reshape(d_y.shape[1], -1), out=d_x)",
    ),
    "affine: inputs, forgotten": (
        NETWORK,
        "self._backward.append(Product(d_y, weights[: d_x.shape[1]].T, out=d_x))",
        "pass",
    ),
    "tanh: 1 - h instead of 1 - h^2": (ACTIVATIONS, "np.square(h, out=h)", "pass"),
    "tanh: 1 + h^2": (ACTIVATIONS, "np.subtract(1, h, out=h)", "np.add(1, h, out=h)"),
    "tanh: forgotten": (NETWORK, "np.multiply(d_h, h, out=d_h)", "pass"),
    "sample: missing noise factor": (
        POSTERIOR,
        "np.multiply(self.d_z, self.spread, out",
        "np.multiply(self.d_z, self.deviation, out",
    ),
    "sample: missing sigma factor": (
        POSTERIOR,
        "np.multiply(self.d_z, self.spread, out",
        "np.multiply(self.d_z, self.spread / self.deviation, out",
    ),
    "sample: sign": (POSTERIOR, "np.multiply(self.d_z, self.spread, out", "np.multiply(-self.d_z, self.spread, out"),
    "sample: forgotten path from the reconstruction into the encoder": (
        POSTERIOR,
        "np.add(self.d_output, self.d_kl, out=self.d_output)",
        "np.copyto(self.d_output, self.d_kl)",
    ),
    "sample: only the first of k": (
        POSTERIOR,
        "np.add.reduce(self.d_sample, axis=0, out=self.d_output)",
        "np.copyto(self.d_output, self.d_sample[0])",
    ),
    "log-variance: missing 1/2": (
        POSTERIOR,
        "np.add(self.d_output, self.d_kl, out=self.d_output)\n        d_log_variance = self.d_output[:, d:]",
        "np.add(self.d_output, self.d_kl, out=self.d_output)\n        d_log_variance = 2 * self.d_output[:, d:]",
    ),
    "KL: mean, sign": (
        POSTERIOR,
        "np.copyto(self.d_kl[:, :d], self.mean)",
        "np.negative(self.mean, out=self.d_kl[:, :d])",
    ),
    "KL: mean forgotten": (POSTERIOR, "np.copyto(self.d_kl[:, :d], self.mean)", "self.d_kl[:, :d] = 0"),
    "KL: sigma instead of sigma^2": (
        POSTERIOR,
        "np.square(self.deviation, out=self.d_kl[:, d:])",
        "self.d_kl[:, d:]; twice[...] = self.deviation",
    ),
    "KL: missing - 1": (POSTERIOR, "np.subtract(twice, 1, out=twice)", "pass"),
    "KL: sum over the batch for the mean": (
        POSTERIOR,
        "np.multiply(self.d_kl, beta / len(self.mean), out=self.d_kl)",
        "np.multiply(self.d_kl, beta, out=self.d_kl)",
    ),
    "KL: beta forgotten": (POSTERIOR, "beta / len(self.mean)", "1 / len(self.mean)"),
    "KL: forgotten": (POSTERIOR, "np.add(self.d_output, self.d_kl, out=self.d_output)", "pass"),
    "likelihood: sign": (LIKELIHOOD, "1 / (variance * len(self.output))", "-1 / (variance * len(self.output))"),
    "likelihood: the lost 1/2": (LIKELIHOOD, "1 / (variance * len(self.output))", "2 / (variance * len(self.output))"),
    "likelihood: no variance": (LIKELIHOOD, "1 / (variance * len(self.output))", "1 / len(self.output)"),
    "likelihood: mean over images, sum over samples": (
        LIKELIHOOD,
        "1 / (variance * len(self.output))",
        "1 / (variance * self.residual.shape[1])",
    ),
    "learned variance: missing 1/2": (LIKELIHOOD, "0.5 * self.residual.shape[2] -", "self.residual.shape[2] -"),
    "learned variance: sign": (
        LIKELIHOOD,
        "- 0.5 * error / variance",
        "+ 0.5 * error / variance",
    ),
    "learned variance: forgotten": (PASSES, "if self.model.learn_variance:", "if False:"),
    "Bernoulli: sign of the data": (
        LIKELIHOOD,
        "np.subtract(self._probability, self._x, out=self._sure)\n        np.multiply(self.d_output",
        "np.add(self._probability, self._x, out=self._sure)\n        np.multiply(self.d_output",
    ),
    "Bernoulli: sum over the batch for the mean": (
        LIKELIHOOD,
        "self._weight, out=self.d_output",
        "self._one, out=self.d_output",
    ),
    "Bernoulli: slope of the sigmoid kept": (
        LIKELIHOOD,
        "np.subtract(self._probability, self._x, out=self._sure)\n        np.multiply(self.d_output",
        "s = self._probability\n        self._sure[...] = (s - self._x) * s * (1 - s)"
        "\n        np.multiply(self.d_output",
    ),
    "ReLU: slope 1 everywhere": (ACTIVATIONS, "np.sign(h, out=h)", "h[...] = 1"),
    "IWAE: equal shares": (
        PASSES,
        "np.divide(weights, totals * batch, out=weights)[..., None]",
        "np.full_like(weights, 1 / weights.size)[..., None]",
    ),
    "IWAE: shares not over the batch": (PASSES, "totals * batch,", "totals,"),
    "IWAE: no prior": (POSTERIOR, "np.add(self.d_z, shares * self.z, out=self.d_z)", "pass"),
    "IWAE: sign of the prior": (POSTERIOR, "np.add(self.d_z, shares * self.z", "np.subtract(self.d_z, shares * self.z"),
    "IWAE: entropy forgotten": (
        POSTERIOR,
        "np.subtract(d_log_variance, 1 / len(self.mean), out=d_log_variance)",
        "pass",
    ),
    "IWAE: Gaussian unweighted": (
        LIKELIHOOD,
        "np.multiply(self.residual, shares / variance, out=self.residual)",
        "np.multiply(self.residual, 1 / variance / len(self.output), out=self.residual)",
    ),
    "IWAE: variance by all samples alike": (
        LIKELIHOOD,
        "np.vdot(shares.conj(), self.squared_errors)",
        "np.mean(self.squared_errors)",
    ),
    "IWAE: Bernoulli unweighted": (
        LIKELIHOOD,
        "shares, out=self._sure",
        "self._weight, out=self._sure",
    ),
}


def module_source(name: str) -> str:
    return Path(numerics.vae.model.__file__).with_name(f"{name}.py").read_text(encoding="utf-8")


def corrupted(name: str, text: str, replacement: str, monkeypatch) -> type[VAE]:
    """The VAE class of a copy of the source with one line changed (nothing on disk changes)."""
    for short in CORRUPTED_IN_ORDER:
        full, source = f"numerics.vae.{short}", module_source(short)
        if short == name:
            assert source.count(text) == 1, "the corruption must name one place in the source"
            source = source.replace(text, replacement)
        copy = importlib.util.module_from_spec(importlib.util.spec_from_loader(full, loader=None))
        monkeypatch.setitem(sys.modules, full, copy)
        exec(compile(source, full, "exec"), copy.__dict__)
    return copy.VAE


VARIANTS = [
    ({"learn_variance": True}, {}),
    ({}, {"beta": 2.5}),
    ({"likelihood": "bernoulli", "activation": "relu"}, {}),
    ({"learn_variance": True, "activation": "relu"}, {"objective": "iwae"}),
    ({"likelihood": "bernoulli", "classes": 3}, {"objective": "iwae"}),
]


def worst_error(vae: type[VAE]) -> float:
    """The largest relative error of any gradient in any of the variants."""
    worst = 0.0
    for settings, objective in VARIANTS:
        model = vae(4, 2, (3, 3), 0.3, "float64", seed=1, **settings)
        rng = np.random.default_rng(2)
        x, noise = rng.random((3, 4)), rng.standard_normal((2, 3, 2))
        labels = np.array([0, 2, 1]) if model.classes else None
        gradients = model.loss_and_gradients(x, noise, labels, **objective)[1]
        wanted = complex_step_gradients(model, x, noise, labels, **objective)
        worst = max(worst, *relative_errors(gradients, wanted).values())
    return worst


def test_uncorrupted_copies_pass(monkeypatch):
    assert worst_error(corrupted("none", "", "", monkeypatch)) <= 1e-12


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_corrupted_gradient_is_caught(name, monkeypatch):
    assert worst_error(corrupted(*CORRUPTIONS[name], monkeypatch)) > 1e-3
