"""The command `python -m numerics train`: its files, its sentences, its exit statuses."""

import json
import os
import resource
import signal
import subprocess
import sys
import warnings

import numpy as np
import pytest

from numerics.__main__ import main
from numerics.vae.datasets import linear_gaussian
from numerics.vae.digits import split_digits
from numerics.vae.model import VAE
from numerics.vae.train import Run, fit
from numerics.vae.training_settings import Settings

PARTS = split_digits()


def test_command_writes_checkpoint_history_and_summary(tmp_path, capsys):
    out = tmp_path / "run"
    assert main(["train", "--epochs", "2", "--hidden", "6", "5", "--seed", "7", "--out", str(out)]) == 0
    printed = capsys.readouterr()
    assert "seed 7" in printed.err
    assert printed.out == (out / "summary.txt").read_text()
    assert sorted(p.name for p in out.iterdir()) == ["checkpoint.npz", "history.csv", "model.npz", "summary.txt"]
    lines = (out / "history.csv").read_text().splitlines()
    assert lines[0].startswith("epoch,elbo,kl,reconstruction,held_out_elbo")
    assert len(lines) == 3
    assert VAE.load(out / "model.npz").hidden == (6, 5)
    assert main(["train", "--resume", "--epochs", "3", "--out", str(out), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["finished"]
    assert report["epochs_done"] == 3
    parts = report["held_out"]
    assert parts["elbo"] == pytest.approx(-(parts["kl"] + parts["reconstruction"]), rel=1e-12)


def test_a_new_run_keeps_the_old_checkpoint_aside(tmp_path, capsys):
    arguments = ["train", "--epochs", "1", "--hidden", "3", "--out", str(tmp_path)]
    assert main(arguments) == 0
    before = (tmp_path / "checkpoint.npz").read_bytes()
    assert main(arguments) == 0
    assert (tmp_path / "checkpoint.previous.npz").read_bytes() == before


def test_the_synthetic_data_are_available_by_name(tmp_path, capsys):
    assert (
        main(["train", "--data", "linear-gaussian", "--hidden", "none", "--epochs", "1", "--out", str(tmp_path)]) == 0
    )
    assert f"highest possible mean ELBO {-linear_gaussian().entropy:.4f} nats" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--epochs", "0"], "epochs must be a whole number of at least 1"),
        (["--hidden", "12x"], "--hidden wants whole numbers"),
        (["--decoder-variance", "-1"], "decoder_variance must be finite and above 0"),
        (["--data", "nothing.csv"], "nothing.csv: there is no such file"),
        (["--resume"], "checkpoint.npz: there is no such file"),
    ],
)
def test_wrong_usage_is_one_line_and_status_two(arguments, message, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["train", *arguments, "--out", str(out)]) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert len(printed.err.strip().splitlines()) == 1
    assert not printed.out
    assert not out.exists()


