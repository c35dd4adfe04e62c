"""What of a file is no part of the note: front matter and comments of Markdown, what is struck out; and formulas as
MyST and MathJax's script elements write them.

Everything keeps its place: what is left alone is blanked out, line for line and sign for sign.
"""

from __future__ import annotations

import re

from derivations.reading.text.asides import blanked
from derivations.reading.text.struck import without_what_is_struck

_FENCE = re.compile(r"(?:[ >]|[-*+] )*(?P<mark>`{3,}|~{3,})(?P<info>[^\n]*)")
_KEY = re.compile(r"[\w\"'.-]+[ \t]*[:=]")
_ROLE = re.compile(r"\{math\}`(?P<formula>[^`\n]+)`")
_CODE = re.compile(r"(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_COLON_FENCE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<colons>:{3,})(?P<body>\{math\}(?:(?!^[ \t]*:{3,}).*\n)+)"
    r"(?P<closing>[ \t]*)(?P=colons)(?=[ \t]*$)",
    re.MULTILINE,
)
_SCRIPT = re.compile(
    r"(?P<opener><script\s+type=[\"']math/tex(?P<display>;\s*mode=display)?[\"']\s*>(?:\s*%\s*<!\[CDATA\[)?)"
    r"(?P<formula>(?:[^<]|<(?!/?script)){1,5000}?)(?P<closer>(?:%\s*\]\]>\s*)?</script>)"
)
MOST_OF_FRONT_MATTER = 500  # lines


def of_markdown(text: str) -> str:
    """The text with front matter and comments blanked out; a comment that declares (`<!-- derivation`) stays."""
    text = _without_front_matter(text)
    if "<!--" in text:
        text = blanked(text, _comments(text))
    text = without_what_is_struck(text, is_tex=False)
    if "{math}" in text:
        text = _COLON_FENCE.sub(_in_ticks, _ROLE.sub(_in_dollars, text))
    return _SCRIPT.sub(_without_script, text) if "math/tex" in text else text


def of_latex(text: str) -> str:
    """The same of a LaTeX file, whose comments are cut with its blocks."""
    return without_what_is_struck(text, is_tex=True)


def _without_front_matter(text: str) -> str:
    """Without the YAML between `---` and `---` (or `...`), the TOML between `+++`, with which the file begins."""
    lines = text.split("\n", MOST_OF_FRONT_MATTER)
    opening = lines[0].rstrip()
    if opening not in ("---", "+++") or len(lines) < 2 or not _KEY.match(lines[1].lstrip("# ")):
        return text
    for k, line in enumerate(lines[1:MOST_OF_FRONT_MATTER], 1):
        if line.rstrip() == opening or (opening == "---" and line.rstrip() == "..."):
            return "\n".join([""] * (k + 1) + lines[k + 1 :])
    return text


def _comments(text: str) -> list[tuple[int, int]]:
    """Where the comments stand that declare nothing, outside code."""
    found: list[tuple[int, int]] = []
    at, fence = 0, ""
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        mark = _FENCE.match(text, at, end)
        if fence:
            closes = mark and mark["mark"].startswith(fence) and not mark["info"].strip()
            at, fence = end + 1, "" if closes else fence
            continue
        if mark and (mark["mark"][0] == "~" or "`" not in mark["info"]):
            at, fence = end + 1, mark["mark"]
            continue
        code = [m.span() for m in _CODE.finditer(text, at, end)]
        opening = text.find("<!--", at, end)
        while opening >= 0 and any(a <= opening < b for a, b in code):
            opening = text.find("<!--", opening + 4, end)
        if opening < 0:
            at = end + 1
            continue
        close = text.find("-->", opening + 4)
        if close < 0:
            break
        if not text[opening + 4 : close].lstrip().startswith("derivation"):
            found.append((opening, close + 3))
        at = close + 3
    return found


def _in_dollars(found: re.Match) -> str:
    """{math}`z` as the formula in dollars, in the same columns."""
    return "$".rjust(found.start("formula") - found.start()) + found["formula"] + "$"


def _without_script(found: re.Match) -> str:
    """`<script type="math/tex; mode=display">`, as MathJax has it, in dollars: the same lines and columns."""
    mark = "$$" if found["display"] else "$"
    opener, closer = (re.sub(r"\S", " ", found[part]) for part in ("opener", "closer"))
    return mark + opener[len(mark) :] + found["formula"] + closer[: -len(mark) - 1] + mark + " "


def _in_ticks(found: re.Match) -> str:
    """The directive between colons as one between ticks."""
    ticks = "`" * len(found["colons"])
    return f"{found['indent']}{ticks}{found['body']}{found['closing']}{ticks}"
