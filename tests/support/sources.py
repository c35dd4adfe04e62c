"""The modules of the house as they are written: for tests that read the source."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import derivations
import figures
import numerics

ROOT = Path(derivations.__file__).parent.parent
ROOMS = {name: Path(package.__file__).parent for name, package in
         {"derivations": derivations, "numerics": numerics, "figures": figures}.items()}  # fmt: skip
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for room in ROOMS.values()
    for path in sorted(room.rglob("*.py"))
}
SOURCES = {module: path for module, path in FILES.items() if path.name != "__init__.py"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(path)))


def imported(among: Iterable[ast.AST]) -> set[str]:
    """Every module that is imported by one of the nodes, with the names taken from it."""
    found: set[str] = set()
    for node in among:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found
