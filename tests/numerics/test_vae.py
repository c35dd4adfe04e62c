"""The VAE's loss against formulas and samplers written elsewhere, its guards, its copies and its files."""

import copy
import pickle

import numpy as np
import pytest
from scipy import stats

from numerics.vae.model import VAE
from numerics.vae.trainer import Trainer


def naive_loss(model: VAE, x, noise):
    """The note's loss, image by image and sample by sample, with SciPy's densities."""
    p = model.parameters

    def network(side, v, last):
        for layer in range(len(model.hidden)):
            v = np.tanh(v @ p[f"{side}.{layer}.weight"] + p[f"{side}.{layer}.bias"])
        return v @ p[f"{side}.{last}.weight"] + p[f"{side}.{last}.bias"]

    kl, reconstruction = [], []
    for b, image in enumerate(x):
        mean, log_variance = network("encoder", image, "mean"), network("encoder", image, "log_variance")
        sigma = np.sqrt(np.exp(log_variance))
        kl.append(0.5 * np.sum(sigma**2 - np.log(sigma**2) + mean**2 - 1))
        for sample in noise:
            x_mean = network("decoder", mean + sigma * sample[b], "mean")
            reconstruction.append(-stats.norm.logpdf(image, x_mean, np.sqrt(model.decoder_variance)).sum())
    return np.mean(kl), np.mean(reconstruction)


@pytest.mark.parametrize("hidden", [(), (5,), (6, 4), (3, 4, 5)])
@pytest.mark.parametrize("k", [1, 3])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_loss_is_the_notes(hidden, k, dtype):
    rng = np.random.default_rng(0)
    model = VAE(7, 2, hidden, 0.1, dtype, seed=4, learn_variance=k == 3)
    x, noise = rng.random((5, 7)), rng.standard_normal((k, 5, 2))
    loss = model.loss(x, noise)
    kl, reconstruction = naive_loss(model, x, noise)
    digits = 1e-12 if dtype == "float64" else 2e-6
    assert loss.kl == pytest.approx(kl, rel=digits)
    assert loss.reconstruction == pytest.approx(reconstruction, rel=digits)
    assert loss.total == loss.kl + loss.reconstruction
    assert model.loss_and_gradients(x, noise)[0] == loss


def test_encode_and_decode_are_the_parts_of_the_loss():
    rng = np.random.default_rng(1)
    model = VAE(6, 3, (8,), 0.2, "float64", seed=1)
    x, noise = rng.random((4, 6)), rng.standard_normal((4, 3))
    mean, log_variance = model.encode(x)
    x_mean = model.decode(mean + np.exp(log_variance / 2) * noise)
    expected = -stats.norm.logpdf(x, x_mean, np.sqrt(0.2)).sum(axis=1).mean()
    assert model.loss(x, noise).reconstruction == pytest.approx(expected, rel=1e-12)


def test_coupling_of_sampler_and_kl():
    """log p(z|x) - log q(z) over the model's own draws has the closed-form KL as its mean.

    Catches exp(log-variance) for exp(half of it), which no gradient check can see. False alarm: 6 standard errors.
    """
    rng = np.random.default_rng(2)
    model = VAE(3, 2, (), 1.0, "float64", seed=2)
    model.parameters["encoder.log_variance.bias"][...] = [-1.5, 0.7]
    # A decoder that copies z into the first pixels lets the loss itself show what z was drawn.
    model.parameters["decoder.mean.weight"][...] = np.eye(2, 3)
    model.parameters["decoder.mean.bias"][...] = 0
    x = rng.random((1, 3))
    mean, log_variance = (v[0] for v in model.encode(x))
    draws = 40_000
    noise = rng.standard_normal((draws, 1, 2))
    model.loss(x, noise)
    z = model._pass(noise).posterior.z[:, 0, :]  # what the model drew: draws, 2
    ratio = stats.norm.logpdf(z, mean, np.exp(log_variance / 2)).sum(1) - stats.norm.logpdf(z).sum(1)
    error = ratio.std() / draws**0.5
    assert abs(ratio.mean() - model.loss(x, noise[0]).kl) < 6 * error
    assert error < 0.01, "the smallest error that would be seen is about 0.1 nats"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("extreme", [60.0, -60.0])
