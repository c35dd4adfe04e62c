"""Training: what it reaches, that it resumes bit for bit, its command line and its files."""

import numpy as np
import pytest

from numerics.doors.train import evaluate
from numerics.vae.digits import split_digits
from numerics.vae.model import VAE
from numerics.vae.train import Run, Trainer, fit, trained_model
from numerics.vae.training_settings import Settings

PARTS = split_digits()
SMALL = {"latent_dim": 2, "hidden": (5,), "batch": 10, "epochs": 4}
X = PARTS.train[:33]


def parameters(run: Run) -> np.ndarray:
    return run.model.vector.vector.copy()


@pytest.mark.parametrize(
    ("settings", "nats"),
    [
        ({}, 7),
        pytest.param({"latent_dim": 8}, 18, marks=pytest.mark.slow),
        pytest.param({"epochs": 1000}, 13, marks=pytest.mark.slow),
    ],
)
def test_held_out_elbo_on_the_digits(settings, nats):
    run = fit(PARTS.train, PARTS.held_out, **settings)
    assert evaluate(run.model, PARTS.held_out)["elbo"] >= nats


def test_trainer_steps_are_adam_on_the_models_gradients():
    model, twin = VAE(64, 2, (5,), dtype="float64"), VAE(64, 2, (5,), dtype="float64")
    trainer = Trainer(model, learning_rate=0.01, seed=3)
    noise = Trainer(twin, seed=3).noise.take((1, len(X), 2)).copy()
    expected, gradients = twin.loss_and_gradients(X, noise)
    before = {name: value.copy() for name, value in model.parameters.items()}
    assert trainer.step(X) == expected
    for name, gradient in gradients.items():
        step = before[name] - model.parameters[name]
        assert np.allclose(step, 0.01 * gradient / (np.abs(gradient) + 1e-8), rtol=1e-9, atol=1e-15), name


def test_a_refused_batch_leaves_the_model_alone():
    model = VAE(64, 2, (5,))
    trainer = Trainer(model)
    trainer.step(X)
    before = model.vector.vector.copy()
    broken = X.copy()
    broken[3, 4] = np.nan
    with pytest.raises(ValueError, match=r"x\[3, 4\] is nan"):
        trainer.step(broken)
    assert (model.vector.vector == before).all()


LABELS = PARTS.train_labels[:33], PARTS.held_out_labels


