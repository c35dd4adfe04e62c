"""Pictures of a student's own run: which fit it, in both languages, from the command and beside the training."""

import numpy as np
import pytest
from fonts import can_write_chinese
from PIL import Image

from figures.__main__ import main as figures
from figures.own_run import PICTURES, draw_run
from figures.own_run.interpolation import PAIRS, pairs_of
from figures.own_run.run import own_run
from figures.own_run.strips import strip
from numerics.__main__ import main as numerics

FAST = ["--hidden", "8", "--epochs", "2"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("run")
    assert numerics(["train", *FAST, "--out", str(out)]) == 0
    return out


@pytest.mark.slow
def test_training_draws_its_own_pictures_and_the_command_the_same_ones(tmp_path, capsys):
    folder = tmp_path / "run"
    assert numerics(["train", *FAST, "--out", str(folder), "--pictures", str(folder / "pictures")]) == 0
    names = sorted(path.name for path in (folder / "pictures").iterdir())
    assert names == sorted(f"{name}.png" for name in PICTURES)
    for name in names:
        with Image.open(folder / "pictures" / name) as image:
            assert image.size == (1280, 720)
            assert np.unique(np.asarray(image.convert("L"))).size > 20, "something is drawn"
    capsys.readouterr()
    assert figures(["--model", str(folder / "model.npz"), "--only", "grid", "--out", str(tmp_path)]) == 0
    assert "1 file in" in capsys.readouterr().out
    assert (tmp_path / "grid.png").read_bytes() == (folder / "pictures" / "grid.png").read_bytes()


@pytest.mark.slow
def test_what_does_not_fit_is_left_out(tmp_path):
    out = tmp_path / "run"
    more = ["--latent", "1", "--hidden", "none", "--epochs", "1", "--data", "linear-gaussian"]
    assert numerics(["train", *more, "--out", str(out)]) in (0, 1)
    (out / "history.csv").unlink()
    written = draw_run(
        out / "model.npz", tmp_path / "pictures", formats=("svg",), lang="zh" if can_write_chinese() else "en"
    )
    assert [path.stem for path in written] == ["latents", "reconstructions", "grid", "interpolation"]


@pytest.mark.slow
def test_conditional_models_are_drawn_with_labels(tmp_path):
    out = tmp_path / "run"
    assert numerics(["train", *FAST, "--conditional", "--beta", "0.5", "--out", str(out)]) == 0
    assert len(draw_run(out / "model.npz", tmp_path / "pictures", dpi=60)) == len(PICTURES)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", "witnesses"], "there is no picture 'witnesses' of a run; they are curves, latents"),
        (["--data", "linear-gaussian"], "linear-gaussian has rows of 8, but the model was made for 64"),
    ],
)
def test_wrong_requests_are_one_line(folder, arguments, message, tmp_path, capsys):
    assert figures(["--model", str(folder / "model.npz"), *arguments, "--out", str(tmp_path / "out")]) == 2
    err = capsys.readouterr().err
    assert message in err and err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_files_that_are_no_model_are_one_line(tmp_path, capsys):
    assert figures(["--model", str(tmp_path / "none.npz")]) == 2
    assert "none.npz: there is no such file" in capsys.readouterr().err


def test_the_shown_images_are_the_held_out_ones(folder):
    run = own_run(folder / "model.npz")
    assert run.images.shape == (360, 64) and run.image_shape == (8, 8) and len(run.history["elbo"]) == 2


def test_strips_of_any_shape():
    grey = strip(np.zeros((6, 12)), (3, 4), 3)
    assert grey.shape == (2 * 4, 3 * 5) and grey.max() == 1
    colour = strip(np.zeros((4, 27)), (3, 3, 3), 2)
    assert colour.shape == (8, 8, 3) and colour[0, 0].tolist() == [0, 0, 0]
    assert strip(np.zeros((4, 8)), (1, 8), 2).shape == (4, 18)


@pytest.mark.parametrize("alike", [False, True])
def test_interpolation_is_between_two_labels_or_within_the_given_one(alike):
    labels = np.array([6, 6, 6, 2, 5, 6, 6, 3, 2, 2, 5, 5, 3, 3, 0, 0])
    pairs = pairs_of(labels, len(labels), alike)
    assert len(set(pairs.tolist())) == 2 * PAIRS
    left, right = labels[pairs].reshape(PAIRS, 2).T
    assert (left == right).tolist() == [alike] * PAIRS
    assert len(set(left.tolist())) == PAIRS


def test_interpolation_takes_what_there_is():
    assert pairs_of(None, 8, alike=False).tolist() == list(range(8))
    same = np.zeros(9, int)
    assert sorted(pairs_of(same, 9, alike=False).tolist()) == list(range(8))
