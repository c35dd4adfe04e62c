"""The verification on paper: a table a chapter, then the assumptions, the remarks on the note and one summary line.

A report is a list of parts (headings, paragraphs, tables); `plain` writes them without colour or boxes, `rich_text`
(terminal.py) with both. Nothing here judges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from sympy import Expr

from derivations.judging.derivation import MINIMISER, Derivation, Step, Theorem
from derivations.judging.verification import JudgedLine, JudgedRemark, Verification
from derivations.language.words import Minimum
from derivations.printing.printing import to_text
from derivations.telling.counted import counted
from derivations.telling.wording import Wording
from derivations.telling.work import texts, work_of
from derivations.telling.wrapping import display_width, wrap

SIGNS = {"=": "=", "<=": "≤", ">=": "≥", "<": "<", ">": ">", "~": "≈"}


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One block of text, indented; its own line breaks are kept."""

    text: str
    indent: int = 2


@dataclass(frozen=True)
class Table:
    """Rows of text under headers. The column named by `wide` takes the space that is left; `verdicts` colours."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: int
    verdicts: int


Part = Heading | Paragraph | Table


def formula(expr: Expr, minimised: bool) -> str:
    """A side of a line in one line of Unicode; within a chain of objectives as the note prints it, with `min`."""
    return to_text(Minimum(expr) if minimised else expr)


def is_minimised(derivation: Derivation) -> bool:
    """Whether a chain is one of objectives: equal values are also equally minimised, so `min` may stand on all."""
    return any(step.kind == MINIMISER for step in derivation.steps)


def right_side(step: Step, minimised: bool) -> str:
    return f"{SIGNS[step.relation]} {formula(step.right, minimised)}"


class Report:
    """A verification in words. `seed` is that of the witnesses, None None without; `steps`: worked lines too."""

    def __init__(self, verification: Verification, wording: Wording, seed: int | None = None, steps: bool = False):
        self.verification, self.seed, self.steps, self.wording = verification, seed, steps, wording
        self.say, self.pick = wording.say, wording.pick
        self.between = "：" if wording.language == "zh" else ": "
        self.comma = "；" if wording.language == "zh" else ", "

    # -- the table of all chapters -----------------------------------------------------------------------------
    def overview(self) -> Iterator[Part]:
        """Every chapter as a table, then what it rests on, the remarks, the summary."""
        for number, chapter in enumerate(self.verification.chapters, start=1):
            title = self.pick(chapter.title, chapter.title_zh)
            yield Heading(f"{number}. {chapter.name}{self.between}{title}")
            lines = [line for line in self.verification.lines if line.chapter is chapter]
            yield self.table(lines)
            yield from self.failures(lines)
        yield from self.assumptions()
        yield from self.remarks(self.verification.remarks)
        yield from self.closing()

    def table(self, lines: list[JudgedLine]) -> Table:
        with_witness = self.seed is not None
        names = ("line", "formula", "reason", "verdict", "numeric witness")[: 5 if with_witness else 4]
        rows: list[tuple[str, ...]] = []
        current = None
        for line in lines:
            minimised = is_minimised(line.derivation)
            if line.derivation is not current:
                current = line.derivation
                rows.append(("", formula(current.start, minimised), *[""] * (len(names) - 2)))
            row = [line.step.note, right_side(line.step, minimised), self.reasons(line), self.say(line.verdict.verdict)]
            if with_witness:
                row.append(self.difference(line.witness))
            rows.append(tuple(row))
        return Table(tuple(self.say(n) for n in names), tuple(rows), wide=1, verdicts=3)

    def failures(self, lines: list[JudgedLine]) -> Iterator[Part]:
        """What is said of each line that is not proved: the world that refutes it, or what is missing."""
        for line in lines:
            if not line.verdict.holds:
                verdict = self.say(line.verdict.verdict)
                yield Paragraph(f"{line.step.note}  {verdict}{self.between}{self.say(line.verdict.message)}")

    def reasons(self, line: JudgedLine) -> str:
        """The named reasons; what a `min` step dropped and by which factor it scaled; what the judge remarks."""
        verdict = line.verdict
        parts = [self.comma.join(self.say(r.name) for r in line.step.by)]
        if line.step.kind == MINIMISER and verdict.holds:
            parts += self.recorded(verdict.scale, (verdict.dropped,) if verdict.dropped != 0 else ())
        if verdict.message and verdict.holds:
            parts.append(self.say(verdict.message))
        return self.pick("; ", "；").join(parts)

    def difference(self, witness) -> str:
        """left - right as measured, and the smallest difference that would have been seen; a dash for no number."""
        if witness is None or not isfinite(witness.difference):
            return "—"
        seen = f" (±{witness.detectable:.0e})" if isfinite(witness.detectable) else ""
        return (f"{witness.difference:+.1e}" if witness.difference else "0") + seen

    def numbers(self, witness) -> str:
        if not isfinite(witness.difference):
            return self.difference(witness)
        sides = f"{witness.left:.9g} {self.pick('and', '与')} {witness.right:.9g}"
        return f"{sides}, {self.difference(witness)} [{witness.world}]"

    def recorded(self, scale: Expr, dropped: tuple[Expr, ...]) -> list[str]:
        found = [f"{self.say('dropped')}{self.between}{to_text(term)}" for term in dropped]
        return [f"{self.say('scale')}{self.between}{to_text(scale)}", *found] if scale != 1 else found

    def assumptions(self) -> Iterator[Part]:
        used = self.verification.assumptions()
        if used:
            yield Heading(self.say("assumptions used"))
        for assumption, labels in used.items():
            yield Paragraph(f"{self.say(assumption)}  [{', '.join(labels)}]")

    def remarks(self, remarks: tuple[JudgedRemark, ...]) -> Iterator[Part]:
        if remarks:
            yield Heading(self.say("remarks on the note"))
        for judged in remarks:
            remark = judged.remark
            verdict = self.say(judged.verdict.verdict)
            if not judged.as_expected:
                verdict += f" ({self.say('not as the chapter says')}{self.between}{self.say(remark.expected)})"
            minimised = remark.kind == MINIMISER
            sides = ""
            if judged.left is not None:
                sign = SIGNS[judged.relation]
                sides = f"{formula(judged.left, minimised)}  {sign}  {formula(judged.right, minimised)}"
            yield Paragraph(f"{remark.note}  {verdict}  {sides}".rstrip())
            yield Paragraph(self.pick(remark.text, remark.text_zh), indent=6)
            if judged.verdict.message:
                yield Paragraph(self.say(judged.verdict.message), indent=6)

    def closing(self) -> Iterator[Part]:
        """What concluded to no theorem, if anything, and the summary line."""
        for name, why in self.verification.broken.items():
            yield Paragraph(f"{name}{self.between}{self.say(why)}")
        yield Paragraph(self.summary(), indent=0)

    def summary(self) -> str:
        """One line: how many lines were judged how, how the remarks came out, the seed."""
        v = self.verification
        counts = v.counts
        as_said = sum(r.as_expected for r in v.remarks)
        verdicts = [f"{counts[k]} {self.say(k)}" for k in counts if k != "steps" and (counts[k] or k == "proved")]
        chapters, lines, theorems = len(v.chapters), counts["steps"], len(v.theorems)
        english = (
            f"{counted(lines, 'line')}, {counted(theorems, 'theorem')}, chapters: {chapters}; {', '.join(verdicts)}"
        )
        chinese = f"{chapters} 章，{lines} 行，{theorems} 条定理；{'、'.join(verdicts)}"
        if v.remarks:
            english += f"; remarks that come out as the chapters say: {as_said} of {len(v.remarks)}"
            chinese += f"；评注与章节所述一致：{as_said} / {len(v.remarks)}"
        seed = "" if self.seed is None else self.pick(f"; seed {self.seed}", f"；随机种子 {self.seed}")
        end = self.say("everything holds" if v.holds else "not everything holds")
        return self.pick(f"{english}{seed}: {end}.", f"{chinese}{seed}：{end}。")

    # -- one chapter in full -----------------------------------------------------------------------------------
    def in_full(self) -> Iterator[Part]:
        """Each derivation with its statement, lines, reasons and theorem; then the remarks."""
        for chapter in self.verification.chapters:
            yield Heading(f"{chapter.name}{self.between}{self.pick(chapter.title, chapter.title_zh)}")
            theorems = {theorem.name: theorem for theorem in self.verification.theorems}
            for derivation in chapter.derivations:
                yield Heading(derivation.name)
                if derivation.statement:
                    yield Paragraph(self.pick(derivation.statement, derivation.statement_zh))
                for fact in derivation.assumes:
                    sides = f"{to_text(fact.density)} = {to_text(fact.formula)}"
                    name = f" ({self.say(fact.name)})" if fact.name else ""
                    yield Paragraph(f"{self.say('assumes')}{self.between}{sides}{name}")
                yield Paragraph(formula(derivation.start, is_minimised(derivation)), indent=4)
                for line in self.verification.lines:
                    if line.derivation is derivation:
                        yield from self.line_in_full(line)
                if derivation.name in theorems:
                    yield from self.theorem(theorems[derivation.name])
        yield from self.remarks(self.verification.remarks)
        yield from self.closing()

    def line_in_full(self, line: JudgedLine) -> Iterator[Part]:
        step, minimised = line.step, is_minimised(line.derivation)
        proof = line.verdict.proof if self.steps else None
        yield from (Paragraph(t, indent=12) for t in texts(work_of(proof), self.wording, SIGNS, minimised))
        yield Paragraph(right_side(step, minimised), indent=4)
        number = f"{self.pick('; ', '；')}{self.numbers(line.witness)}" if line.witness else ""
        yield Paragraph(f"{step.note}  {self.say(line.verdict.verdict)}  {self.reasons(line)}{number}", indent=8)
        yield from [Paragraph(self.say(step.because), indent=8)] if step.because else []
        yield from self.failures([line])

    def theorem(self, theorem: Theorem) -> Iterator[Part]:
        minimised = theorem.kind == MINIMISER
        sign = SIGNS[theorem.relation]
        sides = f"{formula(theorem.left, minimised)}  {sign}  {formula(theorem.right, minimised)}"
        yield Paragraph(f"{self.say('theorem')}{self.between}{sides}", indent=2)
        for text in self.recorded(theorem.scale, theorem.dropped):
            yield Paragraph(text, indent=4)
        for heading, names in (("assumes", theorem.assumptions), ("definitions used", theorem.definitions)):
            if names:
                yield Paragraph(
                    f"{self.say(heading)}{self.between}{self.pick('; ', '；').join(map(self.say, names))}", indent=4
                )


# -- without colour or boxes -----------------------------------------------------------------------------------


def plain(parts: Iterator[Part], width: int) -> Iterator[str]:
    """The parts as lines of text at most `width` columns wide (longer only where one word is)."""
    for part in parts:
        if isinstance(part, Heading):
            yield ""
            yield part.text
            yield "-" * display_width(part.text)
        elif isinstance(part, Paragraph):
            for block in part.text.splitlines():
                for text in wrap(block, width - part.indent):
                    yield " " * part.indent + text
        else:
            yield from plain_table(part, width)


def plain_table(table: Table, width: int) -> Iterator[str]:
    widths = column_widths(table, width)
    for row in (table.headers, *table.rows):
        cells = [wrap(cell, w) for cell, w in zip(row, widths, strict=True)]
        for k in range(max(map(len, cells))):
            texts = [cell[k] if k < len(cell) else "" for cell in cells]
            yield "  ".join(
                text + " " * (w - display_width(text)) for text, w in zip(texts, widths, strict=True)
            ).rstrip()


def column_widths(table: Table, width: int) -> list[int]:
    """As wide as the longest cell, the reasons at most a quarter of the line; the wide column gets the rest."""
    widths = [max(display_width(row[k]) for row in (table.headers, *table.rows)) for k in range(len(table.headers))]
    widths = [min(w, max(width // 4, 12)) for w in widths]
    others = sum(w for k, w in enumerate(widths) if k != table.wide) + 2 * (len(widths) - 1)
    widths[table.wide] = max(width - others, 24)
    return widths
