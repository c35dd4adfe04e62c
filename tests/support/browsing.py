"""A page open in a headless Chromium, with everything it said and asked for (Playwright; Debian's Chromium)."""

import os
import shutil
from pathlib import Path

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip


class Visit:
    """One page open in a window of its own, with everything it said and asked for."""

    def __init__(self, browser, path: Path, width: int, scheme: str = "light", **options):
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", **options
        )
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())

    def until(self, expression: str, patience: float = 20.0) -> None:
        """Wait until an expression is true: Playwright's own way needs `eval`, which the page's policy forbids."""
        for _ in range(round(patience / 0.1)):
            try:
                if self.page.evaluate(expression):
                    return
            except Exception as error:  # the page is on its way to the next
                if "navigation" not in str(error):
                    raise
            self.page.wait_for_timeout(100)
        raise TimeoutError(expression)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()