@pytest.mark.parametrize(
    "more",
    [
        {"learn_variance": True},
        {"likelihood": "bernoulli", "beta": 2.0, "warm_up": 3, "conditional": True, "activation": "relu"},
        {"objective": "iwae", "learn_variance": True},
    ],
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("schedule", ["constant", "cosine"])
@pytest.mark.parametrize("stop_after", [1, 6, 11])
def test_resumed_runs_equal_uninterrupted_ones_bit_for_bit(dtype, schedule, stop_after, more, tmp_path):
    settings = Settings(**SMALL, dtype=dtype, schedule=schedule, samples=2, **more)
    whole = Run(settings, X, PARTS.held_out, *LABELS)
    whole.run()
    first, steps = Run(settings, X, PARTS.held_out, *LABELS), iter(range(1, 100))
    assert not first.run(stop=lambda: next(steps) == stop_after)
    assert first.steps == stop_after
    first.save(tmp_path / "checkpoint.npz")
    second = Run.resume(tmp_path / "checkpoint.npz", X, PARTS.held_out, *LABELS)
    assert second.run()
    assert (parameters(second) == parameters(whole)).all()
    assert second.history == whole.history
    assert (second.trainer.adam.second == whole.trainer.adam.second).all()
    assert second.trainer.noise.position == whole.trainer.noise.position


def test_more_epochs_can_be_asked_for_at_a_constant_rate_only(tmp_path):
    path = tmp_path / "checkpoint.npz"
    run = fit(X, **SMALL)
    run.save(path)
    longer = Run.resume(path, X, epochs=6)
    longer.run()
    assert (parameters(longer) == parameters(fit(X, **SMALL | {"epochs": 6}))).all()
    with pytest.raises(ValueError, match=r"checkpoint\.npz: it was begun with batch 10"):
        Run.resume(path, X, batch=5)
    with pytest.raises(ValueError, match="begun with other data"):
        Run.resume(path, X[:-1])
    fit(X, **SMALL, schedule="cosine").save(path)
    with pytest.raises(ValueError, match="begun with epochs 4, so it cannot go on with epochs 6"):
        Run.resume(path, X, epochs=6)


def test_damaged_checkpoints_are_refused_by_name(tmp_path):
    path = tmp_path / "checkpoint.npz"
    with pytest.raises(ValueError, match="there is no such file"):
        Run.resume(path, X)
    fit(X, **SMALL).save(path)
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(ValueError, match=r"checkpoint\.npz: not a readable training checkpoint"):
        Run.resume(path, X)
    VAE(64, 2).save(path, force=True)
    with pytest.raises(ValueError, match="holds VAE model, not a training checkpoint"):
        Run.resume(path, X)


def test_seeds_decide_everything():
    assert (parameters(fit(X, **SMALL)) == parameters(fit(X, **SMALL))).all()
    assert (parameters(fit(X, **SMALL)) != parameters(fit(X, **SMALL, seed=1))).any()


def test_the_cosine_schedule_ends_at_zero():
    settings = Settings(schedule="cosine", learning_rate=0.5)
    assert settings.rate(0, 100) == 0.5
    assert settings.rate(50, 100) == pytest.approx(0.25)
    assert settings.rate(99, 100) < 2e-4
    assert Settings(learning_rate=0.5).rate(99, 100) == 0.5


def test_the_callback_sees_every_epoch():
    seen = []
    fit(X, PARTS.held_out, callback=lambda run: seen.append(run.history[-1].epoch), **SMALL)
    assert seen == [1, 2, 3, 4]


def test_history_means_are_over_images_not_batches():
    run = fit(X, **SMALL | {"epochs": 1, "learning_rate": 1e-12})  # 10 + 10 + 10 + 3 images; nothing moves
    entry = run.history[0]
    exact = evaluate(run.model, X, samples=1000)
    assert entry.elbo == -(entry.kl + entry.reconstruction)
    assert entry.kl == pytest.approx(exact["kl"], rel=1e-5)
    assert np.isnan(entry.held_out_elbo)


def test_trained_models_are_kept_by_settings_and_data(tmp_path, monkeypatch):
    first = trained_model(X, cache=tmp_path, **SMALL)
    (file,) = tmp_path.iterdir()
    with monkeypatch.context() as patch:
        patch.setattr(Run, "run", lambda *a: pytest.fail("trained again"))
        again = trained_model(X, cache=tmp_path, **SMALL)
    assert (parameters(again) == parameters(first)).all()
    assert np.array_equal(again.history, first.history, equal_nan=True)
    trained_model(X, cache=tmp_path, **SMALL | {"seed": 1})
    trained_model(X[1:], cache=tmp_path, **SMALL)
    assert len(list(tmp_path.iterdir())) == 3
    file.write_bytes(b"broken")
    assert (parameters(trained_model(X, cache=tmp_path, **SMALL)) == parameters(first)).all()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"epochs": 0}, "epochs must be a whole number of at least 1, not 0"),
        ({"batch": 0}, "batch must be"),
        ({"schedule": "linear"}, "schedule must be one of constant, cosine, not 'linear'"),
        ({"learning_rate": -1}, "learning_rate must be finite and above 0"),
        ({"latent_dim": 0}, "latent_dim must be"),
    ],
)
def test_senseless_settings_are_named(settings, message):
    with pytest.raises(ValueError, match=message):
        fit(X, **settings)
