"""Side conditions found in the kernel's sources, and each left out in turn, to see whether the tests notice.

A site is an operand of `and` or `or`, a condition that stands alone in an `if`, in a call of `fits` or `require` (which
raise where it does not hold) or of `lone` (which looks for what meets it), or the kinds that `the` and `only` ask for.
`weakened` gives the source without it: the operand is dropped; a guard that refuses (returns None or False, or raises)
is never taken; any other condition is always met, and any kind will do.
"""

from __future__ import annotations

import ast
import os
import resource
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest
from _pytest.runner import runtestprotocol

import derivations.kernel

MOST_SECONDS = 60  # of processor time: the tests take a few
KERNEL = Path(derivations.kernel.__file__).parent
FILES = (
    "figures/bounds.py", "figures/definitions.py",
    "figures/densities.py", "figures/gaussians.py", "figures/integrals.py", "figures/slopes.py",
    "figures/table.py", "arithmetic.py", "making.py", "matching.py",
    "replay.py", "terms.py", "varying.py",
)  # fmt: skip


def refuses(body: list[ast.stmt]) -> bool:
    """Whether a guard does nothing but refuse."""
    last = body[-1]
    if isinstance(last, ast.Raise | ast.Continue | ast.Break):
        return True
    empty = isinstance(last, ast.Return) and (last.value is None or isinstance(last.value, ast.Constant))
    return empty and getattr(last.value, "value", None) in (None, False)


def inside(function: ast.AST):
    """The nodes of a function, but for those of functions inside it."""
    for node in ast.iter_child_nodes(function):
        if not isinstance(node, ast.FunctionDef):
            yield node
            yield from inside(node)


def asked(node: ast.AST) -> ast.expr | None:
    """What a call asks for: of `fits` and `require` the condition, of `lone` that of its function, of `the` and `only`
    the first of the kinds; None of any other node."""
    name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
    if name in ("fits", "require"):
        return node.args[0]
    if name in ("the", "only") and len(node.args) > 1 and not isinstance(node.args[1], ast.Starred):
        return node.args[1]
    return node.args[1].body if name == "lone" and isinstance(node.args[1], ast.Lambda) else None


def sites(tree: ast.AST):
    """(node, operand or None, function, text) of each condition, in the order of the source."""
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        for node in inside(function):
            if isinstance(node, ast.BoolOp):
                for n, operand in enumerate(node.values):
                    yield node, n, function.name, ast.unparse(operand)
            elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.BoolOp):
                yield node, None, function.name, ast.unparse(node.test)
            elif (condition := asked(node)) is not None and not isinstance(condition, ast.BoolOp):
                yield node, None, function.name, ast.unparse(condition)


def listed(name: str) -> list[str]:
    """'function: condition' of each site of a file; where one stands twice, with its number."""
    seen: dict = {}
    for _, _, function, text in sites(ast.parse((KERNEL / name).read_text(encoding="utf-8"))):
        seen.setdefault(f"{function}: {text}", []).append(None)
    return [f"{one} #{n}" if n else one for one, many in seen.items() for n in range(len(many))]


def without(node: ast.Call) -> None:
    """Leave out what a call asks for."""
    if node.func.id in ("the", "only"):
        node.args[1:] = []
    elif node.func.id == "lone":
        node.args[1].body = ast.Constant(True)
    else:
        node.args[0] = ast.Constant(True)


def weakened(name: str, site: str) -> str:
    """The source of a file without one of its conditions."""
    tree = ast.parse((KERNEL / name).read_text(encoding="utf-8"))
    text, _, number = site.partition(" #")
    found = [(node, n) for node, n, function, one in sites(tree) if f"{function}: {one}" == text]
    node, n = found[int(number or 0)]
    if isinstance(node, ast.Call):
        without(node)
    elif n is None:
        node.test = ast.Constant(not (isinstance(node, ast.If) and refuses(node.body)))
    else:
        node.values.pop(n)
        if len(node.values) == 1:
            node.values.append(ast.Constant(isinstance(node.op, ast.And)))
    return ast.unparse(ast.fix_missing_locations(tree))


def weaken(name: str, site: str) -> None:
    """Leave a condition out in this process: every function of the file gets the code it has without it."""
    module = import_module("derivations.kernel." + name.removesuffix(".py").replace("/", "."))
    fresh = {"__name__": module.__name__, "__package__": module.__package__}
    exec(compile(weakened(name, site), str(KERNEL / name), "exec"), fresh)
    for key, made in fresh.items():
        old = vars(module).get(key)
        pairs = [(old, made)]
        if isinstance(made, type):
            pairs = [(vars(old).get(k), f) for k, f in vars(made).items()]
        for was, new in pairs:
            if isinstance(was, FunctionType) and isinstance(new, FunctionType) and new.__module__ == module.__name__:
                was.__code__ = new.__code__


class Weakened:
    """A pytest plugin that runs the tests once for each site, in a process of its own, until one fails."""

    def __init__(self, sites: list[tuple[str, str]]):
        self.sites, self.survived = sites, []

    def pytest_runtestloop(self, session) -> bool:
        assert not self.fails(session.items), "the tests fail as it is"
        for name, site in self.sites:
            child = os.fork()
            if not child:
                try:
                    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))  # what hangs is noticed too
                    weaken(name, site)
                    os._exit(self.fails(session.items))
                finally:
                    os._exit(1)
            if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
                self.survived.append((name, site))
        return True

    @staticmethod
    def fails(items) -> bool:
        pairs = zip(items, [*items[1:], None], strict=True)
        return any(
            report.failed for item, after in pairs for report in runtestprotocol(item, nextitem=after, log=False)
        )


def survivors(sites: list[tuple[str, str]], tests: list[str]) -> list[tuple[str, str]]:
    """Of the conditions those without which the tests pass as before."""
    plugin = Weakened(sites)
    status = pytest.main(
        ["-qq", "--no-header", "--no-summary", "-n", "0", "-p", "no:cacheprovider", *tests], plugins=[plugin]
    )  # fmt: skip
    assert status in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    return plugin.survived
