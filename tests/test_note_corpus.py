"""The corpus of labelled notes is what it claims to be, judged without the reader that it measures.

A small scanner of its own counts the relation signs of every display line (a sign doubled at a row's end and the next
row's start is one step, on the line of the second) and compares them, in order, with the gold labels. Whether a label
is *mathematically* right no scanner can say: each was worked out by hand.
"""

import collections
import json
import pathlib
import re

import pytest

NOTES = pathlib.Path(__file__).parent / "notes"
KINDS = {"value", "minimiser", "estimate", "inequality", "definition"}
RELATIONS = (
    r"\\triangleq|\\equiv|\\approx|\\propto|\\leqslant|\\geqslant|\\leq|\\geq|\\le(?![a-z])|\\ge(?![a-z])"
    r"|\\Rightarrow|\\iff|\\Leftrightarrow|:=|=|(?<![\\a-z])<|(?<![\\a-z])>"
)
DISPLAY_ENDS = {
    "$$": "$$",
    r"\[": r"\]",
    **{rf"\begin{{{e}}}": rf"\end{{{e}}}" for e in ("equation", "equation*", "align", "align*", "gather", "gather*")},
}
GOLDS = sorted(NOTES.rglob("*.gold.json"))


def note_of(gold: pathlib.Path) -> pathlib.Path:
    """The note a gold file labels: the same stem, Markdown or LaTeX."""
    stem = gold.name.removesuffix(".gold.json")
    return next(path for path in (gold.with_name(stem + ".md"), gold.with_name(stem + ".tex")) if path.exists())


def display_lines(text: str) -> list[tuple[int, str]]:
    """The numbered lines (from 1) of displayed mathematics, without fences and without the prose between."""
    closing, fenced, lines = None, False, []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.lstrip("> ")
        if line.startswith("```"):
            fenced = not fenced
        if fenced:
            continue
        rest, kept = line, ""
        while rest:
            if closing is None:
                starts = [(rest.find(s), s) for s in DISPLAY_ENDS if rest.find(s) >= 0]
                if not starts:
                    break
                at, start = min(starts)
                closing, rest = DISPLAY_ENDS[start], rest[at + len(start) :]
            at = rest.find(closing)
            kept += rest if at < 0 else rest[:at] + " "
            rest, closing = ("", closing) if at < 0 else (rest[at + len(closing) :], None)
        if kept:
            lines.append((number, kept))
    return lines


def without_groups(line: str, *heads: str) -> str:
    """The line without the braced argument that follows each head, such as a subscript or \\text."""
    for head in heads:
        while (start := line.find(head + "{")) >= 0:
            depth, end = 0, start + len(head)
            while end < len(line):
                depth += {"{": 1, "}": -1}.get(line[end], 0)
                end += 1
                if depth == 0:
                    break
            line = line[:start] + " " + line[end:]
    return line


def relation_signs(text: str) -> list[tuple[int, str]]:
    """(line, sign) of every step of the note, in reading order."""
    signs: list[tuple[int, str]] = []
    open_row = None  # the sign a row ended with, if the next row may repeat it
    for number, line in display_lines(text):
        line = re.sub(r"\\(overset|stackrel)\{[^{}]*\}\{=\}", "=", line)
        line = re.sub(r"\\begin\{cases\}.*?\\end\{cases\}", "", line)  # its conditions are no statements
        line = without_groups(line, "_", "^", r"\text", r"\tag", r"\tag*", r"\label", r"\textcolor", r"\xrightarrow")
        line = re.sub(r"\b[a-z] *= *(0|1) *, *(2 *, *)?\\[lc]?dots", "", line)  # a range, not a statement
        found = list(re.finditer(RELATIONS, line))
        for k, match in enumerate(found):
            opens_row = not line[: match.start()].strip(" &{}")
            if k == 0 and opens_row and open_row == match.group() and signs:
                signs.pop()
            signs.append((number, match.group()))
        tail = line[found[-1].end() :] if found else "?"
        if line.strip(" &"):
            open_row = found[-1].group() if found and not re.sub(r"\\\\+(\[\w+\])?|[&\s{}]", "", tail) else None
    return signs


@pytest.mark.parametrize("gold", GOLDS, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_every_relation_sign_of_a_note_has_one_label(gold: pathlib.Path):
    labels = [(label["line"], label["relation"]) for label in json.loads(gold.read_text(encoding="utf-8"))]
    assert labels == relation_signs(note_of(gold).read_text(encoding="utf-8"))


@pytest.mark.parametrize("gold", GOLDS, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_labels_are_well_formed(gold: pathlib.Path):
    for label in json.loads(gold.read_text(encoding="utf-8")):
        assert set(label) == {"line", "relation", "holds", "kind", "why"}
        assert label["kind"] in KINDS
        assert label["holds"] in (True, False, None)
        assert label["why"], f"line {label['line']}: a label says why"


def test_every_note_has_its_gold_and_lives_in_one_folder():
    notes = [path for path in NOTES.rglob("*") if path.suffix in {".md", ".tex"}]
    assert {note_of(gold) for gold in GOLDS} == set(notes)
    assert len({path.name for path in notes}) == len(notes)


def test_the_corpus_is_large_enough_and_holds_both_kinds_of_note():
    wrong = {
        gold: sum(label["holds"] is False for label in json.loads(gold.read_text(encoding="utf-8")))
        for gold in GOLDS
        if gold.parent != NOTES
    }
    folders = collections.Counter(gold.parent.name for gold in wrong)
    assert folders["seen"] >= 6
