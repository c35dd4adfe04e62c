"""The pictures of the page: what they are made by, and what happens where no font can write their labels."""

from types import SimpleNamespace

import pytest

from derivations.doors.pages import complain_of
from derivations.judging.verification import verify
from derivations.page import pictures
from derivations.page.overview import chapters_page
from derivations.page.pictures import Gallery, fingerprint, gallery
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
