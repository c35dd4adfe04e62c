"""Named reasons on the page: the names at sight, each rule's inference figure and side conditions on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from derivations.judging.step import Proof
from derivations.kernel.rules import Rule
from derivations.page.formulas import boxed, latex_of, line
from derivations.page.markup import Html, tag
from derivations.printing.printing import to_latex
from derivations.telling.wording import Wording
from derivations.telling.work import marked, reason, work_of


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


def worked(proof: Proof | None, wording: Wording, minimised: bool = False) -> Html | None:
    """The worked lines of a proof, each with its rule, the changed part underlined; None where there are none."""
    work = work_of(proof)
    if not work.lines:
        return None
    items = []
    for one in work.lines:
        latex = marked(latex_of(one.expression, minimised), one.changed, to_latex, r"\underline{", "}")
        why = tag("div", reason(one.rules, wording), class_="why")
        items.append(tag("li", boxed(line(latex, one.relation)), why))
    items.append(tag("li", tag("div", reason(work.last, wording), class_="why")))
    summary = tag("summary", wording.pick(f"worked lines ({len(items) - 1})", f"演算各行（{len(items) - 1}）"))
    return tag("details", summary, tag("ol", *items), class_="work", data_unfold="items")
