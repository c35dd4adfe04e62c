"""Pictures of the page for the README: `python -m derivations.page.screenshots FOLDER` writes page.png and checked.png.

Needs the `browser` extra and a Chromium (CHROMIUM names one). The pages are made anew, without measured numbers, and
shown at a fixed size, so that the pictures change only when the page does.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

SIZE = {"width": 1240, "height": 800}
NOTE = """# A short note

Let $p(z/x)$ be the encoder and $q$ the model.

$$
\\begin{aligned}
\\log q(x) - KL[p(z/x)//q(z/x)]
&= \\int p(z/x) \\log \\frac{q(x,z)}{p(z/x)} dz \\\\
&= E_{z\\sim p(z/x)}[\\log q(x/z)] - KL[p(z/x)//q(z)] \\\\
&= E_{z\\sim p(z/x)}[\\log q(x/z)] + KL[p(z/x)//q(z)]
\\end{aligned}
$$

The divergence is never negative, and it is symmetric:

$$ KL[p(z/x)//q(z)] \\geq 0 $$

$$ KL[p(z/x)//q(z)] = KL[q(z)//p(z/x)] $$
"""


class NoPictures(Exception):
    """The pictures cannot be taken here; the message says what would be right."""


def main(argv: Sequence[str]) -> int:
    """Write both pictures; 2 if that is not possible here, and why."""
    try:
        if len(argv) != 1:
            raise NoPictures("takes one folder")
        shots(Path(argv[0]))
    except NoPictures as error:
        print(f"python -m derivations.page.screenshots: {error}", file=sys.stderr)
        return 2
    return 0


def shots(folder: Path) -> None:
    """Both pictures. Raises NoPictures where there is no browser to take them with."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise NoPictures("no Chromium here (Debian: apt install chromium), or name one in CHROMIUM")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoPictures("no Playwright here: pip install -e '.[browser]'") from None
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, page, anchor, opened in pages(Path(made)):
            context = browser.new_context(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
            view = context.new_page()
            view.goto(f"{page.as_uri()}#{anchor}")
            if opened:
                view.locator(opened).first.click()
                view.evaluate("document.querySelector('h2, h3').scrollIntoView()")
            view.wait_for_timeout(500)
            view.screenshot(path=folder / f"{name}.png")
            context.close()
        browser.close()


def pages(folder: Path) -> list[tuple[str, Path, str, str]]:
    """Name of the picture, the page as a file, where it is shown, what is opened there."""
    from derivations.contents import load_all
    from derivations.judging.verification import verify
    from derivations.page import note_page
    from derivations.page.explore.explore_page import explore_page
    from derivations.reading.note import read_note
    from derivations.reading.verdicts.walk import Judge
    from derivations.telling.wording import Wording

    page, checked = folder / "page.html", folder / "checked.html"
    page.write_text(explore_page(verify(load_all()), Wording("en")), encoding="utf-8")
    note = read_note(NOTE, "note.md")
    checked.write_text(note_page(note, Judge(note).run(), "en"), encoding="utf-8")
    return [("page", page, "gaussians", ""), ("checked", checked, "text", ".reason details:has(.editable) summary")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