@pytest.mark.parametrize("hidden", [(), (4,)])
def test_extreme_log_variances_stay_finite(dtype, extreme, hidden):
    model = VAE(3, 2, hidden, 0.04, dtype, seed=0)
    model.parameters["encoder.log_variance.bias"][...] = extreme
    rng = np.random.default_rng(0)
    x, noise = rng.random((4, 3)), rng.standard_normal((4, 2))
    loss, gradients = model.loss_and_gradients(x, noise)
    assert np.isfinite(loss).all()
    assert all(np.isfinite(g).all() and np.isfinite(g * g).all() for g in gradients.values())
    assert (gradients["encoder.log_variance.bias"] * extreme > 0).all(), "the KL leads back"
    assert abs(model.encode(x)[1]).max() == 30


def test_log_variances_beyond_the_clamp_come_back():
    for extreme in (45.0, -45.0):
        model = VAE(3, 1, (), 0.04, "float32", seed=0)
        model.parameters["encoder.log_variance.weight"][...] = 0
        model.parameters["encoder.log_variance.bias"][...] = extreme
        trainer = Trainer(model, learning_rate=0.5)
        x = np.random.default_rng(0).random((8, 3))
        for _ in range(200):
            trainer.step(x)
        assert abs(model.parameters["encoder.log_variance.bias"][0]) < 31


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_kl_near_the_prior_does_not_cancel(dtype):
    """Against SciPy's expm1 in longer numbers; at d = 64 float32 sums came out negative."""
    model = VAE(3, 64, (), 0.04, dtype)
    for size in (1e-1, 1e-2, 1e-3, 1e-4):
        for name in ("mean", "log_variance"):
            model.parameters[f"encoder.{name}.weight"][...] = 0
        model.parameters["encoder.mean.bias"][...] = 0
        model.parameters["encoder.log_variance.bias"][...] = np.linspace(-size, size, 64)
        exact = model.parameters["encoder.log_variance.bias"].astype(np.longdouble)
        wanted = float(0.5 * np.sum(np.expm1(exact) - exact))
        found = model.loss(GOOD, np.zeros((2, 64))).kl
        assert found == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
@pytest.mark.parametrize("learn_variance", [False, True])
def test_copies_are_whole_and_apart(copied, learn_variance):
    model = VAE(5, 2, (4,), 0.3, "float32", 7, learn_variance)
    twin = copied(model)
    x, noise = np.full((2, 5), 0.2), np.ones((2, 2))
    assert twin.loss(x, noise) == model.loss(x, noise)
    trainer = Trainer(model, seed=1)
    trainer.step(x)
    other = copied(trainer)
    assert other.model is not model
    before = trainer.model.loss(x, noise)
    for _ in range(20):
        other.step(x)
    assert trainer.model.loss(x, noise) == before != other.model.loss(x, noise)
    for _ in range(20):
        trainer.step(x)
    assert (trainer.model.vector.vector == other.model.vector.vector).all(), "a copy goes on as the original does"
    for name, value in other.model.parameters.items():
        assert np.shares_memory(value, other.model.vector.vector), name


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"decoder_variance": 1e-38}, "the gradient by .* too large to be squared in float32"),
        ({"decoder_variance": 1e-30}, "too large to be squared"),
    ],
)
def test_gradients_that_cannot_be_squared_are_refused(settings, message):
    model = VAE(3, 2, (4,), **settings)
    before = model.vector.vector.copy()
    trainer = Trainer(model)
    with pytest.raises(ValueError, match=message):
        trainer.step(GOOD)
    assert (model.vector.vector == before).all()
    assert not trainer.adam.second.any()


@pytest.mark.parametrize("logarithm", [-60.0, -100.0, -800.0, 800.0])
def test_hopeless_learned_variances_are_a_value_error(logarithm):
    model = VAE(3, 2, (4,), learn_variance=True)
    model.parameters["decoder.log_variance"][...] = logarithm
    before = model.vector.vector.copy()
    with pytest.raises(ValueError, match=r"too large to be squared|sigma_g\^2 = exp"):
        Trainer(model).step(GOOD)
    assert (model.vector.vector == before).all()


GOOD = np.full((2, 3), 0.5)
NOISE = np.zeros((2, 2))


