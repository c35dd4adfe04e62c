"""`python -m figures`: the same bytes for the same seed, whole files, and clear refusals."""

import io
import itertools
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib.colors import to_rgb
from PIL import Image

import figures
from figures import gallery, language
from figures.__main__ import main
from figures.gallery import EXAMPLES, FIGURES, make, module_of, picture
from figures.latent_space import TEN_COLOURS

ROOT = Path(figures.__file__).parent.parent


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(tmp_path):
    formats = ("png", "svg", "pdf")
    for folder in ("a", "b"):
        gallery.numbers_of.cache_clear()
        written = make(["kl_as_area"], tmp_path / folder, seed=3, formats=formats, dpi=40)
        assert [path.name for path in written] == [f"kl_as_area.{form}" for form in formats]
    for form in formats:
        one, other = (tmp_path / folder / f"kl_as_area.{form}" for folder in ("a", "b"))
        assert one.read_bytes() == other.read_bytes()
    assert picture("kl_as_area", seed=4, dpi=40)["png"] != (tmp_path / "a" / "kl_as_area.png").read_bytes()


@pytest.mark.slow
def test_a_picture_is_1280_by_720(tmp_path, capsys):
    assert main(["--only", "kl_surface", "--out", str(tmp_path / "new" / "folder")]) == 0
    path = tmp_path / "new" / "folder" / "kl_surface.png"
    with Image.open(path) as image:
        assert image.size == (1280, 720)
    assert capsys.readouterr().out == f"1 file in {path.parent.as_posix()}\n"


@pytest.mark.slow
def test_the_animation_is_a_gif(monkeypatch):
    monkeypatch.setattr(module_of("animation"), "frames", lambda numbers: [0, 15, 29])
    found = picture("animation", dpi=40, formats=("svg",))
    path = list(found)
    assert path == ["gif"] and found["gif"][:6] == b"GIF89a"
    assert found == picture("animation", dpi=40)


@pytest.mark.slow
def test_a_still_of_the_animation_is_its_last_frame():
    found = picture("animation", dpi=40, formats=("svg",), still=True)
    assert list(found) == ["svg"] and b"<svg" in found["svg"]


@pytest.mark.slow
def test_a_film_keeps_its_colours_apart(monkeypatch):
    """With few colours in a GIF two digits of one film came to share one."""
    monkeypatch.setattr(module_of("animation"), "frames", lambda numbers: [29])
    with Image.open(io.BytesIO(picture("animation")["gif"])) as image:
        shown = {colour for _, colour in image.convert("RGB").getcolors(1 << 20)}
    places = [tuple(round(255 * part) for part in to_rgb(colour)) for colour in TEN_COLOURS]
    apart = min(math.dist(one, other) for one, other in itertools.combinations(places, 2))
    for wanted in places:  # nearer to itself than to half the way to any other
        assert min(math.dist(wanted, colour) for colour in shown) < apart / 2, wanted


def test_the_list_has_a_line_for_each(capsys):
    assert main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(FIGURES) and len(FIGURES) == 26
    assert main(["--list", "--lang", "zh"]) == 0
    assert "带符号的面积" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["--only", "elbo_gpa"], ("no figure 'elbo_gpa'", "did you mean elbo_gap")),
        (["--only", "qqqq"], ("no figure 'qqqq'", "the figures are block_diagram, kl_as_area")),
        (["--format", "png,gif"], ("no format 'gif'", "png, svg, pdf")),
        (["--dpi", "3"], ("--dpi takes a number from 20 to 1200, not 3",)),
        (["--seed", "-1"], ("--seed: takes a whole number from 0 on, not '-1'",)),
    ],
)
def test_refusals(arguments, words, tmp_path, capsys):
    assert main([*arguments, "--out", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and all(word in error for word in words)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written(tmp_path, capsys):
    (tmp_path / "file").write_text("not a folder")
    assert main(["--only", "kl_surface", "--out", str(tmp_path / "file")]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "cannot be written" in error and "choose another --out" in error
    assert main(["--only", "kl_surface", "--out", str(tmp_path / "file" / "below")]) == 2
    assert (tmp_path / "file").read_text() == "not a folder"


def test_no_chinese_font_says_how_to_get_one(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(language, "CHINESE_FONTS", {"No Such Font": "nosuchfont"})
    language.chinese_font.cache_clear()
    try:
        assert main(["--only", "kl_surface", "--lang", "zh", "--out", str(tmp_path / "out")]) == 2
    finally:
        language.chinese_font.cache_clear()
    assert "fonts-noto-cjk" in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_a_model_is_trained_once_and_kept(tmp_path, monkeypatch):
    from figures import digits_model

    monkeypatch.setattr(digits_model, "SETTINGS", {**digits_model.SETTINGS, "hidden": (8,), "epochs": 2})
    digits_model.digits_run.cache_clear()
    try:
        with digits_model.models_kept_in(tmp_path / "models"):
            first = digits_model.digits_run(5)
            (kept,) = (tmp_path / "models").iterdir()
            written = kept.stat().st_mtime_ns
            digits_model.digits_run.cache_clear()
            second = digits_model.digits_run(5)
            assert kept.stat().st_mtime_ns == written and first is not second
            assert first.history == second.history
    finally:
        digits_model.digits_run.cache_clear()


def test_the_examples_are_there_and_small():
    folder = ROOT / "figures" / "examples"
    assert sorted(path.stem for path in folder.glob("*.png")) == sorted(EXAMPLES) and len(EXAMPLES) == 3
    for path in folder.glob("*.png"):
        with Image.open(path) as image:
            assert image.size == (640, 360)
        assert path.stat().st_size < 100_000


@pytest.mark.slow
def test_everything_is_made_in_an_empty_folder(tmp_path):
    environment = {**os.environ, "DISPLAY": "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "figures"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0 and not done.stderr, done.stderr
    files = [path for path in (tmp_path / "build" / "figures").iterdir() if path.is_file()]
    assert sorted(path.name for path in files) == sorted(
        f"{name}.{'gif' if name in ('animation', 'posterior_collapse') else 'png'}" for name in FIGURES
    )
