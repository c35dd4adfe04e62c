"""Pages of hostile notes in a real browser: nothing in them runs, loads or opens. Run with `-m browser`."""

import pytest
from browsing import Visit

from derivations.page import note_page
from derivations.reading.note import load_text, read_note
from derivations.reading.verdicts.walk import Judge
from tests.fuzz.hostile_notes import hostile_note

pytestmark = pytest.mark.browser
AIMED_AT_BROWSERS = ("markup", "pieces", "characters")
SEED, NOTES = 1, 25


def test_a_hostile_note_runs_nothing(browser, tmp_path):
    text = (
        "# <script>document.title = 'hit'</script>\n\n<img src=x onerror=\"document.title='hit'\">\n\n"
        "[x](javascript:document.title='hit') ![y](https://evil.example/y.png)\n\n"
        "$$ \\text{<script>document.title='hit'</script>} = \\href{javascript:alert(1)}{q} $$\n"
    )
    note = read_note(text)
    path = tmp_path / "hostile.html"
    path.write_text(note_page(note, Judge(note).run()), encoding="utf-8")
    with Visit(browser, path, 1280) as visit:
        for link in visit.page.locator("main a").all():
            link.click()
        assert visit.page.title() == "note.md, judged line by line"
        assert visit.said == [] and visit.asked == [path.as_uri()]


def test_pages_of_the_fuzzer_run_nothing(browser, tmp_path):
    path, opened = tmp_path / "hostile.html", []
    for number in range(NOTES):
        made = hostile_note(SEED, number, AIMED_AT_BROWSERS)
        try:
            note = load_text(made.content, "note.md")
        except ValueError:  # no text
            continue
        path.write_text(note_page(note, Judge(note).run()), encoding="utf-8")
        with Visit(browser, path, 1280) as visit:
            visit.page.on("dialog", lambda dialog: opened.append(dialog.message))
            visit.page.wait_for_timeout(50)
            assert visit.page.title() == "note.md, judged line by line", number
            assert (visit.said, visit.asked, opened) == ([], [path.as_uri()], []), number
