"""The faults of public VAE code, planted one at a time into a copy of the package: another test must notice each.

A copy of `numerics` with one line changed stands first on the path of a pytest of its own, which runs the tests named
beside the fault and has to fail.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import numerics

ROOT = Path(numerics.__file__).parent.parent
VAE, EVALUATED = "tests/numerics/test_vae.py", "tests/numerics/test_evaluate_command.py"
OBJECTIVES = "tests/numerics/test_objectives.py"
EVIDENCE = "tests/numerics/test_evidence.py"
OPTIMISER, BENCH = "tests/numerics/test_optimiser_and_noise.py", "tests/numerics/test_bench.py"
LINEAR = "tests/numerics/test_probabilistic_pca.py"
AT_THE_OPTIMUM = "test_at_the_closed_form_the_elbo_is_the_likelihood_and_every_gradient_vanishes"
WEIGHED = f"{OBJECTIVES}::test_the_importance_weighted_loss_is_the_log_of_a_mean_with_its_log_k"
FAULTS = {
    "variance for deviation in the sampler": (
        "vae/posterior.py",
        "np.multiply(self.log_variance, 0.5, out=self.half)",
        "np.copyto(self.half, self.log_variance)",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "variance for deviation, sampler alone": (
        "vae/posterior.py",
        "np.multiply(noise, self.deviation, out=self.spread)",
        "np.multiply(noise, self.deviation**2, out=self.spread)",
        f"{VAE}::test_coupling_of_sampler_and_kl",
    ),
    "mean for sum over the latents": (
        "vae/posterior.py",
        "return 0.5 * total.item() / len(self.mean) + ",
        "return 0.5 * total.item() / self.mean.size + ",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "KL not averaged over the images": (
        "vae/posterior.py",
        "return 0.5 * total.item() / len(self.mean) + ",
        "return 0.5 * total.item() + ",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "the KL's lost 1/2": (
        "vae/posterior.py",
        "return 0.5 * total.item()",
        "return total.item()",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "sigma for log sigma": (
        "vae/posterior.py",
        "2 * np.add.reduce(half)",
        "2 * np.add.reduce(sigma)",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "the squared error's lost 1/2": (
        "vae/likelihood.py",
        "return 0.5 * self.squared_error / variance + 0.5",
        "return self.squared_error / variance + 0.5",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "log(2 pi + sigma^2)": (
        "vae/likelihood.py",
        "np.log(2 * np.pi * variance).item()\n\n    def by_sample",
        "np.log(2 * np.pi + variance).item()\n\n    def by_sample",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "mean over the pixels": (
        "vae/likelihood.py",
        "np.dot(self._flat, self._flat).item() / (k * batch)",
        "np.dot(self._flat, self._flat).item() / self._flat.size",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "the wrong image's z": (
        "vae/posterior.py",
        "np.add(self.spread, self.mean, out=self.z)",
        "np.add(self.spread, self.mean[::-1], out=self.z)",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "Bernoulli: the term of the dark pixels lost": (  # -x ln s alone
        "vae/likelihood.py",
        "np.subtract(s, a, out=a)  #       x a - a",
        "np.multiply(0, s, out=a)",
        f"{OBJECTIVES}::test_the_bernoulli_loss_is_scipys",
    ),
    "Bernoulli: mean over the pixels": (
        "vae/likelihood.py",
        "return total / len(self.output)",
        "return total / self.output.size",
        f"{OBJECTIVES}::test_the_bernoulli_loss_is_scipys",
    ),
    "log K missing": (
        "vae/passes.py",
        "batch - math.log(count)",
        "batch",
        f"{OBJECTIVES}::test_the_importance_weighted_loss_is_the_log_of_a_mean_with_its_log_k",
    ),
    "mean of logs for log of the mean": (
        "vae/passes.py",
        "np.add.reduce(np.log(totals) + largest).item() / batch - math.log(count)",
        "np.mean(log_weights).item()",
        f"{OBJECTIVES}::test_the_importance_weighted_loss_is_the_log_of_a_mean_with_its_log_k",
    ),
    "the encoder's density for the prior": (
        "vae/posterior.py",
        "np.square(self.z, out=squares)",
        "np.square(noise, out=squares)",
        f"{OBJECTIVES}::test_the_importance_weighted_loss_is_the_log_of_a_mean_with_its_log_k",
    ),
    "log K missing in the evaluation": (
        "vae/importance_bounds.py",
        "logsumexp(log_weights.reshape(-1, size, len(x)), axis=1) - math.log(size)",
        "logsumexp(log_weights.reshape(-1, size, len(x)), axis=1)",
        f"{EVIDENCE}::test_conditional_models_use_the_labels",
    ),
    "evaluation at the mean code": (
        "vae/evaluation.py",
        "model.loss(images, rng.standard_normal((len(images), model.latent_dim)), labels)",
        "model.loss(images, np.zeros((len(images), model.latent_dim)), labels)",
        f"{EVALUATED}::test_the_elbo_is_over_noise_not_at_the_mean_code",
    ),
    "a KL of each latent without its mean": (
        "vae/evaluation.py",
        "np.expm1(log_variance) - log_variance + mean**2",
        "np.expm1(log_variance) - log_variance",
        f"{EVALUATED}::test_the_kl_of_each_latent_at_an_exact_optimum",
    ),
    "the KL's direction": (
        "vae/posterior.py",
        "np.dot(sigma, sigma) - 2 * np.add.reduce(half) - sigma.size + np.dot(mean, mean)",
        "((1 + mean**2) / sigma**2).sum() + 2 * np.add.reduce(half) - sigma.size",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "the KL's sign": (
        "vae/posterior.py",
        "return 0.5 * total.item()",
        "return -0.5 * total.item()",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "log sigma for log sigma^2": (
        "vae/posterior.py",
        "2 * np.add.reduce(half)",
        "np.add.reduce(half)",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "sigma^2 lost in the KL": (
        "vae/posterior.py",
        "total = np.dot(sigma, sigma) - 2",
        "total = sigma.size - 2",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "the mean lost in the KL": (
        "vae/posterior.py",
        "- sigma.size + np.dot(mean, mean)",
        "- sigma.size",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "the number of latents lost in the KL": (
        "vae/posterior.py",
        "- sigma.size + np.dot(mean, mean)",
        "- 1 + np.dot(mean, mean)",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "one noise for all images": (
        "vae/posterior.py",
        "np.multiply(noise, self.deviation, out=self.spread)",
        "np.multiply(noise[:, :1], self.deviation, out=self.spread)",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "the exponent's sign": (
        "vae/likelihood.py",
        "return 0.5 * self.squared_error / variance + 0.5",
        "return -0.5 * self.squared_error / variance + 0.5",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "multiplied by the variance for divided": (
        "vae/likelihood.py",
        "return 0.5 * self.squared_error / variance + 0.5",
        "return 0.5 * self.squared_error * variance + 0.5",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "the log-determinant's lost 1/2": (
        "vae/likelihood.py",
        "/ variance + 0.5 * data_dim * np.log",
        "/ variance + data_dim * np.log",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "n for d in the log-determinant": (
        "vae/likelihood.py",
        "/ variance + 0.5 * data_dim * np.log",
        "/ variance + 0.5 * batch * np.log",
        f"{VAE}::test_loss_is_the_notes",
    ),
    "beta on the wrong term": (
        "vae/passes.py",
        "Loss(beta * kl + reconstruction, kl",
        "Loss(kl + beta * reconstruction, kl",
        f"{OBJECTIVES}::test_beta_weighs_the_kl_alone",
    ),
    "weights added inside the log": (
        "vae/passes.py",
        "np.add.reduce(np.log(totals) + largest)",
        "np.add.reduce(np.log(totals + np.exp(largest)))",
        WEIGHED,
    ),
    "another image's label": (
        "vae/passes.py",
        "labels[:, None] == np.arange(classes)",
        "labels[::-1, None] == np.arange(classes)",
        f"{OBJECTIVES}::test_loss_and_gradients_equal_the_second_implementations",
    ),
    "no bias correction in Adam": (
        "vae/adam.py",
        "shrink1 * (1 - self.beta1) / (1 - self.beta1**self.steps)",
        "shrink1 * (1 - self.beta1)",
        f"{OPTIMISER}::test_adam_is_the_papers",
    ),
    "log b for -log b in the sampled KL": (
        "estimates/kl_estimate.py",
        "a * a / 2 - math.log(b)",
        "a * a / 2 + math.log(b)",
        f"{BENCH}::test_the_sampled_kl_is_the_closed_form_within_its_error",
    ),
    "half a squared log ratio as the sampled KL": (
        "estimates/kl_estimate.py",
        "np.multiply(v, t, out=v)",
        "np.square(v * t + a * a / 2 - math.log(b), out=v); v *= 0.5; v -= a * a / 2 - math.log(b)",
        f"{BENCH}::test_the_sampled_kl_is_the_closed_form_within_its_error",
    ),
    "n - 1 for n": (
        "vae/probabilistic_pca.py",
        "np.linalg.eigh((x - mean).T @ (x - mean) / len(x))",
        "np.linalg.eigh((x - mean).T @ (x - mean) / (len(x) - 1))",
        f"{LINEAR}::{AT_THE_OPTIMUM}",
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    for name in ("numerics", "derivations", "figures"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=shutil.ignore_patterns("__pycache__", "corpus"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def outcome(folder: Path, tests: list[str]) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.slow
def test_without_a_fault_the_tests_pass(copy):
    done = outcome(copy, sorted({fault[3] for fault in FAULTS.values()}))
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(name, copy):
    file, text, replacement, test = FAULTS[name]
    path = copy / "numerics" / file
    source = path.read_text(encoding="utf-8")
    assert source.count(text) == 1, "the fault must name one place in the source"
    path.write_text(source.replace(text, replacement), encoding="utf-8")
    try:
        done = outcome(copy, [test])
    finally:
        path.write_text(source, encoding="utf-8")
    assert done.returncode == 1 and " failed" in done.stdout, done.stdout[-2000:]
