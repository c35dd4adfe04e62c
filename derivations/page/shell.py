"""The file round a page: head, style, scripts, contents, and the policy that allows nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files as resources

from derivations.page.markup import Html, join, tag
from derivations.page.words import words
from derivations.telling import files
from derivations.telling.wording import Wording

STYLES = ("page.css", "reading.css")
SCRIPTS = ("say.js", "page.js", "contents.js", "copying.js", "only_wrong.js", "unfolding.js")
"""What every page has: none of it is needed to read the page."""


@cache
def asset(name: str) -> str:
    """The text of a file that lies beside this one, or in a folder here."""
    return resources("derivations.page").joinpath(name).read_text(encoding="utf-8")


def fingerprint(content: str) -> str:
    """The source expression of a content-security policy that allows just this text.

    >>> fingerprint("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def policy(style: str, script: str) -> str:
    """Nothing is loaded, nothing is sent; this style, this script, pictures that are in the file itself."""
    return (
        f"default-src 'none'; img-src data:; style-src {fingerprint(style)}; script-src {fingerprint(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def document(
    title: str,
    wording: Wording,
    *content: str | None,
    contents: Iterable[tuple[str, str]] = (),
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
) -> str:
    """A whole HTML file. `contents` are anchors and headings for the list that stays in sight; `styles` and `scripts`
    are assets beside those of every page, each script in a scope of its own but for what `say.js` defines."""
    language = "zh-Hans" if wording.language == "zh" else "en"
    style = "\n".join(asset(name) for name in (*STYLES, *styles))
    script = "\n".join(("'use strict';", *(asset(name) for name in (*SCRIPTS, *scripts))))
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="generator", content=files.MARK.decode()),
        tag("meta", http_equiv="Content-Security-Policy", content=policy(style, script)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("link", rel="icon", href="data:,"),
        tag("title", title),
        tag("style", Html(style)),
    )
    staying = staying_contents(contents, wording)
    body = tag(
        "body",
        tag("a", wording.pick("Skip to the text", "跳到正文"), href="#text", class_="skip"),
        staying,
        tag("div", join(*content), class_="sheet"),
        words(wording),
        tag("script", Html(script)),
        class_="verified indexed" if staying else "verified",
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang=language)}\n"


def staying_contents(contents: Iterable[tuple[str, str]], wording: Wording) -> Html | None:
    """The headings of a page, beside the text where there is room, else above it and shut."""
    items = [tag("li", tag("a", heading, href=f"#{anchor}")) for anchor, heading in contents]
    if not items:
        return None
    summary = tag("summary", wording.pick("Contents", "目录"), tag("span", class_="here"))
    label = wording.pick("Contents, always in sight", "目录，始终可见")
    return tag("nav", tag("details", summary, tag("ol", *items)), class_="contents", aria_label=label)


def permalink(anchor: str, wording: Wording) -> Html:
    """A link to where it stands, seen when the pointer or the focus is there."""
    label = wording.pick("link to this place", "此处的链接")
    return tag("a", "#", href=f"#{anchor}", class_="permalink", aria_label=label, title=label)
