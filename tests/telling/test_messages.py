"""Every sentence that the reader and the worlds tell an author has its Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import derivations
from derivations.telling.messages import MESSAGES
from derivations.telling.wording import Wording

ROOT = Path(derivations.__file__).parent
TABLES = {"notation.py"}  # of LaTeX's own words
NEVER_TOLD = {"step.py", "derivation.py", "proofs.py"}  # what a chapter's author is told by a traceback
PROPER = re.compile(r"Markdown|LaTeX|UTF-8|Jupyter|JSON|KL|arg|min|max|please report")
FILES = sorted(f for folder in ("reading", "worlds", "judging", "language") for f in (ROOT / folder).rglob("*.py"))


def sentences(tree: ast.AST) -> Iterator[str]:
    """The texts of a module that are no docstrings, patterns or lists of words, with 7 for what is put in."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        quiet = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        called = node.func if isinstance(node, ast.Call) else node.exc if isinstance(node, ast.Raise) else None
        called = called.func if isinstance(called, ast.Call) else called
        quiet |= isinstance(called, ast.Attribute) and (
            called.attr == "split" or (isinstance(called.value, ast.Name) and called.value.id == "re")
        )
        quiet |= isinstance(node, ast.Raise) and isinstance(called, ast.Name) and called.id == "ValueError"
        if quiet:
            skipped |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(value) for value in node.values}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(v.value if isinstance(v, ast.Constant) else "7" for v in node.values)


@pytest.mark.parametrize("path", [f for f in FILES if f.name not in TABLES | NEVER_TOLD], ids=lambda f: f.stem)
def test_every_sentence_has_its_chinese(path: Path):
    for text in sentences(ast.parse(path.read_text(encoding="utf-8"))):
        if len(re.findall(r"\b[a-z]{2,}\b", text)) >= 3 and not re.search(r"[\\|]", text):
            left = PROPER.sub("", Wording("zh").say(text))
            assert len(re.findall(r"[A-Za-z]{3,}", left)) < 2, f"no Chinese for {text!r}: {left}"


def test_the_search_finds_what_has_none():
    found = list(sentences(ast.parse('"""A docstring."""\nx = f"this {x} is told to nobody"\nraise ValueError("no")')))
    assert found == ["this 7 is told to nobody"]
    assert "told" in Wording("zh").say(found[0])


@pytest.mark.parametrize("english", MESSAGES)
def test_what_stands_in_a_message_stands_in_its_chinese(english):
    holes = re.compile(r"\{\d\}")
    assert set(holes.findall(english)) == set(holes.findall(MESSAGES[english]))
    values = {"0": "A_1", "1": "B_2", "2": "C_3"}
    filled = re.sub(r"\{(\d)\}", lambda hole: values[hole[1]], english)
    told = Wording("zh").say(f"{filled}; left = 3")
    assert all(value in told for key, value in values.items() if f"{{{key}}}" in english)
    assert told.endswith("左边 = 3")
