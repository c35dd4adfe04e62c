"""A counterexample as tables: the world's densities, the values of its letters, and both sides of the line in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from derivations.page.markup import Html, join, tag
from derivations.page.mathml import mathml
from derivations.printing.printing import LatexNotation
from derivations.telling.wording import Wording

GROUPS = ("functions", "symbols", "at", "draws")
MOST_CELLS = 400
_LETTERS = re.compile(r"\\[A-Za-z]+|\{[^{}]*\}|[A-Za-z]+(?:_[A-Za-z0-9]+)*")
_TWO_INDICES = re.compile(r"_\{([^{}]*)\}_([A-Za-z0-9]+)")


def counterexample(details: dict, wording: Wording) -> Html:
    """A refutation's `details` (outcomes.Refuted): one world, or the two that are ordered differently."""
    parts: list[Html] = []
    if "first" in details:
        left, right = details["left"], details["right"]
        for k, (name, title) in enumerate(
            (("first", ("First world", "第一个世界")), ("second", ("Second world", "第二个世界")))
        ):
            parts.append(tag("h4", wording.pick(*title)))
            parts.append(world(details[name], wording))
            parts.append(values((left[k], right[k]), wording))
    else:
        parts += [world(details, wording), values((details["left"], details["right"]), wording)]
    return join(*parts)


def values(sides: tuple[str, str], wording: Wording) -> Html:
    """What the two sides come to."""
    names = wording.pick("left side", "左边"), wording.pick("right side", "右边")
    rows = [tag("tr", tag("th", name, scope="row"), tag("td", value)) for name, value in zip(names, sides, strict=True)]
    return boxed(tag("table", tag("tbody", *rows), class_="world values"))


def boxed(table: Html) -> Html:
    return tag("div", table, class_="scroll")


def world(details: dict, wording: Wording) -> Html:
    """Tables of the joint densities, then everything else that was chosen."""
    of = details.get("values", {})
    parts = [table(name, cells, of, wording) for name, cells in details.get("tables", {}).items()]
    parts += [tag("p", density) for density in details.get("densities", [])]
    chosen = [(name, value) for group in GROUPS for name, value in details.get(group, {}).items()]
    if chosen:
        rows = [tag("tr", tag("th", typeset(name), scope="row"), tag("td", listed(value))) for name, value in chosen]
        parts.append(
            boxed(
                tag(
                    "table",
                    tag("caption", wording.pick("chosen values", "取定的值")),
                    tag("tbody", *rows),
                    class_="world",
                )
            )
        )
    return join(*parts)


def typeset(name: str) -> Html:
    r"""`mu_p_1([2, 1/3])` or `z_2 = 3` as a formula: letters in Greek, indices below. A note's own name is LaTeX.

    >>> typeset("x_1 = 3") == mathml("x_1 = 3"), typeset(r"\mu_{\theta}_1(2)") == mathml(r"\mu_{\theta,1}(2)")
    (True, True)
    """
    return mathml(latex_of_name(name))


def latex_of_name(name: str) -> str:
    """The same as LaTeX."""
    latex = _LETTERS.sub(lambda found: found[0] if found[0][0] in "\\{" else LatexNotation.name(found[0]), name)
    return _TWO_INDICES.sub(r"_{\1,\2}", latex)


def listed(value) -> str:
    return f"({', '.join(map(listed, value))})" if isinstance(value, list) else str(value)


def table(name: str, cells: list, of: dict[str, list[str]], wording: Wording) -> Html:
    """A joint density: the last variable across, all others down."""
    variables = name[name.index("(") + 1 : -1].split(",")
    *down, across = variables
    if not all(v in of for v in variables):
        return tag("p", f"{name} = {listed(cells)}")
    shown = list(rows(cells, down, of))
    if len(shown) * len(of[across]) > MOST_CELLS:
        return tag("p", wording.pick(f"{name}: a table too long to show", f"{name}：表太长，未列出"))
    head = tag(
        "tr",
        *(tag("th", typeset(v), scope="col") for v in down),
        *(tag("th", typeset(f"{across} = {v}"), scope="col") for v in of[across]),
    )
    body = [tag("tr", *(tag("th", v, scope="row") for v in at), *(tag("td", c) for c in row)) for at, row in shown]
    return boxed(tag("table", tag("caption", typeset(name)), tag("thead", head), tag("tbody", *body), class_="world"))


def rows(cells: list, down: list[str], of: dict[str, list[str]]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """The values of the variables that go down, with the row of cells at them."""
    for place in product(*(range(len(of[v])) for v in down)):
        row = cells
        for k in place:
            row = row[k]
        yield tuple(of[v][k] for v, k in zip(down, place, strict=True)), row
