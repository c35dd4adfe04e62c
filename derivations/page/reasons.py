"""Named reasons on the page: the names at sight, each rule's inference figure and side conditions on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from derivations.kernel.rules import Rule
from derivations.page.formulas import boxed, line
from derivations.page.markup import Html, tag
from derivations.telling.wording import Wording


def comma(wording: Wording) -> str:
    return wording.pick(", ", "、")


def on_demand(rules: Iterable[Rule], wording: Wording, assumption: Callable[[str], Html]) -> Html:
    """The rules' names; opened, their figures. `assumption` shows what a rule silently relies on."""
    rules = list(rules)
    names = comma(wording).join(wording.say(rule.name) for rule in rules)
    return tag("details", tag("summary", names), *(figure(rule, wording, assumption) for rule in rules))


def figure(rule: Rule, wording: Wording, assumption: Callable[[str], Html]) -> Html:
    """A rule: its inference figure and side conditions, and what a use of it silently assumes."""
    assumes = [tag("p", wording.say("assumes"), wording.pick(": ", "："), assumption(name)) for name in rule.assumes]
    return tag("div", tag("strong", wording.say(rule.name)), tag("pre", rule.__doc__), *assumes, class_="rule")


def worked(verdict: object, wording: Wording) -> Html | None:
    """The worked lines of a proved step, each with its one rule, if the judge has kept them (`work`)."""
    work = [entry if isinstance(entry, dict) else vars(entry) for entry in getattr(verdict, "work", None) or ()]
    if not work:
        return None
    items = [
        tag("li", boxed(line(entry["latex"], "=")), tag("div", wording.say(entry["reason"]), class_="why"))
        for entry in work
    ]
    summary = tag("summary", wording.pick(f"worked lines ({len(items)})", f"演算各行（{len(items)}）"))
    return tag("details", summary, tag("ol", *items), class_="work", data_unfold="items")
