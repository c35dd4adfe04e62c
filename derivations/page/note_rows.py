"""A note's displayed formula, row by row as it stands, with the verdict of every relation sign of a row beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from derivations.kernel.rules import RULES
from derivations.page.explore.editable_world import editable, unplayable
from derivations.page.formulas import RELATIONS, line, width_class
from derivations.page.markup import Html, join, tag
from derivations.page.mathml import mathml
from derivations.page.reasons import comma, on_demand, worked
from derivations.page.verdicts import badge
from derivations.page.world_tables import counterexample
from derivations.printing.printing import to_latex
from derivations.reading.note import Note
from derivations.reading.text.tokens import tokenize
from derivations.reading.verdicts.walk import Judgement
from derivations.telling.explained import FAILS
from derivations.telling.mended import PUT, TAKEN, mended_line
from derivations.telling.places import said
from derivations.telling.wording import Wording

BY_NAME = {rule.name: rule for rule in RULES.values()}
TABLES = frozenset({"matrix", "pmatrix", "bmatrix", "vmatrix", "Bmatrix", "Vmatrix", "smallmatrix", "cases"})


@dataclass(frozen=True)
class Row:
    """A row of a display: its source, and where it stands in the note."""

    latex: str
    start: int
    end: int


def rows_of(latex: str, offset: int) -> list[Row]:
    """The rows of a display that begins at `offset` of the note; rows of a matrix stay together."""
    rows, depth, start = [], 0, 0
    for token in tokenize(latex):
        if token.kind in ("begin", "end") and token.text in TABLES:
            depth += 1 if token.kind == "begin" else -1
        elif token.kind == "row" and depth <= 0:
            rows.append(Row(latex[start : token.start], offset + start, offset + token.end))
            start = token.end
    rows.append(Row(latex[start:], offset + start, offset + len(latex) + 1))
    return [row for row in rows if row.latex.strip()]


class RowWriter:
    """Writes the rows of a note's displays; `unplaced` are the judgements no row has shown yet."""

    def __init__(self, note: Note, judgements: Iterable[Judgement], wording: Wording):
        self.note, self.wording = note, wording
        self.say, self.pick = wording.say, wording.pick
        self.unplaced: dict[int, list[Judgement]] = {}
        for judgement in judgements:
            offset = note.source.starts[judgement.line - 1] + judgement.column - 1
            self.unplaced.setdefault(offset, []).append(judgement)
        self.rows_on: Counter[int] = Counter()
        self.marks: list[tuple[str, Judgement]] = []
        self.playing = False
        """Whether some world on the page can be changed."""

    def display(self, latex: str, offset: int) -> Html:
        """A displayed formula; as a table of lines if any of its signs is judged."""
        rows = rows_of(latex, offset)
        judged = [self.taken(row) for row in rows]
        if not any(judged):
            return join(*(tag("div", line(row.latex), class_="display") for row in rows))
        head = [self.say(name) for name in ("line", "formula", "verdict", "reason")]
        first, last = (self.note.source.label(self.note.position(at)[0]) for at in (rows[0].start, rows[-1].start))
        return tag(
            "table",
            tag("thead", tag("tr", *(tag("th", name, scope="col", role="columnheader") for name in head), role="row"),
                role="rowgroup", class_="hidden"),
            tag("tbody", *(self.row(row, found) for row, found in zip(rows, judged, strict=True)), role="rowgroup"),
            class_="lines", role="table", aria_label=self.pick(f"lines {first} to {last}", f"第 {first} 至 {last} 行"),
        )  # fmt: skip

    def taken(self, row: Row) -> list[Judgement]:
        """The judgements of the signs that stand in a row, in order."""
        places = sorted(at for at in self.unplaced if row.start <= at < row.end)
        return [judgement for at in places for judgement in self.unplaced.pop(at)]

    def row(self, row: Row, judged: list[Judgement]) -> Html:
        formula = line(row.latex)
        kind = " ".join(filter(None, ("formula", width_class(formula))))
        if not judged:
            empty = tag("th", class_="label", scope="row", role="rowheader")
            return tag("tr", empty, tag("td", formula, class_=kind, role="cell"), role="row")
        number = judged[0].line
        anchor = self.anchor(number)
        self.marks += [(anchor, judgement) for judgement in judged]
        label = tag("a", self.note.source.label(number), href=f"#{anchor}")
        several = len(judged) > 1
        badges = [join(mathml(j.relation) if several else None, " ", badge(j.verdict, self.wording)) for j in judged]
        return tag(
            "tr",
            tag("th", label, class_="label", scope="row", role="rowheader"),
            tag("td", formula, class_=kind, role="cell"),
            tag("td", *(tag("div", b) for b in badges), class_="judged", role="cell"),
            tag("td", *(self.explanation(j, several) for j in judged), class_="reason", role="cell"),
            id=anchor, role="row",
        )  # fmt: skip

    def anchor(self, number: int) -> str:
        """`line-24`, and `line-24-2` for a second row that begins on the same line of the note."""
        self.rows_on[number] += 1
        return f"line-{number}" if self.rows_on[number] == 1 else f"line-{number}-{self.rows_on[number]}"

    def explanation(self, j: Judgement, several: bool) -> Html:
        """Why the verdict is what it is: reasons, what was dropped, the message, the world, the likely repair."""
        parts: list[Html] = []
        rules = [BY_NAME[name] for name in j.reasons if name in BY_NAME]
        others = [name for name in j.reasons if name not in BY_NAME]
        if rules:
            parts.append(on_demand(rules, self.wording, lambda name: tag("span", self.say(name))))
        if others:
            parts.append(tag("div", comma(self.wording).join(map(self.say, others))))
        parts += [fold for fold in (worked(j.proof, self.wording),) if fold is not None]
        between = self.pick(": ", "：")
        if j.scale != 1:
            parts.append(tag("div", self.say("scale"), between, mathml(to_latex(j.scale))))
        if j.dropped != 0:
            parts.append(tag("div", self.say("dropped"), between, mathml(to_latex(j.dropped))))
        details = getattr(j.counterexample, "details", None)
        message = without_world(j.message, j.counterexample.description) if details else j.message
        if j.verdict == "refuted" and j.expressions:
            message = message or FAILS.get(j.expressions[1], "")
        if message:
            parts.append(
                tag("div", self.say(said(self.note, message)), class_=None if j.verdict == "definition" else "message")
            )
        if j.verdict == "unread" and j.place:
            offset = self.note.source.starts[j.place[0] - 1] + j.place[1] - 1
            parts.append(tag("pre", self.note.source.excerpt(offset)))
        if j.suggestion:
            parts.append(tag("div", self.say("likely meant"), between, mathml(j.suggestion)))
            if j.span is not None:
                marks = {TAKEN: "del", PUT: "ins"}
                shown = (tag(marks[w], part) if w in marks else part for w, part in mended_line(self.note, j))
                parts.append(tag("pre", tag("code", *shown), class_="mended"))
        if details:
            summary = tag("summary", self.pick("the world that shows it", "说明它的世界"))
            parts.append(tag("details", summary, counterexample(details, self.wording), self.editor(j, details)))
        if not parts:
            return Html("")
        return tag(
            "div", mathml(j.relation) if several else None, tag("div", *parts), class_="one" if several else None
        )

    def editor(self, j: Judgement, details: dict) -> Html | None:
        """The refuting world with its numbers to be changed, if the page can play it."""
        if len(j.expressions) != 4:
            return None
        left, sign, right, facts = j.expressions
        made = editable(left, right, sign if sign in RELATIONS else "=", facts, details, self.wording)
        self.playing = self.playing or made is not None
        return made or unplayable(self.wording)


def without_world(message: str, description: str) -> str:
    """A refutation's message without the description of the world, which stands below it as tables.

    >>> without_world("likely slip: sign; finite world: x = 1; taken back", "finite world: x = 1")
    'likely slip: sign; taken back'
    """
    parts = (part.strip(" ;") for part in message.split(description)) if description else (message,)
    return "; ".join(part for part in parts if part)
