"""What the page's tests share: the browser, and the explorable page in both languages."""

import pytest
from browsing import ARGUMENTS, CHROMIUM, Visit

from derivations.contents import load_all
from derivations.judging.verification import verify
from derivations.page.explore.explore_page import explore_page
from derivations.telling.wording import Wording


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.fail("the browser tests were NOT run: no Chromium here (Debian: apt install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.fail("the browser tests were NOT run: no Playwright here (pip install -e '.[browser]')")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def explored():
    return verify(load_all())


@pytest.fixture(scope="session")
def explorable(explored, tmp_path_factory):
    made = tmp_path_factory.mktemp("explore")
    for language in ("en", "zh"):
        (made / f"{language}.html").write_text(explore_page(explored, Wording(language)), encoding="utf-8")
    return made


@pytest.fixture
def visit(browser, explorable):
    with Visit(browser, explorable / "en.html", 1280) as opened:
        yield opened
        assert opened.said == []
