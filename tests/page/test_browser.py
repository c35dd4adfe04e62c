"""The page in a real browser: nothing fails, nothing is fetched, every formula is seen and stays in its column.

Run with `-m browser`; needs Playwright's Python package and Debian's Chromium (or CHROMIUM naming another). Screenshots
for a look go to the folder named by SCREENSHOTS, or to the test's own.
"""

import os
from pathlib import Path

import pytest
from browsing import Visit
from places import NOTES

from derivations.contents import load_all
from derivations.judging.verification import verify
from derivations.page import note_page
from derivations.page.overview import chapters_page
from derivations.page.pictures import Gallery, Picture
from derivations.page.screenshots import NOTE as SHORT
from derivations.reading.note import load_note, read_note
from derivations.reading.verdicts.walk import Judge
from derivations.telling.wording import Wording

pytestmark = pytest.mark.browser
NOTE = NOTES / "vae-note-displays.md"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360">'
    '<path d="M 10 350 L 320 20 L 630 350" style="fill: none; stroke: #1b4f8f"/></svg>'
)
PAGES, SIZES = ("chapters-en", "chapters-zh", "note-en", "note-zh"), (1500, 1280, 390)


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """The pages as files: all chapters and a judged note, each in both languages."""
    made, verification = tmp_path_factory.mktemp("pages"), verify(load_all())
    gallery = Gallery((Picture("gap", "2.8", "A picture", SVG),))
    note = load_note(NOTE)
    judgements = Judge(note).run()
    for language in ("en", "zh"):
        page = chapters_page(verification, Wording(language), gallery=gallery)
        (made / f"chapters-{language}.html").write_text(page, encoding="utf-8")
        (made / f"note-{language}.html").write_text(note_page(note, judgements, language), encoding="utf-8")
    return made


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_it_opens_without_complaint_and_asks_for_nothing(browser, folder, name, width):
    path = folder / f"{name}.html"
    with Visit(browser, path, width) as visit:
        visit.page.wait_for_load_state("networkidle")
        assert visit.said == []
        assert [url for url in visit.asked if not url.startswith("data:")] == [path.as_uri()]


OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth, bad = [];
  if (document.documentElement.scrollWidth > width) bad.push('the page scrolls sideways');
  for (const d of document.querySelectorAll('details')) d.open = true;
  if (document.documentElement.scrollWidth > width) bad.push('the page with all details open scrolls sideways');
  for (const math of document.querySelectorAll('math')) {
    const box = math.getBoundingClientRect();
    if (!(box.width > 0 && box.height > 0)) bad.push('no box: ' + math.textContent.slice(0, 60));
    const scroller = math.closest('.formula, .display, .scroll');
    const seen = (scroller || math).getBoundingClientRect();
    if (seen.right > width + 1 || seen.left < -1) bad.push('outside: ' + math.textContent.slice(0, 60));
    if (scroller && box.bottom > seen.bottom + 3) bad.push('cut below: ' + math.textContent.slice(0, 60));
  }
  for (const cell of document.querySelectorAll('td.formula')) {
    const row = cell.parentElement.querySelector('.judged');
    if (!row) continue;
    const a = cell.getBoundingClientRect(), b = row.getBoundingClientRect();
    const apart = a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
    if (!apart) bad.push('verdict over formula: ' + cell.parentElement.id);
  }
  return [document.querySelectorAll('math').length, bad];
}"""


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_every_formula_has_a_box_and_stays_in_its_column(browser, folder, name, width):
    with Visit(browser, folder / f"{name}.html", width) as visit:
        count, bad = visit.page.evaluate(OVERFLOWING)
        assert count > (400 if name.startswith("chapters") else 50)
        assert bad == []


def test_stretched_brackets_are_as_tall_as_what_they_hold(browser, folder):
    with Visit(browser, folder / "chapters-en.html", 1280) as visit:
        heights = visit.page.evaluate("""() => {
          const row = document.querySelector('#gaussian_kl-5\\\\.1 math');
          const fraction = row.querySelector('mfrac mfrac, mrow mfrac').getBoundingClientRect().height;
          const brace = [...row.querySelectorAll('mo')].find(o => '{['.includes(o.textContent));
          return [fraction, brace.getBoundingClientRect().height];
        }""")
        assert heights[1] >= 0.9 * heights[0]


def test_details_open_and_close_by_keyboard(browser, folder):
    with Visit(browser, folder / "chapters-en.html", 1280) as visit:
        summary = visit.page.locator("#elbo-2\\.4 summary").first
        details = visit.page.locator("#elbo-2\\.4 details").first
        summary.focus()
        visit.page.keyboard.press("Enter")
        assert details.get_attribute("open") is not None
        assert visit.page.locator("#elbo-2\\.4 pre").is_visible()
        visit.page.keyboard.press("Enter")
        assert details.get_attribute("open") is None


def test_all_details_open_and_close_at_once(browser, folder):
    with Visit(browser, folder / "chapters-en.html", 1280) as visit:
        closed = "document.querySelectorAll('.sheet details:not([open])').length"
        assert visit.page.evaluate(closed) > 100
        visit.page.get_by_role("button", name="open all details").press("Enter")
        assert visit.page.evaluate(closed) == 0
        visit.page.get_by_role("button", name="close all details").click()
        assert visit.page.evaluate("document.querySelectorAll('.sheet details[open]').length") == 0


def test_an_anchor_scrolls_to_its_line(browser, folder):
    with Visit(browser, folder / "chapters-en.html", 1280) as visit:
        visit.page.goto((folder / "chapters-en.html").as_uri() + "#elbo-2.4")
        box = visit.page.locator("#elbo-2\\.4").bounding_box()
        assert 0 <= box["y"] < 300
        visit.page.locator("nav a[href='#vae_loss-8.2']").click()
        assert 0 <= visit.page.locator("#vae_loss-8\\.2").bounding_box()["y"] < 900


def test_a_wide_formula_can_be_scrolled_by_keyboard(browser, folder):
    with Visit(browser, folder / "chapters-en.html", 400) as visit:
        wide = visit.page.locator("td.formula[tabindex='0']").first
        wide.focus()
        for _ in range(3):
            visit.page.keyboard.press("ArrowRight")
        visit.page.wait_for_timeout(300)
        assert wide.evaluate("e => e.scrollLeft") > 0 and wide.get_attribute("aria-label")


def test_it_reads_as_well_without_scripts(browser, folder):
    with Visit(browser, folder / "chapters-en.html", 1280, java_script_enabled=False) as visit:
        assert not visit.page.get_by_role("button", name="open all details").is_visible()
        visit.page.locator("#elbo-2\\.4 summary").first.click()
        assert visit.page.locator("#elbo-2\\.4 pre").is_visible()


def test_the_lines_are_a_table_to_a_screen_reader(browser, folder):
    with Visit(browser, folder / "chapters-en.html", 400) as visit:
        table = visit.page.get_by_role("table", name="The lines of elbo", exact=True)
        assert table.get_by_role("columnheader").count() == 5
        assert table.get_by_role("rowheader").count() == 8
        assert table.get_by_role("row").count() == 10


@pytest.mark.parametrize("name", PAGES)
def test_no_formula_is_cut_on_paper(browser, folder, name):
    """The width that an A4 page leaves between margins of 15 mm, at 96 dots an inch."""
    with Visit(browser, folder / f"{name}.html", 680) as visit:
        visit.page.emulate_media(media="print")
        cut = visit.page.evaluate("""() => [...document.querySelectorAll('math')].filter(m => {
          if (!m.getClientRects().length) return false;  // within details that are closed
          const box = m.getBoundingClientRect(), row = m.closest('td.formula') && m.closest('tr');
          const verdict = row && row.querySelector('.judged');
          const limit = verdict ? verdict.getBoundingClientRect().left : document.documentElement.clientWidth;
          return box.right > limit + 1;
        }).map(m => [m.closest('[id]').id, m.closest('[class]').className, m.getBoundingClientRect().right])""")
        assert cut == []
        assert len(visit.page.pdf(format="A4")) > 10_000


def test_colours_can_be_told_apart(browser, folder):
    """Text against its paper: a contrast of at least 4.5 in both schemes (WCAG AA)."""
    for scheme in ("light", "dark"):
        with Visit(browser, folder / "chapters-en.html", 1280, scheme) as visit:
            ratios = visit.page.evaluate("""() => {
              const parse = c => c.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255);
              const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
              const light = c => { const [r, g, b] = parse(c).map(linear);
                                   return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
              const paper = light(getComputedStyle(document.body).backgroundColor);
              const found = {};
              for (const kind of ['.proved', '.refuted', '.consistent', '.definition', '.unread', '.soft', 'a', 'p']) {
                const ink = light(getComputedStyle(document.querySelector(kind)).color);
                found[kind] = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
              }
              return found;
            }""")
            assert all(ratio >= 4.5 for ratio in ratios.values()), ratios


def test_the_contents_stay_and_mark_where_one_is(browser, folder):
    for width, beside in ((1500, True), (390, False)):
        with Visit(browser, folder / "chapters-zh.html", width) as visit:
            nav = visit.page.locator("nav.contents")
            assert (nav.locator("details").get_attribute("open") is not None) == beside
            visit.page.evaluate("location.hash = '#gaussian_kl'")
            visit.until("document.querySelectorAll('nav.contents [aria-current]').length === 1")
            visit.page.wait_for_timeout(200)
            assert nav.locator("[aria-current]").get_attribute("href") == "#gaussian_kl"
            box = nav.bounding_box()
            assert 0 <= box["y"] < 10 and (beside or box["height"] < 60)
            if not beside:
                assert "5." in nav.locator(".here").inner_text()
                nav.locator("summary").click()
                nav.locator("a").nth(1).click()
                assert nav.locator("details").get_attribute("open") is None


def test_a_permalink_is_seen_at_hover_and_at_focus(browser, folder):
    with Visit(browser, folder / "chapters-en.html", 1280) as visit:
        heading = visit.page.locator("#elbo-heading")
        link = heading.locator(".permalink")
        opacity = "e => getComputedStyle(e).opacity"
        assert link.evaluate(opacity) == "0" and link.get_attribute("href") == "#elbo"
        heading.hover()
        assert link.evaluate(opacity) == "1"
        visit.page.mouse.move(0, 0)
        link.focus()
        assert link.get_attribute("aria-label") and visit.page.evaluate("document.activeElement.matches('.permalink')")


def test_a_formula_is_copied_as_latex(browser, folder):
    clipboard = {"permissions": ["clipboard-read", "clipboard-write"]}
    with Visit(browser, folder / "chapters-en.html", 1280, **clipboard) as visit:
        visit.page.locator("#elbo-2\\.4 td.formula").hover()
        visit.page.get_by_role("button", name="copy as LaTeX").click()
        visit.until("document.querySelector('.copier').textContent === 'copied'")
        written = visit.page.evaluate("navigator.clipboard.readText()")
        assert written.startswith("= ") and r"\frac" in written and r"\log" in written
        visit.page.locator("#elbo-2\\.7 .label a").focus()
        visit.page.keyboard.press("c")
        visit.page.wait_for_timeout(200)
        other = visit.page.evaluate("navigator.clipboard.readText()")
        assert other != written and r"\mathrm{KL}" in other.replace("operatorname", "mathrm")
        visit.page.evaluate("getSelection().selectAllChildren(document.getElementById('elbo-2.4'))")
        visit.page.keyboard.press("Control+c")
        visit.page.wait_for_timeout(200)
        assert f"${written}$" in visit.page.evaluate("navigator.clipboard.readText()")
        assert visit.said == []


def test_only_what_is_wrong_of_a_note(browser, folder, tmp_path):
    with Visit(browser, folder / "note-en.html", 1280) as visit:
        rows = visit.page.locator("table.lines tbody tr")
        seen = "all => all.filter(e => e.getClientRects().length).map(e => e.id)"
        everything = rows.evaluate_all(seen)
        toggle = visit.page.get_by_role("button", name="only what is wrong (2)")
        toggle.press("Enter")
        left = rows.evaluate_all(seen)
        assert left == ["line-98", "line-99"]
        assert visit.page.locator(".marks li:visible").count() == 2
        assert toggle.get_attribute("aria-pressed") == "true"
        toggle.press("Enter")
        assert rows.evaluate_all(seen) == everything
    path, note = tmp_path / "short.html", read_note(SHORT, "note.md")
    path.write_text(note_page(note, Judge(note).run()), encoding="utf-8")
    with Visit(browser, path, 1280) as visit:
        visit.page.get_by_role("button", name="only what is wrong").click()
        left = visit.page.locator("table.lines > tbody > tr").evaluate_all(seen)
        assert left == ["line-9", "line-10", "line-18"]  # line 9 is what line 10 is compared with
        assert not visit.page.get_by_text("Let", exact=False).first.is_visible()


def test_the_notes_own_line_stands_beside_where_the_screen_is_wide(browser, folder):
    for width, beside in ((1500, True), (1280, False)):
        with Visit(browser, folder / "chapters-en.html", width) as visit:
            formula, note = (visit.page.locator(f"#elbo-2\\.5 .{part}").bounding_box() for part in ("formula", "note"))
            assert (note["x"] > formula["x"] + formula["width"]) == beside
            assert "log q(x)" in visit.page.locator("#elbo-2\\.5 .note").inner_text()


def test_the_notes_own_worlds_can_be_changed(browser, folder):
    """The two slips of the note: worlds of three latents, which the page plays as well."""
    with Visit(browser, folder / "note-zh.html", 1280) as visit:
        visit.page.evaluate("for (const d of document.querySelectorAll('.reason details')) d.open = true")
        visit.until("[...document.querySelectorAll('.editable')].every(e => e.dataset.played)")
        assert visit.page.locator(".editable[data-played=yes]").count() == 2
        assert "排序不同" in visit.page.locator("#line-98 .said").inner_text()
        rows = visit.page.locator("table.lines table tr")
        laid = rows.evaluate_all(
            "all => all.filter(e => e.getClientRects().length).map(e => getComputedStyle(e).display)"
        )
        assert set(laid) == {"table-row"}  # a world's table is one, though it stands in a line of the note


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_screenshots_for_a_look(browser, folder, tmp_path, name, scheme):
    out = Path(os.environ.get("SCREENSHOTS") or tmp_path)
    out.mkdir(parents=True, exist_ok=True)
    for width in SIZES:
        with Visit(browser, folder / f"{name}.html", width, scheme) as visit:
            shot = out / f"{name}-{scheme}-{width}.png"
            visit.page.screenshot(path=shot)
            assert shot.stat().st_size > 10_000
            if name.startswith("chapters"):
                visit.page.goto(f"{visit.page.url}#vae_loss")
                visit.page.screenshot(path=out / f"{name}-{scheme}-{width}-vae_loss.png")
