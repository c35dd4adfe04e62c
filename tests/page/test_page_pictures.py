"""The pictures of the page: what they are made by, and what happens where no font can write their labels."""

import io
import re
from types import SimpleNamespace

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, FancyBboxPatch

from derivations.contents import load_all
from derivations.doors.pages import complain_of
from derivations.judging.verification import verify
from derivations.page import pictures
from derivations.page.overview import chapters_page
from derivations.page.pictures import Gallery, fingerprint, gallery, slim
from derivations.telling.wording import Wording
from figures import gallery as figures
from figures import language


@pytest.fixture
def no_chinese_font(monkeypatch):
    monkeypatch.setattr(language, "CHINESE_FONTS", {"No Such Font": "nosuchfont"})
    language.chinese_font.cache_clear()
    yield
    language.chinese_font.cache_clear()


def test_without_a_chinese_font_the_labels_are_english_and_that_is_said(no_chinese_font, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(figures, "FIGURES", ("kl_surface",))
    found = gallery(tmp_path, "zh")
    assert not found.missing and [picture.name for picture in found.pictures] == ["kl_surface"]
    assert "minus the gradient" in found.pictures[0].svg or "<path" in found.pictures[0].svg
    assert found.pictures[0].title == figures.module_of("kl_surface").TITLE["zh"]
    assert "fonts-noto-cjk" in found.without_font
    complain_of(found)
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "no font with Chinese characters" in error and "fonts-noto-cjk" in error
    page = chapters_page(verify([]), Wording("zh"), gallery=found)
    assert "图中的文字为英文" in page and 'id="picture-kl_surface"' in page


def test_with_the_font_nothing_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(language, "chinese_font", lambda: "DejaVu Sans")
    assert pictures.no_font_for("zh") == "" == pictures.no_font_for("en")
    complain_of(Gallery())
    assert not capsys.readouterr().err
    assert "图中的文字为英文" not in chapters_page(verify([]), Wording("zh"), gallery=Gallery())


def test_a_picture_that_is_missing_is_told_on_stderr(capsys):
    complain_of(Gallery(missing=(("elbo_gap", "broken"),)))
    assert capsys.readouterr().err == "python -m derivations page: the picture elbo_gap is missing: broken\n"


def test_the_fingerprint_changes_with_a_source_in_a_wing(monkeypatch, tmp_path):
    """The numbers of most pictures are made in folders below `numerics`."""
    (tmp_path / "vae").mkdir()
    source = tmp_path / "vae" / "model.py"
    source.write_text("one")
    monkeypatch.setattr(pictures, "find_spec", lambda room: SimpleNamespace(submodule_search_locations=[str(tmp_path)]))
    before = fingerprint()
    source.write_text("other")
    assert fingerprint() != before


def test_a_moving_picture_stands_on_the_page_as_its_last_frame(monkeypatch, tmp_path):
    module = figures.module_of("animation")
    monkeypatch.setattr(figures, "FIGURES", ("animation",))
    monkeypatch.setattr(figures, "numbers_of", lambda name, seed: None)
    monkeypatch.setattr(module, "draw", lambda figure, numbers, lang: figure.text(0.5, 0.5, "last"))
    (picture,) = gallery(tmp_path, "en").pictures
    assert picture.name == "animation" and picture.svg.startswith("<svg")


def drawn(*shapes) -> str:
    """An SVG that matplotlib wrote of some shapes on a plain canvas."""
    figure = Figure(figsize=(2, 2))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    for shape in shapes:
        axes.add_patch(shape)
    written = io.StringIO()
    figure.savefig(written, format="svg")
    return written.getvalue()


def test_what_is_an_ellipse_is_written_as_one():
    level = slim(drawn(Ellipse((0.5, 0.25), 0.5, 0.25)))
    (found,) = re.findall(r'<ellipse cx="([^"]*)" cy="([^"]*)" rx="([^"]*)" ry="([^"]*)"', level)
    assert [float(n) for n in found] == pytest.approx([72, 108, 36, 18], abs=0.06)
    turned = slim(drawn(Ellipse((0.5, 0.5), 0.5, 0.25, angle=30)))
    rounded = slim(drawn(FancyBboxPatch((0.3, 0.3), 0.4, 0.2, boxstyle="round,pad=0.1")))
    assert "<ellipse" not in turned and "<ellipse" not in rounded


@pytest.mark.sweep
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_with_all_its_pictures_is_under_three_megabytes(tmp_path, lang):
    page = chapters_page(verify(load_all()), Wording(lang), gallery=gallery(tmp_path, lang))
    assert len(page.encode()) < 2_950_000  # the witnesses' numbers take some of what is left
