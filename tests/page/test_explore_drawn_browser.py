"""The explorable page in a real browser: its drawings, keys, touch, paper, phones, both schemes.

Run with `-m browser`.
"""

import re

import pytest
from browsing import Visit
from exploring import PLAYED, SIZES, exact, set_sliders

from derivations.page.overview import chapters_page
from derivations.telling.wording import Wording
from derivations.telling.work import work_of

pytestmark = pytest.mark.browser


# -- drawing, keys, touch ---------------------------------------------------------------------------------------

GEOMETRY = """page => [...page.querySelectorAll('.explore svg *')].filter(e => !e.closest('[data-part=beside]')).map(
  e => ['d', 'cx', 'cy', 'x', 'y', 'width', 'height', 'transform'].map(a => e.getAttribute(a) || '').join(' '))"""


def test_the_script_begins_with_the_still_picture(browser, explorable):
    """What the script draws from the start values is what stands in the file, to a hundredth of a unit."""
    path = explorable / "en.html"
    with Visit(browser, path, 1280) as opened:
        opened.page.locator("#explore-latent-plane").scroll_into_view_if_needed()
        opened.until("Boolean(document.getElementById('explore-latent-plane').decoded)")
        drawn = opened.page.evaluate(f"() => ({GEOMETRY})(document)")
        parsed = f"source => ({GEOMETRY})(new DOMParser().parseFromString(source, 'text/html'))"
        still = opened.page.evaluate(parsed, path.read_text(encoding="utf-8"))
    assert len(still) == len(drawn) > 400
    for one, two in zip(still, drawn, strict=True):
        a, b = ([float(n) for n in re.findall(r"-?\d+\.?\d*", part)] for part in (one, two))
        assert a == pytest.approx(b, abs=0.011)


def test_points_are_dragged_with_the_mouse(visit):
    handle = visit.page.locator("#explore-two-gaussians [data-part=m]")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + 80, box["y"], steps=4)
    visit.page.mouse.up()
    assert float(visit.page.locator("#explore-two-gaussians input[name=m]").input_value()) > 1.5


def test_the_line_of_the_chapter_is_lit(visit):
    lit = "[...document.querySelectorAll('.lit')].map(e => e.id)"
    assert set(visit.page.evaluate(lit)) >= {"gaussian_kl-5.12", "elbo-2.7"}
    assert visit.page.locator("#explore-two-gaussians .lines-seen").inner_text() == "lines: 5.12"
    set_sliders(visit.page, "two-gaussians", l=0, r=1)
    assert "5.2" in visit.page.locator("#explore-two-gaussians .lines-seen").inner_text().split()


