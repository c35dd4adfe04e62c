"""The file round a page: head, style, the little script, and the policy that allows nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path

from derivations.page.markup import Html, join, tag
from derivations.telling.wording import Wording


@cache
def asset(name: str) -> str:
    """The text of a file that lies beside this one."""
    return files("derivations.page").joinpath(name).read_text(encoding="utf-8")


def fingerprint(content: str) -> str:
    """The source expression of a content-security policy that allows just this text.

    >>> fingerprint("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def policy() -> str:
    """Nothing is loaded, nothing is sent; one style, one script, pictures that are in the file itself."""
    style, script = fingerprint(asset("page.css")), fingerprint(asset("page.js"))
    return (
        f"default-src 'none'; img-src data:; style-src {style}; script-src {script}; "
        "base-uri 'none'; form-action 'none'"
    )


def document(title: str, wording: Wording, *content: str | None) -> str:
    """A whole HTML file."""
    language = "zh-Hans" if wording.language == "zh" else "en"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy()),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("link", rel="icon", href="data:,"),
        tag("title", title),
        tag("style", Html(asset("page.css"))),
    )
    body = tag(
        "body",
        tag("a", wording.pick("Skip to the text", "跳到正文"), href="#text", class_="skip"),
        join(*content),
        tag("script", Html(asset("page.js"))),
        class_="verified",
        data_wide=wording.pick("wide formula, scrolls sideways", "宽公式，可左右滚动"),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang=language)}\n"


def write_atomically(path: Path | str, text: str) -> None:
    """Write the file whole or not at all; its folder is made. Raises OSError."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
