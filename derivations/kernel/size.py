"""How much must be believed: lines of code, without blank lines, comments and docstrings."""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path

BESIDE = ("rules.py", "theorem.py", "size.py", "__main__.py", "writing.py")
"""What prints, names and counts: nothing is proved by it."""


def code_lines(folder: Path) -> list[tuple[str, int]]:
    """(file, lines of code) of everything that a proof rests on."""
    files = [f for f in sorted(folder.rglob("*.py")) if f.name not in BESIDE]
    return [(str(f.relative_to(folder)), count(f.read_text(encoding="utf-8"))) for f in files]


def count(source: str) -> int:
    """The lines of a source that hold code.

    >>> count('"A docstring."' + chr(10) + "x = 1  # why" + chr(10))
    1
    """
    texts = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    empty = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    held: set = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in empty:
            held |= set(range(token.start[0], token.end[0] + 1))
    return len(held - texts)