def test_everything_can_be_done_by_keyboard(visit):
    page = visit.page
    slider = page.get_by_role("slider", name="q, mean l")
    assert page.get_by_role("slider").count() == page.locator(".explore input[type=range]").count() == 8
    slider.focus()
    before = exact(page, "two-gaussians")["kl"]
    page.keyboard.press("ArrowRight")
    assert exact(page, "two-gaussians")["kl"] != before
    plane = page.locator("[data-part=plane]")
    plane.focus()
    for key in ("ArrowRight", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    values = [float(page.locator(f"#explore-latent-plane input[name={n}]").input_value()) for n in "ab"]
    assert values == pytest.approx([0.6, -0.3])
    assert "decoded at z = (0.60, −0.30)" in page.locator("[role=status].hidden").inner_text()


def test_a_derivation_unfolds_line_by_line(visit):
    article = visit.page.locator("#theorem-elbo")
    rows = article.locator("table.lines tbody tr")
    count = rows.count()
    article.get_by_role("button", name="one line at a time").press("Enter")
    seen = "all => all.filter(e => e.getClientRects().length).length"
    assert rows.evaluate_all(seen) == 1
    for k in range(2, 5):
        visit.page.keyboard.press("ArrowRight")
        assert rows.evaluate_all(seen) == k
    visit.page.keyboard.press("ArrowLeft")
    assert rows.evaluate_all(seen) == 3
    told = visit.page.locator("[role=status].hidden").inner_text()
    assert told.startswith(f"line 3 of {count}.") and "definition of expectation" in told
    visit.page.keyboard.press("End")
    assert rows.evaluate_all(seen) == count
    visit.page.keyboard.press("Home")
    visit.page.emulate_media(media="print")
    assert rows.evaluate_all(seen) == count  # on paper every line stands
    visit.page.emulate_media(media="screen")
    article.get_by_role("button", name="next line").focus()  # what is not printed has lost it
    visit.page.keyboard.press("Escape")
    assert rows.evaluate_all(seen) == count
    assert article.get_by_role("button", name="one line at a time").evaluate("e => e === document.activeElement")


def test_the_worked_lines_of_a_step_unfold_too(browser, explored, tmp_path):
    line = max(explored.lines, key=lambda line: len(work_of(line.verdict.proof).lines))
    count = len(work_of(line.verdict.proof).lines)
    assert count > 3
    path = tmp_path / "worked.html"
    path.write_text(chapters_page(explored, Wording("en")), encoding="utf-8")
    with Visit(browser, path, 1280) as opened:
        row = opened.page.locator(f"[id='{line.chapter.name}-{line.step.note}']")
        row.get_by_text(f"worked lines ({count})").click()
        row.get_by_role("button", name="one line at a time").click()
        items = row.locator("ol > li")
        seen = "all => all.filter(e => e.getClientRects().length).length"
        assert items.evaluate_all(seen) == 1
        opened.page.keyboard.press("ArrowDown")
        assert items.evaluate_all(seen) == 2
        whole = row.locator("xpath=ancestor::tbody/tr")
        assert whole.evaluate_all(seen) == whole.count()
        assert opened.said == []


def test_a_finger_moves_over_the_plane(browser, explorable):
    with Visit(browser, explorable / "zh.html", 390, has_touch=True, is_mobile=True) as opened:
        plane = opened.page.locator("[data-part=plane]")
        plane.scroll_into_view_if_needed()
        box = plane.bounding_box()
        opened.page.touchscreen.tap(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.3)
        values = [float(opened.page.locator(f"#explore-latent-plane input[name={n}]").input_value()) for n in "ab"]
        assert values == pytest.approx([1.92, 1.28], abs=0.15)
        for target in opened.page.locator(".explore button, .explore input").all():
            assert target.bounding_box()["height"] >= 24  # WCAG 2.2, target size
        assert opened.said == []


# -- widths, paper, speed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_wider_than_the_screen(browser, explorable, language, width):
    with Visit(browser, explorable / f"{language}.html", width) as opened:
        opened.until(PLAYED)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        assert opened.said == [] and len(opened.asked) == 1 + sum(url.startswith("data:") for url in opened.asked)


def test_on_paper_stands_a_still_picture(visit):
    visit.page.emulate_media(media="print")
    for hidden in (".explore .controls", ".explore .handle", ".editable", "nav.contents", ".copier"):
        assert not any(part.is_visible() for part in visit.page.locator(hidden).all()), hidden
    assert visit.page.locator("#explore-the-bound svg").first.is_visible()
    assert len(visit.page.pdf(format="A4")) > 20_000


def test_without_scripts_the_pictures_stand(browser, explorable):
    with Visit(browser, explorable / "en.html", 1280, java_script_enabled=False) as opened:
        assert opened.page.locator("#explore-two-gaussians svg").first.is_visible()
        assert "0.771" in opened.page.locator("#explore-two-gaussians table").inner_text()
        assert not opened.page.locator(".explore .controls").first.is_visible()
        assert not opened.page.locator(".editable").first.is_visible()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_first_paint_waits_for_nothing_but_what_is_to_be_laid_out(browser, explorable, language, record_property):
    """No time is asserted, for a busy machine makes any number: what the time goes into is counted instead. On two idle
    cores 35,000 nodes took 0.2 to 0.3 s to the first paint; the scripts have a tenth of that work."""
    with Visit(browser, explorable / f"{language}.html", 1280) as opened:
        session = opened.context.new_cdp_session(opened.page)
        session.send("Performance.enable")
        found = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        paint = opened.page.wait_for_function(  # on a busy machine the page may have loaded before it is first painted
            "() => { const p = performance.getEntriesByType('paint'); return p.length && p.map(e => e.startTime); }"
        ).json_value()
        record_property("first paint, ms", paint[0])
        assert found["Nodes"] < 45_000 and found["LayoutCount"] < 40
        assert opened.page.evaluate("performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_drawn_can_be_told_from_the_paper(browser, explorable, scheme):
    """Lines and bars 3:1 against the paper, text 4.5:1 (WCAG AA)."""
    with Visit(browser, explorable / "en.html", 1280, scheme) as opened:
        ratios = opened.page.evaluate("""() => {
          const parse = c => c.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255);
          const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
          const light = c => { const [r, g, b] = parse(c).map(linear); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const paper = light(getComputedStyle(document.body).backgroundColor);
          const ratio = c => (Math.max(light(c), paper) + 0.05) / (Math.min(light(c), paper) + 0.05);
          const found = {};
          for (const [kind, property] of [['text.name.p', 'fill'], ['text.name.q', 'fill'], ['text.name.gap', 'fill'],
            ['text.name.elbo', 'fill'], ['text.tick', 'fill'], ['.bar-of.gap', 'fill'], ['.bar-of.elbo', 'fill'],
            ['.bar-of.plain', 'fill'], ['.bar-of.less', 'fill'], ['.area.p', 'stroke'], ['.area.q', 'stroke'],
            ['.d1', 'fill'], ['.d4', 'fill']]) {
            found[kind] = ratio(getComputedStyle(document.querySelector('.explore ' + kind))[property]);
          }
          return found;
        }""")
        assert all(ratio >= (4.5 if kind.startswith("text") else 3) for kind, ratio in ratios.items()), ratios