def test_unknown_commands_and_options_have_status_two(capsys):
    assert main(["trian"]) == 2
    assert "there is no command 'trian'" in capsys.readouterr().err
    assert main(["train", "--schedule", "linear"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signals_save_and_resume_goes_on_bit_for_bit(name, tmp_path):
    arguments = ["train", "--hidden", "4", "--epochs", "60"]
    command = [sys.executable, "-m", "numerics", *arguments, "--out", str(tmp_path / "a")]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )  # fmt: skip
    while "epoch 6/60" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(getattr(signal, name))
    _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + getattr(signal, name), err
    assert "Traceback" not in err
    assert "interrupted and saved" in err
    assert (tmp_path / "a" / "checkpoint.npz").exists()
    assert main([*arguments, "--out", str(tmp_path / "a"), "--resume"]) == 0
    assert main([*arguments, "--out", str(tmp_path / "b")]) == 0
    for file in ("history.csv", "summary.txt"):
        assert (tmp_path / "a" / file).read_text() == (tmp_path / "b" / file).read_text()
    a, b = (VAE.load(tmp_path / folder / "model.npz").vector.vector for folder in "ab")
    assert (a == b).all()


FAST = ["--hidden", "8", "--epochs", "3"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([*FAST, "--learning-rate", "1e5"], "the run has diverged: the ELBO fell from"),
        (["--hidden", "8", "--epochs", "40", "--beta", "80"], "the posterior has collapsed: no latent's KL is above"),
        ([*FAST, "--decoder-variance", "1e-38"], "the run has diverged in step 1 of epoch 1: the gradient by"),
        ([*FAST, "--decoder-variance", "1e-300", "--learn-variance"], "the run has diverged in step 1"),
    ],
)
def test_silent_failure_is_told_and_has_status_one(arguments, sentence, tmp_path, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert main(["train", *arguments, "--out", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert max(map(len, printed.out.splitlines()[:-1])) < 240, "no number is written out in hundreds of digits"
    assert sentence in printed.err and sentence in (tmp_path / "summary.txt").read_text()
    assert "Traceback" not in printed.err
    assert (tmp_path / "checkpoint.npz").exists()


def test_bytes_of_no_full_range_are_refused_by_the_command(tmp_path, capsys):
    np.save(tmp_path / "digits.npy", (PARTS.train[:60] * 16).astype(np.uint8))
    arguments = ["train", *FAST, "--data", str(tmp_path / "digits.npy"), "--out", str(tmp_path / "out")]
    assert main(arguments) == 2
    assert "say --scale 16 or --scale 255" in capsys.readouterr().err
    assert main([*arguments, "--scale", "16"]) == 0
    assert main([*arguments, "--scale", "0"]) == 2


def test_every_loss_can_be_trained_by_the_command(tmp_path, capsys):
    more = ["--likelihood", "bernoulli", "--activation", "relu", "--conditional"]
    for loss in (["--objective", "iwae", "--samples", "3"], ["--beta", "2", "--warm-up", "2"]):
        assert main(["train", *FAST, *more, *loss, "--threads", "1", "--json", "--out", str(tmp_path)]) == 0
        report = json.loads(capsys.readouterr().out)
        assert report["wrong"] == [] and report["decoder_variance"] is None
        assert len(report["kl_per_latent"]) == 2
        assert VAE.load(tmp_path / "model.npz").classes == 10
    lines = (tmp_path / "history.csv").read_text().splitlines()
    assert lines[0].endswith("held_out_reconstruction,objective,beta")
    assert float(lines[-1].split(",")[-1]) == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--beta", "-1"], "beta must be a finite number from 0 on, not -1.0"),
        (["--objective", "iwae", "--beta", "2"], "beta and warm_up weigh the KL term of the ELBO"),
        (["--likelihood", "bernoulli", "--learn-variance"], "no variance to learn"),
        (["--threads", "0"], "--threads takes a whole number from 1 on, not 0"),
        (["--learning-rate", "1e9"], "learning_rate must be at most 1e+06"),
        (["--data", "linear-gaussian", "--conditional"], "a conditional model needs labels, and the data have none"),
    ],
)
def test_wrong_losses_are_one_line_and_status_two(arguments, message, tmp_path, capsys):
    assert main(["train", *arguments, "--out", str(tmp_path / "out")]) == 2
    printed = capsys.readouterr()
    assert message in printed.err and len(printed.err.strip().splitlines()) == 1


@pytest.mark.slow
def test_a_full_disk_names_the_path_and_leaves_the_last_checkpoint(tmp_path):
    """The system's own limit on the size of a file stands for the disk."""
    arguments = [sys.executable, "-m", "numerics", "train", "--hidden", "8", "--epochs", "2", "--out", str(tmp_path)]
    assert subprocess.run(arguments, capture_output=True).returncode == 0
    before = (tmp_path / "checkpoint.npz").read_bytes()

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    done = subprocess.run([*arguments, "--resume", "--epochs", "3"], capture_output=True, text=True, preexec_fn=limited)
    assert done.returncode == 2
    last = done.stderr.strip().splitlines()[-1]
    assert f"{tmp_path / 'checkpoint.npz'}: cannot be written: file too large; what was there before is left" in last
    assert "Traceback" not in done.stderr
    assert (tmp_path / "checkpoint.npz").read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["model", "checkpoint"])
def test_any_flipped_bit_of_a_file_is_read_or_refused_in_one_line(kind, tmp_path):
    path = tmp_path / f"{kind}.npz"
    x = PARTS.train[:8]
    run = fit(x, latent_dim=1, hidden=(2,), epochs=1)
    run.save(path) if kind == "checkpoint" else run.model.save(path)
    content = path.read_bytes()
    rng = np.random.default_rng(0)
    for place, bit in zip(rng.integers(0, len(content), 1500), rng.integers(0, 8, 1500), strict=True):
        damaged = bytearray(content)
        damaged[place] ^= 1 << bit
        path.write_bytes(damaged)
        try:
            found = Run.resume(path, x).model if kind == "checkpoint" else VAE.load(path)
        except ValueError as error:
            assert str(error).startswith(f"{path}: ") and "\n" not in str(error), error
        else:
            assert np.isfinite(found.vector.vector).all()


def test_a_model_file_that_announces_too_much_is_refused(tmp_path):
    path = tmp_path / "model.npz"
    arrays = VAE(3, 1, ()).arrays()
    np.savez(path, kind=np.array("VAE model"), **arrays | {"data_dim": 10**15})
    with pytest.raises(ValueError, match=r"parameter encoder.mean.weight is float32 of shape \(3, 1\); wanted"):
        VAE.load(path)


def test_beta_rises_in_a_line():
    run = Run(Settings(latent_dim=1, hidden=(), epochs=4, batch=8, beta=3.0, warm_up=2), PARTS.train[:16])
    seen = []
    run.run(stop=lambda: bool(seen.append(run.trainer.beta)))
    assert seen == pytest.approx([0, 0.75, 1.5, 2.25, 3, 3, 3, 3])
