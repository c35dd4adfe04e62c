"""A person's own note on a page: its prose and formulas as they stand, each judged line with its verdict beside it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from derivations.page.explore.placing import STYLES, WORLD_SCRIPTS
from derivations.page.markup import Html, join, tag
from derivations.page.mathml import mathml
from derivations.page.note_rows import RowWriter
from derivations.page.overview import buttons
from derivations.page.prose import latex, markdown, with_formulas
from derivations.page.shell import document
from derivations.page.verdicts import MEANINGS, SIGNS, badge, key, style_of
from derivations.reading.note import Note
from derivations.reading.text import blocks
from derivations.reading.verdicts.walk import Judgement
from derivations.telling.wording import Wording

VERDICTS = tuple(verdict for verdict in MEANINGS if verdict != "type error")


def note_page(note: Note, judgements: Iterable[Judgement], lang: str = "en", reloading: bool = False) -> str:
    """The HTML file of a note that was judged; `reloading` while the note is watched: it looks for its next version."""
    wording, judgements = Wording(lang), list(judgements)
    rows = RowWriter(note, judgements, wording)
    text = note.source.text
    is_tex = note.source.written.is_tex
    places = Places(b for b in note.source.written.blocks(text[: note.read_to]) if b.kind == blocks.DISPLAY)
    headings = Headings()
    typeset = latex if is_tex else markdown
    body = join(
        *(
            piece
            for offset, part in note.source.written.parts(text)
            for read in (max(0, note.read_to - offset),)
            for piece in (
                typeset(part[:read], lambda source: rows.display(source, places.next(source)), headings.anchor),
                as_it_stands(part[read:]),
            )
        )
    )
    name = PurePath(note.source.name).name
    left_over = unplaced(rows)
    title = wording.pick(f"{name}, judged line by line", f"{name}：逐行判定")
    counts = Counter(j.verdict for j in judgements)
    summary = [join(badge(v, wording), f" {counts[v]}") for v in VERDICTS if counts[v]]
    return document(
        title,
        wording,
        tag("header", tag("h1", title), tag("p", join(*summary, between="  ")), warnings(note, wording)),
        tag("nav", index(rows), aria_label=wording.pick("Judged lines", "判定的行")),
        tag("main", buttons(wording, note=True), body, left_over, id="text"),
        key(wording, VERDICTS, witness=False),
        contents=[("text", name), *headings.found, ("key", wording.pick("What the verdicts mean", "判定的含义"))],
        styles=STYLES if rows.playing else (),
        scripts=(*(WORLD_SCRIPTS if rows.playing else ()), *(("reloading.js",) if reloading else ())),
    )


def as_it_stands(source: str) -> Html | None:
    """What was not read of a note that is too long."""
    return tag("pre", source, class_="soft") if source.strip() else None


class Headings:
    """The headings of a note as the page comes to them, each with the anchor it got."""

    def __init__(self):
        self.found: list[tuple[str, Html]] = []

    def anchor(self, source: str) -> str:
        name = f"section-{len(self.found) + 1}"
        self.found.append((name, with_formulas(source, mathml)))
        return name


class Places:
    """Where the displays of a note stand, asked in the order in which the page comes to them."""

    def __init__(self, displays: Iterable[blocks.RawBlock]):
        self.reached = 0
        self.waiting: dict[str, deque[tuple[int, int]]] = {}
        for number, block in enumerate(displays):
            self.waiting.setdefault(squeezed(block.text), deque()).append((number, block.offset))

    def next(self, source: str) -> int:
        """The offset of the next display with this source; -1 if the reader saw none: it is shown without verdicts."""
        equal = self.waiting.get(squeezed(source), deque())
        while equal:
            number, offset = equal.popleft()
            if number >= self.reached:
                self.reached = number + 1
                return offset
        return -1


def squeezed(source: str) -> str:
    """A formula with all its white space alike."""
    return " ".join(source.split())


def index(rows: RowWriter) -> Html:
    """The judged lines as small links, each with how it was judged."""
    marks = []
    for anchor, judgement in rows.marks:
        sign = tag("span", SIGNS[judgement.verdict], aria_hidden="true")
        word = tag("span", rows.say(judgement.verdict), class_="hidden")
        line = f"{rows.note.source.label(judgement.line)} "
        link = tag("a", line, sign, word, href=f"#{anchor}", class_=style_of(judgement.verdict))
        marks.append(tag("li", link))
    return tag("ul", *marks, class_="marks")


def warnings(note: Note, wording: Wording) -> Html | None:
    """What the reader remarks on the note's writing."""
    if not note.warnings:
        return None
    items = [
        tag("li", wording.pick(f"line {at}: ", f"第 {at} 行："), wording.say(w.message), tag("pre", w.excerpt))
        for w in note.warnings
        for at in (note.source.label(w.line),)
    ]
    return tag(
        "details", tag("summary", wording.pick("Remarks on how it is written", "书写上的问题")), tag("ul", *items)
    )


def unplaced(rows: RowWriter) -> Html | None:
    """Judgements that belong to no display shown above: none is dropped."""
    label = rows.note.source.label
    left: Iterator[Judgement] = (j for at in sorted(rows.unplaced) for j in rows.unplaced[at])
    items = [
        tag("li", rows.pick(f"line {label(j.line)}, column {j.column}: ", f"第 {label(j.line)} 行第 {j.column} 列："),
            badge(j.verdict, rows.wording), rows.explanation(j, False), id=f"at-{j.line}-{j.column}")
        for j in left
    ]  # fmt: skip
    if not items:
        return None
    return tag(
        "section", tag("h2", rows.pick("Lines judged elsewhere in the note", "笔记他处判定的行")), tag("ul", *items)
    )
