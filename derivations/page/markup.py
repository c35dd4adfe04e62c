"""HTML built from parts: what is not already HTML is escaped, so that nothing a note contains can become markup."""

from __future__ import annotations

from html import escape

from derivations.reading.text.printable import printable_lines


class Html(str):
    """Text that is HTML. Only `tag`, `join` and the MathML writer make it; all other text is escaped by them."""

    __slots__ = ()


VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
Content = str | None


def text(content: object) -> Html:
    """Text as HTML.

    >>> text("a < b")
    'a &lt; b'
    """
    return content if isinstance(content, Html) else Html(escape(printable_lines(content), quote=False))


def join(*parts: Content, between: str = "") -> Html:
    """The parts one after the other; None is left out."""
    return Html(text(between).join(text(part) for part in parts if part is not None))


def tag(name: str, /, *content: Content, **attributes: object) -> Html:
    """An element. `class_`, `for_` and `aria_label` stand for class, for and aria-label; None and False are left out.

    >>> tag("a", "p & q", href="#elbo-2.4", class_="line")
    '<a href="#elbo-2.4" class="line">p &amp; q</a>'
    """
    written = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = key.rstrip("_").replace("_", "-")
        quoted = "" if value is True else escape(printable_lines(value), quote=False).replace('"', "&quot;")
        written.append(f" {key}" if value is True else f' {key}="{quoted}"')
    opening = f"<{name}{''.join(written)}>"
    return Html(opening if name in VOID else f"{opening}{join(*content)}</{name}>")
