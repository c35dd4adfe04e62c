"""A note's prose as HTML: Markdown or LaTeX text, inline formulas typeset, whatever is markup in it shown as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from derivations.page.markup import Html, join, tag
from derivations.page.mathml import mathml
from derivations.reading.text import blocks
from derivations.reading.text.blocks import INLINE, markdown_parser
from derivations.reading.text.printable import printable_lines

MOST_SIGNS = {"[": (5_000, ("link", "image")), "_": (100_000, ("emphasis",)), "*": (100_000, ("emphasis",))}
"""Of a note with more of them none is markup: the end of each is sought through its whole paragraph."""
SCHEMES = ("", "http", "https", "mailto")
_HEADING = re.compile(r"\\(?P<level>(?:sub)*section|chapter|title)\*?\s*\{(?P<title>[^{}]*)\}")
_SILENT = re.compile(
    r"\\(?:documentclass|usepackage|maketitle|begin|end|label|newcommand)\*?(?:\[[^\]]*\])?(?:\{[^{}]*\})*"
)
LEVELS = {"title": "h2", "chapter": "h2", "section": "h2", "subsection": "h3", "subsubsection": "h4"}

Display = Callable[[str], Html]
Heading = Callable[[str], str]
"""Told the source of a heading, in reading order; gives the anchor it stands under."""


def markdown(source: str, display: Display, heading: Heading) -> Html:
    """A Markdown note. `display` is called for each displayed formula and `heading` for each heading, in order."""
    parser = markdown_parser()
    parser.inline.ruler.before("escape", "formula", _formula_rule)
    for sign, (most, rules) in MOST_SIGNS.items():
        if source.count(sign) > most:
            parser.disable(rules)
    tokens = parser.parse(source)
    for k, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
        if token.type == "heading_open":
            token.attrSet("id", heading(tokens[k + 1].content))
    rules = parser.renderer.rules
    rules["display"] = lambda row, k, *_: _displayed(row[k].content, row[k].meta["tail"], display)
    rules["formula"] = lambda row, k, *_: formula(row[k].content, row[k].meta["display"], display)
    rules["html_block"] = lambda row, k, *_: _html_as_text(row[k].content, display)
    rules["html_inline"] = lambda row, k, *_: tag("span", row[k].content)
    rules["image"] = lambda row, k, *_: tag("span", f"[{row[k].content}] ", tag("code", row[k].attrGet("src") or ""))
    rules["fence"] = lambda row, k, *_: _fence(row[k], display)
    rules["link_open"], rules["link_close"] = _link_open, _link_close
    return Html(printable_lines(parser.renderer.render(tokens, parser.options, {})))  # an entity may be one that acts


def _formula_rule(state: StateInline, silent: bool) -> bool:
    found = INLINE.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return False
    group = next((g for g in ("double", "square", "dollar", "round") if found[g] is not None), None)
    if group is None:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content, token.meta = found[group], {"display": found["display"] is not None}
    state.pos = found.end()
    return True


def formula(latex: str, displayed: bool, display: Display) -> Html:
    return display(latex) if displayed else mathml(latex)


def _displayed(latex: str, tail: str, display: Display) -> Html:
    return join(display(latex), tag("p", tail) if tail.strip() else None)


def _fence(token: Token, display: Display) -> Html:
    if token.info.strip().lower() == "math":
        return display(token.content.rstrip("\n"))
    return tag("pre", tag("code", token.content))


def _html_as_text(source: str, display: Display) -> Html:
    """Markup of the note's own, shown as it is written; formulas in it are typeset."""
    if source.lstrip().startswith("<!--"):
        return tag("pre", tag("code", source.rstrip("\n")), class_="soft")
    return tag("p", with_formulas(source, display))


def with_formulas(source: str, display: Display) -> Html:
    """Text with its formulas typeset and everything else as it stands."""
    parts: list[str] = []
    at = 0
    for found in INLINE.finditer(source):
        group = next((g for g in ("double", "square", "dollar", "round") if found[g] is not None), None)
        if group is not None:
            parts += [source[at : found.start()], formula(found[group], found["display"] is not None, display)]
            at = found.end()
    return join(*parts, source[at:])


def _link_open(tokens: list[Token], k: int, *_) -> str:
    target = str(tokens[k].attrGet("href") or "")
    if not is_safe(target):
        return "<span>"
    return tag("a", href=target, rel="noopener noreferrer")[: -len("</a>")]


def _link_close(tokens: list[Token], k: int, *_) -> str:
    depth, opening = 0, None
    for token in reversed(tokens[:k]):
        depth += {"link_close": 1, "link_open": -1}.get(token.type, 0)
        if depth < 0:
            opening = token
            break
    target = str(opening.attrGet("href") or "") if opening else ""
    return "</a>" if is_safe(target) else join(Html("</span> "), tag("code", target))


def is_safe(target: str) -> bool:
    """Whether a note's link may be one here: to the web, or to a file beside the page.

    >>> is_safe("https://example.org"), is_safe("javascript:alert(1)"), is_safe("data:image/png;base64,AA")
    (True, False, False)
    """
    try:
        return urlsplit(target).scheme.lower() in SCHEMES and not target.startswith(("//", "\\"))
    except ValueError:
        return False


def latex(source: str, display: Display, heading: Heading) -> Html:
    """A `.tex` note: sections become headings, blank lines end paragraphs, commands of the preamble are left out."""
    parts: list[Html] = []
    for block in blocks.tex_blocks(source):
        if block.kind == blocks.DISPLAY:
            parts.append(display(block.text))
        elif block.kind == blocks.DECLARATION:
            parts.append(tag("pre", tag("code", block.text.strip()), class_="soft"))
        else:
            parts += _paragraphs(block.text, display, heading)
    return join(*parts)


def _paragraphs(source: str, display: Display, heading: Heading) -> list[Html]:
    parts: list[Html] = []
    for paragraph in re.split(r"\n\s*\n", source):
        at = 0
        for found in _HEADING.finditer(paragraph):
            parts.append(_paragraph(paragraph[at : found.start()], display))
            title = with_formulas(found["title"], display)
            parts.append(tag(LEVELS.get(found["level"], "h5"), title, id=heading(found["title"])))
            at = found.end()
        parts.append(_paragraph(paragraph[at:], display))
    return [part for part in parts if part]


def _paragraph(source: str, display: Display) -> Html:
    text = _SILENT.sub("", source).strip()
    return tag("p", with_formulas(text, display)) if text else Html("")
