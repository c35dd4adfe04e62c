"""The corpus of labelled notes is what it claims to be, judged without the reader that it measures.

A small scanner of its own counts the relation signs of every display line (a sign doubled at a row's end and the next
row's start is one step, on the line of the second) and compares them, in order, with the gold labels. Whether a label
is *mathematically* right no scanner can say: each was worked out by hand.
"""

import json
import pathlib
import re

import pytest
from places import NOTES

KINDS = {"value", "minimiser", "estimate", "inequality", "definition"}
RELATIONS = (
    r"\\triangleq|\\equiv|\\approx|\\propto|\\leqslant|\\geqslant|\\leq|\\geq|\\le(?![a-z])|\\ge(?![a-z])"
    r"|\\Rightarrow|\\iff|\\Leftrightarrow|:=|=|(?<![\\a-z])<|(?<![\\a-z])>"
)
DISPLAY_ENDS = {
    "$$": "$$",
    r"\[": r"\]",
    **{
        rf"\begin{{{e}}}": rf"\end{{{e}}}"
        for e in ("equation", "equation*", "align", "align*", "gather", "gather*", "multline")
    },
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


@pytest.mark.parametrize(
    ("folder", "notes", "steps", "wrong", "faultless"),
    [("seen", 30, 470, 65, 4), ("heldout", 15, 220, 33, 2)],
)
def test_the_corpus_is_large_and_holds_faulty_and_faultless_notes(folder, notes, steps, wrong, faultless):
    golds = [json.loads(gold.read_text(encoding="utf-8")) for gold in GOLDS if gold.parent.name == folder]
    slips = [sum(label["holds"] is False for label in labels) for labels in golds]
    assert len(golds) >= notes
    assert sum(len(labels) for labels in golds) >= steps
    assert sum(slips) >= wrong
    assert slips.count(0) >= faultless
    assert max(slips) <= 5, "a note is a person's, with a few slips, not a list of errors"
    assert all(8 <= len(labels) <= 25 for labels in golds)
    assert {label["kind"] for labels in golds for label in labels} == KINDS


# What authors write, one pattern a habit: each must occur in a note the reader's authors may look at.
CONSTRUCTS = {
    "row ended by a doubled backslash pair": r"\\\\\\\\$",
    "row ended with a skip": r"\\\\\[\dpt\]",
    "alignment after the sign": r"=\s?&",
    "sign at a row's end": r"= ?\\\\$",
    "block that opens with a relation": r"\$\$\n\\geq",
    "three relations on a line": r"0 \\leq .*&= .*\\leq",
    "row that begins with a plus": r"^&\+",
    "bracket closed on the next row": r"\\right\. *\\\\",
    "relation in braces": r"\{\\geq\}",
    "two statements joined in words": r"\\quad\\text\{and\}",
    "row of Chinese prose with a formula": r"^& *[\u4e00-\u9fff]+.*\\int",
    "formulas joined by a semicolon": r"; \\qquad",
    "tag": r"\\tag\{",
    "label right after the dollars": r"^\$\$\\label",
    "number after dots": r"\\cdots \(\d\)",
    "underbrace": r"\\underbrace",
    "box": r"\\boxed",
    "colour": r"\\textcolor",
    "numbered equals sign": r"\\overset\{\(2\)\}\{=\}",
    "defining relations": r":=[\s\S]*\\triangleq|\\triangleq[\s\S]*:=",
    "proportional": r"\\propto",
    "implication": r"\\Rightarrow",
    "equivalence": r"\\iff",
    "data density": r"p_D[\s\S]*p_\{\\text\{data\}\}",
    "density with a tilde": r"\\tilde\{p\}",
    "functional entropy": r"\\mathrm\{h\}\[",
    "conditional and joint entropy": r"H\(X\|Y\)[\s\S]*H\(X,Y\)",
    "capital distributions": r"D_\{KL\}\(P \\\| Q\)",
    "indexed density": r"f_X\(x\)",
    "physicist's average": r"\\left\\langle",
    "fraction by over": r"\{1 \\over 2\}",
    "trace and determinant": r"\\operatorname\{tr\}[\s\S]*\\det",
    "function at its optimum": r"L\(m\^\*,v\^\*\)",
    "constant left over": r"\+ C,[\s\S]*\+ \\text\{const\}|\+ \\text\{const\}[\s\S]*\+ C,",
    "argmin as an operator": r"\\operatorname\*\{arg\\,min\}",
    "mass function by cases": r"\\begin\{cases\}",
    "sum over an alphabet": r"\\sum_\{x\\in\\mathcal\{X\}\}",
    "sum over pairs": r"\\sum_\{i\\neq j\}",
    "slash for conditioning": r"p\(z/x\)",
    "differential before the body": r"\\int dz\\,",
    "display in a quote": r"^> \$\$",
    "display in a list": r"^ +\$\$",
    "display on one line": r"^\$\$.+\$\$$",
    "fenced code that is no mathematics": r"```python\n.*\$\$",
}


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_each_habit_of_writing_occurs_in_a_seen_note(construct: str):
    notes = [path for path in (NOTES / "seen").iterdir() if path.suffix in {".md", ".tex"}]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(notes))
    assert re.search(CONSTRUCTS[construct], text, re.MULTILINE), f"no note shows: {construct}"
