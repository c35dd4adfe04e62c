"""A counterexample as tables: what its sides ask of the world, and what both come to in it."""

from __future__ import annotations

import re

from derivations.page.markup import Html, join, tag
from derivations.page.mathml import mathml
from derivations.printing.printing import LatexNotation
from derivations.telling.wording import Wording

SIDES = ("left", "right")
_LETTERS = re.compile(r"\\[A-Za-z]+|\{[^{}]*\}|[A-Za-z]+(?:_[A-Za-z0-9]+)*")
_TWO_INDICES = re.compile(r"_\{([^{}]*)\}_([A-Za-z0-9]+)")


def counterexample(details: dict, wording: Wording) -> Html:
    """A refutation's `details` (outcomes.Refuted): one world, or two candidates that the sides order differently."""
    sides = wording.pick("left side", "左边"), wording.pick("right side", "右边")
    if "first" in details:
        between = wording.pick(": ", "：")
        told = zip(sides, details["best"], strict=True)
        said = (f"{side}{between}{wording.say(best)}" if best else side for side, best in told)
        return candidates(details["asked"], dict(zip(said, (details["left"], details["right"]), strict=True)), wording)
    done = details.get("sums", ("", ""))
    values = [f"{sum_} = {details[side]}" if sum_ else details[side] for side, sum_ in zip(SIDES, done, strict=True)]
    sides = tuple(map(wording.say, details["rows"])) if "rows" in details else sides
    rows = [row(name, value) for name, value in zip(sides, values, strict=True)]
    return join(world(details["asked"], wording), boxed(tag("table", tag("tbody", *rows), class_="world values")))


def world(shown: dict[str, str], wording: Wording) -> Html:
    """What is to be known of a world (see worlds/asked.py), a row for each name."""
    if not shown:
        return tag("p", wording.pick("nothing is free in it", "其中没有自由的量"))
    rows = [row(heading(name), law(value)) for name, value in shown.items()]
    caption = tag("caption", wording.pick("chosen values", "取定的值"))
    return boxed(tag("table", caption, tag("tbody", *rows), class_="world"))


def candidates(shown: dict[str, str], values: dict[str, list[str]], wording: Wording) -> Html:
    """Two candidates side by side: what they share across both columns, then where they differ, then both sides."""
    names = dict.fromkeys(name.removeprefix("A: ").removeprefix("B: ") for name in shown)
    rows = []
    for name in names:
        if name in shown:
            rows.append(tag("tr", tag("th", heading(name), scope="row"), tag("td", law(shown[name]), colspan="2")))
        else:
            rows.append(row(heading(name), *(law(shown.get(f"{which}: {name}", "")) for which in "AB")))
    rows += [row(side, *pair) for side, pair in values.items()]
    heads = (tag("th", wording.pick(f"candidate {which}", f"候选 {which}"), scope="col") for which in "AB")
    return boxed(tag("table", tag("thead", tag("tr", tag("td"), *heads)), tag("tbody", *rows), class_="world values"))


def row(name: Html | str, *cells: str) -> Html:
    return tag("tr", tag("th", name, scope="row"), *(tag("td", cell) for cell in cells))


def boxed(table: Html) -> Html:
    return tag("div", table, class_="scroll")


def heading(name: str) -> Html:
    """A name of the world as a formula; what stands before a formula in words stays words."""
    if name.endswith(" ∈"):
        return join(typeset(name[:-2]), " ∈")
    words, _, rest = name.rpartition("from ")
    return join(f"{words}from ", typeset(rest)) if words else typeset(name)


def law(value: str) -> str:
    return f"∼ {value}" if value.startswith("N(") else value


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
