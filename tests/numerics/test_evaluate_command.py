"""`evaluate` and `export`: what they say of a saved model, against the model itself."""

import json

import numpy as np
import pytest

from numerics.__main__ import main
from numerics.doors import evaluate as evaluating
from numerics.doors.export import state_arrays
from numerics.vae.digits import split_digits
from numerics.vae.evaluation import active_units, evaluate, kl_of_each_latent, what_is_wrong
from numerics.vae.evidence import log_evidence
from numerics.vae.model import VAE
from numerics.vae.probabilistic_pca import maximum_likelihood
from numerics.vae.provenance import load_model
from numerics.vae.sampled_evidence import TooFewDraws

PARTS = split_digits()
FAST = ["--hidden", "8", "--epochs", "2"]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    out = tmp_path_factory.mktemp("run")
    assert main(["train", *FAST, "--out", str(out)]) == 0
    return out / "model.npz"


@pytest.mark.slow
def test_evaluate_says_what_the_model_is_worth(file, capsys):
    assert main(["evaluate", str(file), "--images", "5", "--samples", "20", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    model = VAE.load(file)
    assert report["part"] == "held-out" and report["images"] == 360
    assert report["elbo"] == evaluate(model, PARTS.held_out)["elbo"]
    assert sum(report["kl_per_latent"]) == pytest.approx(report["kl"], rel=1e-5)
    exact = log_evidence(model, PARTS.held_out[:5])
    found = report["log_evidence"]
    assert found["mean"] == pytest.approx(exact.log_evidence.mean(), rel=1e-12)
    assert found["elbo"] + found["posterior_kl"] == pytest.approx(found["mean"])
    assert report["elbo"] < report["importance_weighted_bound"]["mean"]
    assert main(["evaluate", str(file), "--images", "2", "--samples", "2"]) == 0
    printed = capsys.readouterr().out
    assert "ELBO" in printed and "log q(x)" in printed and "KL of each latent" in printed


def test_other_data_are_treated_as_the_training_data_were(file, tmp_path, capsys):
    raw = np.column_stack([np.arange(30) % 10, np.round(PARTS.train[:30] * 255)])
    np.save(tmp_path / "table.npy", raw[:20])
    np.save(tmp_path / "darker.npy", raw[20:] // 3)
    out = tmp_path / "run"
    main(["train", *FAST, "--data", str(tmp_path / "table.npy"), "--conditional", "--out", str(out)])
    model, provenance = load_model(out / "model.npz")
    assert model.classes == 10 and provenance.scaling == (0, 255) and provenance.image_shape == (8, 8)
    capsys.readouterr()
    arguments = ["evaluate", str(out / "model.npz"), "--images", "2", "--samples", "4", "--json"]
    assert main([*arguments, "--data", str(tmp_path / "darker.npy")]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["part"] == "all" and "scaled from [0, 255]" in report["data"]


def test_more_latents_are_sampled(tmp_path, capsys):
    main(["train", *FAST, "--latent", "4", "--out", str(tmp_path)])
    capsys.readouterr()
    arguments = ["evaluate", str(tmp_path / "model.npz"), "--images", "3", "--samples", "10", "--json"]
    assert main(arguments) == 0
    found = json.loads(capsys.readouterr().out)["log_evidence"]
    assert found["method"] == "importance sampling" and found["elbo"] < found["mean"] + found["error"]


def test_a_model_that_has_diverged_is_told_with_all_that_can_be(tmp_path, capsys):
    assert main(["train", *FAST, "--learning-rate", "1000", "--out", str(tmp_path)]) == 1
    capsys.readouterr()
    assert main(["evaluate", str(tmp_path / "model.npz"), "--images", "3", "--samples", "10"]) == 1
    out, err = capsys.readouterr()
    assert "ELBO" in out and "KL of each latent" in out and "the run has diverged: the ELBO fell from" in err
    assert main(["evaluate", str(tmp_path / "model.npz"), "--images", "3", "--samples", "10", "--json"]) == 1
    assert "the ELBO fell" in json.loads(capsys.readouterr().out)["wrong"][0]


def test_an_estimate_that_rests_on_too_few_draws_hides_nothing_else(file, monkeypatch, capsys):
    def few(*_arguments, **_settings):
        raise TooFewDraws("log q(x) of image 0 rests on 2 effective draws of 4096: its error cannot be told")

    monkeypatch.setattr(evaluating, "log_evidence", few)
    assert main(["evaluate", str(file), "--images", "2", "--samples", "10"]) == 1
    out, err = capsys.readouterr()
    assert "reconstruction" in out and "log q(x)" not in out and "its error cannot be told" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--images", "0"], "--images takes a whole number from 1 on, not 0"),
        (["--data", "linear-gaussian"], "linear-gaussian has rows of 8, but the model was made for 64"),
        (["--data", "nothing.npy"], "nothing.npy: there is no such file"),
    ],
)
def test_wrong_requests_are_one_line(file, arguments, message, capsys):
    assert main(["evaluate", str(file), *arguments]) == 2
    err = capsys.readouterr().err
    assert message in err and err.count("\n") == 1


def test_a_model_that_does_not_know_its_data_asks_for_them(tmp_path, capsys):
    VAE(64, 1, ()).save(tmp_path / "bare.npz")
    assert main(["evaluate", str(tmp_path / "bare.npz")]) == 2
    assert "does not say what it was trained on: give --data" in capsys.readouterr().err


def test_the_kl_of_each_latent_at_an_exact_optimum():
    """At probabilistic PCA's optimum every latent's mean KL is half the log of (eigenvalue / sigma^2)."""
    images = PARTS.train
    optimum = maximum_likelihood(images, 3)
    model = optimum.vae()
    lengths = np.sum(optimum.weight**2, axis=0) / optimum.variance + 1
    assert kl_of_each_latent(model, images) == pytest.approx(0.5 * np.log(lengths), rel=1e-9)
    assert active_units(model, images).all()
    model.parameters["encoder.mean.weight"][:, 1] = 0
    assert active_units(model, images).tolist() == [True, False, True]


def test_what_is_wrong_is_told_and_what_is_right_is_not():
    good, start = maximum_likelihood(PARTS.train, 2).vae(), VAE(64, 2, (), dtype="float64")
    assert what_is_wrong(start, good, PARTS.train) == []
    assert "the ELBO fell" in what_is_wrong(good, start, PARTS.train)[0]
    collapsed = maximum_likelihood(PARTS.train, 2).vae()
    for name in ("mean.weight", "mean.bias", "log_variance.bias"):
        collapsed.parameters[f"encoder.{name}"][...] = 0
    assert any("collapsed" in sentence for sentence in what_is_wrong(start, collapsed, PARTS.train))
    stuck = maximum_likelihood(PARTS.train, 2).vae()
    stuck.parameters["encoder.mean.weight"][...] *= 1e-3
    stuck.parameters["encoder.mean.bias"][...] = 9
    assert any("the encoder is stuck" in sentence for sentence in what_is_wrong(start, stuck, PARTS.train))
    narrow = maximum_likelihood(PARTS.train, 2).vae()  # the same model in another unit of z: nothing is wrong with it
    narrow.parameters["encoder.mean.weight"][...] *= 1e-2
    narrow.parameters["encoder.mean.bias"][...] *= 1e-2
    narrow.parameters["encoder.log_variance.bias"][...] -= 2 * np.log(100)
    narrow.parameters["decoder.mean.weight"][...] *= 100
    assert not active_units(narrow, PARTS.train).any()
    assert what_is_wrong(start, narrow, PARTS.train) == []
    collapsed.parameters["decoder.mean.bias"][3] = np.inf
    assert "parameter decoder.mean.bias" in what_is_wrong(start, collapsed, PARTS.train)[0]


def test_exported_weights_are_transposed_and_named():
    model = VAE(5, 2, (4,), learn_variance=True)
    state = state_arrays(model)
    assert state.keys() == model.parameters.keys()
    assert state["encoder.0.weight"].shape == (4, 5) and state["decoder.log_variance"].shape == ()
    assert (state["encoder.mean.weight"] == model.parameters["encoder.mean.weight"].T).all()


def test_export_without_torch_says_so(file, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    assert main(["export", str(file), "--torch", str(tmp_path / "o.pt")]) == 2
    assert "--torch needs PyTorch, which is not installed here" in capsys.readouterr().err
    assert not (tmp_path / "o.pt").exists()


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_a_torch_module_takes_the_exported_state_by_name(activation, tmp_path, capsys):
    torch = pytest.importorskip("torch", reason="NOT RUN: export --torch is tested where PyTorch is installed")
    arguments = ["--hidden", "8", "6", "--epochs", "1", "--activation", activation, "--out", str(tmp_path)]
    assert main(["train", *arguments]) == 0
    assert main(["export", str(tmp_path / "model.npz"), "--torch", str(tmp_path / "model.pt")]) == 0
    nn = torch.nn

    class Side(nn.ModuleDict):
        def run(self, v):
            h = v
            for name in ("0", "1"):
                h = getattr(torch, activation)(self[name](h))
            return [self[name](h) for name in self if not name.isdigit()]

    class Twin(nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = Side({"0": nn.Linear(64, 8), "1": nn.Linear(8, 6), "mean": nn.Linear(6, 2),
                                 "log_variance": nn.Linear(6, 2)})  # fmt: skip
            self.decoder = Side({"0": nn.Linear(2, 6), "1": nn.Linear(6, 8), "mean": nn.Linear(8, 64)})

    twin = Twin()
    twin.load_state_dict(torch.load(tmp_path / "model.pt", weights_only=True), strict=True)
    model = VAE.load(tmp_path / "model.npz")
    x = PARTS.held_out[:5].astype(np.float32)
    with torch.no_grad():
        found = [part.numpy() for part in twin.encoder.run(torch.from_numpy(x))]
        pictures = twin.decoder.run(torch.from_numpy(model.encode(x)[0]))[0].numpy()
    assert np.allclose(found, model.encode(x), atol=1e-6)
    assert np.allclose(pictures, model.decode(model.encode(x)[0]), atol=1e-6)


def test_the_elbo_is_over_noise_not_at_the_mean_code():
    """Against the closed form: at probabilistic PCA's optimum the ELBO is the log-likelihood; at the mean it is not."""
    optimum = maximum_likelihood(PARTS.train, 2)
    found = evaluate(optimum.vae(), PARTS.train, samples=400)
    exact = optimum.log_likelihood(PARTS.train).mean()
    assert abs(found["elbo"] - exact) < 6 * found["standard_error"]
    assert 0 < found["standard_error"] < 0.05
