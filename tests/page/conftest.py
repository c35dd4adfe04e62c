"""The browser that the page's tests share."""

import pytest
from browsing import ARGUMENTS, CHROMIUM


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
