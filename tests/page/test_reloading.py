"""The page of a watched note in a browser: it shows what was saved, and leaves what a reader has opened."""

import pytest
from browsing import Visit

from derivations.page import note_page
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

NOTE = r"$$ \log p(x) = \log \int p(x,z) dz $$" + "\n"


def page(heading: str, reloading: bool) -> str:
    note = read_note(NOTE, "note.md")
    return note_page(note, Judge(note).run(), reloading=reloading).replace("<h1>", f"<h1>{heading} ")


@pytest.mark.browser
def test_an_open_page_shows_what_was_saved(browser, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(page("first", True), encoding="utf-8")
    with Visit(browser, path, 800) as visit:
        visit.until("document.querySelector('h1').textContent.startsWith('first')")
        visit.page.evaluate("document.querySelectorAll('.sheet details').forEach((fold) => { fold.open = true; })")
        path.write_text(page("second", True), encoding="utf-8")
        visit.until("document.querySelector('h1').textContent.startsWith('second')")
        folds = visit.page.evaluate("[...document.querySelectorAll('.sheet details')].map((fold) => fold.open)")
        assert folds and all(folds)
        path.write_text(page("last", False), encoding="utf-8")
        visit.until("document.querySelector('h1').textContent.startsWith('last')")
        path.write_text(page("never", False), encoding="utf-8")
        visit.page.wait_for_timeout(4000)
        assert visit.page.evaluate("document.querySelector('h1').textContent").startswith("last")
        assert not visit.said
