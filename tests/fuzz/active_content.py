"""Whether a page has anything that a browser would run, load or send, seen by a parser that reads as browsers do."""

from __future__ import annotations

import re

import html5lib

RUNS = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "applet",
    "base",
    "form",
    "frame",
    "frameset",
    "portal",
}
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "srcset",
    "background",
    "ping",
    "xlink:href",
    "cite",
}
SAFE = re.compile(r"(?:https?|mailto):|#|data:(?:,|image/svg\+xml[,;])|[^:]*$", re.IGNORECASE)
LOADED = ("src", "srcset", "poster", "data", "background")


def active_content(page: str) -> str:
    """The first thing that would act, beside what the page itself brings; empty if there is none."""
    document = html5lib.parse(page, namespaceHTMLElements=False)
    scripts = styles = 0
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rsplit("}", 1)[-1].lower()
        scripts += name == "script" and element.get("type") != "application/json"
        styles += name == "style"
        if name in RUNS - {"script", "style"}:
            return f"<{name}>"
        for key, value in element.attrib.items():
            key = (key[1] if isinstance(key, tuple) else key).rsplit("}", 1)[-1].lower()
            value = re.sub(r"[\x00-\x20]", "", value)
            if key.startswith("on") or key == "srcdoc":
                return f"<{name} {key}>"
            if key in ADDRESSES and not SAFE.match(value):
                return f"<{name} {key}={value[:40]}>"
            if key in LOADED and value and not value.startswith("data:"):
                return f"<{name} {key}={value[:40]}> is loaded"
            if key == "http-equiv" and value.lower() != "content-security-policy":
                return f"<meta http-equiv={value[:40]}>"
    return "" if (scripts, styles) == (1, 1) else f"{scripts} scripts and {styles} styles"
