"""Drawing as markup: scales, curves, bars and sliders. `drawing.js` moves what is drawn here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from derivations.page.links import Links
from derivations.page.markup import Html, join, tag
from derivations.page.words import data
from derivations.telling.wording import Wording

Scale = Callable[[float], float]


def scale(low: float, high: float, start: float, stop: float) -> Scale:
    """Numbers from low to high as places from start to stop.

    >>> scale(-1, 1, 0, 100)(0)
    50.0
    """
    return lambda value: start + (value - low) / (high - low) * (stop - start)


def shown(value: float, digits: int = 3) -> str:
    """A number as it is read, with a true minus sign and no minus zero.

    >>> shown(-0.0001), shown(-1.5, 2)
    ('0.000', '−1.50')
    """
    text = f"{value:.{digits}f}"
    return (text.replace("-", "") if float(text) == 0 else text).replace("-", "−")


def curve(across: Sequence[float], values: Iterable[float], x: Scale, y: Scale, closed: bool = False) -> str:
    """The path of a curve; closed down to zero if it bounds an area."""
    points = [f"{x(a):.2f} {y(v):.2f}" for a, v in zip(across, values, strict=True)]
    if closed:
        points = [f"{x(across[0]):.2f} {y(0):.2f}", *points, f"{x(across[-1]):.2f} {y(0):.2f}"]
    return "M" + "L".join(points) + ("Z" if closed else "")


def spaced(low: float, high: float, count: int) -> list[float]:
    """`count` numbers from low to high, equally far apart."""
    return [low + (high - low) * k / (count - 1) for k in range(count)]


def drawing(width: int, height: int, label: str, *parts: Html, **attributes: object) -> Html:
    """A picture that is named for who cannot see it."""
    view = f"0 0 {width} {height}"
    return tag("svg", *parts, viewBox=view, role="img", aria_label=label, **attributes)


def axis(x: Scale, at: float, ticks: Iterable[float], ends: tuple[float, float], name: str) -> Html:
    """A horizontal axis with numbers below it."""
    marks = [tag("line", x1=f"{x(t):.2f}", x2=f"{x(t):.2f}", y1=at, y2=at + 4, class_="axis") for t in ticks]
    numbers = [tag("text", f"{t:g}".replace("-", "−"), x=f"{x(t):.2f}", y=at + 17, class_="tick") for t in ticks]
    line = tag("line", x1=f"{x(ends[0]):.2f}", x2=f"{x(ends[1]):.2f}", y1=at, y2=at, class_="axis")
    return join(line, *marks, *numbers, tag("text", name, x=f"{x(ends[1]):.2f}", y=at - 5, class_="name"))


def handle(part: str, x: float, y: float, kind: str) -> Html:
    """A point to be dragged; who cannot drag has the slider of the same name."""
    return tag("circle", cx=f"{x:.2f}", cy=f"{y:.2f}", r=8, class_=f"handle {kind}", data_part=part, aria_hidden="true")


def slider(name: str, label: str, value: float, low: float, high: float, step: float = 0.05) -> Html:
    """A slider with its name and number, shown where scripts run."""
    written = tag("span", shown(value, 2), data_value=name)
    field = tag("input", type="range", name=name, min=low, max=high, step=step, value=value)
    return tag("label", tag("span", label, " = ", written), field)


def controls(*parts: Html) -> Html:
    return tag("div", *parts, class_="controls")


def numbers(rows: Iterable[tuple[str, str, str, str, Html | None]]) -> Html:
    """A table of numbers: name for the script, kind for the colour, formula, the number, a bar for it or None."""
    body = [
        tag("tr", tag("th", formula, scope="row", class_=kind), tag("td", bar), tag("td", number, data_number=name))
        for name, kind, formula, number, bar in rows
    ]
    return tag("table", tag("tbody", *body), class_="terms")


def shown_lines(wording: Wording, links: Links | None, lines: Iterable[tuple[str, str]]) -> Html:
    """Which lines of the book a figure shows, (anchor, label), linked where they are on the page; the first at once."""
    known = []
    for k, (anchor, label) in enumerate(lines):
        href = f"#{anchor}" if links and label in links.anchors else None
        known.append(tag("a" if href else "span", label, href=href, data_line=anchor, hidden=k > 0))
    return tag("p", wording.pick("lines: ", "所在行："), join(*known, between=" "), class_="soft lines-seen")


HINT = ("Drag the points, or use the sliders.", "拖动圆点，或使用滑块。")


def explorable(
    name: str, heading: str, text: str, start: dict, wording: Wording, *content: Html | None,
    hint: tuple[str, str] = HINT,
) -> Html:  # fmt: skip
    """A figure that the script of its name takes up, from the values `start`; `hint` is shown where scripts run."""
    caption = tag("figcaption", tag("strong", heading), " ", text, " ", tag("span", wording.pick(*hint), class_="hint"))
    return tag("figure", caption, *content, data(start, class_="start"), class_="explore", id=f"explore-{name}")
