"""The checker's own record as a page: what it accepts and refuses, what it catches, and what it does not yet manage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from derivations.judging.derivation import MINIMISER
from derivations.kernel.rules import Rule
from derivations.page.formulas import boxed, latex_of, line
from derivations.page.markup import Html, tag
from derivations.page.overview import buttons
from derivations.page.record import Example, Record
from derivations.page.shell import document
from derivations.page.verdicts import badge
from derivations.telling.wording import Wording

CORRUPTION = ("made", "false", "refused", "not false", "proved", "no world can say")
SCORE = ("steps", "read", "caught", "wrong", "unsound", "alarms", "proved", "right")
HEADINGS = {
    "made": ("corrupted lines", "改错的行"),
    "false": ("false in some world", "在某个世界中为假"),
    "refused": ("of these refused", "其中被拒绝"),
    "not false": ("still true", "仍为真"),
    "no world can say": ("no world can say", "没有世界能判断"),
    "steps": ("labelled lines", "已标注的行"),
    "read": ("read", "读懂"),
    "caught": ("wrong, refuted", "错行，已推翻"),
    "wrong": ("wrong", "错行"),
    "unsound": ("wrong, proved", "错行，却判为证明"),
    "alarms": ("right, refuted", "对行，却判为推翻"),
    "right": ("right", "对行"),
}


def record_page(record: Record, wording: Wording) -> str:
    """The HTML file of a record."""
    pick = wording.pick
    title = pick("The checker's own record", "检验器自己的记录")
    lead = pick(
        "Made by running the checker: on examples of every rule, on lines with a slip put in, on labelled notes.",
        "由检验器在已知材料上运行得出：每条规则的例子、故意改错的行、人工标注的笔记。",
    )
    return document(
        title,
        wording,
        tag("header", tag("h1", title), tag("p", lead, class_="lead")),
        tag(
            "main",
            buttons(wording),
            section("corrupted", pick("Lines with a slip put in", "故意改错的行"), corrupted(record, wording)),
            section("notes", pick("Labelled notes", "人工标注的笔记"), *scores(record, wording)),
            section("alarms", pick("False alarms of the numbers", "数值的误报"), alarms(record, wording)),
            section("missed", pick("What does not work yet", "尚不能做到的"), *missed(record, wording)),
            section("rules", pick("The rules", "规则"), *(rule(*entry, wording) for entry in record.rules)),
            id="text",
        ),
    )


def section(name: str, heading: str, *content: Html) -> Html:
    return tag(
        "section", tag("h2", heading, id=f"{name}-heading"), *content, id=name, aria_labelledby=f"{name}-heading"
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], kind: str = "numbers") -> Html:
    """A plain table of "numbers" or "words"; the first cell of a row names it."""
    head = tag("tr", *(tag("th", heading, scope="col") for heading in headings))
    body = [tag("tr", tag("th", name, scope="row"), *(tag("td", str(cell)) for cell in cells)) for name, *cells in rows]
    return tag("div", tag("table", tag("thead", head), tag("tbody", *body), class_=f"plain {kind}"), class_="scroll")


def counts(rows: dict[str, Counter], keys: Sequence[str], wording: Wording) -> Html:
    """Counters as rows, with their sum."""
    headings = ["", *(wording.pick(*HEADINGS[key]) if key in HEADINGS else wording.say(key) for key in keys)]
    total = sum(rows.values(), Counter())
    shown = [*rows.items(), (wording.pick("all", "合计"), total)]
    return table(headings, [(name, *(counter[key] for key in keys)) for name, counter in shown])


def corrupted(record: Record, wording: Wording) -> Html:
    return counts(record.corrupted, CORRUPTION, wording)


def scores(record: Record, wording: Wording) -> Iterable[Html]:
    for folder, rows in record.scores.items():
        yield tag("h3", wording.pick(f"{folder}: {len(rows)} notes", f"{folder}：{len(rows)} 篇"))
        yield counts(rows, SCORE, wording)


def alarms(record: Record, wording: Wording) -> Html:
    if record.false_alarms is None:
        return tag("p", wording.pick("Not measured in this run.", "本次运行未测量。"))
    accused, tried = record.false_alarms
    return tag(
        "p",
        wording.pick(
            f"Proved lines measured under several seeds: {tried} measurements, {accused} of them contradicted a line.",
            f"在多个随机种子下测量已证明的行：共 {tried} 次测量，其中 {accused} 次与所证的行矛盾。",
        ),
    )


def missed(record: Record, wording: Wording) -> Iterable[Html]:
    """Every labelled line that the checker does not reach."""
    pick, say = wording.pick, wording.say
    text = pick("Labelled lines that are not judged as they should be: {}.", "未得到应有判定的标注行：{} 行。")
    yield tag("p", text.format(len(record.missed)))
    headings = [
        pick("note, line", "笔记，行"),
        say("verdict"),
        pick("what the label says", "标注所述"),
        pick("what was found", "检验所得"),
    ]
    rows = [(f"{m.note}, {m.line}", say(m.verdict), m.why, say(m.message)) for m in record.missed]
    yield table(headings, rows, "words")


def rule(rule: Rule, accepted: Sequence[Example], refused: Sequence[Example], wording: Wording) -> Html:
    """A rule with its figure, and the lines it accepts and refuses."""
    return tag(
        "article",
        tag("h3", wording.say(rule.name)),
        tag("pre", rule.__doc__),
        *(example(found, wording) for found in (*accepted, *refused)),
        id=f"rule-{rule.key}",
    )


def example(found: Example, wording: Wording) -> Html:
    minimised = found.step.kind == MINIMISER
    names = wording.pick(", ", "、").join(wording.say(reason.name) for reason in found.step.by)
    accepted = found.verdict.holds
    said = (
        badge("proved", wording)
        if accepted
        else tag("span", wording.pick("✗ refused", "✗ 拒绝"), class_="verdict refuted")
    )
    return tag(
        "div",
        tag("p", said, " ", names, class_="soft"),
        boxed(line(latex_of(found.left, minimised))),
        boxed(line(latex_of(found.step.right, minimised), found.step.relation)),
        None if accepted else tag("p", wording.say(found.verdict.message), class_="message"),
        class_="remark",
    )
