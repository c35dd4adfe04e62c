"""Side conditions found in the kernel's sources, and each left out in turn, to see whether the tests notice.

A site is an operand of `and` or `or`, or a condition that stands alone in an `if`. `weakened` gives the source without
it: the operand is dropped; a guard that refuses (returns None or False, or raises) is never taken; any other condition
is always met.
"""

from __future__ import annotations

import ast
import os
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.util import spec_from_file_location
from pathlib import Path

import derivations.kernel

KERNEL = Path(derivations.kernel.__file__).parent
FILES = (
    "figures/averages.py", "figures/bounds.py", "figures/components.py", "figures/definitions.py",
    "figures/densities.py", "figures/gaussians.py", "figures/integrals.py", "figures/logarithms.py",
    "figures/optima.py", "figures/slopes.py", "figures/table.py", "making.py", "replay.py", "terms.py", "varying.py",
)  # fmt: skip


def refuses(body: list[ast.stmt]) -> bool:
    """Whether a guard does nothing but refuse."""
    last = body[-1]
    if isinstance(last, ast.Raise | ast.Continue | ast.Break):
        return True
    empty = isinstance(last, ast.Return) and (last.value is None or isinstance(last.value, ast.Constant))
    return empty and getattr(last.value, "value", None) in (None, False)


def sites(tree: ast.AST):
    """(node, operand or None, function, text) of each condition, in the order of the source."""
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        for node in ast.walk(function):
            if isinstance(node, ast.BoolOp):
                for n, operand in enumerate(node.values):
                    yield node, n, function.name, ast.unparse(operand)
            elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.BoolOp):
                yield node, None, function.name, ast.unparse(node.test)


def listed(name: str) -> list[str]:
    """'function: condition' of each site of a file; where one stands twice, with its number."""
    seen: dict = {}
    for _, _, function, text in sites(ast.parse((KERNEL / name).read_text(encoding="utf-8"))):
        seen.setdefault(f"{function}: {text}", []).append(None)
    return [f"{one} #{n}" if n else one for one, many in seen.items() for n in range(len(many))]


def weakened(name: str, site: str) -> str:
    """The source of a file without one of its conditions."""
    tree = ast.parse((KERNEL / name).read_text(encoding="utf-8"))
    text, _, number = site.partition(" #")
    found = [(node, n) for node, n, function, one in sites(tree) if f"{function}: {one}" == text]
    node, n = found[int(number or 0)]
    if n is None:
        node.test = ast.Constant(not (isinstance(node, ast.If) and refuses(node.body)))
    else:
        node.values.pop(n)
        if len(node.values) == 1:
            node.values.append(ast.Constant(isinstance(node.op, ast.And)))
    return ast.unparse(ast.fix_missing_locations(tree))


class Weak(MetaPathFinder, Loader):
    """Imports one module of the kernel from a changed source."""

    def __init__(self, name: str, source: str):
        self.module = "derivations.kernel." + name.removesuffix(".py").replace("/", ".")
        self.path, self.source = KERNEL / name, source

    def find_spec(self, fullname, path=None, target=None):
        return spec_from_file_location(fullname, self.path, loader=self) if fullname == self.module else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(compile(self.source, str(self.path), "exec"), module.__dict__)


def noticed(name: str, site: str, tests: list[str]) -> bool:
    """Whether the tests fail on the kernel without this condition (in a process of its own)."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    status = 1
    try:
        for module in [m for m in sys.modules if m.startswith(("derivations.kernel.", "derivations.prover.", "test_"))]:
            del sys.modules[module]
        sys.meta_path.insert(0, Weak(name, weakened(name, site)))
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        import pytest

        status = int(pytest.main(["-x", "-q", "-n", "0", "-p", "no:cacheprovider", *tests]))
    finally:
        os._exit(min(status, 1))
