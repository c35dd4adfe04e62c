"""The README's pictures of the page: there, small, and made by their script."""

import subprocess
import sys

import pytest
from browsing import CHROMIUM
from PIL import Image
from places import ROOT

from derivations.page.screenshots import SIZE, main

EXAMPLES = ROOT / "derivations" / "page" / "examples"


def test_the_pictures_in_the_readme_are_there_and_small():
    for name in ("page", "checked"):
        path = EXAMPLES / f"{name}.png"
        assert f"derivations/page/examples/{name}.png" in (ROOT / "README.md").read_text(encoding="utf-8")
        with Image.open(path) as image:
            assert image.size == tuple(SIZE.values())
        assert path.stat().st_size < 200_000


def test_without_a_browser_one_line_says_so(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert main([str(tmp_path / "shots")]) == 2 and main([]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2 and "Chromium" in lines[0] and "folder" in lines[1]
    assert not (tmp_path / "shots").exists()


@pytest.mark.browser
def test_the_script_makes_both(tmp_path):
    assert CHROMIUM is not None
    words = [sys.executable, "-m", "derivations.page.screenshots", str(tmp_path)]  # its own Playwright, its own process
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    for name in ("page", "checked"):
        assert 20_000 < (tmp_path / f"{name}.png").stat().st_size < 200_000