@pytest.mark.parametrize(
    ("x", "noise", "message"),
    [
        (GOOD[:, :2], NOISE, r"x has shape \(2, 2\); wanted \(batch, 3\)"),
        (GOOD[0], NOISE, r"x has shape \(3,\); wanted \(batch, 3\)"),
        (GOOD[:0], NOISE[:0], r"x has shape \(0, 3\)"),
        (GOOD, NOISE[:1], r"noise has shape \(1, 2\); wanted \(2, 2\) or \(k, 2, 2\)"),
        (GOOD, np.zeros((0, 2, 2)), r"noise has shape \(0, 2, 2\)"),
        (GOOD, np.zeros((2, 3)), r"noise has shape \(2, 3\)"),
        (np.array([[0.5, np.nan, 0], [1, 1, 1]]), NOISE, r"x of shape \(2, 3\) must be finite, but x\[0, 1\] is nan"),
        (np.array([[0.5, 1, 0], [1, np.inf, 1]]), NOISE, r"x\[1, 1\] is inf"),
        (GOOD, np.array([[0, np.nan], [0, 0]]), r"noise of shape .* must be finite"),
        (GOOD * 1j, NOISE, "x must be an array of real numbers"),
        ([[1, 2, 3], [1, 2]], NOISE, "x must be a rectangular array"),
        ([["a", "b", "c"]], NOISE, "x must be an array of real numbers"),
    ],
)
def test_wrong_arrays_are_named(x, noise, message):
    model = VAE(3, 2, (4,))
    for call in (model.loss, model.loss_and_gradients):
        with pytest.raises(ValueError, match=message):
            call(x, noise)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"data_dim": 0}, "data_dim must be a whole number of at least 1, not 0"),
        ({"latent_dim": 1.5}, "latent_dim must be a whole number"),
        ({"hidden": (4, 0)}, "each width in hidden must be"),
        ({"hidden": 4}, "hidden must be a sequence"),
        ({"decoder_variance": 0}, "decoder_variance must be finite and above 0, not 0"),
        ({"decoder_variance": -1.0}, "decoder_variance must be finite and above 0"),
        ({"decoder_variance": float("nan")}, "decoder_variance must be finite and above 0"),
        ({"decoder_variance": "1"}, "decoder_variance must be a number"),
        ({"dtype": "float16"}, "dtype must be one of float32, float64, not 'float16'"),
        ({"dtype": "nonsense"}, "dtype must be one of"),
        ({"seed": -1}, "seed must be a whole number of at least 0"),
    ],
)
def test_wrong_settings_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        VAE(**({"data_dim": 3, "latent_dim": 2} | arguments))


def test_broken_parameters_are_named():
    model = VAE(3, 2, (4,))
    model.parameters["decoder.0.weight"][1, 2] = np.nan
    with pytest.raises(ValueError, match=r"parameter decoder.0.weight.*\[1, 2\] is nan"):
        model.loss(GOOD, NOISE)


def test_gradients_belong_to_the_caller():
    model = VAE(3, 2, (4,), dtype="float64")
    first = model.loss_and_gradients(GOOD, NOISE)[1]
    kept = {name: g.copy() for name, g in first.items()}
    model.loss_and_gradients(GOOD * 0.1, NOISE + 1)
    assert all((first[name] == kept[name]).all() for name in kept)


@pytest.mark.parametrize("learn_variance", [False, True])
def test_saved_models_come_back_bit_for_bit(tmp_path, learn_variance):
    model = VAE(5, 2, (4, 3), 0.3, "float32", 7, learn_variance)
    path = tmp_path / "folder" / "model.npz"
    model.save(path)
    loaded = VAE.load(path)
    assert loaded.parameters.keys() == model.parameters.keys()
    assert all((loaded.parameters[n] == v).all() for n, v in model.parameters.items())
    x, noise = np.full((2, 5), 0.2), np.ones((2, 2))
    assert loaded.loss(x, noise) == model.loss(x, noise)
    assert [p.name for p in path.parent.iterdir()] == ["model.npz"], "no temporary file is left"


def test_a_failed_save_keeps_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "model.npz"
    VAE(3, 2, ()).save(path)
    before = path.read_bytes()

    def broken(file, **arrays):
        file.write(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(np, "savez", broken)
    with pytest.raises(OSError, match="disk full"):
        VAE(3, 2, ()).save(path)
    assert path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_damaged_files_are_refused_by_name(tmp_path):
    good = tmp_path / "good.npz"
    VAE(3, 2, (4,)).save(good)
    content = good.read_bytes()
    path = tmp_path / "bad.npz"
    rng = np.random.default_rng(0)
    for length in [0, 1, 10, *rng.integers(11, len(content) - 1, 20)]:
        path.write_bytes(content[:length])
        with pytest.raises(ValueError, match=r"bad\.npz"):
            VAE.load(path)
    damaged = bytearray(content)
    damaged[len(content) // 2] ^= 0xFF
    path.write_bytes(damaged)
    with pytest.raises(ValueError, match=r"bad\.npz"):
        VAE.load(path)
    np.savez(path, a=np.zeros(3))
    with pytest.raises(ValueError, match=r"bad\.npz: this file holds something else, not a VAE model"):
        VAE.load(path)
    with pytest.raises(ValueError, match="there is no such file"):
        VAE.load(tmp_path / "missing.npz")
