"""A chapter on the page: each derivation's theorem, its lines with reason, verdict and witness, and the remarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derivations.judging.chapter import Chapter
from derivations.judging.derivation import MINIMISER, Derivation, Theorem
from derivations.judging.verification import JudgedLine, JudgedRemark, Verification
from derivations.kernel.rules import Rule
from derivations.language.facts import Fact
from derivations.page.explore.editable_world import editable, unplayable
from derivations.page.formulas import boxed, inline, latex_of, line, width_class, with_indices
from derivations.page.links import Links
from derivations.page.markup import Html, join, tag
from derivations.page.mathml import mathml
from derivations.page.note_text import printed_lines
from derivations.page.reasons import on_demand, worked
from derivations.page.shell import permalink
from derivations.page.verdicts import badge
from derivations.page.world_tables import counterexample
from derivations.telling.report import Report, is_minimised
from derivations.telling.wording import Wording


class ChapterWriter:
    """Writes the chapters of one verification; `seed` is that of the witnesses, None where there are none.

    `open_worlds`: whether the worlds that refute a remark are seen at once.
    """

    def __init__(
        self, verification: Verification, wording: Wording, seed: int | None = None, open_worlds: bool = False
    ):
        self.verification, self.wording, self.open_worlds = verification, wording, open_worlds
        self.say, self.pick = wording.say, wording.pick
        self.report = Report(verification, wording, seed)
        self.links = Links(verification, wording)
        self.theorems = {theorem.name: theorem for theorem in verification.theorems}
        self.lines: dict[str, list[JudgedLine]] = {}
        for judged in verification.lines:
            self.lines.setdefault(judged.derivation.name, []).append(judged)
        self.printed: dict[str, str] = {}
        for chapter in verification.chapters:
            self.printed |= printed_lines(chapter.name)

    def chapter(self, number: int, chapter: Chapter, figures: Mapping[str, Sequence[Html]] | None = None) -> Html:
        """The whole chapter. `figures` are pictures under the name of the derivation they follow."""
        figures = figures or {}
        title = self.pick(chapter.title, chapter.title_zh)
        heading = (tag("span", str(number), class_="number"), title, permalink(chapter.name, self.wording))
        parts = [tag("h2", *heading, id=f"{chapter.name}-heading")]
        for derivation in chapter.derivations:
            parts += [self.derivation(derivation), *figures.get(derivation.name, ())]
        remarks = [r for r in self.verification.remarks if r.chapter is chapter]
        if remarks:
            parts.append(tag("h3", self.pick("Remarks on the note", "对笔记的评注")))
            parts += [self.remark(judged, k) for k, judged in enumerate(remarks, start=1)]
        return tag("section", *parts, id=chapter.name, aria_labelledby=f"{chapter.name}-heading")

    # -- derivations ----------------------------------------------------------------------------------------------

    def derivation(self, derivation: Derivation) -> Html:
        """The statement, what it assumes, the lines."""
        heading = self.pick(derivation.statement, derivation.statement_zh) or derivation.name
        parts = [tag("h3", with_indices(heading), permalink(f"theorem-{derivation.name}", self.wording))]
        theorem = self.theorems.get(derivation.name)
        if theorem is not None:
            parts.append(self.theorem(theorem, is_minimised(derivation)))
        else:
            parts.append(tag("p", self.say(self.verification.broken[derivation.name]), class_="message"))
        if derivation.assumes:
            facts = map(self.fact, derivation.assumes)
            parts.append(tag("div", self.say("assumes"), self.report.between, *facts, class_="assumes"))
        parts.append(self.table(derivation))
        return tag("article", *parts, id=f"theorem-{derivation.name}", data_unfold="lines")

    def fact(self, fact: Fact) -> Html:
        """What a derivation assumes of a density, linked to the list of assumptions; its words where it has any."""
        name = fact.name or f"{fact.density} = {fact.formula}"
        formula = boxed(mathml(f"{latex_of(fact.density)} = {latex_of(fact.formula)}"))
        words = " = " not in name or any(c.isalpha() for c in name.partition(":")[2])
        link = self.links.assumption(name, None if words else formula)
        return tag("div", formula, link) if words else tag("div", link)

    def theorem(self, theorem: Theorem, minimised: bool = False) -> Html:
        """What was shown, and on what it rests; `minimised` where both sides are objectives."""
        minimised = minimised or theorem.kind == MINIMISER
        left, right = latex_of(theorem.left, minimised), latex_of(theorem.right, minimised)
        parts = [
            tag("span", self.say("theorem"), class_="hidden"),
            boxed(line(left)),
            boxed(line(right, theorem.relation)),
        ]
        if theorem.scale != 1:
            parts.append(tag("p", self.say("scale"), ": ", inline(theorem.scale)))
        parts += [tag("p", self.say("dropped"), ": ", inline(term)) for term in theorem.dropped]
        rests = [self.links.assumption(name) for name in theorem.assumptions]
        if rests:
            inner = [tag("ul", *(tag("li", item) for item in rests))]
            if theorem.definitions:
                names = self.report.comma.join(map(self.say, theorem.definitions))
                inner.append(tag("p", self.say("definitions used"), ": ", names))
            summary = tag("summary", self.pick("what this rests on", "依据"))
            parts.append(tag("details", summary, *inner, class_="soft"))
        return tag("div", *parts, class_="theorem")

    def table(self, derivation: Derivation) -> Html:
        """Every line of the chain, the expression it starts from first."""
        minimised = is_minimised(derivation)
        lines = self.lines[derivation.name]
        beside = any(judged.step.note in self.printed for judged in lines)
        names = ["line", "formula", "verdict", "reason"]
        names += ["numeric witness"] if lines[0].witness else []
        names += ["as the note prints it"] if beside else []
        head = tag("tr", *(tag("th", self.say(n), scope="col", role="columnheader") for n in names), role="row")
        first = line(latex_of(derivation.start, minimised))
        start = tag("tr", cell("", "label"), cell(first, "formula"), role="row", class_="start")
        rows = [start, *(self.row(judged, minimised) for judged in lines)]
        caption = self.pick(f"The lines of {derivation.name}", f"{derivation.name} 的各行")
        return tag(
            "table",
            tag("thead", head, role="rowgroup", class_="hidden"),
            tag("tbody", *rows, role="rowgroup"),
            class_="lines noted" if beside else "lines", role="table", aria_label=caption,
        )  # fmt: skip

    def row(self, judged: JudgedLine, minimised: bool) -> Html:
        step, anchor = judged.step, self.links.line_of(judged)
        label = tag("a", step.note, href=f"#{anchor}")
        cells = [
            tag("th", label, class_="label", scope="row", role="rowheader"),
            cell(line(latex_of(step.right, minimised), step.relation), "formula"),
            cell(badge(judged.verdict.verdict, self.wording), "judged"),
            cell(self.reason(judged), "reason"),
        ]
        if judged.witness is not None:
            number = tag("span", self.report.difference(judged.witness), title=self.report.numbers(judged.witness))
            cells.append(cell(number, "witness"))
        if step.note in self.printed:
            source = tag("span", self.pick("note", "笔记"), class_="source", aria_hidden="true")
            cells.append(cell(join(source, tag("code", self.printed[step.note])), "note"))
        return tag("tr", *cells, id=anchor, role="row")

    # -- reasons --------------------------------------------------------------------------------------------------

    def reason(self, judged: JudgedLine) -> Html:
        """The named reasons, a rule's figure on demand, and what the judge remarks."""
        step, verdict = judged.step, judged.verdict
        rules = [r for r in step.by if isinstance(r, Rule)]
        cited = [r for r in step.by if not isinstance(r, Rule)]
        parts: list[Html] = []
        if cited:
            parts.append(tag("div", join(*(self.links.theorem(r) for r in cited), between=self.report.comma)))
        if rules:
            parts.append(on_demand(rules, self.wording, self.links.assumption))
        parts.append(worked(verdict.proof, self.wording, is_minimised(judged.derivation)))
        if step.because:
            parts.append(tag("div", with_indices(self.say(step.because))))
        if step.kind == MINIMISER and verdict.holds:
            if verdict.scale != 1:
                parts.append(tag("div", self.say("scale"), ": ", inline(verdict.scale)))
            if verdict.dropped != 0:
                parts.append(tag("div", self.say("dropped"), ": ", inline(verdict.dropped)))
        if verdict.message:
            parts.append(tag("div", self.say(verdict.message), class_="message"))
        return join(*parts)

    # -- remarks --------------------------------------------------------------------------------------------------

    def remark(self, judged: JudgedRemark, number: int) -> Html:
        """A line that is false on purpose: the sides, why it is false, the world that shows it."""
        remark, verdict = judged.remark, judged.verdict
        minimised = remark.kind == MINIMISER
        sides = remark.latex if judged.left is None else tuple(
            latex_of(side, minimised) for side in (judged.left, judged.right)
        )  # fmt: skip
        anchor = f"{judged.chapter.name}-remark-{number}"
        heading = tag(
            "h4",
            self.links.label(remark.note),
            badge(verdict.verdict, self.wording),
            permalink(anchor, self.wording),
        )
        parts = [heading]
        if any(sides):
            parts += [boxed(line(sides[0])), boxed(line(sides[1], judged.relation))]
        parts.append(tag("p", with_indices(self.pick(remark.text, remark.text_zh))))
        if not judged.as_expected:
            said = f"{self.say('not as the chapter says')}{self.report.between}{self.say(remark.expected)}"
            parts.append(tag("p", said, class_="message"))
        details = getattr(verdict.counterexample, "details", None)
        if details:
            summary = tag("summary", self.pick("the world that shows it", "说明它的世界"))
            editor = None
            if judged.left is not None:
                editor = editable(judged.left, judged.right, judged.relation, remark.facts, details, self.wording)
            editor = editor or unplayable(self.wording)
            parts.append(tag("details", summary, counterexample(details, self.wording), editor, open=self.open_worlds))
        elif verdict.message:
            parts.append(tag("p", self.say(verdict.message), class_="message"))
        return tag("div", *parts, class_="remark", id=anchor)


def cell(content: str, kind: str) -> Html:
    extra = width_class(content) if kind == "formula" else None
    return tag("td", content, class_=f"{kind} {extra}" if extra else kind, role="cell")
